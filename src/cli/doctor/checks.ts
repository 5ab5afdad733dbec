import type { LimitUse } from './inotify.ts';
import type { Machine } from './machine.ts';

/** What one check of `pom doctor` has found. */
export interface Finding {
  readonly check: string;
  /** `broken`: pom, or this project, cannot run like this; `limited`: something will not work, or is left over. */
  readonly state: 'ok' | 'limited' | 'broken';
  /** What is so. */
  readonly detail: string;
  /** What to do about it; null when there is nothing to do. */
  readonly advice: string | null;
}

/** As `engines` in package.json says. */
const OLDEST_NODE = [20, 19] as const;

/** Where the session looks for a program that takes its lock, whatever `$PATH` is. */
const LOCKER_PATH = '/usr/local/bin:/usr/bin:/bin';

/** A process takes its pipes and what watches it; the session itself the rest. */
const FILES_PER_PROCESS = 4;
const FILES_OF_SESSION = 64;

/** Where setsid is looked for first, whatever `$PATH` is. */
const SETSID_PATH = '/usr/bin:/bin';

/** Directories of a tree of some size. */
const FEW_WATCHES = 1_000;

export function checkNode({ nodeVersion }: Machine): Finding {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  const check = 'node';
  if (!isOld) return { check, state: 'ok', detail: `version ${nodeVersion}`, advice: null };
  const advice = `install Node ${OLDEST_NODE.join('.')} or later`;
  return { check, state: 'broken', detail: `version ${nodeVersion} is too old`, advice };
}

/** Without `/proc` nobody can say what processes use or who is left in a group. */
export function checkProc({ hasProc, platform }: Machine): Finding {
  if (hasProc) return { check: 'proc', state: 'ok', detail: '/proc tells of processes', advice: null };
  const advice = platform === 'linux' ? 'mount /proc' : null;
  return { check: 'proc', state: 'limited', detail: 'no /proc: CPU and memory of processes are unknown', advice };
}

/** Node's own pipes, which are used without it, are sockets: they cannot be opened by name. @param searchPath the `$PATH` that a session would have. */
export function checkPipes({ hasProgram }: Machine, searchPath: string): Finding {
  if (hasProgram('mkfifo', searchPath)) return { check: 'mkfifo', state: 'ok', detail: 'found', advice: null };
  const detail = 'not found in PATH: processes cannot open /dev/stdout and /dev/stderr';
  return { check: 'mkfifo', state: 'limited', detail, advice: 'install coreutils, or mend PATH' };
}

export function checkLock({ hasProgram }: Machine): Finding {
  const found = ['flock', 'perl'].find((name) => hasProgram(name, LOCKER_PATH));
  if (found !== undefined) return { check: 'lock', state: 'ok', detail: `taken by ${found}`, advice: null };
  const detail = `neither flock nor perl is in ${LOCKER_PATH}: no session can start`;
  return { check: 'lock', state: 'broken', detail, advice: 'install util-linux (flock) or perl' };
}

/** @param processes how many the project has. */
export function checkOpenFiles({ openFiles }: Machine, processes: number): Finding {
  const check = 'open files';
  const needed = FILES_PER_PROCESS * processes + FILES_OF_SESSION;
  if (openFiles === null) return { check, state: 'ok', detail: 'no limit is known', advice: null };
  if (openFiles >= needed)
    return { check, state: 'ok', detail: `${openFiles} allowed, ${needed} needed`, advice: null };
  const detail = `${openFiles} allowed, ${needed} needed for ${processes} processes`;
  return { check, state: 'broken', detail, advice: `raise the hard limit: ulimit -Hn ${needed}, or limits.conf(5)` };
}

/**
 * @param trouble why there can be no pseudo-terminals; null when there can.
 * @param wanting names of the processes with `tty: true`.
 */
export function checkTerminals(
  { hasProgram }: Machine,
  trouble: string | null,
  searchPath: string,
  wanting: readonly string[],
): Finding {
  const check = 'terminals';
  const hasSetsid = hasProgram('setsid', `${SETSID_PATH}:${searchPath}`);
  if (trouble === null && hasSetsid) return { check, state: 'ok', detail: 'can be opened', advice: null };
  const detail = trouble ?? 'setsid was not found: "tty: true" does not work';
  return missing(check, detail, wanting, trouble === null ? 'install util-linux (setsid)' : null);
}

/** @param wanting names of the processes that have a `notify` check. */
export function checkNotify({ hasProgram }: Machine, searchPath: string, wanting: readonly string[]): Finding {
  const check = 'notify';
  if (hasProgram('perl', searchPath)) return { check, state: 'ok', detail: 'read by perl', advice: null };
  return missing(check, 'perl was not found in PATH: "notify: true" does not work', wanting, 'install perl');
}

/** Without room to watch, changed files are found by looking at all of them. */
export function checkWatches({ inotify }: Machine): Finding {
  const check = 'watches';
  if (inotify === null) return { check, state: 'ok', detail: 'no limit is known', advice: null };
  const { instances, watches } = inotify;
  const detail = `${of(watches)} watches and ${of(instances)} instances of inotify in use`;
  const short = [
    ...(instances.used >= instances.limit ? [`fs.inotify.max_user_instances=${instances.limit * 4}`] : []),
    ...(watches.limit - watches.used < FEW_WATCHES ? [`fs.inotify.max_user_watches=${watches.limit * 4}`] : []),
  ];
  if (short.length === 0) return { check, state: 'ok', detail, advice: null };
  return { check, state: 'limited', detail: `${detail}: files will be polled`, advice: `sysctl ${short.join(' ')}` };
}

/** What some processes cannot run without is broken only for a project that has such processes. */
function missing(check: string, detail: string, wanting: readonly string[], advice: string | null): Finding {
  if (wanting.length === 0) return { check, state: 'limited', detail, advice };
  return { check, state: 'broken', detail: `${detail}; wanted by ${wanting.join(', ')}`, advice };
}

function of({ used, limit }: LimitUse): string {
  return `${used} of ${limit}`;
}
