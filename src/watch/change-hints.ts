import { watch } from 'chokidar';

/** Says quickly that something may have happened. May miss things, and may cry wolf. */
export interface ChangeHints {
  close(): Promise<void>;
}

/**
 * @param directories absolute and without symbolic links, each with the names in it that matter. What is below them is
 *   not looked at.
 * @param onHint called for every event that may concern one of the names.
 * @param onError called when the system cannot watch, possibly many times; no hints may come from then on.
 */
export type WatchForHints = (
  directories: ReadonlyMap<string, ReadonlySet<string>>,
  onHint: () => void,
  onError: (error: NodeJS.ErrnoException) => void,
) => ChangeHints;

/**
 * Hints from chokidar. Its raw events are used, which say that the system reported something: what they mean for a
 * file is found out by looking, so chokidar's own opinion, and the time it takes to form it, is not needed.
 */
export const watchForHints: WatchForHints = (directories, onHint, onError) => {
  const watcher = watch([...directories.keys()], {
    ignoreInitial: true,
    followSymlinks: false,
    depth: 0,
    ignored: (candidate) => !directories.has(candidate),
  });
  watcher.on('raw', (_event, name, details) => {
    const { watchedPath = '' } = details as { readonly watchedPath?: string };
    const names = directories.get(watchedPath);
    if (typeof name !== 'string' || names === undefined || names.has(name)) onHint();
  });
  watcher.on('error', (error) => onError(error as NodeJS.ErrnoException));
  return watcher;
};
