import { describe, expect, it } from '@jest/globals';
import { deferred } from '../../src/util/deferred.ts';
import { OneAtATime } from '../../src/util/one-at-a-time.ts';

describe('tasks that run one at a time', () => {
  it('begin in their order, each when the one before has ended, also badly', async () => {
    const tasks = new OneAtATime();
    const seen: string[] = [];
    const first = deferred<void>();
    const one = tasks.run(async () => {
      seen.push('one begins');
      await first.promise;
      seen.push('one ends');
      throw new Error('badly');
    });
    const two = tasks.run(async () => {
      seen.push('two begins');
      return 2;
    });
    first.resolve();
    await expect(one).rejects.toThrow('badly');
    expect(await two).toBe(2);
    expect(seen).toEqual(['one begins', 'one ends', 'two begins']);
  });
});
