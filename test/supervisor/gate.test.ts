import { tmpdir } from 'node:os';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ChildSpawner } from '../../src/supervisor/child.ts';
import { deferred } from '../../src/util/deferred.ts';
import { Gate } from '../../src/util/gate.ts';
import { ENVIRONMENT } from './real-stage.ts';

const gate = new Gate();
const spawner = new ChildSpawner(tmpdir(), { gate });
afterAll(() => spawner.close());

describe('while the disk is behind', () => {
  it('nothing is read of what a child prints, and nothing of it is lost', async () => {
    const total = 3_000_000;
    let bytes = 0;
    let readWhileClosed = 0;
    const firstChunk = deferred<void>();
    const ended = deferred<void>();
    const spawned = await spawner.spawn({
      argv: ['head', '-c', String(total), '/dev/zero'],
      cwd: '/',
      environment: ENVIRONMENT,
      stdin: 'null',
      output: {
        onChunk(_, chunk) {
          if (!gate.isOpen) readWhileClosed += 1;
          bytes += chunk.length;
          // As the store does: in the middle of a read.
          if (bytes < total) gate.close();
          firstChunk.resolve();
        },
        onEnd: (stream) => (stream === 'stdout' ? ended.resolve() : undefined),
      },
      onExit: () => undefined,
    });
    if (!spawned.ok) throw new Error('Internal error: it could not be spawned');
    await firstChunk.promise;
    // Each time the gate opens one more read is let through.
    while (bytes < total) {
      expect(readWhileClosed).toBe(0);
      gate.open();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await ended.promise;
    expect(bytes).toBe(total);
  });
});
