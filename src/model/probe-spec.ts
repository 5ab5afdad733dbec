import type { Command } from './command.ts';

/** How it is found out whether a process is ready, or still alive: all checks of a probe have to hold at once. */
export interface ProbeSpec {
  /** Never empty, at most one of a kind. */
  readonly checks: readonly ProbeCheck[];
  /** Before the first probe. */
  readonly initialDelayMs: number;
  /** From the beginning of one probe to the beginning of the next; they never overlap. More than 0. */
  readonly periodMs: number;
  /** How long one probe may take. More than 0. */
  readonly timeoutMs: number;
  /** So many good probes count as a success. Bad ones in between begin the count anew only from `failures` in a row. */
  readonly successes: number;
  /** So many bad probes count as a failure. Good ones in between begin the count anew only from `successes` in a row. */
  readonly failures: number;
  /** A run that is not ready so long after its spawn has failed; null: it may take for ever. Liveness has none. */
  readonly deadlineMs: number | null;
}

export type ProbeCheck =
  | {
      readonly kind: 'http';
      readonly url: string;
      readonly method: string;
      /** Statuses that are good; null: 200 to 399. Redirects are not followed. */
      readonly status: readonly number[] | null;
      /** Sent with the request. */
      readonly headers: ReadonlyMap<string, string>;
      /** A regular expression (RE2) that the beginning of the answer's body has to match; null: any body will do. */
      readonly body: string | null;
    }
  /** The port may be a variable that has its value when a run starts, see `ports.ts`. */
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number | string }
  /** Run in the directory and the environment of the run; good when it exits with 0. */
  | { readonly kind: 'exec'; readonly command: Command }
  /** A regular expression (RE2) that a line of this run's output has to match, once. Readiness only. */
  | { readonly kind: 'log'; readonly pattern: string }
  /** Absolute: good when something is there. */
  | { readonly kind: 'file'; readonly path: string }
  /** sd_notify(3): READY=1, or for liveness WATCHDOG=1, has come on NOTIFY_SOCKET. */
  | { readonly kind: 'notify' };

export type ProbeKind = ProbeCheck['kind'];

/** What a probe is for. */
export type ProbePurpose = 'ready' | 'alive';

/** One answer of one check. */
export interface ProbeRecord {
  readonly run: number;
  readonly purpose: ProbePurpose;
  readonly kind: ProbeKind;
  /** When the answer came: wall time, ms since the epoch. */
  readonly at: number;
  readonly ok: boolean;
  /** In a few words: `status 503`, `connection refused`. */
  readonly answer: string;
}
