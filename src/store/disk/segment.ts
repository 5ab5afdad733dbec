import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { HEADER_BYTES, isIntact, type PlacedRecord, readHeader } from './record.ts';

/**
 * One log file, as readers see it: it only grows, at the end, and is removed, or replaced by a packed one, as a whole.
 * Opened when first read; whoever has the old one open goes on reading that.
 *
 * A read that fails gives null, whatever the reason: the file is gone, the disk is broken, the bytes are not those that
 * were written. The lines in it are lost then, and nothing else is.
 */
export class Segment {
  /** Absolute. */
  readonly path: string;
  #fd: number | null = null;
  #isClosed = false;
  #isSettled = false;

  constructor(path: string) {
    this.path = path;
  }

  get size(): number {
    const fd = this.#open();
    return fd === null ? 0 : fstatSync(fd).size;
  }

  /** Whether nobody wants to read it any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Whether it no longer has a name, or cannot be read. */
  get isRemoved(): boolean {
    const fd = this.#open();
    return fd === null || fstatSync(fd).nlink === 0;
  }

  /** Nothing will take the place of this file any more: it is open only while it is read. There may be thousands. */
  settle(): void {
    this.#isSettled = true;
    this.#release();
  }

  /** The intact record at `offset`, whole; null when there is none. */
  read(offset: number, length: number): Buffer | null {
    const record = this.bytes(offset, length);
    return record !== null && isIntact(record) ? record : null;
  }

  /**
   * Every record from the beginning to the first that is not whole, or not as it was written: what a crash, or a loss of
   * power, has left of the file.
   */
  *records(): Generator<PlacedRecord, void, void> {
    const { size } = this;
    for (let offset = 0; offset + HEADER_BYTES <= size; ) {
      const start = this.bytes(offset, HEADER_BYTES);
      const header = start === null ? null : readHeader(start);
      if (header === null || offset + header.length > size) return;
      const bytes = this.read(offset, header.length);
      if (bytes === null) return;
      yield { header, offset, bytes };
      offset += header.length;
    }
  }

  /** Whoever reads afterwards gets null. */
  close(): void {
    this.#isClosed = true;
    this.#release();
  }

  /** What is there, intact or not. */
  bytes(offset: number, length: number): Buffer | null {
    const fd = this.#open();
    if (fd === null) return null;
    const bytes = Buffer.allocUnsafeSlow(length);
    try {
      for (let have = 0; have < length; ) {
        const count = readSync(fd, bytes, have, length - have, offset + have);
        if (count === 0) return null;
        have += count;
      }
      return bytes;
    } catch {
      return null;
    } finally {
      if (this.#isSettled) this.#release();
    }
  }

  #release(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }

  #open(): number | null {
    if (this.#isClosed || this.#fd !== null) return this.#fd;
    try {
      // Whoever can write the directory could have put a link there.
      this.#fd = openSync(this.path, constants.O_RDONLY | constants.O_NOFOLLOW);
    } catch {
      return null;
    }
    return this.#fd;
  }
}
