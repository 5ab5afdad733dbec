import { isDeepStrictEqual } from 'node:util';
import type { ProcessSpec } from '../model/process-spec.ts';
import type { ProjectSpec } from '../model/project-spec.ts';
import type { ChangedProcess, ReloadPlan } from '../model/reload-plan.ts';
import { type Described, describeProcess } from './describe.ts';
import { RELOAD_ACTIONS } from './reload-action.ts';

/** What has to happen to get from `old` to `next`. Nothing, for a process whose spec is deeply equal. */
export function diffProjects(old: ProjectSpec, next: ProjectSpec): ReloadPlan {
  const added: ProcessSpec[] = [];
  const changed: ChangedProcess[] = [];
  const unchanged: string[] = [];
  for (const [name, spec] of next.processes) {
    const before = old.processes.get(name);
    if (before === undefined) added.push(spec);
    else if (isDeepStrictEqual(before, spec)) unchanged.push(name);
    else changed.push(changeOf(before, spec));
  }
  const removed = [...old.processes.keys()].filter((name) => !next.processes.has(name));
  return { next, added, removed, changed, unchanged };
}

function changeOf(before: ProcessSpec, spec: ProcessSpec): ChangedProcess {
  const keys = changedKeys(before, spec);
  const needsRestart = keys.some((key) => RELOAD_ACTIONS[key.split('.')[0] ?? key] === 'restart');
  // A child of a process whose profiles went off has to go, whatever else changed.
  return { spec, keys, action: needsRestart || before.enabled !== spec.enabled ? 'restart' : 'update' };
}

function changedKeys(before: ProcessSpec, spec: ProcessSpec): readonly string[] {
  const was = describeProcess(before);
  const is = describeProcess(spec);
  const keys = [...is.keys()].flatMap((key) => differences(key, was.get(key) ?? null, is.get(key) ?? null));
  if (!isDeepStrictEqual(shellOf(before), shellOf(spec)) && !keys.includes('command')) keys.push('shell');
  // Profiles of the project decide, too, and so does --profile.
  if (before.enabled !== spec.enabled && !keys.includes('profiles')) keys.push('profiles');
  return keys.length > 0 ? keys : ['env_file'];
}

/** The paths, from `key` down, at which two values differ. */
function differences(key: string, was: Described, is: Described): readonly string[] {
  if (isDeepStrictEqual(was, is)) return [];
  if (!isRecord(was) || !isRecord(is)) return [key];
  const inner = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [...inner].flatMap((name) => {
    // Null is a value in `env` (take it away), so absence is told apart from it.
    if (!(name in was) || !(name in is)) return [`${key}.${name}`];
    return differences(`${key}.${name}`, was[name] ?? null, is[name] ?? null);
  });
}

function isRecord(value: Described): value is { readonly [key: string]: Described } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shellOf({ command, stop }: ProcessSpec): readonly string[] | null {
  if (command.kind === 'shell') return command.shell;
  return stop.command?.kind === 'shell' ? stop.command.shell : null;
}
