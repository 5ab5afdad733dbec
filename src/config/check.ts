import { findCycles } from '../model/dependency-graph.ts';
import { chainText } from './chain.ts';
import { checkHttp } from './check-http.ts';
import { checkPorts } from './check-ports.ts';
import { checkReplicas, isReplicaSet, replicaSetOf } from './check-replicas.ts';
import { checkSchedule } from './check-schedule.ts';
import { checkTerminal } from './check-terminal.ts';
import { checkWatch } from './check-watch.ts';
import type { Diagnostics } from './diagnostic.ts';
import { formatDuration } from './duration.ts';
import type { ExpandedProcess, ExpandedProject } from './expand.ts';
import { NameSuggestions } from './name-suggestions.ts';
import { type ConfigNode, entriesOf, get, itemsOf, stringOf } from './node.ts';
import { DEFAULT_RESTART, logFilePath } from './resolve-process.ts';
import type { Span } from './source-file.ts';
import { booleanOf, durationOf } from './value.ts';
import { meant } from './words.ts';

/**
 * What a schema cannot say of one file: what must be there, and what fits to what. Looks past what the schema complains
 * about.
 */
export function checkFile({ root, processes }: ExpandedProject, diagnostics: Diagnostics): void {
  const isEmpty = get(root, 'processes') === null && itemsOf(get(root, 'include')).length === 0;
  if (isEmpty && !isMisspelt('processes', root) && !isMisspelt('include', root)) {
    diagnostics.error(root.at.source.span(0, 1), 'there are no processes; add "processes:" and a name with a command');
  }
  checkHttp(root, diagnostics);
  const extendsInDefaults = entriesOf(get(root, 'defaults')).get('extends');
  if (extendsInDefaults !== undefined) {
    diagnostics.error(extendsInDefaults.keyAt, '"extends" cannot be a default; write it in the process');
  }
  for (const process of processes.values()) {
    checkCommand(process, diagnostics);
    checkBackoff(process, diagnostics);
    checkProbes(process, diagnostics);
    checkWatch(process, diagnostics);
    checkSchedule(process, diagnostics);
    checkTerminal(process, diagnostics);
  }
}

/**
 * The same of all processes together, by their full names.
 *
 * @param complete false when processes may be missing for reasons that were reported.
 */
export function checkProcesses(
  processes: ReadonlyMap<string, ExpandedProcess>,
  complete: boolean,
  diagnostics: Diagnostics,
): void {
  checkReplicas(processes, diagnostics);
  checkLogFiles(processes, diagnostics);
  checkPorts(processes, diagnostics);
  checkDependencies(processes, complete, diagnostics);
}

function checkCommand({ name, entry, complete }: ExpandedProcess, diagnostics: Diagnostics): void {
  const { node, keyAt } = entry;
  if (node.kind !== 'map') return;
  const command = get(node, 'command');
  if (command === null && complete && !isMisspelt('command', node)) {
    diagnostics.error(
      keyAt,
      `process "${name}" has no command; write "command:", or "extends:" a process that has one`,
    );
  }
  for (const words of [command, get(get(node, 'stop'), 'command')]) {
    const [program] = itemsOf(words);
    if (program?.kind === 'scalar' && program.text.trim() === '') {
      diagnostics.error(program.at, 'the first word of a command is the program to run, and it is empty');
    }
  }
}

function checkBackoff({ entry }: ExpandedProcess, diagnostics: Diagnostics): void {
  const backoff = get(get(entry.node, 'restart'), 'backoff');
  const initial = get(backoff, 'initial');
  const max = get(backoff, 'max');
  const initialMs = durationOf(initial);
  const maxMs = durationOf(max) ?? DEFAULT_RESTART.backoff.maxMs;
  if (initial === null || initialMs === null || initialMs <= maxMs) return;
  const which = max === null ? ', which is the default' : '';
  diagnostics.error(initial.at, `"backoff.initial" is longer than "backoff.max" (${formatDuration(maxMs)}${which})`);
}

const CHECKS = {
  ready: ['http', 'tcp', 'exec', 'log', 'file', 'notify'],
  alive: ['http', 'tcp', 'exec', 'file', 'notify'],
};

/** A probe has to look at something, and be able to. */
function checkProbes({ name, entry }: ExpandedProcess, diagnostics: Diagnostics): void {
  for (const [purpose, checks] of Object.entries(CHECKS)) {
    const probe = entriesOf(entry.node).get(purpose);
    if (probe?.node.kind !== 'map') continue;
    const notify = get(probe.node, 'notify');
    if (notify !== null && booleanOf(notify) === true && entriesOf(entry.node).has('user')) {
      const why = 'its socket is open only to the user who runs pom';
      diagnostics.error(notify.at, `"notify" of process "${name}" is not supported yet together with "user": ${why}`);
    }
    const keys = [...probe.node.entries.keys()].filter((key) => key !== 'notify' || booleanOf(notify) !== false);
    // A misspelt check is a mistake of its own.
    if (keys.some((key) => [...checks, 'log'].includes(key) || meant(key, checks) !== null)) continue;
    const list = `${checks.slice(0, -1).join(', ')} or ${checks.at(-1)}`;
    diagnostics.error(probe.keyAt, `"${purpose}" of process "${name}" checks nothing; add ${list}`);
  }
}

/** Two processes that rotate one file would overwrite each other's past. */
function checkLogFiles(processes: ReadonlyMap<string, ExpandedProcess>, diagnostics: Diagnostics): void {
  const writers = new Map<string, { readonly name: string; readonly at: Span }>();
  for (const [name, process] of processes) {
    const file = get(get(process.entry.node, 'logs'), 'file');
    const path = logFilePath(file);
    if (file === null || path === null) continue;
    const { at } = get(file, 'path') ?? file;
    if (isReplicaSet(process)) {
      diagnostics.error(at, `the replicas of "${name}" cannot all write to one log file; leave it out`);
      continue;
    }
    const first = writers.get(path);
    if (first === undefined) writers.set(path, { name, at });
    else {
      const related = [{ message: `"${first.name}" writes to it by this`, at: first.at }];
      diagnostics.error(at, `processes "${first.name}" and "${name}" write to the same log file`, related);
    }
  }
}

/** Whether a key is there under a wrong name, which the schema has complained about. */
function isMisspelt(key: string, node: ConfigNode): boolean {
  return [...entriesOf(node).keys()].some((written) => meant(written, [key]) !== null);
}

/** A mention of a process in `depends_on`. */
interface Mention {
  readonly dependency: string;
  readonly at: Span;
  /** Where the condition `ready` is asked for; null when it is not. */
  readonly readyAt: Span | null;
}

function checkDependencies(
  processes: ReadonlyMap<string, ExpandedProcess>,
  complete: boolean,
  diagnostics: Diagnostics,
): void {
  const mentions = new Map(
    [...processes].map(([name, { entry }]) => [name, mentionsIn(get(entry.node, 'depends_on'))]),
  );
  const suggestions = new NameSuggestions(processes.keys());
  for (const [name, list] of mentions) {
    const seen = new Map<string, Span>();
    for (const { dependency, at, readyAt } of list) {
      const first = seen.get(dependency);
      if (first !== undefined) {
        const related = [{ message: 'it is named here first', at: first }];
        diagnostics.error(at, `process "${name}" depends on "${dependency}" twice`, related);
        continue;
      }
      seen.set(dependency, at);
      const target = processes.get(dependency);
      if (target !== undefined) {
        if (readyAt !== null && target.entry.node.kind === 'map' && get(target.entry.node, 'ready') === null) {
          const related = [{ message: `"${dependency}" is described here`, at: target.entry.keyAt }];
          diagnostics.error(
            readyAt,
            `process "${dependency}" has no "ready" check; give it one, or write "started"`,
            related,
          );
        }
        continue;
      }
      const set = replicaSetOf(dependency, processes);
      if (set !== null) {
        const replicas = { message: `the replicas of "${set.name}" are described here`, at: set.entry.keyAt };
        const message = `process "${name}" depends on "${dependency}", one replica of "${set.name}"; write "${set.name}", which stands for all of them`;
        diagnostics.error(at, message, [replicas]);
        continue;
      }
      if (!complete) continue;
      const question = suggestions.for(dependency, name);
      diagnostics.error(at, `process "${name}" depends on "${dependency}", which does not exist${question}`);
    }
  }
  const graph = new Map(
    [...mentions].map(([name, list]) => [
      name,
      list.map(({ dependency }) => dependency).filter((dependency) => processes.has(dependency)),
    ]),
  );
  for (const cycle of findCycles(graph)) reportCycle(cycle, mentions, diagnostics);
}

function reportCycle(
  cycle: readonly string[],
  mentions: ReadonlyMap<string, readonly Mention[]>,
  diagnostics: Diagnostics,
): void {
  const edges = cycle.slice(0, -1).flatMap((name, index) => {
    const dependency = cycle[index + 1];
    const at = mentions.get(name)?.find((mention) => mention.dependency === dependency)?.at;
    return at === undefined ? [] : [{ message: `"${name}" depends on "${dependency}" here`, at }];
  });
  const [first, ...others] = edges;
  if (first === undefined) return;
  const message =
    others.length === 0
      ? `process "${cycle[0]}" depends on itself`
      : `processes wait for each other: ${chainText(cycle)}`;
  diagnostics.error(first.at, message, others);
}

function mentionsIn(node: ConfigNode | null): readonly Mention[] {
  const inList = itemsOf(node).flatMap((item) => {
    const dependency = stringOf(item);
    return dependency === null ? [] : [{ dependency, at: item.at, readyAt: null }];
  });
  const inMap = [...entriesOf(node)].map(([dependency, { keyAt, node: value }]) => {
    const condition = value.kind === 'map' ? get(value, 'condition') : value;
    const readyAt = condition !== null && stringOf(condition) === 'ready' ? condition.at : null;
    return { dependency, at: keyAt, readyAt };
  });
  return [...inList, ...inMap];
}
