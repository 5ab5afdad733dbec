import type {
  EnvironmentLayer,
  EnvironmentMap,
  ExplainedVariable,
  VariablePlace,
  VariableSource,
} from '../model/environment.ts';
import type { EnvironmentFailure } from '../model/failure.ts';
import { ok, type Result } from '../model/result.ts';
import { readEnvironment } from './environment.ts';
import { readText } from './read-text.ts';

/** Where the variables of `env` maps are written. A spec does not know: to move a line changes no process. */
export type VariablePlaces = ReadonlyMap<EnvironmentMap, ReadonlyMap<string, VariablePlace>>;

/** What `layers`, lowest first, say of every variable; files are read now. In the order in which names first appear. */
export function explainEnvironment(
  layers: readonly EnvironmentLayer[],
  inherited: ReadonlyMap<string, string>,
  places: VariablePlaces,
): Result<readonly ExplainedVariable[], EnvironmentFailure> {
  const said = new Map<string, VariableSource[]>();
  const fileLines = new FileLines();
  const read = readEnvironment(layers, inherited, (layer, name, value) => {
    const sources = said.get(name) ?? [];
    said.set(name, sources);
    sources.push({ value, ...sourceOf(layer, name, places, fileLines) });
  });
  if (!read.ok) return read;
  return ok([...said].map(([name, sources]) => explained(name, sources)));
}

/** @param sources what was said of it, lowest first; at least one. */
function explained(name: string, sources: readonly VariableSource[]): ExplainedVariable {
  const [last, ...overrode] = sources.toReversed();
  if (last === undefined) throw new Error(`Internal error: nobody speaks of ${name}`);
  return { name, ...last, overrode };
}

/** The same variable with something said over all of it. */
export function overridden(
  variable: ExplainedVariable | undefined,
  name: string,
  by: VariableSource,
): ExplainedVariable {
  if (variable === undefined) return { name, ...by, overrode: [] };
  const { value, origin, place, overrode } = variable;
  return { name, ...by, overrode: [{ value, origin, place }, ...overrode] };
}

function sourceOf(
  layer: EnvironmentLayer,
  name: string,
  places: VariablePlaces,
  fileLines: FileLines,
): Omit<VariableSource, 'value'> {
  switch (layer.kind) {
    case 'inherited':
      return { origin: 'inherited', place: null };
    case 'file':
      return { origin: layer.origin, place: { file: layer.path, line: fileLines.of(layer.path, name) } };
    case 'map':
      return { origin: layer.origin, place: places.get(layer)?.get(name) ?? null };
    default:
      return layer satisfies never;
  }
}

/** On which lines of dotenv files variables are set; each file is read once. */
class FileLines {
  readonly #lines = new Map<string, ReadonlyMap<string, number>>();

  /** 1-based; null when the line cannot be told. */
  of(file: string, name: string): number | null {
    const lines = this.#lines.get(file) ?? linesIn(file);
    this.#lines.set(file, lines);
    return lines.get(name) ?? null;
  }
}

/** A name before `=` or `:`, as dotenv reads it. The last line of a name counts. */
const ASSIGNMENT = /^\s*(?:export\s+)?([\w.-]+)(?:\s*=|:\s)/;

function linesIn(file: string): ReadonlyMap<string, number> {
  const text = readText(file);
  if (!text.ok) return new Map();
  return new Map(
    text.value.split(/\r?\n|\r/).flatMap((line, index) => {
      const name = ASSIGNMENT.exec(line)?.[1];
      return name === undefined ? [] : [[name, index + 1] as const];
    }),
  );
}
