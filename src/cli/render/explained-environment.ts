import path from 'node:path';
import type { ExplainedVariable, VariablePlace, VariableSource } from '../../model/environment.ts';
import { plainText } from '../../util/terminal-text.ts';

/**
 * Where each variable comes from, and what was said of it below that:
 *
 * ```
 * API_URL=http://127.0.0.1:4810
 *     env, pom.yaml:19
 *     over inherited: http://localhost
 * ```
 *
 * @param from absolute: files below it are shown relative to it.
 */
export function renderExplained(variables: readonly ExplainedVariable[], from: string): string {
  return variables
    .map(({ name, overrode, ...said }) => {
      const title = said.value === null ? `${name} is not set` : `${name}=${plainText(said.value)}`;
      const below = overrode.map((source) => `    over ${originText(source, from)}: ${valueText(source.value)}`);
      return [title, `    ${originText(said, from)}`, ...below].join('\n');
    })
    .join('\n');
}

function originText({ origin, place }: VariableSource, from: string): string {
  return place === null ? origin : `${origin}, ${placeText(place, from)}`;
}

function placeText({ file, line }: VariablePlace, from: string): string {
  const relative = path.relative(from, file);
  const shown = plainText(relative.startsWith('..') ? file : relative);
  return line === null ? shown : `${shown}:${line}`;
}

function valueText(value: string | null): string {
  return value === null ? 'not set' : plainText(value);
}
