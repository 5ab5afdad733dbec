import { parse as parseDotenv } from 'dotenv';
import type {
  Environment,
  EnvironmentFile,
  EnvironmentLayer,
  EnvironmentMap,
  EnvironmentVariable,
} from '../model/environment.ts';
import type { EnvironmentFailure } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import { type InterpolationIssue, interpolate } from './interpolate.ts';
import { readText, type UnreadableFile } from './read-text.ts';

/** The variables in a dotenv file. Its values are literal: a `$` in them is a dollar. */
export type EnvironmentFileReader = (path: string) => Result<ReadonlyMap<string, string>, UnreadableFile>;

/** What laying layers needs and whom it tells. */
export interface LayerOptions {
  /** The environment that the session was started with. */
  readonly inherited: ReadonlyMap<string, string>;
  readonly readFile: EnvironmentFileReader;
  /** A file that is required, or is there and cannot be read. */
  readonly onUnreadable: (layer: EnvironmentFile, file: UnreadableFile) => void;
  readonly onIssue: (layer: EnvironmentMap, name: string, issue: InterpolationIssue) => void;
  /** Hears of everything that a layer says, in order; null: the name is taken away. */
  readonly onValue?: (layer: EnvironmentLayer, name: string, value: string | null) => void;
}

/**
 * The environment that `layers` describe, lowest first; files are read now. A name that is set twice has the value and
 * the origin of the highest layer. Fails with the first mistake.
 */
export function readEnvironment(
  layers: readonly EnvironmentLayer[],
  inherited: ReadonlyMap<string, string>,
  onValue?: LayerOptions['onValue'],
): Result<Environment, EnvironmentFailure> {
  const mistakes: string[] = [];
  const environment = layEnvironment(new Map(), layers, {
    inherited,
    readFile: readEnvironmentFile,
    ...(onValue === undefined ? {} : { onValue }),
    onUnreadable: ({ origin, path }, { problem }) => mistakes.push(`${origin}: ${path} ${problem}`),
    onIssue: ({ origin }, name, { kind, message }) => {
      if (kind !== 'unset') mistakes.push(`${name} in ${origin}: ${message}`);
    },
  });
  const [mistake] = mistakes;
  return mistake === undefined ? ok(environment) : err({ reason: 'bad-environment', detail: mistake });
}

/** `below` with `layers` over it; a value sees the names below its layer and those before it in its own. */
export function layEnvironment(
  below: Environment,
  layers: readonly EnvironmentLayer[],
  options: LayerOptions,
): Environment {
  const environment = new Map<string, EnvironmentVariable>(below);
  for (const layer of layers) {
    const set = (name: string, value: string, origin: string) => {
      environment.set(name, { name, value, origin });
      options.onValue?.(layer, name, value);
    };
    switch (layer.kind) {
      case 'inherited':
        for (const [name, value] of options.inherited) set(name, value, 'inherited');
        break;
      case 'file': {
        const file = options.readFile(layer.path);
        if (file.ok) for (const [name, value] of file.value) set(name, value, layer.origin);
        else if (layer.required || !file.failure.missing) options.onUnreadable(layer, file.failure);
        break;
      }
      default:
        for (const [name, text] of layer.variables) {
          if (text === null) {
            environment.delete(name);
            options.onValue?.(layer, name, null);
            continue;
          }
          const lookup = (variable: string) => environment.get(variable)?.value;
          const value = interpolate(text, lookup, (issue) => options.onIssue(layer, name, issue));
          if (value !== null) set(name, value, layer.origin);
        }
    }
  }
  return environment;
}

/** Reads a dotenv file. */
export function readEnvironmentFile(path: string): Result<ReadonlyMap<string, string>, UnreadableFile> {
  const text = readText(path);
  if (!text.ok) return text;
  if (text.value.includes('\0')) return err({ missing: false, problem: 'contains a NUL character' });
  return ok(new Map(Object.entries(parseDotenv(text.value))));
}
