import { type ComposeMap, isMap, listOf, textOf } from './compose-file.ts';

/** The TCP ports that a service listens on by itself, and those of its `ports` that cannot be said in pom.yaml. */
export interface ComposePorts {
  readonly ports: readonly number[];
  readonly others: readonly string[];
}

/** Reads `ports`: what counts is the port in the container, for that is where the program listens. */
export function portsOf({ ports }: ComposeMap): ComposePorts {
  const found = new Set<number>();
  const others: string[] = [];
  for (const entry of listOf(ports)) {
    const target = isMap(entry) ? textOf(entry.target) : textOf(entry);
    if (target === null) continue;
    // The last colon that is not part of "${PORT:-80}".
    const text = target.replace(/\/tcp$/, '').replace(/^.*:(?![^{}]*\})/, '');
    const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
    const isTcp = !isMap(entry) || (textOf(entry.protocol) ?? 'tcp') === 'tcp';
    if (isTcp && port >= 1 && port <= 65_535) found.add(port);
    else others.push(target);
  }
  return { ports: [...found], others };
}
