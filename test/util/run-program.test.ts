import { describe, expect, it } from '@jest/globals';
import { runProgram } from '../../src/util/run-program.ts';

describe('a small program of the system', () => {
  it('ends with its exit code, or with none when a signal ended it', async () => {
    expect(await runProgram('sh', ['-c', 'exit 3'])).toBe(3);
    expect(await runProgram('sh', ['-c', 'kill -9 $$'])).toBeNull();
  });

  it('says why it cannot be run, however Node tells', async () => {
    await expect(runProgram('no-such-program', [])).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(runProgram('true', ['x'.repeat(200_000)])).rejects.toMatchObject({ code: 'E2BIG' });
  });
});
