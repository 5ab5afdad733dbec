import { describe, expect, it } from '@jest/globals';
import type { LogSettings, ProcessSpec } from '../../src/model/process-spec.ts';
import { planOf, specOf } from './specs.ts';
import { Stage } from './stage.ts';

function withPatterns(...redact: readonly string[]): ProcessSpec {
  const logs: LogSettings = { ...specOf('api').logs, redact };
  return specOf('api', { logs });
}

function storedText(stage: Stage): string {
  return stage.stored.map((event) => (event.type === 'AppendLog' ? Buffer.from(event.chunk).toString() : '')).join('');
}

describe('what a process prints', () => {
  it('is redacted on both streams before it is stored, an unterminated end too', async () => {
    const stage = new Stage([withPatterns('secret\\d')]);
    await stage.up();
    const child = stage.children.last('api');
    child.print('stdout', 'a secret1\nsec');
    child.print('stderr', 'b secret2\n');
    child.print('stdout', 'ret3');
    child.exit(0);
    await stage.settle();
    expect(storedText(stage)).toBe('a [redacted]\nb [redacted]\n[redacted]');
    const last = stage.stored.filter(({ type }) => type !== 'ProcessExited').at(-1);
    expect(last).toMatchObject({ type: 'StreamEnded' });
  });

  it('is redacted by changed patterns from the reload on, without a restart', async () => {
    const before = [specOf('api')];
    const next = [withPatterns('secret')];
    const stage = new Stage(before);
    await stage.up();
    const child = stage.children.last('api');
    child.print('stdout', 'secret\n');
    await stage.finish(stage.supervisor.apply(planOf(before, next, { api: 'update' })));
    child.print('stdout', 'secret\n');
    expect(storedText(stage)).toBe('secret\n[redacted]\n');
    expect(stage.spawned).toEqual(['api']);
  });
});
