import { describe, expect, it } from '@jest/globals';
import { graphLayout, neighbour } from '../../../src/http/page/graph/graph-layout.ts';
import type { GraphNode } from '../../../src/model/dependency-tree.ts';

function nodeOf(name: string, ...needs: readonly string[]): GraphNode {
  const dependsOn = needs.map(
    (process) => ({ process, condition: 'started', timeoutMs: null, required: true, restart: false }) as const,
  );
  return { name, status: 'running', dependsOn };
}

const NODES = [nodeOf('db'), nodeOf('cache'), nodeOf('api', 'db', 'cache'), nodeOf('web', 'api')];

describe('the picture of a graph', () => {
  const layout = graphLayout(NODES, false);
  const placeOf = (name: string) =>
    layout.nodes.find((node) => node.name === name) ?? { x: 0, y: 0, width: 0, height: 0 };

  it('has what is depended on at the left, or above where it is narrow', () => {
    expect(placeOf('db').x).toBeLessThan(placeOf('api').x);
    expect(placeOf('api').x).toBeLessThan(placeOf('web').x);
    const narrow = graphLayout(NODES, true).nodes;
    expect(narrow.find(({ name }) => name === 'db')?.y).toBeLessThan(narrow.find(({ name }) => name === 'web')?.y ?? 0);
  });

  it('holds all boxes, and none lies on another', () => {
    for (const { x, y, width, height } of layout.nodes) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(layout.width);
      expect(y + height).toBeLessThanOrEqual(layout.height);
    }
    const overlap = layout.nodes.flatMap((a) =>
      layout.nodes.filter(
        (b) =>
          a.name < b.name && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
      ),
    );
    expect(overlap).toEqual([]);
  });

  it('has an arrow for each dependency', () => {
    expect(layout.edges.map(({ from, dependency }) => `${from} ${dependency.process}`)).toEqual([
      'api db',
      'api cache',
      'web api',
    ]);
    for (const { points } of layout.edges) expect(points.length).toBeGreaterThan(1);
  });

  it('is nothing when there are no processes', () => {
    expect(graphLayout([], false)).toEqual({ width: 0, height: 0, nodes: [], edges: [] });
  });

  it('can be walked through', () => {
    expect(neighbour(layout, 'web', 'left')).toBe('api');
    expect(neighbour(layout, 'web', 'right')).toBeNull();
    expect(new Set(['up', 'down'].map((direction) => neighbour(layout, 'db', direction as 'up')))).toEqual(
      new Set(['cache', null]),
    );
  });
});
