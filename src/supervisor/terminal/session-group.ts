import type { SignalName } from '../../model/exit.ts';
import { type SignalResult, sendSignal } from '../process-group.ts';
import { type ProcFiles, type ProcStat, SystemProcFiles } from '../tree/proc-files.ts';

/**
 * Everybody in the session of a terminal: an interactive shell gives each of its jobs a process group of its own, and
 * none of them may outlive it. The same questions as to a `ProcessGroup`; zombies do not count.
 */
export class SessionGroup {
  readonly #sid: number;
  readonly #files: ProcFiles;
  /** Seen in the last scan: as long as one of them lives there is no need for another. */
  #known: readonly ProcStat[] = [];

  /** @param sid the pid of its leader. Linux only, as terminals are. */
  constructor(sid: number, files: ProcFiles = new SystemProcFiles()) {
    this.#sid = sid;
    this.#files = files;
  }

  /** To each group of the session that can be seen, and to that of its leader. */
  signal(signal: SignalName): SignalResult {
    const groups = new Set([this.#sid, ...this.#scan().members.map(({ pgid }) => pgid)]);
    const results = [...groups].map((pgid) => sendSignal(-pgid, signal));
    return (
      results.find((result) => result === 'not-permitted') ?? results.find((result) => result === 'sent') ?? 'gone'
    );
  }

  /** Whether a signal to the session is one to this process. */
  reaches({ sid }: { readonly sid: number }): boolean {
    return sid === this.#sid;
  }

  /** False when it could not be seen. */
  isEmpty(): boolean {
    if (this.#known.some(({ pid }) => this.#memberAt(pid) !== null)) return false;
    const { members, sawAll } = this.#scan();
    this.#known = members;
    return members.length === 0 && sawAll;
  }

  /** The pids of its living members. */
  members(): readonly number[] {
    return this.#scan().members.map(({ pid }) => pid);
  }

  /** A member that forks and exits during a scan can hide its child from it, but hardly from two. */
  #scan(): { readonly members: readonly ProcStat[]; readonly sawAll: boolean } {
    const first = this.#scanOnce();
    return first.members.length > 0 ? first : this.#scanOnce();
  }

  #scanOnce(): { readonly members: readonly ProcStat[]; readonly sawAll: boolean } {
    const pids = this.#files.pids();
    if (pids === 'unknown') return { members: [], sawAll: false };
    const answers = pids.map((pid) => this.#memberAt(pid));
    const members = answers.filter((answer) => answer !== null && answer !== 'unknown');
    return { members, sawAll: !answers.includes('unknown') };
  }

  /** Null: it is dead, or of another session. */
  #memberAt(pid: number): ProcStat | null | 'unknown' {
    const stat = this.#files.stat(pid);
    if (stat === 'unknown') return stat;
    return stat === 'gone' || stat.isDead || stat.sid !== this.#sid ? null : stat;
  }
}
