import path from 'node:path';
import type { InvalidConfig } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import { Diagnostics } from './diagnostic.ts';
import { parse } from './parse.ts';
import { readText } from './read-text.ts';
import { SourceFile } from './source-file.ts';

/** What is wrong with one entry of a text map. */
export interface TextMapMistake {
  /** The key of the entry. */
  readonly key: string;
  /** Which half of it is wrong. */
  readonly part: 'key' | 'value';
  /** One sentence, lower case, no full stop. */
  readonly message: string;
}

/**
 * Reads a YAML file that says one text for each of some keys, such as key bindings. A file that is not there, or says
 * nothing, is an empty map.
 *
 * @param check finds what is wrong with the entries; its mistakes are located like all others.
 * @returns all mistakes at once.
 */
export function readTextMap(
  file: string,
  options: { readonly displayFrom: string; readonly example: string },
  check: (entries: ReadonlyMap<string, string>) => readonly TextMapMistake[],
): Result<ReadonlyMap<string, string>, InvalidConfig> {
  const diagnostics = new Diagnostics();
  const refuse = (sources: readonly SourceFile[]) =>
    err({ reason: 'invalid-config' as const, diagnostics: diagnostics.sorted(sources) });
  const relative = path.relative(options.displayFrom, file);
  const shownAs = relative.startsWith('..') ? file : relative;
  const text = readText(file);
  if (!text.ok) {
    if (text.failure.missing) return ok(new Map());
    diagnostics.placeless(`${shownAs} ${text.failure.problem}`);
    return refuse([]);
  }
  if (/^(\s*(#.*)?\n?)*$/.test(text.value)) return ok(new Map());

  const source = new SourceFile(file, shownAs, text.value);
  const root = parse(source, diagnostics, options.example);
  const entries = new Map<string, string>();
  for (const [key, { node }] of root?.entries ?? []) {
    if (node.kind === 'scalar') entries.set(key, node.text);
    else diagnostics.error(node.at, `"${key}" must be a text, as in "${options.example}"`);
  }
  for (const { key, part, message } of check(entries)) {
    const entry = root?.entries.get(key);
    const at = part === 'key' ? entry?.keyAt : entry?.node.at;
    if (at === undefined) diagnostics.placeless(message);
    else diagnostics.error(at, message);
  }
  return diagnostics.hasErrors ? refuse([source]) : ok(entries);
}
