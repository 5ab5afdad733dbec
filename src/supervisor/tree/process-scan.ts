import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import { marksIn, TAG_FD } from './process-mark.ts';

/** One living process, as it was when it was looked at. */
export interface ScannedProcess {
  readonly pid: number;
  readonly ppid: number;
  readonly pgid: number;
  readonly sid: number;
  /** In clock ticks since boot: with the pid it names one process and no other. */
  readonly startTime: number;
}

/** What a process inherited, as it was when the process was seen first: later it can only be lost. */
interface Inheritance {
  readonly startTime: number;
  readonly tokens: readonly string[];
  /** Where its descriptor `TAG_FD` leads; null: nowhere, or we may not know. */
  readonly tagLink: string | null;
}

/** A process that forks and exits while the table is read can hide its child from one look, but hardly from so many. */
const MOST_LOOKS = 4;

/** Long enough for the numbers of a stat line, whose name has at most 64 bytes. */
const STAT_BYTES = 1024;

/** A table is read anew when the last one is so many times as old as it took to read: at most a fifth of the time. */
const REST = 4;

/** The table of processes at one moment, by everything that may tie a process to others. Zombies, being dead, are not in it. */
export class ProcessTable {
  /** When reading it began, ms. */
  readonly at: number;
  readonly byPid = new Map<number, ScannedProcess>();
  readonly #children = new Map<number, ScannedProcess[]>();
  readonly #groups = new Map<number, ScannedProcess[]>();
  readonly #sessions = new Map<number, ScannedProcess[]>();
  readonly #marked = new Map<string, ScannedProcess[]>();

  constructor(at: number) {
    this.at = at;
  }

  add(process: ScannedProcess, { tokens, tagLink }: Inheritance): void {
    this.byPid.set(process.pid, process);
    append(this.#children, process.ppid, process);
    append(this.#groups, process.pgid, process);
    append(this.#sessions, process.sid, process);
    for (const token of tokens) append(this.#marked, token, process);
    if (tagLink !== null) append(this.#marked, tagLink, process);
  }

  childrenOf(pid: number): readonly ScannedProcess[] {
    return this.#children.get(pid) ?? [];
  }

  inGroup(pgid: number): readonly ScannedProcess[] {
    return this.#groups.get(pgid) ?? [];
  }

  inSession(sid: number): readonly ScannedProcess[] {
    return this.#sessions.get(sid) ?? [];
  }

  /** All marks that somebody carries: tokens, and what the links of open files say. */
  marks(): Iterable<string> {
    return this.#marked.keys();
  }

  /** @param mark a token, or what the link of an open file says. */
  with(mark: string): readonly ScannedProcess[] {
    return this.#marked.get(mark) ?? [];
  }
}

/** Reads the table of processes. One for a session: what it knows of a process it does not read again. */
export class ProcessScanner {
  readonly #now: () => number;
  readonly #buffer = Buffer.allocUnsafe(STAT_BYTES);
  #inherited = new Map<number, Inheritance>();
  #last: ProcessTable | null = null;
  #readInMs = 0;

  /** @param now monotonic, ms: how much time goes into reading is bounded by it. */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** The moment of a `table` that is read now. */
  get now(): number {
    return this.#now();
  }

  /**
   * The table of processes, not older than `since`; else as old as it may be, so that a thousand exits do not read it a
   * thousand times. An older table names the dead, but misses nobody who descends from a process that lived then: those
   * who carry a mark descend from those who carried it before. Empty where there is no /proc.
   */
  table(since: number): ProcessTable {
    const last = this.#last;
    const isRecent = last !== null && last.at >= since && this.#now() - last.at < this.#readInMs * (REST + 1);
    return isRecent ? last : this.tableNow();
  }

  tableNow(): ProcessTable {
    const table = new ProcessTable(this.#now());
    const inherited = new Map<number, Inheritance>();
    const seen = new Set<string>();
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      const fresh = pidEntries().filter((entry) => !seen.has(entry));
      if (fresh.length === 0) break;
      for (const entry of fresh) {
        seen.add(entry);
        const found = this.look(Number(entry));
        if (found === null) continue;
        const inheritance = this.#inheritanceOf(found);
        inherited.set(found.pid, inheritance);
        table.add(found, inheritance);
      }
    }
    this.#inherited = inherited;
    this.#readInMs = this.#now() - table.at;
    this.#last = table;
    return table;
  }

  /** Null when there is no such process, or it is dead. */
  look(pid: number): ScannedProcess | null {
    const stat = this.#stat(pid);
    if (stat === null) return null;
    // pid (comm) state ppid pgrp session …, and the start time is the 22nd (proc(5)); the name may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ', 20);
    const [state, ppid, pgid, sid] = fields;
    if (state === 'Z' || state === 'X') return null;
    return { pid, ppid: Number(ppid), pgid: Number(pgid), sid: Number(sid), startTime: Number(fields[19]) };
  }

  /** When a process began that may be dead, but not reaped; null when there is none. */
  startTimeOf(pid: number): number | null {
    const stat = this.#stat(pid);
    return stat === null ? null : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ', 20)[19]);
  }

  #inheritanceOf({ pid, startTime }: ScannedProcess): Inheritance {
    const known = this.#inherited.get(pid);
    if (known !== undefined && known.startTime === startTime) return known;
    return { startTime, tokens: marksIn(readEnviron(pid)), tagLink: readTagLink(pid) };
  }

  #stat(pid: number): string | null {
    let fd: number;
    try {
      fd = openSync(`/proc/${pid}/stat`, 'r');
    } catch {
      return null;
    }
    try {
      return this.#buffer.toString('latin1', 0, readSync(fd, this.#buffer, 0, STAT_BYTES, null));
    } catch {
      return null;
    } finally {
      closeSync(fd);
    }
  }
}

function append<Key>(map: Map<Key, ScannedProcess[]>, key: Key, process: ScannedProcess): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [process]);
  else list.push(process);
}

function pidEntries(): readonly string[] {
  try {
    return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  } catch {
    return [];
  }
}

function readEnviron(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
}

function readTagLink(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/fd/${TAG_FD}`);
  } catch {
    return null;
  }
}
