import path from 'node:path';
import type { Block } from '../block.ts';
import { blockRecord, nameRecord } from './record.ts';
import { TAIL_NAME } from './segment-files.ts';
import type { WritableFile, WritableFiles } from './writable-files.ts';

/** Lines of a block that has not arrived in a log file. */
export interface TailPart {
  readonly name: string;
  readonly block: Block;
}

export interface TailFileOptions {
  /** Where the log files are. */
  readonly directory: string;
  readonly files: WritableFiles;
  /** Worth writing anew from here on, when it has doubled since. */
  readonly maxBytes: number;
}

/**
 * The lines that have not filled a block yet, in a file of their own, so that a crash does not lose them: a few at a
 * time, as they come. What is in the log files by now counts there, and the file is written anew before it gets long;
 * until that is done the old one is there.
 */
export class TailFile {
  /** Absolute. */
  readonly path: string;
  readonly #files: WritableFiles;
  readonly #maxBytes: number;
  #file: OpenTail | null = null;

  constructor({ directory, files, maxBytes }: TailFileOptions) {
    this.#files = files;
    this.#maxBytes = maxBytes;
    this.path = path.join(directory, TAIL_NAME);
  }

  /** Whether the next write has to have all lines, not only the new ones. */
  get wantsAll(): boolean {
    return this.#file === null || this.#file.size > Math.max(this.#maxBytes, 2 * this.#file.freshSize);
  }

  /** @param parts all lines when `wantsAll`, else those that are new. @throws what the file system says. */
  async write(parts: readonly TailPart[]): Promise<void> {
    try {
      if (this.wantsAll) await this.#replace(parts);
      else await this.#append(parts);
    } catch (error) {
      await this.#close();
      throw error;
    }
  }

  /** Everything is in the log files. */
  async remove(): Promise<void> {
    await this.#close();
    await this.#files.remove(this.path);
  }

  async #replace(parts: readonly TailPart[]): Promise<void> {
    await this.#close();
    const fresh = `${this.path}.new`;
    await this.#files.remove(fresh);
    const handle = await this.#files.create(fresh);
    const file: OpenTail = { handle, size: 0, freshSize: 0, names: new Set() };
    this.#file = file;
    await this.#append(parts);
    file.freshSize = file.size;
    await this.#files.rename(fresh, this.path);
  }

  async #append(parts: readonly TailPart[]): Promise<void> {
    const file = this.#file;
    if (file === null) return;
    const records = parts.flatMap(({ name, block }) => {
      const { processId } = block;
      const isNew = !file.names.has(processId);
      file.names.add(processId);
      return [
        ...(isNew ? [nameRecord(processId, { name, linesBefore: block.linesBefore })] : []),
        blockRecord(block, processId),
      ];
    });
    const pieces = records.flatMap((record) => record.pieces);
    await file.handle.write(pieces, file.size);
    for (const { length } of records) file.size += length;
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.handle.close().catch(() => undefined);
  }
}

interface OpenTail {
  readonly handle: WritableFile;
  size: number;
  /** What it had when it was written anew. */
  freshSize: number;
  readonly names: Set<number>;
}
