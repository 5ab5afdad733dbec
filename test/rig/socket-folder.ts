/** A short, private folder for sockets: their paths must stay under 104 bytes, and TMPDIR is long on some systems. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import path from 'node:path';

export interface SocketFolder extends AsyncDisposable {
  /** Absolute, without symbolic links, mode 0700. */
  readonly path: string;
  file(name: string): string;
}

/** To be disposed of with `await using`: it goes with everything in it. */
export async function socketFolder(): Promise<SocketFolder> {
  const folder = await mkdtemp(path.join(await realpath('/tmp'), 'ipc-'));
  return {
    path: folder,
    file: (name) => path.join(folder, name),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
