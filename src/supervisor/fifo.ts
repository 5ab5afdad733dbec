import { closeSync, constants, existsSync, openSync, unlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { runProgram } from '../util/run-program.ts';
import { isOutOfResources, outOfDescriptors } from './scarcity.ts';

/** An open FIFO without a name. Whoever took it closes both ends. */
export interface Fifo {
  /** Does not block. */
  readonly readFd: number;
  /** Blocks, as programs expect of their output. */
  readonly writeFd: number;
}

/** Kept ready, so that a crashed child need not wait for `mkfifo` before it is replaced. */
const RESERVE = 32;

/** Names in one call of mkfifo, well below the limit on the length of its arguments. */
const BATCH = 1000;

/**
 * Makes FIFOs ahead of time.
 *
 * Node has no call for pipe(2) or mkfifo(3), and what it gives a child as a "pipe" is a socket: `echo x > /dev/stdout`
 * fails on it, and one-line writes are twice as slow. mkfifo(1) costs a process, so names are made by the hundred, in a
 * private directory, and a name is gone as soon as its FIFO is in use.
 */
export class FifoPool {
  readonly #parent: string;
  #directory: string | null = null;
  #names: string[] = [];
  #made = 0;
  #making: Promise<boolean> | null = null;
  #wanted = 0;
  #available = true;

  /** @param parent where the private directory is made, on first use. */
  constructor(parent: string) {
    this.#parent = parent;
  }

  /** Makes sure that `count` more can be taken without waiting. */
  async prepare(count: number): Promise<void> {
    this.#wanted += Math.max(0, count - this.#names.length);
    await this.#make();
  }

  /**
   * @param firstReserved from which descriptor on none is taken.
   * @returns null where FIFOs cannot be made now (no mkfifo, no place to make them).
   * @throws the system's error when there are no file descriptors or processes left but those the session needs itself.
   */
  async take(firstReserved = Number.POSITIVE_INFINITY): Promise<Fifo | null> {
    for (;;) {
      const name = this.#names.shift();
      if (name !== undefined) {
        if (this.#names.length < RESERVE / 2) this.#make().catch(() => undefined);
        const fifo = openFifo(name, firstReserved);
        if (fifo !== null) return fifo;
        // Somebody tidied up the directory: begin a new one.
        this.#names = [];
        this.#directory = null;
      }
      this.#wanted++;
      if (!(await this.#make())) return null;
    }
  }

  /** Removes the directory. FIFOs that were taken live on. */
  async close(): Promise<void> {
    this.#available = false;
    await this.#making?.catch(() => undefined);
    this.#names = [];
    if (this.#directory !== null) await rm(this.#directory, { recursive: true, force: true });
    this.#directory = null;
  }

  /** @returns whether some were made. */
  #make(): Promise<boolean> {
    this.#making ??= this.#makeBatch().finally(() => {
      this.#making = null;
    });
    return this.#making;
  }

  async #makeBatch(): Promise<boolean> {
    // Many processes started together ask in the same turn of the event loop: one mkfifo serves them all.
    await nextTurn();
    if (!this.#available) return false;
    const count = this.#wanted + RESERVE;
    this.#wanted = 0;
    try {
      const directory = this.#directory ?? (await mkdtemp(path.join(this.#parent, 'pom-fifo-')));
      this.#directory = directory;
      for (let left = count; left > 0; left -= BATCH) {
        const names = Array.from({ length: Math.min(left, BATCH) }, () => path.join(directory, `${this.#made++}`));
        // Only who has it open gets at it, and a child of another user may open its own /dev/stdout.
        const code = await runProgram('mkfifo', ['-m', '622', ...names]);
        if (code !== 0) {
          if (!existsSync(directory)) this.#directory = null;
          return false;
        }
        this.#names.push(...names);
      }
      return true;
    } catch (error) {
      const { code, syscall } = error as NodeJS.ErrnoException;
      if (isOutOfResources(code)) throw error;
      // There is no mkfifo, and there will be none. A disk may be emptied, and a directory made again.
      if (syscall?.startsWith('spawn')) this.#available = false;
      return false;
    }
  }
}

/** @returns null when the name is gone. */
function openFifo(name: string, firstReserved: number): Fifo | null {
  let readFd: number;
  try {
    // Reading end first and without blocking: then neither open waits for the other.
    readFd = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    if (readFd >= firstReserved) throw outOfDescriptors();
    return { readFd, writeFd: openSync(name, constants.O_WRONLY) };
  } catch (error) {
    closeSync(readFd);
    throw error;
  } finally {
    unlinkSync(name);
  }
}
