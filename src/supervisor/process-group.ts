import { readdirSync, readFileSync } from 'node:fs';
import type { SignalName } from '../model/exit.ts';

/** What became of a signal: `gone` means that nobody was there to get it. */
export type SignalResult = 'sent' | 'gone' | 'not-permitted';

/**
 * The process group of one child: who is in it, and signals to it.
 *
 * Zombies do not count: they are dead, and may stay in the table as long as their parent likes. Must not be used after
 * `isEmpty` was true once, because the number may then be given to a stranger.
 */
export class ProcessGroup {
  readonly #pgid: number;
  /** Seen in the last scan: as long as one of them lives there is no need for another. */
  #known: readonly number[] = [];

  /** @param pgid the pid of its leader. */
  constructor(pgid: number) {
    this.#pgid = pgid;
  }

  signal(signal: SignalName): SignalResult {
    return sendSignal(-this.#pgid, signal);
  }

  /** Whether a signal to the group is one to this process. */
  reaches({ pgid }: { readonly pgid: number }): boolean {
    return pgid === this.#pgid;
  }

  /** Cheap (one system call) when the group is empty, and when it is not and nothing has changed since last time. */
  isEmpty(): boolean {
    if (sendSignal(-this.#pgid, 0) === 'gone') return true;
    if (this.#known.some((pid) => isAliveIn(this.#pgid, pid))) return false;
    this.#known = this.members();
    return this.#known.length === 0;
  }

  /** The pids of its living members. */
  members(): readonly number[] {
    // A member that forks and exits during a scan can hide its child from it, but hardly from two.
    for (let scans = 0; scans < 2; scans++) {
      const found = scan(this.#pgid);
      if (found.length > 0) return found;
    }
    return [];
  }
}

/** @param pid negative for a group, as kill(2) has it. `0` sends nothing and asks whether somebody is there. */
export function sendSignal(pid: number, signal: SignalName | 0): SignalResult {
  try {
    process.kill(pid, signal);
    return 'sent';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH') return 'gone';
    if (code === 'EPERM') return 'not-permitted';
    throw error;
  }
}

/** Where there is no /proc the leader's pid stands for whoever is left: a signal can still tell that somebody is. */
function scan(pgid: number): readonly number[] {
  let entries: readonly string[];
  try {
    entries = readdirSync('/proc');
  } catch {
    return sendSignal(-pgid, 0) === 'gone' ? [] : [pgid];
  }
  return entries
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => isAliveIn(pgid, pid));
}

function isAliveIn(pgid: number, pid: number): boolean {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return false;
  }
  // pid (comm) state ppid pgrp …; the name may hold anything, parentheses included (proc(5)).
  const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ', 3);
  return Number(group) === pgid && state !== 'Z' && state !== 'X';
}
