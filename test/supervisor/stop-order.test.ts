import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { startLevels } from '../../src/model/dependency-graph.ts';
import { endInReverse } from '../../src/supervisor/stop-order.ts';
import { settled } from '../rig/manual-clock.ts';

/** Each name may depend on those before it. */
const graphs = fc
  .array(fc.uniqueArray(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 12 })
  .map((rows) => new Map(rows.map((row, index) => [`p${index}`, row.map((pick) => `p${pick % (index + 1)}`)])))
  .map((graph) => new Map([...graph].map(([name, on]) => [name, on.filter((other) => other !== name)])));

describe('the stop order', () => {
  it('is the reverse of the start order, whoever is slow', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.array(fc.nat(3)), async (graph, slowness) => {
        const begun: string[] = [];
        const down = new Set<string>();
        await endInReverse(new Set(graph.keys()), graph, async (name) => {
          for (const [dependent, on] of graph) if (on.includes(name)) expect(down).toContain(dependent);
          begun.push(name);
          for (let turns = slowness[begun.length] ?? 0; turns > 0; turns--) await settled();
          down.add(name);
        });
        expect([...begun].sort()).toEqual([...graph.keys()].sort());
        const level = new Map(startLevels(graph).flatMap((names, at) => names.map((name) => [name, at] as const)));
        for (const [name, on] of graph) {
          for (const other of on) {
            expect(begun.indexOf(name)).toBeLessThan(begun.indexOf(other));
            expect(level.get(name)).toBeGreaterThan(level.get(other) ?? 0);
          }
        }
      }),
    );
  });

  it('begins at once with what nobody among the others depends on', () => {
    const begun: string[] = [];
    const graph = new Map([
      ['db', []],
      ['api', ['db']],
      ['web', ['api']],
    ]);
    void endInReverse(new Set(['db', 'web']), graph, async (name) => begun.push(name));
    expect(begun).toEqual(['web']);
  });
});
