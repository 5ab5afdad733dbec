import { type ProcFiles, type ProcStat, SystemProcFiles } from './proc-files.ts';
import { marksIn } from './process-mark.ts';

/** One living process, as it was when it was looked at. */
export type ScannedProcess = Omit<ProcStat, 'isDead'>;

/** What a process inherited, as it was when the process was seen first: later it can only be lost. */
interface Inheritance {
  readonly startTime: number;
  readonly tokens: readonly string[];
  /** Where its descriptor `TAG_FD` leads; null: nowhere, or we may not know. */
  readonly tagLink: string | null;
}

/** A process that forks and exits while the table is read can hide its child from one look, but hardly from so many. */
const MOST_LOOKS = 4;

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
  #isComplete = true;

  constructor(at: number) {
    this.at = at;
  }

  /** False when something could not be read: who is not in the table may live all the same. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Something could not be read. */
  missSomething(): void {
    this.#isComplete = false;
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
  readonly #files: ProcFiles;
  #inherited = new Map<number, Inheritance>();
  #last: ProcessTable | null = null;
  #readInMs = 0;

  /** @param now monotonic, ms: how much time goes into reading is bounded by it. */
  constructor(now = () => performance.now(), files: ProcFiles = new SystemProcFiles()) {
    this.#now = now;
    this.#files = files;
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
    return isRecent && last.isComplete ? last : this.tableNow();
  }

  tableNow(): ProcessTable {
    const table = new ProcessTable(this.#now());
    const inherited = new Map<number, Inheritance>();
    const seen = new Set<number>();
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      const pids = this.#files.pids();
      if (pids === 'unknown') {
        table.missSomething();
        for (const [pid, known] of this.#inherited) if (!inherited.has(pid)) inherited.set(pid, known);
        break;
      }
      const fresh = pids.filter((pid) => !seen.has(pid));
      if (fresh.length === 0) break;
      for (const pid of fresh) {
        seen.add(pid);
        this.#lookAt(pid, table, inherited);
      }
    }
    this.#inherited = inherited;
    this.#readInMs = this.#now() - table.at;
    this.#last = table;
    return table;
  }

  /** Whether the process lives that began then under this pid; `unknown` when that could not be seen. */
  look(pid: number, startTime: number): 'alive' | 'gone' | 'unknown' {
    const stat = this.#files.stat(pid);
    if (typeof stat === 'string') return stat;
    return stat.startTime === startTime && !stat.isDead ? 'alive' : 'gone';
  }

  /** When a process began that may be dead, but not reaped. */
  startTimeOf(pid: number): number | 'gone' | 'unknown' {
    const stat = this.#files.stat(pid);
    return typeof stat === 'string' ? stat : stat.startTime;
  }

  #lookAt(pid: number, table: ProcessTable, inherited: Map<number, Inheritance>): void {
    const stat = this.#files.stat(pid);
    const known = this.#inherited.get(pid);
    if (stat === 'unknown') {
      table.missSomething();
      if (known !== undefined) inherited.set(pid, known);
      return;
    }
    if (stat === 'gone' || stat.isDead) return;
    const { startTime } = stat;
    if (known?.startTime === startTime) {
      inherited.set(pid, known);
      table.add(stat, known);
      return;
    }
    const environ = this.#files.environ(pid);
    const tagLink = this.#files.tagLink(pid);
    const isKnown = environ !== 'unknown' && tagLink !== 'unknown';
    const inheritance = {
      startTime,
      tokens: environ === 'unknown' ? [] : marksIn(environ),
      tagLink: tagLink === 'unknown' ? null : tagLink,
    };
    if (isKnown) inherited.set(pid, inheritance);
    else table.missSomething();
    table.add(stat, inheritance);
  }
}

function append<Key>(map: Map<Key, ScannedProcess[]>, key: Key, process: ScannedProcess): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [process]);
  else list.push(process);
}
