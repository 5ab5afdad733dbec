import type { Diagnostics } from './diagnostic.ts';
import { type InterpolationIssue, interpolate, type Lookup } from './interpolate.ts';
import type { ConfigNode, Entry, MapNode, ScalarNode } from './node.ts';
import type { Span } from './source-file.ts';

/**
 * Keys whose values may be something else than text. Such a value is read again once its variables are filled in, so
 * that `autostart: ${START:-false}` is a boolean; everywhere else a variable that holds `1.10` stays text.
 */
const TYPED_KEYS: ReadonlySet<string> = new Set([
  'autostart',
  'cascade',
  'factor',
  'failures',
  'jitter',
  'leader_only',
  'max_restarts',
  'policy',
  'required',
  'restart',
  'run_on_start',
  'status',
  'success_exit_codes',
  'successes',
]);

/**
 * Fills in the variables in every value of `node`; keys are left alone, and so are the entries of a map that `isRaw`
 * names. Nodes without variables are returned as they are, so what was shared stays shared.
 *
 * @param diagnostics null: say nothing.
 */
export function interpolateNode(
  node: ConfigNode,
  lookup: Lookup,
  diagnostics: Diagnostics | null,
  isRaw: IsRaw = () => false,
): ConfigNode {
  return new Interpolation(lookup, diagnostics, isRaw).node(node, [], false);
}

/** Whether the value at a path of keys is left as it is written. */
export type IsRaw = (path: readonly string[], node: ConfigNode) => boolean;

/** Reports an issue of a scalar's text at the very characters that it is about. */
export function reportIssue(diagnostics: Diagnostics, node: ScalarNode, issue: InterpolationIssue): void {
  const at = spanWithin(node, issue.from, issue.to);
  if (issue.kind === 'unset') diagnostics.warning(at, issue.message);
  else diagnostics.error(at, issue.message);
}

class Interpolation {
  readonly #lookup: Lookup;
  readonly #diagnostics: Diagnostics | null;
  readonly #isRaw: IsRaw;

  constructor(lookup: Lookup, diagnostics: Diagnostics | null, isRaw: IsRaw) {
    this.#lookup = lookup;
    this.#diagnostics = diagnostics;
    this.#isRaw = isRaw;
  }

  node(node: ConfigNode, path: readonly string[], typed: boolean): ConfigNode {
    switch (node.kind) {
      case 'scalar':
        return this.#scalar(node, typed);
      case 'list': {
        const items = node.items.map((item) => this.node(item, path, typed));
        return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
      }
      default:
        return this.#map(node, path);
    }
  }

  #map(node: MapNode, path: readonly string[]): MapNode {
    const entries = new Map<string, Entry>();
    let changed = false;
    for (const [key, entry] of node.entries) {
      const inner = [...path, key];
      const isLeftAlone = key.startsWith('x-') || this.#isRaw(inner, entry.node);
      const filled = isLeftAlone ? entry.node : this.node(entry.node, inner, TYPED_KEYS.has(key));
      if (filled !== entry.node) changed = true;
      entries.set(key, filled === entry.node ? entry : { keyAt: entry.keyAt, node: filled });
    }
    return changed ? { ...node, entries } : node;
  }

  #scalar(node: ScalarNode, typed: boolean): ScalarNode {
    if (typeof node.value !== 'string' || !node.value.includes('$')) return node;
    const report = (issue: InterpolationIssue) => {
      if (this.#diagnostics !== null) reportIssue(this.#diagnostics, node, issue);
    };
    const text = interpolate(node.value, this.#lookup, report);
    if (text === null) return { ...node, interpolated: true };
    const value = typed ? plainValue(text) : text;
    return { ...node, value, text, interpolated: true };
  }
}

/** What the core schema of YAML 1.2 makes of a text without quotes, less `null`. */
function plainValue(text: string): string | number | boolean {
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  return /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : text;
}

/**
 * Where `[from, to)` of a scalar's value is in its file. Escapes and folded lines make the two differ; then the same
 * characters are searched in the source, and the whole scalar is the last resort.
 */
function spanWithin({ text, at }: ScalarNode, from: number, to: number): Span {
  const { source } = at;
  const raw = source.text.slice(at.start, at.end);
  const quote = raw.slice(1, -1) === text ? 1 : 0;
  const token = text.slice(from, to);
  const position =
    quote === 1 || raw === text ? from + quote : nthIndexOf(raw, token, occurrencesBefore(text, token, from));
  return position === -1 ? at : source.span(at.start + position, at.start + position + token.length);
}

function occurrencesBefore(text: string, token: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf(token); at !== -1 && at < end; at = text.indexOf(token, at + 1)) count++;
  return count;
}

/** Where `token` is in `text` after `skipped` others; -1 when it is not. */
function nthIndexOf(text: string, token: string, skipped: number): number {
  let at = text.indexOf(token);
  for (let left = skipped; left > 0 && at !== -1; left--) at = text.indexOf(token, at + 1);
  return at;
}
