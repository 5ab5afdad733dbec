import { describe, expect, it } from '@jest/globals';
import { ALWAYS, specOf } from './specs.ts';
import { Stage } from './stage.ts';

const LIMITED = { limits: { ...specOf('api').limits, memoryBytes: 1_000 } };

describe('a limit of memory', () => {
  it('stops a run that has more, which then has failed, and says how much it had', async () => {
    let bytes = 1_000;
    const stage = new Stage([specOf('api', LIMITED)], { treeMemory: () => bytes });
    await stage.up();
    await stage.clock.advance(5_000);
    expect(stage.info('api').status).toBe('running');
    bytes = 1_001;
    await stage.clock.advance(1_000);
    await stage.settle();
    expect(stage.children.last('api').signals).toEqual(['SIGTERM']);
    expect(stage.info('api')).toMatchObject({
      status: 'crashed',
      cause: { reason: 'memory-limit', bytes: 1_001, limitBytes: 1_000 },
    });
  });

  it('leaves it to the restart policy what comes next', async () => {
    const stage = new Stage([specOf('api', { ...LIMITED, restart: ALWAYS })], { treeMemory: () => 2_000 });
    await stage.up();
    await stage.clock.advance(1_000);
    await stage.settle();
    expect(stage.info('api')).toMatchObject({ status: 'backoff', cause: { reason: 'memory-limit' } });
  });

  it('asks for the tree of the run, and for nothing where there is none, or after the end', async () => {
    const asked: number[] = [];
    const treeMemory = (pid: number) => {
      asked.push(pid);
      return 0;
    };
    const stage = new Stage([specOf('api', LIMITED), specOf('free')], { treeMemory });
    await stage.up();
    const { pid } = stage.info('api');
    await stage.clock.advance(2_000);
    stage.children.last('api').exit(0);
    await stage.settle();
    await stage.clock.advance(5_000);
    expect(asked).toEqual([pid, pid]);
  });
});
