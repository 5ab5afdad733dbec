import { dependencyTree, type GraphNode, type TreeRow } from '../../model/dependency-tree.ts';

/** As trees, for people; see `dependencyTree`. */
export function renderGraphText(nodes: readonly GraphNode[]): string {
  return dependencyTree(nodes).map(renderRow).join('\n');
}

/** As a mermaid flowchart: an arrow leads from a process to what it depends on, a dotted one to what is optional. */
export function renderMermaid(nodes: readonly GraphNode[]): string {
  // Names may hold what means something to mermaid, and words such as `end`: nodes are numbered and names are labels.
  const ids = new Map(nodes.map(({ name }, index) => [name, `p${index}`]));
  const boxes = nodes.map(({ name }) => `  ${ids.get(name)}["${mermaidText(name)}"]`);
  const arrows = nodes.flatMap(({ name, dependsOn }) =>
    dependsOn.map(({ process, condition, required }) => {
      const arrow = required ? '-->' : '-.->';
      return `  ${ids.get(name)} ${arrow}|${condition}| ${ids.get(process)}`;
    }),
  );
  return ['flowchart LR', ...boxes, ...arrows].join('\n');
}

/** In the language of Graphviz: an arrow leads from a process to what it depends on, a dashed one to what is optional. */
export function renderDot(nodes: readonly GraphNode[]): string {
  const boxes = nodes.map(({ name }) => `  ${dotText(name)};`);
  const arrows = nodes.flatMap(({ name, dependsOn }) =>
    dependsOn.map(({ process, condition, required }) => {
      const style = required ? '' : ', style=dashed';
      return `  ${dotText(name)} -> ${dotText(process)} [label=${dotText(condition)}${style}];`;
    }),
  );
  return ['digraph pom {', '  rankdir=LR;', '  node [shape=box];', ...boxes, ...arrows, '}'].join('\n');
}

/** `│  └─ db (ready)  running`. */
function renderRow({ node, isLast, dependency, isRepeated }: TreeRow): string {
  const guides = isLast.slice(0, -1).map((last) => (last ? '   ' : '│  '));
  const branch = isLast.length === 0 ? '' : isLast.at(-1) === true ? '└─ ' : '├─ ';
  const optional = dependency?.required === false ? ', optional' : '';
  const words = [
    dependency === null ? node.name : `${node.name} (${dependency.condition}${optional})`,
    ...(node.status === null ? [] : [node.status]),
    ...(isRepeated ? ['↑ above'] : []),
  ];
  return `${guides.join('')}${branch}${words.join('  ')}`;
}

function mermaidText(text: string): string {
  return text.replace(/[^\w ./-]/g, (character) => `#${character.codePointAt(0)};`);
}

function dotText(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
