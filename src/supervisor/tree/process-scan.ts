import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import { TAG_FD } from './process-mark.ts';

/** One living process, as it was when it was looked at. */
export interface ScannedProcess {
  readonly pid: number;
  readonly ppid: number;
  readonly pgid: number;
  readonly sid: number;
  /** In clock ticks since boot: with the pid it names one process and no other. */
  readonly startTime: number;
  /** Empty when it may not be read. Read when it is asked for first. */
  readonly environ: string;
  /** Where its descriptor `TAG_FD` leads; null: nowhere, or we may not know. */
  readonly tagLink: string | null;
}

/** A process that forks and exits while the table is read can hide its child from one look, but hardly from so many. */
const MOST_LOOKS = 4;

/** Long enough for the numbers of a stat line, whose name has at most 64 bytes. */
const STAT_BYTES = 1024;

/**
 * Reads the table of processes. Zombies are left out: they are dead. Whoever asks in one turn of the event loop gets
 * the same answer, so a thousand exits at once do not read it a thousand times. An answer that is a turn old can name
 * the dead, but misses nobody: those who carry a mark descend from those who carried it before.
 */
export class ProcessScanner {
  readonly #buffer = Buffer.allocUnsafe(STAT_BYTES);
  #ofThisTurn: readonly ScannedProcess[] | null = null;

  /** Empty where there is no /proc. */
  scan(): readonly ScannedProcess[] {
    return this.#ofThisTurn ?? this.scanNow();
  }

  scanNow(): readonly ScannedProcess[] {
    if (this.#ofThisTurn === null) setImmediate(() => this.#forget());
    const found: ScannedProcess[] = [];
    const seen = new Set<string>();
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      const fresh = pidEntries().filter((entry) => !seen.has(entry));
      if (fresh.length === 0) break;
      for (const entry of fresh) {
        seen.add(entry);
        const process = this.look(Number(entry));
        if (process !== null) found.push(process);
      }
    }
    this.#ofThisTurn = found;
    return found;
  }

  /** Null when there is no such process, or it is dead. */
  look(pid: number): ScannedProcess | null {
    const stat = this.#stat(pid);
    if (stat === null) return null;
    // pid (comm) state ppid pgrp session …, and the start time is the 22nd (proc(5)); the name may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ', 20);
    const [state, ppid, pgid, sid] = fields;
    if (state === 'Z' || state === 'X') return null;
    return new Found(pid, Number(ppid), Number(pgid), Number(sid), Number(fields[19]));
  }

  /** When a process began that may be dead, but not reaped; null when there is none. */
  startTimeOf(pid: number): number | null {
    const stat = this.#stat(pid);
    return stat === null ? null : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ', 20)[19]);
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

  #forget(): void {
    this.#ofThisTurn = null;
  }
}

class Found implements ScannedProcess {
  readonly pid: number;
  readonly ppid: number;
  readonly pgid: number;
  readonly sid: number;
  readonly startTime: number;
  #environ: string | null = null;
  #tagLink: string | null | undefined;

  constructor(pid: number, ppid: number, pgid: number, sid: number, startTime: number) {
    this.pid = pid;
    this.ppid = ppid;
    this.pgid = pgid;
    this.sid = sid;
    this.startTime = startTime;
  }

  get environ(): string {
    this.#environ ??= readEnviron(this.pid);
    return this.#environ;
  }

  get tagLink(): string | null {
    if (this.#tagLink === undefined) this.#tagLink = readTagLink(this.pid);
    return this.#tagLink;
  }
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
