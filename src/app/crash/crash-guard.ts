import { writeSync } from 'node:fs';
import { crashDirectory, writeCrashReport } from './crash-files.ts';
import { crashReport, firstLine, type Testimony } from './crash-report.ts';

export interface CrashGuardOptions {
  /** Absolute: the project's main file. */
  readonly configFile: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** pom's own. */
  readonly version: string;
  /** What this process ends with. */
  readonly exitCode: number;
}

export interface CrashGuard {
  /** Whom to ask from now on what to put into a report. */
  follow(session: { testimony(): Testimony }): void;
  /** Leaves exceptions to others again. */
  release(): void;
}

/**
 * From now on an exception that nobody catches, or a promise that is rejected unseen, ends this process at once, with a
 * report. Nothing is tidied: whoever has come into a state that cannot be is not to be trusted with that, and what its
 * children are is known to the session's guardian.
 */
export function guardAgainstCrash(options: CrashGuardOptions): CrashGuard {
  let session: { testimony(): Testimony } | null = null;
  let isCrashing = false;
  const crash = (error: unknown): void => {
    try {
      // A fault of the report itself comes here again, and is not worth another one.
      if (!isCrashing) {
        isCrashing = true;
        sayOnStderr(`pom: crashed: ${firstLine(error)}; ${report(options, error, session)}\n`);
      }
    } finally {
      process.exit(options.exitCode);
    }
  };
  process.prependListener('uncaughtException', crash);
  return {
    follow: (followed) => {
      session = followed;
    },
    release: () => void process.off('uncaughtException', crash),
  };
}

/** @returns what there is to say of the report. */
function report(
  { configFile, environment, version }: CrashGuardOptions,
  error: unknown,
  session: { testimony(): Testimony } | null,
): string {
  try {
    const directory = crashDirectory(configFile, environment);
    if (!directory.ok) return `no report: ${directory.failure.path} is not this user's alone`;
    const testimony = testimonyOf(session);
    return `report: ${writeCrashReport(directory.value, crashReport({ version, error, testimony, at: Date.now() }))}`;
  } catch (fault) {
    return `no report: ${firstLine(fault)}`;
  }
}

/** The session is in a state that cannot be: it may have nothing to say. */
function testimonyOf(session: { testimony(): Testimony } | null): Testimony | null {
  try {
    return session?.testimony() ?? null;
  } catch {
    return null;
  }
}

/** At once: what a stream holds would be lost. */
function sayOnStderr(line: string): void {
  try {
    writeSync(2, line);
  } catch {
    // Nobody reads it, or it is full; the report says the same.
  }
}
