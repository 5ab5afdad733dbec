import { statSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import type { Cancel, Clock } from '../model/clock.ts';
import type { LogFileSpec } from '../model/process-spec.ts';

/**
 * Appends to one file, which is rotated when it is full. What is written is queued. When much is, whoever prints should
 * wait (`onBehind`), but not for a file that cannot be written: then only so much is kept, and what does not fit is
 * counted and left out.
 *
 * Trouble (a full disk, no permission) ends nothing: the same bytes are tried again every second. A file that was
 * deleted or renamed by somebody else is made anew within a second.
 */
export class LogFile {
  readonly #clock: Clock;
  readonly #onBehind: (isBehind: boolean) => void;
  #spec: LogFileSpec;
  #stream: RotatingFileStream | null = null;
  /** Which file the stream writes to; null when that is not known. */
  #inode: number | null = null;
  #lookedAt = 0;
  #queue: Buffer[] = [];
  /** What is not written yet, what is being written included. */
  #queuedBytes = 0;
  #droppedBytes = 0;
  #isBehind = false;
  #trouble: string | null = null;
  #working: Promise<void> | null = null;
  #cancelRetry: Cancel | null = null;

  /** @param onBehind so much is queued that whoever prints should wait; or no longer. */
  constructor(spec: LogFileSpec, clock: Clock, onBehind: (isBehind: boolean) => void) {
    this.#spec = spec;
    this.#clock = clock;
    this.#onBehind = onBehind;
  }

  /** Why nothing is being written, in a few words; null when all is well. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** What is missing in the file, in bytes. */
  get droppedBytes(): number {
    return this.#droppedBytes;
  }

  /** Goes by other limits, from the next write on. */
  follow(spec: LogFileSpec): void {
    const { maxSize, maxFiles } = this.#spec;
    this.#spec = spec;
    if (maxSize !== spec.maxSize || maxFiles !== spec.maxFiles) this.#inode = null;
  }

  /** @param chunk copied: it may be used again when this returns. */
  write(chunk: Uint8Array): void {
    if (this.#queuedBytes + chunk.length > MAX_QUEUED_BYTES) {
      this.#droppedBytes += chunk.length;
      return;
    }
    this.#queue.push(Buffer.from(chunk));
    this.#queuedBytes += chunk.length;
    this.#tellBehind();
    if (this.#cancelRetry === null) this.#work();
  }

  /** Writes what is queued, if it can be written, and closes the file. Nothing may be written any more. */
  async close(): Promise<void> {
    this.#cancelRetry?.();
    await this.#work();
    this.#cancelRetry?.();
    await this.#closeStream();
  }

  #work(): Promise<void> {
    this.#cancelRetry = null;
    this.#working ??= this.#writeQueue().finally(() => {
      this.#working = null;
    });
    return this.#working;
  }

  async #writeQueue(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#takeBatch();
      const failure = await this.#append(batch);
      this.#trouble = failure;
      if (failure === null) {
        this.#queuedBytes -= batch.length;
        this.#tellBehind();
        continue;
      }
      this.#tellBehind();
      this.#queue.unshift(batch);
      await this.#closeStream();
      this.#cancelRetry = this.#clock.schedule(RETRY_MS, () => void this.#work());
      return;
    }
  }

  #tellBehind(): void {
    const mark = this.#isBehind ? BEHIND_BYTES / 2 : BEHIND_BYTES;
    const isBehind = this.#trouble === null && this.#queuedBytes > mark;
    if (isBehind === this.#isBehind) return;
    this.#isBehind = isBehind;
    this.#onBehind(isBehind);
  }

  #takeBatch(): Buffer {
    let count = 0;
    let bytes = 0;
    for (const { length } of this.#queue) {
      if (count > 0 && bytes + length > MAX_BATCH_BYTES) break;
      count += 1;
      bytes += length;
    }
    const taken = this.#queue.splice(0, count);
    return taken.length === 1 && taken[0] !== undefined ? taken[0] : Buffer.concat(taken, bytes);
  }

  /** @returns what went wrong, or null. */
  async #append(bytes: Buffer): Promise<string | null> {
    if (this.#stream !== null && !(await this.#isInPlace())) await this.#closeStream();
    if (this.#stream === null) {
      const failure = await makeDirectory(path.dirname(this.#spec.path)).then(() => null, troubleText);
      if (failure !== null) return failure;
    }
    this.#stream ??= this.#open();
    const stream = this.#stream;
    return new Promise((resolve) => stream.write(bytes, (error) => resolve(error ? troubleText(error) : null)));
  }

  /** Whether the file that is open is the one that the path names. Looked at once a second. */
  async #isInPlace(): Promise<boolean> {
    const now = this.#clock.now();
    if (this.#inode !== null && now - this.#lookedAt < LOOK_MS) return true;
    this.#lookedAt = now;
    const inode = await stat(this.#spec.path).then(
      ({ ino }) => ino,
      () => null,
    );
    return inode !== null && inode === this.#inode;
  }

  #open(): RotatingFileStream {
    const { path: file, maxSize, maxFiles } = this.#spec;
    const stream = createStream(path.basename(file), {
      path: path.dirname(file),
      size: `${maxSize}B`,
      rotate: maxFiles,
    });
    stream.on('open', () => {
      this.#inode = statSync(file, { throwIfNoEntry: false })?.ino ?? null;
    });
    // Told by the write that failed, too.
    stream.on('error', () => undefined);
    this.#lookedAt = this.#clock.now();
    return stream;
  }

  async #closeStream(): Promise<void> {
    const stream = this.#stream;
    this.#stream = null;
    this.#inode = null;
    if (stream === null || stream.closed) return;
    await new Promise<void>((resolve) => {
      stream.once('close', () => resolve());
      stream.destroy();
    });
  }
}

/** So much may be queued before whoever prints should wait. */
const BEHIND_BYTES = 8 * 1024 * 1024;

/** What is kept for a file that cannot be written. */
const MAX_QUEUED_BYTES = 32 * 1024 * 1024;

/** What is written at once when more is queued: few system calls, and rotation is never late by more. */
const MAX_BATCH_BYTES = 256 * 1024;

const RETRY_MS = 1_000;
const LOOK_MS = 1_000;

/**
 * Makes a directory, and those above it, one by one: the recursive `mkdir` of Node 20 never comes to an end where a
 * directory is there and nothing can be made in it, such as /proc.
 */
async function makeDirectory(directory: string): Promise<void> {
  const isThere = await stat(directory).then(
    () => true,
    () => false,
  );
  const parent = path.dirname(directory);
  if (isThere || parent === directory) return;
  await makeDirectory(parent);
  await mkdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** `no space left on device` of `ENOSPC: no space left on device, write`. */
function troubleText(error: Error): string {
  return /^[A-Z0-9]+: ([^,]+)/.exec(error.message)?.[1] ?? error.message;
}
