/**
 * The frames that were looked into last, unpacked: who reads on wants the next block of the same frame, and who reads
 * several processes at once wants a few frames in turn.
 */
export class FrameCache {
  /** By the frame; the one that was not looked into for longest comes first. */
  readonly #records = new Map<object, Buffer>();

  get(frame: object): Buffer | null {
    const records = this.#records.get(frame);
    if (records === undefined) return null;
    this.#records.delete(frame);
    this.#records.set(frame, records);
    return records;
  }

  add(frame: object, records: Buffer): void {
    this.#records.set(frame, records);
    for (const [oldest] of this.#records) {
      if (this.#records.size <= MAX_FRAMES) break;
      this.#records.delete(oldest);
    }
  }
}

/** 2 MiB, when they are of the usual size. */
const MAX_FRAMES = 8;
