import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkDirectory } from '../../ipc/socket-path.ts';
import type { RuntimeDirectoryUnsafe } from '../../model/failure.ts';
import { ok, type Result } from '../../model/result.ts';
import { projectStateDirectory } from '../project-state.ts';
import type { CrashReport } from './crash-report.ts';

/** A report that was kept. */
export interface KeptCrash {
  readonly path: string;
  readonly pid: number;
  /** Wall time, ms since the epoch. */
  readonly at: number;
  /** The first line of the error. */
  readonly error: string;
  /** When the session began that crashed; null when it had not. */
  readonly startedAt: number | null;
}

/** How many reports of a project are kept. */
const KEPT = 10;

/** Where the crash reports of a project are, beside its logs. It need not exist. */
export function crashDirectory(
  configFile: string,
  environment: Readonly<Record<string, string | undefined>>,
): Result<string, RuntimeDirectoryUnsafe> {
  const project = projectStateDirectory(configFile, environment);
  if (!project.ok) return project;
  const directory = path.join(project.value, 'crashes');
  return checkDirectory(directory) ?? ok(directory);
}

/**
 * Writes a report before it returns, for this user alone, and drops the oldest when there are too many.
 *
 * @returns its path. @throws what the system has against it.
 */
export function writeCrashReport(directory: string, report: CrashReport): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const name of namesIn(directory).slice(KEPT - 1)) rmSync(path.join(directory, name), { force: true });
  const file = path.join(directory, `${report.time.replaceAll(':', '-')}-${report.pid}.json`);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return file;
}

/** The reports that are kept, the newest first. What cannot be read is left out. */
export function readCrashReports(directory: string): readonly KeptCrash[] {
  return namesIn(directory).flatMap((name) => read(path.join(directory, name)) ?? []);
}

/** Removes one. @throws what the system has against it. */
export function removeCrashReport({ path: file }: KeptCrash): void {
  rmSync(file, { force: true });
}

/** By name, which begins with the time; the newest first. */
function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .reverse();
  } catch {
    return [];
  }
}

function read(file: string): KeptCrash | null {
  try {
    const { pid, at, error, session }: Partial<CrashReport> = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof pid !== 'number' || typeof at !== 'number' || typeof error !== 'string') return null;
    return { path: file, pid, at, error, startedAt: session?.startedAt ?? null };
  } catch {
    return null;
  }
}
