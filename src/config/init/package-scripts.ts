import path from 'node:path';
import { readText } from '../read-text.ts';
import { draftName, EMPTY_DRAFT, type ProcessDraft, type ProjectDraft } from './draft.ts';
import { packageManager } from './package-manager.ts';
import { pickScripts } from './pick-scripts.ts';

/** What the scripts of one package come to. */
export interface PackageDraft extends ProjectDraft {
  /** The name of the process that is the application itself; null when there is none. */
  readonly main: string | null;
}

/**
 * Reads `package.json` in a directory, if there is one.
 *
 * @param root absolute: the directory of pom.yaml, `directory` or above it.
 */
export function readPackage(directory: string, root: string): PackageDraft {
  const file = path.join(directory, 'package.json');
  const shown = path.relative(root, file);
  const text = readText(file);
  if (!text.ok) {
    const warnings = text.failure.missing ? [] : [`${shown} ${text.failure.problem}`];
    return { ...EMPTY_DRAFT, main: null, warnings };
  }
  const parsed = parseJson(text.value);
  if (!isMap(parsed)) return { ...EMPTY_DRAFT, main: null, warnings: [`${shown} is not a JSON object`] };
  const scripts = new Map(
    Object.entries(isMap(parsed.scripts) ? parsed.scripts : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].trim() !== '',
    ),
  );
  const manager = packageManager(directory, root, parsed.packageManager);
  const cwd = path.relative(root, directory);
  const picked = pickScripts(scripts);
  const processes = picked.flatMap(({ name, script }): ProcessDraft[] => {
    const fit = draftName(name);
    if (fit === null) return [];
    return [
      {
        name: fit,
        source: shown,
        command: `${manager} run ${shellWord(script)}`,
        keys: cwd === '' ? {} : { cwd },
        notes: [`Script "${script}" of ${shown}: ${scripts.get(script) ?? ''}`],
      },
    ];
  });
  const main = picked.find(({ isMain }) => isMain)?.name ?? null;
  return { sources: processes.length === 0 ? [] : [shown], processes, leftOut: [], warnings: [], main };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One word for `sh`. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
