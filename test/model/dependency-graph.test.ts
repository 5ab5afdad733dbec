import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  type DependencyGraph,
  dependentsOf,
  findCycles,
  startLevels,
  withDependencies,
} from '../../src/model/dependency-graph.ts';

function graph(edges: Record<string, readonly string[]>): DependencyGraph {
  return new Map(Object.entries(edges));
}

/** Graphs in which a name depends only on earlier ones: without cycles by construction. */
const acyclic = fc
  .array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 20 })
  .map((rows) => new Map(rows.map((row, i) => [`p${i}`, i === 0 ? [] : row.map((n) => `p${n % i}`)])));

describe('findCycles', () => {
  it('finds nothing in a diamond', () => {
    expect(findCycles(graph({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }))).toEqual([]);
  });

  it('shows every edge of a cycle, from its first name back to it', () => {
    expect(findCycles(graph({ a: ['b'], b: ['c'], c: ['a'], d: ['a'] }))).toEqual([['a', 'b', 'c', 'a']]);
  });

  it('finds a process that depends on itself', () => {
    expect(findCycles(graph({ a: ['a'] }))).toEqual([['a', 'a']]);
  });

  it('reports each knot once, by its shortest way round', () => {
    const cycles = findCycles(graph({ a: ['b'], b: ['a', 'c'], c: ['a'], x: ['y'], y: ['x'] }));
    expect(cycles).toHaveLength(2);
    expect(cycles).toContainEqual(['a', 'b', 'a']);
    expect(cycles).toContainEqual(['x', 'y', 'x']);
  });

  it('survives a chain of 10,000 processes', () => {
    const chain = new Map(Array.from({ length: 10_000 }, (_, i) => [`p${i}`, i === 9_999 ? ['p0'] : [`p${i + 1}`]]));
    expect(findCycles(chain)[0]).toHaveLength(10_001);
  });

  it('finds none exactly when there is an order to start in', () => {
    fc.assert(fc.property(acyclic, (edges) => expect(findCycles(edges)).toEqual([])));
  });
});

describe('startLevels', () => {
  it('puts each process after everything it depends on', () => {
    fc.assert(
      fc.property(acyclic, (edges) => {
        const levels = startLevels(edges);
        const levelOf = new Map(levels.flatMap((names, level) => names.map((name) => [name, level] as const)));
        expect(levelOf.size).toBe(edges.size);
        for (const [name, dependencies] of edges) {
          for (const dependency of dependencies) {
            expect(levelOf.get(dependency)).toBeLessThan(levelOf.get(name) ?? -1);
          }
        }
      }),
    );
  });

  it('puts what does not depend on each other side by side', () => {
    expect(startLevels(graph({ api: ['db', 'cache'], db: [], cache: [], web: ['api'] }))).toEqual([
      ['db', 'cache'],
      ['api'],
      ['web'],
    ]);
  });
});

describe('dependentsOf and withDependencies', () => {
  const edges = graph({ web: ['api'], api: ['db', 'db'], db: [], other: [] });

  it('names who depends on each, once', () => {
    expect(dependentsOf(edges).get('db')).toEqual(['api']);
  });

  it('closes a set of names over its dependencies', () => {
    expect(withDependencies(['api'], edges)).toEqual(['api', 'db']);
  });
});
