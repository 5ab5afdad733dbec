import { readSync } from 'node:fs';
import { type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net';
import type { Stream } from '../model/log-line.ts';
import type { Gate } from '../util/gate.ts';

/** As much as a pipe holds by default (pipe(7)): one read empties it. */
export const READ_BYTES = 65_536;

/**
 * Reads in one drain. A pipe holds at most 1 MiB (`/proc/sys/fs/pipe-max-size`), so this is everything that was written
 * before the drain, and an end to it while somebody goes on writing.
 */
const DRAIN_READS = 16;

/** Where the output of a child goes; see `OutputSink` in `child.ts`. */
export interface ChunkSink {
  onChunk(stream: Stream, chunk: Uint8Array): void;
  onEnd(stream: Stream): void;
}

/** Delivers one stream of one child to its sink, until the last writer is gone or it is released. */
export interface OutputReader {
  /** Delivers what is in the pipe at this moment, before it returns. */
  drain(): void;
  /** Drains, ends the stream and closes the reading end. Twice does nothing. */
  release(): void;
}

/**
 * Reads an unlinked FIFO. Nothing is allocated for a read but the view that is delivered.
 *
 * After a read that found the pipe full, everybody else has a turn: libuv would read on, 32 times, from a child that
 * writes as fast as it is read, and so would hold up the loop by 100 ms for each of ten of them.
 */
export class FifoReader implements OutputReader {
  readonly #fd: number;
  readonly #buffer: Buffer;
  readonly #stream: Stream;
  readonly #sink: ChunkSink;
  readonly #socket: Socket;
  #ended = false;

  /**
   * @param fd the reading end; closed when the reader ends.
   * @param buffer read into, and free again when the sink returns: all readers may share one.
   * @param gate nothing is read while it is closed, but by `drain`.
   */
  constructor(fd: number, buffer: Buffer, stream: Stream, sink: ChunkSink, gate: Gate) {
    this.#fd = fd;
    this.#buffer = buffer;
    this.#stream = stream;
    this.#sink = sink;
    const callback = (count: number): boolean => {
      this.#deliver(count);
      if (!gate.isOpen) gate.onceOpen(() => this.#socket.resume());
      else if (count === buffer.length) setImmediate(() => gate.onceOpen(() => this.#socket.resume()));
      else return true;
      return false;
    };
    // A Socket reads any pollable descriptor; nothing about it is a network connection.
    const options: SocketConstructorOpts & { readonly onread: OnReadOpts } = {
      fd,
      readable: true,
      writable: false,
      onread: { buffer, callback },
    };
    this.#socket = new Socket(options);
    this.#socket.on('end', () => this.#end());
    this.#socket.on('error', () => this.#end());
    this.#socket.resume();
  }

  drain(): void {
    for (let reads = 0; reads < DRAIN_READS && !this.#ended; reads++) {
      let count: number;
      try {
        count = readSync(this.#fd, this.#buffer);
      } catch {
        // EAGAIN: empty, and somebody still holds the other end.
        return;
      }
      if (count === 0) this.#end();
      else this.#deliver(count);
    }
  }

  release(): void {
    this.drain();
    this.#end();
  }

  #deliver(count: number): void {
    if (!this.#ended) this.#sink.onChunk(this.#stream, this.#buffer.subarray(0, count));
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#socket.destroy();
    this.#sink.onEnd(this.#stream);
  }
}

/** Reads Node's own kind of pipe, where there are no FIFOs. It cannot be drained at will: its bytes come when they come. */
export class StreamReader implements OutputReader {
  readonly #source: NodeJS.ReadableStream;
  readonly #stream: Stream;
  readonly #sink: ChunkSink;
  #ended = false;

  /** @param gate nothing is read while it is closed. */
  constructor(source: NodeJS.ReadableStream, stream: Stream, sink: ChunkSink, gate: Gate) {
    this.#source = source;
    this.#stream = stream;
    this.#sink = sink;
    source.on('data', (chunk: Buffer) => {
      if (!this.#ended) sink.onChunk(stream, chunk);
      if (gate.isOpen) return;
      source.pause();
      gate.onceOpen(() => source.resume());
    });
    source.on('end', () => this.#end());
    source.on('error', () => this.#end());
  }

  drain(): void {}

  release(): void {
    this.#end();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if ('destroy' in this.#source && typeof this.#source.destroy === 'function') this.#source.destroy();
    this.#sink.onEnd(this.#stream);
  }
}
