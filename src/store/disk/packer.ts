import type { Clock } from '../../model/clock.ts';
import { Gate } from '../../util/gate.ts';
import type { FrameCache } from './frame-cache.ts';
import type { FinishedFile } from './log-writer.ts';
import { packFile } from './pack-file.ts';
import { freshPath } from './segment-files.ts';
import type { WritableFiles } from './writable-files.ts';

export interface PackerOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly files: WritableFiles;
  /** Of whoever reads the blocks. */
  readonly cache: FrameCache;
}

/** How long the end of a session may take for it: a file takes a tenth of a second. */
const CLOSING_MS = 250;

/** Not worth a file: most sessions print less, and are to end at once. */
const LEAST_BYTES = 16 * 1024;

/**
 * Packs finished files in the background, one after the other. Nobody waits for it, and what it does not come to stays
 * as it is: a file is as good packed as not, only larger.
 */
export class Packer {
  readonly #options: PackerOptions;
  /** Closed while the disk has more to do than it can. */
  readonly #gate = new Gate();
  readonly #waiting: FinishedFile[] = [];
  #current: FinishedFile | null = null;
  #working: Promise<void> | null = null;
  #deadline = Number.POSITIVE_INFINITY;

  constructor(options: PackerOptions) {
    this.#options = options;
  }

  add(file: FinishedFile): void {
    const size = file.blocks.reduce((sum, { place }) => sum + (place?.length ?? 0), 0);
    if (size < LEAST_BYTES) return;
    this.#waiting.push(file);
    this.#working ??= this.#work();
  }

  /** A file that was removed is not waited for any more. @param file absolute. */
  forget(file: string): void {
    const index = this.#waiting.findIndex(({ segment }) => segment.path === file);
    if (index >= 0) this.#waiting.splice(index, 1);
  }

  /** Whether it is what a file is being packed into; the file itself may go. @param file absolute. */
  isUsing(file: string): boolean {
    return this.#current !== null && file === freshPath(this.#current.segment.path);
  }

  /** The disk has more to do than it can, or no longer. */
  pause(isOn: boolean): void {
    if (isOn) this.#gate.close();
    else this.#gate.open();
  }

  /** Resolves when every file that was added has been packed, or has been found not to be worth it. */
  async done(): Promise<void> {
    while (this.#working !== null) await this.#working;
  }

  /** Goes on for a moment, and leaves the rest as it is. Nothing may be added afterwards. */
  async close(): Promise<void> {
    this.#deadline = this.#options.clock.now() + CLOSING_MS;
    this.#gate.open();
    await this.done();
  }

  async #work(): Promise<void> {
    for (let file = this.#waiting.shift(); file !== undefined; file = this.#waiting.shift()) {
      this.#current = file;
      const { files, cache } = this.#options;
      await packFile(file, { files, cache, mayGoOn: () => this.#mayGoOn() });
      this.#current = null;
    }
    // In the same step in which nothing waited: who comes next begins anew.
    this.#working = null;
  }

  async #mayGoOn(): Promise<boolean> {
    await new Promise<void>((resolve) => this.#gate.onceOpen(resolve));
    return this.#options.clock.now() < this.#deadline;
  }
}
