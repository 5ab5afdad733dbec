import { closeSync, constants, openSync } from 'node:fs';
import type { Writable } from 'node:stream';

/** How long after its reader has left a command that has nothing to write may linger. */
const LOOK_EVERY_MS = 250;

export interface ReaderWatch extends AsyncDisposable {
  /** Resolves when the other end of the pipe has been closed. Never, when the stream is no pipe. */
  readonly gone: Promise<void>;
}

/**
 * Notices that the reader of standard output has left although nothing is being written, so that
 * `pom logs -f | head -1` ends when head does and not at the next line.
 *
 * Linux only: opening a FIFO for writing without waiting fails with ENXIO exactly when nobody has it open for reading
 * (open(2)), and `/proc/self/fd/1` opens anew what the descriptor refers to. Elsewhere the next write finds out.
 */
export function watchReader(stream: Writable): ReaderWatch {
  const isStandardOutput = stream === process.stdout && process.platform === 'linux';
  let timer: NodeJS.Timeout | undefined;
  const gone = new Promise<void>((resolve) => {
    if (!isStandardOutput) return;
    timer = setInterval(() => {
      if (hasReader()) return;
      clearInterval(timer);
      resolve();
    }, LOOK_EVERY_MS);
  });
  return {
    gone,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
    },
  };
}

function hasReader(): boolean {
  try {
    closeSync(openSync('/proc/self/fd/1', constants.O_WRONLY | constants.O_NONBLOCK));
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ENXIO');
  }
}
