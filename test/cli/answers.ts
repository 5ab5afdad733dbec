/**
 * What `--json` prints, as a program that reads it knows it: written from the contract, not from the code that prints.
 * Times are RFC 3339 with microseconds.
 */
export interface PsAnswer {
  readonly session: SessionAnswer | null;
  readonly processes: readonly ProcessAnswer[];
}

export interface SessionAnswer {
  readonly name: string;
  readonly dir: string;
  readonly pid: number;
  readonly started_at: string;
  readonly config_error: string | null;
}

export interface ProcessAnswer {
  readonly name: string;
  readonly pid: number | null;
  readonly status: string;
  readonly ready: boolean | null;
  readonly restarts: number;
  readonly run: number;
  readonly started_at: string | null;
  readonly uptime_ms: number | null;
  readonly exit: { readonly code: number | null; readonly signal: string | null } | null;
  readonly waiting_for: readonly string[];
  readonly retry_at: string | null;
  readonly next_run_at: string | null;
  readonly cpu: number | null;
  readonly memory: number | null;
  readonly replica_of: string | null;
}

export interface StatusAnswer extends ProcessAnswer {
  readonly spec: { readonly description: string | null; readonly restart: { readonly policy: string } };
  readonly runs: readonly {
    readonly run: number;
    readonly pid: number | null;
    readonly exit: ProcessAnswer['exit'];
    readonly started_at: string;
    readonly ended_at: string | null;
    readonly cause: { readonly reason: string; readonly file?: string } | null;
  }[];
  readonly watch: {
    readonly mode: string;
    readonly warning: string | null;
    readonly last_change: { readonly file: string; readonly action: string } | null;
  } | null;
  readonly dependents: readonly string[];
  readonly config_error: string | null;
}

export interface LogsAnswer {
  readonly lines: readonly LineAnswer[];
  readonly next: number;
  readonly evicted: number;
}

export interface LineAnswer {
  readonly id: number;
  readonly process: string;
  readonly stream: 'stdout' | 'stderr';
  readonly run: number;
  readonly timestamp: string;
  readonly text: string;
  readonly partial: boolean;
}

export interface OutcomesAnswer {
  readonly processes: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly status: string;
    readonly error: { readonly code: string; readonly message: string } | null;
  }[];
}

export interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message: string };
}

export interface LsAnswer {
  readonly sessions: readonly {
    readonly name: string;
    readonly dir: string;
    readonly pid: number;
    readonly socket: string;
    readonly started_at: string;
    readonly processes: Readonly<Record<string, number>>;
  }[];
}

/** The one process of that name. */
export function processIn(answer: PsAnswer, name: string): ProcessAnswer {
  const found = answer.processes.find((process) => process.name === name);
  if (found === undefined) throw new Error(`pom ps lists no "${name}"`);
  return found;
}

/** The pid of each process that has one. */
export function pidsIn(answer: PsAnswer): ReadonlyMap<string, number> {
  return new Map(answer.processes.flatMap(({ name, pid }) => (pid === null ? [] : [[name, pid] as const])));
}

/** RFC 3339 in UTC with microseconds. */
export const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

export interface WhyAnswer {
  readonly name: string;
  readonly status: string;
  readonly chain: readonly {
    readonly process: string;
    readonly code: string;
    readonly message: string;
    readonly exit: { readonly code: number | null; readonly signal: string | null } | null;
    readonly retry_at: string | null;
  }[];
  readonly lines: readonly { readonly stream: string; readonly line: string }[];
  readonly next: readonly string[];
  readonly config_error: string | null;
}

/** `api dependency-failed`, one for each reason. */
export function reasonsIn({ chain }: WhyAnswer): readonly string[] {
  return chain.map(({ process, code }) => `${process} ${code}`);
}
