import type { Command } from './command.ts';
import type { EnvironmentLayer } from './environment.ts';
import type { SignalName } from './exit.ts';
import type { PortSpec } from './ports.ts';
import type { ProbeSpec } from './probe-spec.ts';
import type { ScheduleSpec } from './schedule-spec.ts';
import type { WatchSpec } from './watch-spec.ts';

export { argvOf, type Command } from './command.ts';

/**
 * The validated, immutable description of one process: every default filled in, every duration a number, every path
 * absolute. Two specs that are deeply equal describe the same process; reload relies on it.
 */
export interface ProcessSpec {
  readonly name: string;
  /** Which one it is of a replica set; null: it is none. */
  readonly replica: Replica | null;
  readonly description: string | null;
  readonly links: readonly string[];
  readonly command: Command;
  /** Absolute. */
  readonly cwd: string;
  /** The recipe of its environment, lowest layer first; see `config/environment.ts` for reading it. */
  readonly environment: readonly EnvironmentLayer[];
  /**
   * The variables of `environment` as they were when the configuration was loaded, less the inherited ones: what
   * reload compares, so that an edited `.env` restarts exactly the processes it matters to.
   */
  readonly environmentValues: ReadonlyMap<string, string>;
  readonly dependsOn: readonly Dependency[];
  readonly restart: RestartPolicy;
  /** Exit codes that count as success. */
  readonly successExitCodes: readonly number[];
  /** Null: it counts as ready when it runs. */
  readonly ready: ProbeSpec | null;
  /** Begins when it is ready. Null: it counts as alive while it runs. */
  readonly alive: ProbeSpec | null;
  readonly stop: StopPolicy;
  /** Null: files are nothing to it. */
  readonly watch: WatchSpec | null;
  readonly kill: KillScope;
  /** Null: it is run once, and again only by its restart policy. */
  readonly schedule: ScheduleSpec | null;
  /** Does not count with `tty`: the terminal is what it reads. */
  readonly stdin: 'null' | 'pipe';
  /** Run under a pseudo-terminal. */
  readonly tty: boolean;
  /** Where it will listen; looked at before each start. */
  readonly ports: readonly PortSpec[];
  /** False: started only by name, or because something that is started depends on it. */
  readonly autostart: boolean;
  readonly profiles: readonly string[];
  /** False when it has profiles and none of them is on. */
  readonly enabled: boolean;
  readonly exitProject: ExitProject;
  readonly limits: ResourceLimits;
  /** Who it runs as: a name or a number, with a group after a colon or without; null: who the session runs as. */
  readonly user: string | null;
  /** Octal, three or four digits; null: that of the session. */
  readonly umask: string | null;
  readonly logs: LogSettings;
}

/** One of the processes that `replicas` makes of one. */
export interface Replica {
  /** The name of the set. */
  readonly set: string;
  /** From 1. */
  readonly number: number;
}

/**
 * `started`: it has been spawned; `ready`: its readiness check holds; `completed`: it ended for good, however;
 * `completed_successfully`: it ended well.
 */
export type DependencyCondition = 'started' | 'ready' | 'completed' | 'completed_successfully';

export interface Dependency {
  /** The name of another process of the project. */
  readonly process: string;
  readonly condition: DependencyCondition;
  /** How long the condition is waited for, from when the waiting begins; null: for ever. */
  readonly timeoutMs: number | null;
  /** False: when the condition can never hold, or does not hold in time, the process is started without it. */
  readonly required: boolean;
  /** Whether a new run of that process, but its first, restarts this one if it runs. */
  readonly restart: boolean;
}

/** When a process that ended by itself is started again. */
export interface RestartPolicy {
  readonly policy: 'never' | 'on-failure' | 'always';
  readonly backoff: Backoff;
  /** Restarts allowed since the last run that lasted `resetAfterMs`; null: no limit. */
  readonly maxRestarts: number | null;
  /** A run this long counts as stable: the next restart is immediate and the count of restarts begins anew. */
  readonly resetAfterMs: number;
}

/** Exponential: the n-th wait in a row is `initialMs * factor^(n-1)`, at most `maxMs`, give or take `jitter` of itself. */
export interface Backoff {
  readonly initialMs: number;
  readonly maxMs: number;
  readonly factor: number;
  /** A fraction, [0, 1]. */
  readonly jitter: number;
}

/** How a process is asked to end, and how long it has. */
export interface StopPolicy {
  readonly signal: SignalName;
  /** Time between the stop signal and SIGKILL to the whole group. */
  readonly graceMs: number;
  /** Run instead of sending the signal, in the process's environment and directory; SIGKILL still follows `graceMs`. */
  readonly command: Command | null;
  /** Send the stop signal to the leader alone. SIGKILL goes to all that `kill` says. */
  readonly leaderOnly: boolean;
}

/**
 * What a stop, and an exit, takes away: everything descended from the process, its process group, or only itself.
 */
export type KillScope = 'tree' | 'group' | 'leader';

/** When the end of a process ends the project, with its exit code. */
export type ExitProject = 'never' | 'on-failure' | 'on-exit';

export interface LogLimits {
  /** Most bytes of this process's log kept in memory; null: only the project's budget counts. */
  readonly maxBytes: number | null;
  /** Longer lines are stored in pieces of this size. */
  readonly maxLineBytes: number;
}

/** What is done with the output of a process. */
export interface LogSettings extends LogLimits {
  /** Regular expressions (RE2): what they match, or their groups, is taken out of a line before anybody sees it. */
  readonly redact: readonly string[];
  /** Where its output goes besides the store; null: nowhere. */
  readonly file: LogFileSpec | null;
}

/** A file that output is appended to. When it is full it becomes `PATH.1`, that one `PATH.2`, and so on. */
export interface LogFileSpec {
  /** Absolute. */
  readonly path: string;
  /** In bytes. */
  readonly maxSize: number;
  /** Full files that are kept beside it. */
  readonly maxFiles: number;
}

/** What a run may use. Null: as much as the session may. */
export interface ResourceLimits {
  /** Open file descriptors of each OS process (RLIMIT_NOFILE). */
  readonly openFiles: number | null;
  /** Resident bytes of it and all that descends from it: a run with more is stopped, and has failed. */
  readonly memoryBytes: number | null;
  /** Processor time of each OS process (RLIMIT_CPU): SIGXCPU when it is used up. */
  readonly cpuMs: number | null;
  /** Added to the session's own niceness: -20, first in line, to 19. */
  readonly nice: number | null;
}
