import type { Command } from '../model/process-spec.ts';
import { parseDuration } from './duration.ts';
import { type ConfigNode, itemsOf, type ScalarNode, stringOf } from './node.ts';
import { parseSize } from './size.ts';

/** Milliseconds; null for what is not there or not a duration. */
export function durationOf(node: ConfigNode | null): number | null {
  if (node?.kind !== 'scalar') return null;
  return typeof node.value === 'number' ? node.value * 1000 : parseDuration(node.text);
}

/** Bytes; null for what is not there or not a size. */
export function sizeOf(node: ConfigNode | null): number | null {
  if (node?.kind !== 'scalar') return null;
  return typeof node.value === 'number' ? node.value : parseSize(node.text);
}

/** The texts in a list of scalars, as they are written. */
export function textsOf(node: ConfigNode | null): readonly string[] {
  return itemsOf(node).flatMap((item) => (item.kind === 'scalar' ? [item.text] : []));
}

/** Null for what is not there or no boolean. */
export function booleanOf(node: ConfigNode | null): boolean | null {
  return node?.kind === 'scalar' && typeof node.value === 'boolean' ? node.value : null;
}

/** Null for what is not there. */
export function commandOf(node: ConfigNode | null, shell: readonly string[]): Command | null {
  if (node?.kind === 'list') return { kind: 'argv', argv: textsOf(node) };
  const text = stringOf(node);
  return text === null ? null : { kind: 'shell', shell, text };
}

/** Null for what is not there or no number. */
export function numberOf(node: ConfigNode | null): number | null {
  return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : null;
}

/** The numbers in a list. */
export function numbersOf(node: ConfigNode | null): readonly number[] {
  return itemsOf(node)
    .filter((item): item is ScalarNode => item.kind === 'scalar')
    .flatMap((item) => numberOf(item) ?? []);
}
