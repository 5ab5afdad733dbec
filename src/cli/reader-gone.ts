import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Writable } from 'node:stream';

/** How long a command that has nothing to write may outlast its reader. */
const LOOK_EVERY_MS = 250;

export interface ReaderWatch {
  /** Resolves when the other end of the pipe has been closed. Never, when that cannot be known. */
  readonly gone: Promise<void>;
  /** Stops looking, and lets the process end. */
  close(): void;
}

/**
 * Notices that the reader of standard output has left although nothing is being written, so that
 * `pom logs -f | head -1` ends when head does and not at the next line.
 *
 * Node cannot poll(2) for it, but Linux shows in `/proc` who has a pipe open. The reader is looked for once and then
 * looked at; elsewhere, and when the reader belongs to somebody else, the next write finds out.
 */
export function watchReader(stream: Writable): ReaderWatch {
  const pipe = stream === process.stdout ? linkAt('/proc/self/fd/1') : null;
  let timer: NodeJS.Timeout | undefined;
  const gone = new Promise<void>((resolve) => {
    if (pipe?.startsWith('pipe:') !== true) return;
    let reader = findReader(pipe);
    if (reader === null) return;
    timer = setInterval(() => {
      if (reader !== null && linkAt(reader) === pipe) return;
      reader = findReader(pipe);
      if (reader === null) resolve();
    }, LOOK_EVERY_MS);
  });
  return { gone, close: () => clearInterval(timer) };
}

/** The `/proc/PID/fd/N` of somebody who reads the pipe; null when we can see nobody. */
function findReader(pipe: string): string | null {
  for (const pid of entriesOf('/proc')) {
    if (!/^\d+$/.test(pid) || pid === String(process.pid)) continue;
    for (const fd of entriesOf(`/proc/${pid}/fd`)) {
      if (linkAt(`/proc/${pid}/fd/${fd}`) === pipe && isOpenForReading(pid, fd)) return `/proc/${pid}/fd/${fd}`;
    }
  }
  return null;
}

/** The access mode is the last octal digit of the flags (proc_pid_fdinfo(5), open(2)); 1 is O_WRONLY. */
function isOpenForReading(pid: string, fd: string): boolean {
  try {
    return !/^flags:\s*\d*1$/m.test(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'));
  } catch {
    return false;
  }
}

function entriesOf(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function linkAt(file: string): string | null {
  try {
    return readlinkSync(file);
  } catch {
    return null;
  }
}
