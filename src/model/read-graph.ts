import type { Control } from './control.ts';
import type { GraphNode } from './dependency-tree.ts';
import type { Failure } from './failure.ts';
import { err, ok, type Result } from './result.ts';

/** Who depends on whom in a running session. Every dependency is one of the nodes. */
export async function readGraph(control: Control): Promise<Result<readonly GraphNode[], Failure>> {
  const processes = await control.list([]);
  if (!processes.ok) return processes;
  const nodes: GraphNode[] = [];
  for (const report of await Promise.all(processes.value.map(({ name }) => control.status(name)))) {
    // A reload may have removed it since it was listed.
    if (!report.ok && report.failure.reason === 'unknown-process') continue;
    if (!report.ok) return err(report.failure);
    const { process, spec } = report.value;
    nodes.push({ name: process.name, status: process.status, dependsOn: spec.dependsOn });
  }
  return ok(wholeGraph(nodes));
}

/** Without dependencies on what is not there: half of a reload may have been seen, or there is a part only. */
export function wholeGraph(nodes: readonly GraphNode[]): readonly GraphNode[] {
  const names = new Set(nodes.map(({ name }) => name));
  return nodes.map((node) => ({ ...node, dependsOn: node.dependsOn.filter(({ process }) => names.has(process)) }));
}
