import type { Command } from './command.ts';
import type { SignalName } from './exit.ts';

/** Which files a process is to be restarted for, or told about. */
export interface WatchSpec {
  /** Absolute: files, directories with all that is below them, or globs. They need not exist. */
  readonly paths: readonly string[];
  /** Globs of what does not count: without a slash a name anywhere, otherwise absolute. */
  readonly ignore: readonly string[];
  /** How long nothing must have changed before something is done. */
  readonly debounceMs: number;
  readonly action: WatchAction;
  /** Restart what depends on it, too. Only with the action `restart`. */
  readonly cascade: boolean;
}

export type WatchAction =
  | { readonly kind: 'restart' }
  | { readonly kind: 'signal'; readonly signal: SignalName }
  /** Run beside the process, in its directory and environment. */
  | { readonly kind: 'exec'; readonly command: Command };

/** What is being watched for a process, and what came of it. */
export interface WatchStatus {
  /** `polling`: the system cannot watch, so files are looked at now and then; `suspended`: it changed files itself. */
  readonly mode: 'watching' | 'polling' | 'suspended';
  /** The last change that something was done about. */
  readonly lastChange: FileChange | null;
  /** What is not as it should be, and what to do about it. */
  readonly warning: string | null;
}

/** Files that were changed at about the same time. */
export interface FileChange {
  /** The first of them, relative to the project if it is in there. */
  readonly file: string;
  /** How many there were besides. */
  readonly others: number;
  /** Wall time, ms since the epoch. */
  readonly at: number;
  readonly action: WatchAction['kind'];
}
