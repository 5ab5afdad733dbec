import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Cancel, Clock } from '../../model/clock.ts';
import { limitMessage } from '../limit-message.ts';
import { DirectoryWatches, identityOfDirectory, type WatchDirectory, watchDirectory } from './directory-watches.ts';
import { type TreeRules, treeFilter } from './tree-filter.ts';
import { differences, scanTree, type TreePicture } from './tree-scan.ts';

export interface TreeWatchOptions extends TreeRules {
  readonly clock: Clock;
  /** How long nothing must have changed before `onChange`. */
  readonly debounceMs: number;
  /** Called with the files that changed, appeared or went, absolute, the first one first. */
  readonly onChange: (files: readonly string[]) => void;
  /** Told, once, why changes will be seen later than usual. */
  readonly onPolling: (message: string) => void;
  /** Passed in by tests. */
  readonly watchDirectory?: WatchDirectory;
}

export interface TreeWatcher {
  /** Nothing is reported after the call. */
  close(): void;
}

/** How often what was asked for is looked for: a watch does not notice that its own directory is replaced. */
const LOOK_MS = 1_000;

/** A scan may take this part of the time. */
const SCAN_SHARE = 0.1;

/** A tree that never comes to rest is reported all the same after so many times `debounceMs`. */
const MAX_DEBOUNCES = 20;

/** Watches files, directories and globs, which need not exist yet. Small trees are watched when this returns. */
export function watchTree(options: TreeWatchOptions): TreeWatcher {
  return new Watcher(options);
}

class Watcher implements TreeWatcher {
  readonly #options: TreeWatchOptions;
  readonly #filter: ReturnType<typeof treeFilter>;
  readonly #watches: DirectoryWatches;
  readonly #changed = new Set<string>();
  #changingSince = 0;
  #closed = false;
  #cancelLook: Cancel = () => undefined;
  #cancelDebounce: Cancel = () => undefined;

  constructor(options: TreeWatchOptions) {
    this.#options = options;
    this.#filter = treeFilter(options);
    this.#watches = new DirectoryWatches({
      filter: this.#filter,
      onChange: (file) => this.#changedFile(file),
      onLimit: (error) => this.#poll(error),
      watchDirectory: options.watchDirectory ?? watchDirectory,
    });
    // The timer first: a limit that is reached at once takes it over.
    this.#scheduleLook();
    this.#lookForBases(false);
  }

  close(): void {
    this.#closed = true;
    this.#cancelLook();
    this.#cancelDebounce();
    this.#watches.close();
  }

  #scheduleLook(): void {
    this.#cancelLook = this.#options.clock.schedule(LOOK_MS, () => {
      this.#scheduleLook();
      this.#lookForBases(true);
    });
  }

  /** Watches what has appeared, or been replaced, at the places that were asked for. */
  #lookForBases(announce: boolean): void {
    for (const base of this.#filter.bases) {
      const isDirectory = directoryAt(base) !== null;
      // A file, and what is not there yet, is watched by the directory that it is in.
      const directory = isDirectory ? base : path.dirname(base);
      const identity = directoryAt(directory);
      if (identity === null || this.#watches.has(directory, identity)) continue;
      this.#watches.drop(directory);
      if (isDirectory) {
        this.#watches.add(base, announce);
      } else {
        this.#watches.addShallow(directory);
        if (announce && existsSync(base) && this.#filter.counts(base)) this.#changedFile(base);
      }
    }
  }

  #changedFile(file: string): void {
    if (this.#closed) return;
    const { clock, debounceMs } = this.#options;
    if (this.#changed.size === 0) this.#changingSince = clock.now();
    this.#changed.add(file);
    const patienceMs = this.#changingSince + MAX_DEBOUNCES * debounceMs - clock.now();
    this.#cancelDebounce();
    this.#cancelDebounce = clock.schedule(Math.min(debounceMs, patienceMs), () => {
      const files = [...this.#changed];
      this.#changed.clear();
      this.#options.onChange(files);
    });
  }

  #poll(error: NodeJS.ErrnoException): void {
    if (this.#closed) return;
    this.#cancelLook();
    this.#options.onPolling(limitMessage(error));
    void this.#scan(null);
  }

  /** @param before null: the tree as it is now is what later ones are compared with. */
  async #scan(before: TreePicture | null): Promise<void> {
    const { clock } = this.#options;
    const began = clock.now();
    const picture = await scanTree(this.#filter);
    if (this.#closed) return;
    for (const file of before === null ? [] : differences(before, picture)) this.#changedFile(file);
    const restMs = Math.max(LOOK_MS, (clock.now() - began) / SCAN_SHARE);
    this.#cancelLook = clock.schedule(restMs, () => void this.#scan(picture));
  }
}

/** Which directory is there, links followed; null when none is. */
function directoryAt(place: string): string | null {
  const stats = statSync(place, { throwIfNoEntry: false });
  return stats?.isDirectory() ? identityOfDirectory(stats) : null;
}
