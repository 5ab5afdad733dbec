import { closeSync, readSync } from 'node:fs';
import type { OnReadOpts, SocketConstructorOpts } from 'node:net';
import { ReadStream } from 'node:tty';
import type { Gate } from '../../util/gate.ts';
import type { OutputReader } from '../output-reader.ts';

/** A terminal holds some 70 KB; this is everything that was written before a drain, and an end to it. */
const DRAIN_READS = 64;

/** How often a stranger who may hold the terminal is looked for, once the child is dead. */
const HOLDER_POLL_MS = 200;

export interface TerminalReaderOptions {
  /** Closed when the reader ends. */
  readonly master: number;
  /** The other side, held until nothing is read any more. */
  readonly slave: number;
  /** Read into, and free again when `onChunk` returns. */
  readonly buffer: Buffer;
  /** Nothing is read while it is closed, but when the child is dead. */
  readonly gate: Gate;
  readonly openSlave: () => number;
  readonly onChunk: (chunk: Uint8Array) => void;
  /** Nobody holds the terminal any more, or it was released. */
  readonly onEnd: () => void;
}

/**
 * Reads what is written to a terminal.
 *
 * When the last holder of the other side is gone, libuv takes the hang-up for the end and leaves bytes unread
 * (https://github.com/libuv/libuv/issues/4992). So the other side is held open here as long as anything is read through
 * libuv, and the end is found by looking: let go, read until the system says EAGAIN (somebody else holds it) or EIO.
 */
export class TerminalReader implements OutputReader {
  readonly #options: TerminalReaderOptions;
  readonly #stream: ReadStream;
  #slave: number | null;
  #poll: NodeJS.Timeout | null = null;
  #ended = false;

  constructor(options: TerminalReaderOptions) {
    this.#options = options;
    const { master, buffer, gate } = options;
    this.#slave = options.slave;
    const callback = (count: number): boolean => {
      if (!this.#ended) options.onChunk(buffer.subarray(0, count));
      if (!gate.isOpen) gate.onceOpen(() => this.#stream.resume());
      return gate.isOpen;
    };
    const stream: SocketConstructorOpts & { readonly onread: OnReadOpts } = { onread: { buffer, callback } };
    this.#stream = new ReadStream(master, stream);
    this.#stream.on('error', () => this.#end());
    this.#stream.on('end', () => this.#end());
    this.#stream.resume();
  }

  drain(): void {
    this.#read();
  }

  /** The child is dead: drains, and ends as soon as nobody else holds the terminal. */
  childDied(): void {
    this.#read();
    this.#letGo();
    if (this.#read() === 'nobody') {
      this.#end();
      return;
    }
    // Held again in the same turn: libuv never sees the other side without a holder.
    this.#slave = this.#options.openSlave();
    this.#poll = setTimeout(() => this.childDied(), HOLDER_POLL_MS).unref();
  }

  release(): void {
    this.#read();
    this.#end();
  }

  #letGo(): void {
    if (this.#slave !== null) closeSync(this.#slave);
    this.#slave = null;
  }

  /** Delivers what is there. @returns `nobody` when there is nothing more and nobody holds the other side. */
  #read(): 'nobody' | 'held' {
    const { master, buffer, onChunk } = this.#options;
    for (let reads = 0; reads < DRAIN_READS && !this.#ended; reads++) {
      let count: number;
      try {
        count = readSync(master, buffer);
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? 'held' : 'nobody';
      }
      if (count === 0) return 'nobody';
      onChunk(buffer.subarray(0, count));
    }
    return 'held';
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#poll !== null) clearTimeout(this.#poll);
    this.#letGo();
    this.#stream.destroy();
    this.#options.onEnd();
  }
}
