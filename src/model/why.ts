import type { Exit } from './exit.ts';
import type { SpawnFailure } from './failure.ts';
import type { ProbeRecord } from './probe-spec.ts';
import type { ProcessStatus } from './process-status.ts';
import type { EvidenceLine } from './run-evidence.ts';

/** Why a process is where it is, down to the root. */
export interface WhyAnswer {
  readonly name: string;
  readonly status: ProcessStatus;
  /**
   * Never empty. The first is about the process itself, each is the reason of the one before it, the last is the root.
   * After it comes the configuration on disk, if that is not the one that runs.
   */
  readonly chain: readonly WhyLink[];
  /** What the run at the root said last that tells most; empty when nothing failed there. */
  readonly lines: readonly EvidenceLine[];
  /** What to try, the best first: a command or an edit each. */
  readonly next: readonly string[];
  /** The mistakes for which the configuration on disk is not the one that runs; null: there are none. */
  readonly configError: string | null;
}

/** One reason. */
export interface WhyLink {
  readonly process: string;
  readonly code: WhyCode;
  readonly status: ProcessStatus;
  /** In a sentence without the name of the process: `exited with code 1`. */
  readonly message: string;
  /** Of the run that the reason is about; null when it is about none. */
  readonly run: number | null;
  readonly exit: Exit | null;
  /** Why there was no child: of a port that is taken also who holds it. */
  readonly failure: SpawnFailure | null;
  /** When that run ended, or began if it lasts: wall time, ms since the epoch. */
  readonly at: number | null;
  /** When it is started again: wall time, ms since the epoch. */
  readonly retryAt: number | null;
  /** The last answer of the check that the reason is about. */
  readonly probe: ProbeRecord | null;
}

/** The kinds of reasons: a closed set, for programs. A spawn that failed has the code of its failure. */
export type WhyCode =
  // nothing is wrong
  | 'running'
  | 'ready'
  | 'starting'
  | 'stopping'
  | 'completed'
  | 'scheduled'
  // it does not run, and is not meant to
  | 'stopped-by-wish'
  | 'not-started'
  | 'disabled-by-profile'
  | 'no-session'
  // the configuration on disk is not the one that runs
  | 'not-loaded'
  | 'config-refused'
  | 'config-newer'
  // it waits
  | 'not-ready-yet'
  | 'waiting-for-retry'
  | 'waiting-for-dependency'
  | 'dependency-failed'
  | 'dependency-late'
  | 'dependency-missing'
  // a run went wrong
  | 'exited'
  | 'killed'
  | 'too-many-restarts'
  | 'not-ready-in-time'
  | 'not-alive'
  | 'memory-limit'
  | 'file-changed'
  | 'group-survived'
  | SpawnFailure['reason'];

/** A reason with nothing more to it than is given. */
export function whyLink(
  process: string,
  code: WhyCode,
  status: ProcessStatus,
  message: string,
  facts: Partial<WhyLink> = {},
): WhyLink {
  const none = { run: null, exit: null, failure: null, at: null, retryAt: null, probe: null };
  return { process, code, status, message, ...none, ...facts };
}

/** Reasons about a run that lasts: `at` is when it began. */
export const LASTING: ReadonlySet<WhyCode> = new Set(['running', 'ready', 'not-ready-yet']);

/** Reasons with which nothing is wrong. */
export const HEALTHY: ReadonlySet<WhyCode> = new Set([
  'running',
  'ready',
  'starting',
  'stopping',
  'completed',
  'scheduled',
]);
