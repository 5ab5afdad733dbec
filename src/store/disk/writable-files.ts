import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** What those who write logs ask of a file system. Everything throws what the file system says. */
export interface WritableFiles {
  /** A new, empty file that only its owner may read, in a directory that is made, closed to others, when it is not there. */
  create(file: string): Promise<WritableFile>;
  /** Puts a file in the place of another, in one step. */
  rename(from: string, to: string): Promise<void>;
  /** One that is not there is fine. */
  remove(file: string): Promise<void>;
}

/** A file that is being written; whoever made it closes it. */
export interface WritableFile {
  /** Writes the buffers side by side. Throws, too, when somebody has removed the file: what it holds is nowhere then. */
  write(buffers: readonly Buffer[], position: number): Promise<void>;
  /** Resolves when a loss of power takes nothing from it any more. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The file system, on the threads that Node keeps for it. */
export const NODE_FILES: WritableFiles = {
  async create(file) {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    // Whoever can write the directory could have put a link there.
    const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
    return new NodeFile(await open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600));
  },
  rename,
  remove: (file) => rm(file, { force: true }),
};

class NodeFile implements WritableFile {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async write(buffers: readonly Buffer[], position: number): Promise<void> {
    let rest: readonly Buffer[] = buffers;
    for (let at = position; rest.length > 0; ) {
      const { bytesWritten } = await this.#handle.writev(rest as Buffer[], at);
      if (bytesWritten === 0) throw Object.assign(new Error('nothing was written'), { code: 'ENOSPC' });
      at += bytesWritten;
      rest = after(rest, bytesWritten);
    }
    if ((await this.#handle.stat()).nlink === 0) throw Object.assign(new Error('removed'), { code: 'ENOENT' });
  }

  sync(): Promise<void> {
    return this.#handle.datasync();
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** What is left of the buffers behind their first `count` bytes. */
function after(buffers: readonly Buffer[], count: number): readonly Buffer[] {
  let skipped = 0;
  for (const [index, buffer] of buffers.entries()) {
    if (skipped + buffer.length > count) return [buffer.subarray(count - skipped), ...buffers.slice(index + 1)];
    skipped += buffer.length;
  }
  return [];
}
