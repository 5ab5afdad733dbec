import type { Cancel, Clock } from '../model/clock.ts';
import { type ChangeHints, type WatchForHints, watchForHints } from './change-hints.ts';
import { contentHash, directoriesOf, fingerprint, identity } from './file-state.ts';
import { limitMessage } from './limit-message.ts';

export interface WatchOptions {
  readonly clock: Clock;
  /** How long a file must have been left alone before its change counts: an editor may truncate first and write later. */
  readonly debounceMs: number;
  /** How often every file is looked at, whether or not anything hints at a change. */
  readonly pollMs: number;
  /** Called with the paths, as they were given, whose content is not what it was: changed, appeared or gone. */
  readonly onChange: (changed: readonly string[]) => void;
  /** Told, once, that changes will be seen later than usual. */
  readonly onTrouble: (message: string) => void;
  /** Where hints come from; passed in by tests. */
  readonly watchForHints?: WatchForHints;
}

export interface FileWatcher {
  /** Watches these from now on. What is watched already keeps its memory; a new path is watched as it is now. */
  setPaths(paths: readonly string[]): void;
  /** Nothing is reported after the call; resolves when nothing is held open any more. */
  close(): Promise<void>;
}

/** A file that is written to without a pause is reported all the same after this many times `debounceMs`. */
const MAX_DEBOUNCES = 20;

/**
 * Watches files, which need not exist. Changes that come after the call returns are seen.
 *
 * ```
 *  hint (ms) ──┐                              still changing
 *              ├─> look: a fingerprint differs ─> debounce ─> look ─> content differs ─> onChange
 *  poll (1 s) ─┘                                   ▲___________│
 * ```
 *
 * The watcher is for speed and the poll for truth: no watcher sees a directory that is replaced, and after that it
 * sees nothing any more.
 */
export function watchFiles(paths: readonly string[], options: WatchOptions): FileWatcher {
  return new Watcher(paths, options);
}

interface WatchedFile {
  fingerprint: string;
  /** Of the content that was last reported, or found at the beginning. */
  hash: string;
}

class Watcher implements FileWatcher {
  readonly #options: WatchOptions;
  readonly #files = new Map<string, WatchedFile>();
  /** Files whose fingerprint has changed since they were last compared by content. */
  readonly #unsettled = new Set<string>();
  #unsettledSince = 0;
  #hints: ChangeHints | null = null;
  /** What the hints were asked for, and which directories that was. */
  #hintsFor = '';
  #mode: 'watching' | 'polling' | 'closed' = 'watching';
  #cancelPoll: Cancel = () => {};
  #cancelDebounce: Cancel = () => {};

  constructor(paths: readonly string[], options: WatchOptions) {
    this.#options = options;
    this.setPaths(paths);
    this.#schedulePoll();
  }

  setPaths(paths: readonly string[]): void {
    if (this.#mode === 'closed') return;
    for (const file of this.#files.keys()) {
      if (paths.includes(file)) continue;
      this.#files.delete(file);
      this.#unsettled.delete(file);
    }
    for (const file of paths) {
      // The fingerprint first: a change between the two shows as another fingerprint at the next look.
      if (!this.#files.has(file)) this.#files.set(file, { fingerprint: fingerprint(file), hash: contentHash(file) });
    }
    this.#renewHints();
  }

  async close(): Promise<void> {
    this.#mode = 'closed';
    this.#cancelPoll();
    this.#cancelDebounce();
    await this.#hints?.close();
  }

  #schedulePoll(): void {
    this.#cancelPoll = this.#options.clock.schedule(this.#options.pollMs, () => {
      this.#renewHints();
      this.#look();
      this.#schedulePoll();
    });
  }

  /** @returns whether a file is not what it was at the last look. */
  #look(): boolean {
    let changed = false;
    for (const [file, known] of this.#files) {
      const now = fingerprint(file);
      if (now === known.fingerprint) continue;
      known.fingerprint = now;
      changed = true;
      if (this.#unsettled.size === 0) this.#unsettledSince = this.#options.clock.now();
      this.#unsettled.add(file);
    }
    if (changed) this.#debounce();
    return changed;
  }

  #debounce(): void {
    const { clock, debounceMs } = this.#options;
    this.#cancelDebounce();
    this.#cancelDebounce = clock.schedule(Math.min(debounceMs, this.#patienceMs()), () => this.#settle());
  }

  /** How much longer files that keep changing are waited for. */
  #patienceMs(): number {
    const { clock, debounceMs } = this.#options;
    return this.#unsettledSince + MAX_DEBOUNCES * debounceMs - clock.now();
  }

  #settle(): void {
    if (this.#look() && this.#patienceMs() > 0) return;
    this.#cancelDebounce();
    const changed = [...this.#unsettled].filter((file) => this.#contentChanged(file));
    this.#unsettled.clear();
    if (changed.length > 0) this.#options.onChange(changed);
  }

  #contentChanged(file: string): boolean {
    const known = this.#files.get(file);
    const hash = contentHash(file);
    if (known === undefined || known.hash === hash) return false;
    known.hash = hash;
    return true;
  }

  /** Asks for hints anew when the directories are not those they were asked for. */
  #renewHints(): void {
    if (this.#mode !== 'watching') return;
    const directories = directoriesOf(this.#files.keys());
    const wanted = [...directories].map(([directory, names]) => [directory, identity(directory), ...names].join('\0'));
    const hintsFor = wanted.sort().join('\0\0');
    if (hintsFor === this.#hintsFor) return;
    this.#hintsFor = hintsFor;
    void this.#hints?.close();
    const watch = this.#options.watchForHints ?? watchForHints;
    this.#hints = watch(
      directories,
      () => this.#mode === 'watching' && this.#look(),
      (error) => this.#pollOnly(error),
    );
  }

  #pollOnly(error: NodeJS.ErrnoException): void {
    if (this.#mode !== 'watching') return;
    this.#mode = 'polling';
    void this.#hints?.close();
    const { pollMs, onTrouble } = this.#options;
    onTrouble(
      `configuration files are looked at every ${pollMs} ms, because they cannot be watched: ${limitMessage(error)}`,
    );
  }
}
