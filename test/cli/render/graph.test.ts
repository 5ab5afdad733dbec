import { describe, expect, it } from '@jest/globals';
import { renderDot, renderGraphText, renderMermaid } from '../../../src/cli/render/graph.ts';
import type { GraphNode } from '../../../src/model/dependency-tree.ts';
import type { Dependency, DependencyCondition } from '../../../src/model/process-spec.ts';

function dependency(process: string, condition: DependencyCondition): Dependency {
  return { process, condition, timeoutMs: null, required: true, restart: false };
}

const NODES: readonly GraphNode[] = [
  {
    name: 'shop/web.v2',
    status: 'pending',
    dependsOn: [dependency('api-1', 'ready'), dependency('end', 'completed_successfully')],
  },
  { name: 'api-1', status: 'running', dependsOn: [dependency('end', 'completed_successfully')] },
  { name: 'end', status: 'completed', dependsOn: [] },
];

describe('the dependency graph', () => {
  it('is a tree for people, with conditions, statuses and a mark where a process comes again', () => {
    expect(renderGraphText(NODES).split('\n')).toEqual([
      'shop/web.v2  pending',
      '├─ api-1 (ready)  running',
      '│  └─ end (completed_successfully)  completed',
      '└─ end (completed_successfully)  completed  ↑ above',
    ]);
  });

  it('is a flowchart for mermaid, whatever the names', () => {
    expect(renderMermaid(NODES).split('\n')).toEqual([
      'flowchart LR',
      '  p0["shop/web.v2"]',
      '  p1["api-1"]',
      '  p2["end"]',
      '  p0 -->|ready| p1',
      '  p0 -->|completed_successfully| p2',
      '  p1 -->|completed_successfully| p2',
    ]);
    expect(renderMermaid([{ name: 'a"#b', status: null, dependsOn: [] }])).toContain('p0["a#34;#35;b"]');
  });

  it('is a digraph for Graphviz, with every name quoted', () => {
    expect(renderDot(NODES).split('\n')).toEqual([
      'digraph pom {',
      '  rankdir=LR;',
      '  node [shape=box];',
      '  "shop/web.v2";',
      '  "api-1";',
      '  "end";',
      '  "shop/web.v2" -> "api-1" [label="ready"];',
      '  "shop/web.v2" -> "end" [label="completed_successfully"];',
      '  "api-1" -> "end" [label="completed_successfully"];',
      '}',
    ]);
    expect(renderDot([{ name: 'a"\\b', status: null, dependsOn: [] }])).toContain('"a\\"\\\\b";');
  });

  it('tells what is optional from what is not', () => {
    const web: GraphNode = {
      name: 'web',
      status: null,
      dependsOn: [{ ...dependency('mail', 'ready'), required: false }],
    };
    const nodes: readonly GraphNode[] = [web, { name: 'mail', status: null, dependsOn: [] }];
    expect(renderGraphText(nodes)).toContain('mail (ready, optional)');
    expect(renderMermaid(nodes)).toContain('p0 -.->|ready| p1');
    expect(renderDot(nodes)).toContain('"web" -> "mail" [label="ready", style=dashed];');
  });
});
