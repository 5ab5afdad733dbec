import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Turns } from '../../src/util/turns.ts';

/** Three who come at once and work for so long each; what they and the event loop did, in order. */
async function inOrder(workMs: number, count: number): Promise<readonly string[]> {
  let now = 0;
  const turns = new Turns(() => now, 10);
  const done: string[] = [];
  const workers = Array.from({ length: count }, async (_, index) => {
    await turns.next();
    now += workMs;
    done.push(`worker ${index}`);
  });
  const loop = async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      await nextTurn();
      done.push('the loop');
    }
  };
  await Promise.all([...workers, loop()]);
  return done;
}

describe('turns', () => {
  it('let everybody in at once while the slice lasts', async () => {
    expect((await inOrder(4, 3)).slice(0, 3)).toEqual(['worker 0', 'worker 1', 'worker 2']);
  });

  it('let the event loop come between those who use up a slice each', async () => {
    expect(await inOrder(10, 3)).toEqual(['worker 0', 'the loop', 'worker 1', 'the loop', 'worker 2']);
  });

  it('begin anew for whoever comes when all have been served', async () => {
    const turns = new Turns(() => 0, 10);
    await turns.next();
    await nextTurn();
    await expect(turns.next()).resolves.toBeUndefined();
  });
});
