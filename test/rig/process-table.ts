/**
 * The operating system's own list of processes, read from /proc (Linux): the judge of what is left of a project. It
 * shares no code with pom, so that a mistake in pom's own bookkeeping cannot hide itself.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

export interface TableEntry {
  readonly pid: number;
  readonly ppid: number;
  /** The process group. */
  readonly pgid: number;
  /** The operating system's session, not pom's. */
  readonly sid: number;
  /** As `ps` shows it: `R`, `S`, `T` (stopped), `Z` (zombie). */
  readonly state: string;
  /** In clock ticks since boot: with the pid, it names one process for ever. */
  readonly startTime: number;
  readonly argv: readonly string[];
  /** Null when it may not be read. */
  readonly environ: readonly string[] | null;
  readonly cwd: string | null;
}

/** Every process there is, in no particular order; one that ends while the table is read may be missing. */
export function processTable(): readonly TableEntry[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const entry = readEntry(Number(name));
    return entry === null ? [] : [entry];
  });
}

/** One process; null when there is none with that pid, or only the zombie of one. */
export function processOf(pid: number): TableEntry | null {
  const entry = readEntry(pid);
  return entry === null || entry.state === 'Z' ? null : entry;
}

/** Whether `pid` is a process that has not ended. */
export function isAlive(pid: number): boolean {
  return processOf(pid) !== null;
}

/**
 * The living processes that belong to the project at `root`: those that were started with its marker in their
 * environment, that stand inside it, or that name it in their arguments. A daemon hides from one of these, never from
 * all. This process, and those it depends on, are not counted.
 */
export function survivorsOf(root: string): readonly TableEntry[] {
  const marker = `${MARKER}=${root}`;
  return processTable().filter(
    (entry) =>
      entry.pid !== process.pid &&
      entry.state !== 'Z' &&
      (entry.environ?.includes(marker) === true ||
        entry.cwd === root ||
        entry.cwd?.startsWith(`${root}/`) === true ||
        entry.argv.some((word) => word.includes(`${root}/`))),
  );
}

/** The environment variable that everything started by the rig inherits; its value is the root of the project. */
export const MARKER = 'RIG_ROOT';

/** One line for a failure message. */
export function describeEntry({ pid, ppid, pgid, sid, state, argv }: TableEntry): string {
  return `pid ${pid} (parent ${ppid}, group ${pgid}, session ${sid}, state ${state}): ${argv.join(' ')}`;
}

function readEntry(pid: number): TableEntry | null {
  const folder = `/proc/${pid}`;
  const stat = attempt(() => readFileSync(path.join(folder, 'stat'), 'utf8'));
  if (stat === null) return null;
  // The name in the second field may hold anything, even ") R 1": the fields after it begin at the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const number = (index: number) => Number(fields[index]);
  return {
    pid,
    state: fields[0] ?? '?',
    ppid: number(1),
    pgid: number(2),
    sid: number(3),
    startTime: number(19),
    argv: words(attempt(() => readFileSync(path.join(folder, 'cmdline'), 'utf8')) ?? ''),
    environ: words(attempt(() => readFileSync(path.join(folder, 'environ'), 'utf8'))),
    cwd: attempt(() => readlinkSync(path.join(folder, 'cwd'))),
  };
}

function words(text: string): readonly string[];
function words(text: string | null): readonly string[] | null;
function words(text: string | null): readonly string[] | null {
  return text === null ? null : text.split('\0').filter((word) => word !== '');
}

/** Null for whatever ended, or may not be looked at, while we looked. */
function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
