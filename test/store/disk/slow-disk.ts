import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { WritableFile, WritableFiles } from '../../../src/store/disk/writable-files.ts';
import { settled } from '../../rig/manual-clock.ts';

/** Something that the disk was asked for. */
interface Step {
  readonly file: string;
  /** Does it; of a write only so many of its bytes. */
  readonly carryOut: (maxBytes: number) => void;
  readonly done: () => void;
}

/**
 * A disk that does nothing until it is told to, and then one thing after the other: who kills a session between any two
 * of its writes, or within one, stops telling it to.
 */
export class SlowDisk implements WritableFiles {
  #pending: readonly Step[] = [];
  readonly #open = new Set<number>();

  /** How much it has been asked for and has not done. */
  get pending(): number {
    return this.#pending.length;
  }

  async create(file: string): Promise<WritableFile> {
    let fd = -1;
    await this.#ask(file, () => {
      mkdirSync(path.dirname(file), { recursive: true });
      fd = openSync(file, 'wx');
      this.#open.add(fd);
    });
    return {
      write: (buffers, position) =>
        this.#ask(file, (maxBytes) => {
          const bytes = Buffer.concat(buffers);
          writeSync(fd, bytes, 0, Math.min(bytes.length, maxBytes), position);
        }),
      sync: () => this.#ask(file, () => {}),
      close: () => this.#ask(file, () => this.#close(fd)),
    };
  }

  rename(from: string, to: string): Promise<void> {
    return this.#ask(from, () => renameSync(from, to));
  }

  remove(file: string): Promise<void> {
    return this.#ask(file, () => rmSync(file, { force: true }));
  }

  /** Does one of the things that it was asked for, and lets everything happen that follows from that. @param which any number. */
  async step(which = 0): Promise<void> {
    await this.#carryOut(this.#pending[which % this.#pending.length]);
  }

  /** Does everything, and whatever is asked for then, until there is nothing more. @param name only in files whose names begin so. */
  async finish(name = ''): Promise<void> {
    const next = () => this.#pending.find(({ file }) => path.basename(file).startsWith(name));
    for (let step = next(); step !== undefined; step = next()) await this.#carryOut(step);
  }

  /** Does a part of the first thing, `bytes` of a write, and nothing any more. */
  die(bytes: number): void {
    this.#pending[0]?.carryOut(bytes);
    this.#pending = [];
    for (const fd of this.#open) this.#close(fd);
  }

  async #carryOut(step: Step | undefined): Promise<void> {
    if (step === undefined) return;
    this.#pending = this.#pending.filter((other) => other !== step);
    step.carryOut(Number.POSITIVE_INFINITY);
    step.done();
    await settled();
  }

  #close(fd: number): void {
    this.#open.delete(fd);
    closeSync(fd);
  }

  #ask(file: string, carryOut: Step['carryOut']): Promise<void> {
    return new Promise((resolve) => {
      this.#pending = [...this.#pending, { file, carryOut, done: resolve }];
    });
  }
}
