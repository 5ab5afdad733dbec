import { readdirSync, readFileSync } from 'node:fs';
import type { SignalName } from '../../model/exit.ts';
import { type SignalResult, sendSignal } from '../process-group.ts';

interface Member {
  readonly pid: number;
  readonly pgid: number;
}

/**
 * Everybody in the session of a terminal: an interactive shell gives each of its jobs a process group of its own, and
 * none of them may outlive it. The same questions as to a `ProcessGroup`; zombies do not count.
 */
export class SessionGroup {
  readonly #sid: number;
  /** Seen in the last scan: as long as one of them lives there is no need for another. */
  #known: readonly number[] = [];

  /** @param sid the pid of its leader. Linux only, as terminals are. */
  constructor(sid: number) {
    this.#sid = sid;
  }

  /** To each group of the session. */
  signal(signal: SignalName): SignalResult {
    const groups = new Set([this.#sid, ...this.#scan().map(({ pgid }) => pgid)]);
    const results = [...groups].map((pgid) => sendSignal(-pgid, signal));
    return (
      results.find((result) => result === 'not-permitted') ?? results.find((result) => result === 'sent') ?? 'gone'
    );
  }

  /** Whether a signal to the session is one to this process. */
  reaches({ sid }: { readonly sid: number }): boolean {
    return sid === this.#sid;
  }

  isEmpty(): boolean {
    if (this.#known.some((pid) => memberOf(this.#sid, pid) !== null)) return false;
    this.#known = this.members();
    return this.#known.length === 0;
  }

  /** The pids of its living members. */
  members(): readonly number[] {
    // A member that forks and exits during a scan can hide its child from it, but hardly from two.
    const found = this.#scan();
    return (found.length > 0 ? found : this.#scan()).map(({ pid }) => pid);
  }

  #scan(): readonly Member[] {
    return readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .flatMap((entry) => memberOf(this.#sid, Number(entry)) ?? []);
  }
}

/** Null: it is dead, or of another session. */
function memberOf(sid: number, pid: number): Member | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return null;
  }
  // pid (comm) state ppid pgrp session …; the name may hold anything, parentheses included (proc(5)).
  const [state, , pgid, session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ', 4);
  return Number(session) === sid && state !== 'Z' && state !== 'X' ? { pid, pgid: Number(pgid) } : null;
}
