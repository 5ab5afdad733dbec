import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import { procStatFields } from '../../util/proc-stat.ts';
import { isOutOfResources } from '../scarcity.ts';
import { TAG_FD } from './process-mark.ts';

/** What `/proc/PID/stat` says of a process (proc_pid_stat(5)). */
export interface ProcStat {
  readonly pid: number;
  readonly ppid: number;
  readonly pgid: number;
  readonly sid: number;
  /** In clock ticks since boot: with the pid it names one process and no other. */
  readonly startTime: number;
  /** It is a zombie: dead, and in the table as long as its parent likes. */
  readonly isDead: boolean;
}

/**
 * What can be read of the processes of this machine. Reading takes a descriptor: when there is none the answer is
 * `unknown`, which is not the same as that nobody is there.
 */
export interface ProcFiles {
  /** None where there is no /proc. */
  pids(): readonly number[] | 'unknown';
  stat(pid: number): ProcStat | 'gone' | 'unknown';
  /** Empty when it is gone, or somebody else's. */
  environ(pid: number): string | 'unknown';
  /** Where its descriptor `TAG_FD` leads; null: nowhere, or we may not know. */
  tagLink(pid: number): string | null | 'unknown';
}

/** Long enough for the numbers of a stat line, whose name has at most 64 bytes. */
const STAT_BYTES = 1024;

/** Those of the system. */
export class SystemProcFiles implements ProcFiles {
  readonly #buffer = Buffer.allocUnsafe(STAT_BYTES);

  pids(): readonly number[] | 'unknown' {
    const entries = attempt(() => readdirSync('/proc'), []);
    return entries === 'unknown' ? entries : entries.filter((entry) => /^\d+$/.test(entry)).map(Number);
  }

  stat(pid: number): ProcStat | 'gone' | 'unknown' {
    const text = attempt(() => this.#statText(pid), null);
    if (text === 'unknown') return text;
    return text === null ? 'gone' : parseStat(pid, text);
  }

  environ(pid: number): string | 'unknown' {
    return attempt(() => readFileSync(`/proc/${pid}/environ`, 'latin1'), '');
  }

  tagLink(pid: number): string | null | 'unknown' {
    return attempt(() => readlinkSync(`/proc/${pid}/fd/${TAG_FD}`), null);
  }

  #statText(pid: number): string {
    const fd = openSync(`/proc/${pid}/stat`, 'r');
    try {
      return this.#buffer.toString('latin1', 0, readSync(fd, this.#buffer, 0, STAT_BYTES, null));
    } finally {
      closeSync(fd);
    }
  }
}

function parseStat(pid: number, text: string): ProcStat {
  const field = procStatFields(text);
  const state = field(3);
  return {
    pid,
    ppid: Number(field(4)),
    pgid: Number(field(5)),
    sid: Number(field(6)),
    startTime: Number(field(22)),
    isDead: state === 'Z' || state === 'X',
  };
}

/** @param otherwise when it cannot be read for a reason that says something about the process. */
function attempt<T, Otherwise>(read: () => T, otherwise: Otherwise): T | Otherwise | 'unknown' {
  try {
    return read();
  } catch (error) {
    return isOutOfResources((error as NodeJS.ErrnoException).code) ? 'unknown' : otherwise;
  }
}
