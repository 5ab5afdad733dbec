import type { SignalName } from '../model/exit.ts';
import { type ProcFiles, SystemProcFiles } from './tree/proc-files.ts';

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
  readonly #files: ProcFiles;
  /** Seen in the last scan: as long as one of them lives there is no need for another. */
  #known: readonly number[] = [];

  /** @param pgid the pid of its leader. */
  constructor(pgid: number, files: ProcFiles = new SystemProcFiles()) {
    this.#pgid = pgid;
    this.#files = files;
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
    if (this.#known.some((pid) => this.#isMember(pid) !== false)) return false;
    this.#known = this.members();
    return this.#known.length === 0;
  }

  /** The pids of its living members; that of the leader stands for those who cannot be seen. */
  members(): readonly number[] {
    // A member that forks and exits during a scan can hide its child from it, but hardly from two.
    for (let scans = 0; scans < 2; scans++) {
      const found = this.#scan();
      if (found.length > 0) return found;
    }
    return [];
  }

  /** A signal can tell that somebody is there who cannot be seen: there is no /proc, or no descriptor to read it. */
  #scan(): readonly number[] {
    const pids = this.#files.pids();
    const known = pids === 'unknown' ? [] : pids;
    const answers = known.map((pid) => this.#isMember(pid));
    const members = known.filter((_, index) => answers[index] === true);
    if (members.length > 0) return members;
    const sawAll = known.length > 0 && !answers.includes(null);
    return sawAll || sendSignal(-this.#pgid, 0) === 'gone' ? [] : [this.#pgid];
  }

  /** Null: that could not be seen. */
  #isMember(pid: number): boolean | null {
    const stat = this.#files.stat(pid);
    if (stat === 'unknown') return null;
    return stat !== 'gone' && stat.pgid === this.#pgid && !stat.isDead;
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
