import { loadProject } from '../config/index.ts';
import type { Clock } from '../model/clock.ts';
import type { Control, Outcome } from '../model/control.ts';
import type { Enlist } from '../model/enlistment.ts';
import { variablesOf } from '../model/environment.ts';
import type { Exit } from '../model/exit.ts';
import type { HttpAddress } from '../model/http-spec.ts';
import type { Testimony } from './crash/crash-report.ts';
import type { Selection } from './selection.ts';

export interface SessionOptions {
  /** Absolute, the main file first; see `findProject`. */
  readonly files: readonly string[];
  /** Profiles turned on besides those that the configuration turns on. */
  readonly profiles: readonly string[];
  readonly selection: Selection;
  /** The process whose end for good ends the session, with its exit code. */
  readonly exitCodeFrom: string | null;
  /** Where there is to be an HTTP API, whatever the configuration says; null: nobody asked for it. */
  readonly http: HttpAddress | null;
  /** What the session, and so every process, inherits. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** File names in messages are relative to this directory. Absolute. */
  readonly displayFrom: string;
  readonly clock: Clock;
  /** Of pom. */
  readonly version: string;
}

/** How a session ended. */
export interface SessionEnd {
  readonly why: string;
  /** Of the process that ended the session; null when it was asked to end. */
  readonly exit: Exit | null;
  readonly outcomes: readonly Outcome[];
}

/** A running pom. Whoever started it waits for `ended`; everything it holds is released by then. */
export interface Session {
  readonly control: Control;
  readonly ended: Promise<SessionEnd>;
  /** Stops everything in order and ends the session. Asking again joins the first. */
  shutdown(why: string): Promise<readonly Outcome[]>;
  /** SIGKILL to everything, now; for when a shutdown takes too long. */
  kill(): void;
  /** For a command that whoever started the session spawns: it is ended like a child should this pom be killed. */
  readonly enlist: Enlist;
  /** What it knows of itself, for a report of its crash. */
  testimony(): Testimony;
}

/** The project as the files say now, and what there is to warn of. */
export function loadSessionProject(options: SessionOptions): ReturnType<typeof loadProject> {
  return loadProject({
    files: options.files,
    profiles: options.profiles,
    environment: variablesOf(options.environment),
    displayFrom: options.displayFrom,
  });
}
