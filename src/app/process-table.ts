import { procStatFields } from '../util/proc-stat.ts';
import { namesIn, readOrNull } from '../util/read-or-null.ts';

/** What Linux says of one OS process, in the fields that resource use needs. */
export interface ProcessTableEntry {
  readonly pid: number;
  /** Its parent: the one that adopted it, when its own has ended. */
  readonly ppid: number;
  /** Its process group. */
  readonly pgid: number;
  /** Its session, in the system's sense of the word. */
  readonly sid: number;
  /** Processor time used so far, in user and in system mode. */
  readonly cpuMs: number;
  /** Resident set. */
  readonly memoryBytes: number;
}

/** A clock tick in `/proc` is 1/100 s on every Linux: USER_HZ, which the kernel keeps for its interface. */
const TICK_MS = 10;

/** All processes that can be seen; none where there is no `/proc`. */
export function readProcessTable(): readonly ProcessTableEntry[] {
  const pageBytes = pageSize();
  return namesIn('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const stat = readOrNull(`/proc/${pid}/stat`);
      return stat === null ? [] : [parseStat(stat, pageBytes)];
    });
}

/** Reads a line of `/proc/PID/stat` (proc_pid_stat(5)). */
export function parseStat(stat: string, pageBytes: number): ProcessTableEntry {
  const text = procStatFields(stat);
  const field = (number: number) => Number(text(number));
  return {
    pid: Number.parseInt(stat, 10),
    ppid: field(4),
    pgid: field(5),
    sid: field(6),
    cpuMs: (field(14) + field(15)) * TICK_MS,
    memoryBytes: field(24) * pageBytes,
  };
}

/** Not every machine has pages of 4 KiB, and Node does not say: what it says of itself in bytes tells. */
function pageSize(): number {
  const own = readOrNull('/proc/self/stat');
  if (own === null) return 4096;
  const pages = parseStat(own, 1).memoryBytes;
  return 2 ** Math.round(Math.log2(process.memoryUsage.rss() / Math.max(1, pages)));
}
