import { existsSync } from 'node:fs';
import path from 'node:path';
import { type ComposeMap, type ComposeValue, isMap, listOf, textOf, textsOf } from './compose-file.ts';
import type { DraftMap, DraftValue } from './draft.ts';

/** `environment` as `env`. What is only named there is inherited, which it is in pom anyway. */
export function envOf({ environment }: ComposeMap): DraftMap {
  const pairs = isMap(environment)
    ? Object.entries(environment)
    : textsOf(environment).flatMap((text) => {
        const at = text.indexOf('=');
        return at <= 0 ? [] : [[text.slice(0, at), text.slice(at + 1)] as const];
      });
  return Object.fromEntries(
    pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[0] !== ''),
  );
}

/** `env_file` as pom has it; a file that is not there now may be missing, so that the project can be loaded. */
export function envFilesOf({ env_file: files }: ComposeMap, directory: string): readonly DraftValue[] {
  const entries = isMap(files) ? [files] : listOf(files);
  return entries.flatMap((entry: ComposeValue): readonly DraftValue[] => {
    const file = isMap(entry) ? textOf(entry.path) : textOf(entry);
    if (file === null || file.trim() === '') return [];
    const mayBeMissing = (isMap(entry) && entry.required === 'false') || !existsSync(path.resolve(directory, file));
    return [mayBeMissing ? { path: file, required: false } : file];
  });
}
