import path from 'node:path';
import { readText } from '../read-text.ts';
import { type DraftMap, draftName, EMPTY_DRAFT, type ProcessDraft, type ProjectDraft } from './draft.ts';

/** In order of preference: the first is for working on the project. */
const NAMES = ['Procfile.dev', 'Procfile'];

const LINE = /^\s*([A-Za-z0-9_.-]+)\s*:\s*(\S.*?)\s*$/;

/** Reads `Procfile.dev` or `Procfile` in a directory, if there is one. */
export function readProcfile(directory: string): ProjectDraft {
  const warnings: string[] = [];
  for (const name of NAMES) {
    const text = readText(path.join(directory, name));
    if (text.ok) return { ...EMPTY_DRAFT, sources: [name], processes: processesIn(text.value, name), warnings };
    if (!text.failure.missing) warnings.push(`${name} ${text.failure.problem}`);
  }
  return { ...EMPTY_DRAFT, warnings };
}

/** As foreman does it, a later line of the same name wins and what is no `name: command` is passed over. */
function processesIn(text: string, source: string): readonly ProcessDraft[] {
  const processes = new Map<string, ProcessDraft>();
  for (const line of text.split(/\r?\n/)) {
    const [, written = '', command = ''] = LINE.exec(line) ?? [];
    const name = draftName(written);
    if (name === null || line.trimStart().startsWith('#')) continue;
    processes.set(name, { name, source, command, ...extrasOf(name, command, source) });
  }
  return [...processes.values()];
}

function extrasOf(name: string, command: string, source: string): { keys: DraftMap; notes: readonly string[] } {
  const notes = [`From ${source}.`];
  if (name === 'release') {
    notes.push('A release is prepared at each deployment, not at each start: "pom start release" runs it.');
    return { keys: { autostart: false }, notes };
  }
  if (!/\$(?:PORT\b|\{PORT\b)/.test(command)) return { keys: {}, notes };
  return { keys: { ports: ['auto'] }, notes };
}
