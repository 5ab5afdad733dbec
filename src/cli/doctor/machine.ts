import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type InotifyUse, inotifyUse } from './inotify.ts';

/** What the checks of `pom doctor` need to know about where pom runs. */
export interface Machine {
  /** Of Node, such as `20.19.0`. */
  readonly nodeVersion: string;
  readonly platform: string;
  /** Whether `/proc` tells of processes. */
  readonly hasProc: boolean;
  /** How many files a process may hold open; null: unknown, or without limit. */
  readonly openFiles: number | null;
  /** Null where files are not watched by inotify(7). */
  readonly inotify: InotifyUse | null;
  /** Whether a program of this name is in one of the directories, which are separated as in `$PATH`. */
  readonly hasProgram: (name: string, searchPath: string) => boolean;
}

/** The machine that this process runs on. */
export function thisMachine(): Machine {
  return {
    nodeVersion: process.versions.node,
    platform: process.platform,
    hasProc: existsSync('/proc/self/stat'),
    openFiles: openFilesIn(readOrEmpty('/proc/self/limits')),
    inotify: inotifyUse(process.getuid?.() ?? 0),
    hasProgram: (name, searchPath) =>
      searchPath.split(path.delimiter).some((directory) => isExecutable(path.join(directory, name))),
  };
}

/** The soft limit in the text of `/proc/PID/limits` (proc_pid_limits(5)); null: none is there. */
export function openFilesIn(limits: string): number | null {
  const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  return soft === undefined ? null : Number(soft);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
