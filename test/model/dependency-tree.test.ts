import { describe, expect, it } from '@jest/globals';
import { dependencyTree, type GraphNode } from '../../src/model/dependency-tree.ts';

function node(name: string, ...dependencies: readonly string[]): GraphNode {
  const dependsOn = dependencies.map((process) => {
    return { process, condition: 'ready', timeoutMs: null, required: true, restart: false } as const;
  });
  return { name, status: null, dependsOn };
}

const drawn = (nodes: readonly GraphNode[]) =>
  dependencyTree(nodes).map(({ node: { name }, isLast, isRepeated }) => [name, isLast.length, isRepeated]);

describe('dependencyTree', () => {
  it('begins with what nothing depends on, in the order of the nodes', () => {
    expect(drawn([node('b'), node('c', 'b'), node('a')])).toEqual([
      ['c', 0, false],
      ['b', 1, false],
      ['a', 0, false],
    ]);
  });

  it('draws the dependencies of a shared process once', () => {
    expect(drawn([node('db', 'disk'), node('api', 'db'), node('web', 'api', 'db'), node('disk')])).toEqual([
      ['web', 0, false],
      ['api', 1, false],
      ['db', 2, false],
      ['disk', 3, false],
      ['db', 1, true],
    ]);
  });

  it('leaves out a dependency that is not there', () => {
    expect(drawn([node('api', 'gone')])).toEqual([['api', 0, false]]);
  });

  it('follows a chain of thousands', () => {
    const chain = Array.from({ length: 2_000 }, (_, i) => (i === 0 ? node('0') : node(`${i}`, `${i - 1}`)));
    expect(dependencyTree(chain)).toHaveLength(2_000);
  });
});
