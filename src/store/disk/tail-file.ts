import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Block } from '../block.ts';
import { blockRecord, nameRecord } from './record.ts';
import { TAIL_NAME } from './segment-files.ts';
import { writeAll } from './write-all.ts';

/** Lines of a block that still grows. */
export interface TailPart {
  readonly name: string;
  readonly block: Block;
}

/** Worth writing anew from here on. */
const MAX_TAIL_BYTES = 1024 * 1024;

/**
 * The lines that have not filled a block yet, in a file of their own, so that a crash does not lose them: a few at a
 * time, as they come. What is in the log files by now counts there, and the file is written anew before it gets long.
 */
export class TailFile {
  /** Absolute. */
  readonly path: string;
  readonly #directory: string;
  #file: { readonly handle: FileHandle; size: number; readonly names: Set<number> } | null = null;

  /** @param directory where the log files are. */
  constructor(directory: string) {
    this.#directory = directory;
    this.path = path.join(directory, TAIL_NAME);
  }

  /** Whether the next write has to have all lines, not only the new ones. */
  get wantsAll(): boolean {
    return this.#file === null || this.#file.size > MAX_TAIL_BYTES;
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
    await rm(this.path, { force: true });
  }

  async #replace(parts: readonly TailPart[]): Promise<void> {
    await this.#close();
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const fresh = `${this.path}.new`;
    await rm(fresh, { force: true });
    const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
    const handle = await open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    this.#file = { handle, size: 0, names: new Set() };
    await this.#append(parts);
    await rename(fresh, this.path);
  }

  async #append(parts: readonly TailPart[]): Promise<void> {
    const file = this.#file;
    if (file === null) return;
    const records = parts.flatMap(({ name, block }) => {
      const { processId } = block;
      const isNew = !file.names.has(processId);
      file.names.add(processId);
      return [...(isNew ? [nameRecord(processId, name)] : []), blockRecord(block, processId)];
    });
    const pieces = records.flatMap((record) => record.pieces);
    await writeAll(file.handle, pieces, file.size);
    for (const { length } of records) file.size += length;
    if ((await file.handle.stat()).nlink === 0) throw Object.assign(new Error('removed'), { code: 'ENOENT' });
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.handle.close().catch(() => undefined);
  }
}
