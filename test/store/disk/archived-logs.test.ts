import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { linesOf, openDiskStore } from './open-disk-store.ts';

const PROCESSES = ['api', 'web', 'early'] as const;

describe('the logs of a session that is over', () => {
  it('count every line whose file was removed as evicted, whichever files those are and however it ended', async () => {
    const print = fc.record({
      process: fc.constantFrom('api', 'web'),
      lines: fc.integer({ min: 1, max: 400 }),
      flush: fc.boolean(),
    });
    const removal = fc.oneof(
      fc.record({ oldest: fc.nat(9) }),
      fc.record({ some: fc.array(fc.nat(9), { maxLength: 4 }) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(print, { maxLength: 25, size: 'max' }),
        removal,
        fc.boolean(),
        async (prints, removed, dies) => {
          await using session = openDiskStore();
          const printed = new Map<string, number>([['early', 0]]);
          const write = (process: string, lines: number) => {
            printed.set(process, (printed.get(process) ?? 0) + lines);
            session.write(process, `${'x'.repeat(50)}\n`.repeat(lines));
          };
          write('early', 200);
          for (const { process, lines, flush } of prints) {
            write(process, lines);
            if (flush) await session.flush();
          }
          await session.flush();
          if (!dies) await session.store.close();
          const files = readdirSync(session.directory)
            .filter((name) => name !== 'tail.log')
            .sort();
          // Whoever keeps logs within limits leaves the last file of a session that goes on.
          const gone =
            'oldest' in removed
              ? files.slice(0, Math.min(removed.oldest, files.length - 1))
              : files.slice(0, -1).filter((_, index) => removed.some.includes(index));
          for (const name of gone) rmSync(path.join(session.directory, name));

          using archive = session.archived();
          const { lines, evicted } = await linesOf(archive);
          const total = [...printed.values()].reduce((sum, count) => sum + count, 0);
          expect(lines.length + evicted).toBe(total);
          const { processes } = archive.stats();
          for (const process of PROCESSES) {
            const found = lines.filter((line) => line.process === process).length;
            const count = printed.get(process) ?? 0;
            expect(processes.get(process)?.evictedLines ?? 0).toBe(count - found);
            expect(archive.snapshot(process).evictedBetween(0, archive.nextId - 1)).toBe(count - found);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
