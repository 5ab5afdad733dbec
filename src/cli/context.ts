import type { Readable } from 'node:stream';
import type { BaseContext } from 'clipanion';
import type { TerminalStreams } from '../tui/index.ts';

/** The world as a command sees it; tests pass one made of in-memory streams. */
export interface PomContext extends BaseContext {
  /** Where the command was called. Absolute. */
  readonly cwd: string;
  /** The file that `node` was started with, to start a background session with the same pom. */
  readonly executable: string;
  /** Standard input, opened when it is asked for. */
  readonly input: Readable;
  /** Whether standard output is a terminal, and how wide. */
  readonly terminal: { readonly columns: number } | null;
  readonly color: boolean;
  /** Where a dashboard can be drawn and typed at; null when this is no terminal, or one that can do nothing. */
  readonly dashboardTerminal: TerminalStreams | null;
  /** Calls back for each SIGINT, SIGTERM or SIGHUP, instead of dying of it. @returns a function that ends this. */
  readonly onSignal: (callback: (signal: EndSignal) => void) => () => void;
}

/** The signals that ask pom to end. */
export type EndSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';
