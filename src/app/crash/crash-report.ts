import type { RecordedEvent, ServerEvent } from '../../model/server-event.ts';

/** What is kept of a session that met an impossible state. No line of a log is in it, and no environment. */
export interface CrashReport {
  /** pom's version. */
  readonly pom: string;
  readonly node: string;
  readonly platform: string;
  /** Wall time, ms since the epoch, and the same for people. */
  readonly at: number;
  readonly time: string;
  readonly pid: number;
  /** Without what follows `--`, which is not pom's own. */
  readonly commandLine: readonly string[];
  /** Null when it had not started yet. */
  readonly session: CrashedSession | null;
  /** The first line of the error. */
  readonly error: string;
  /** Its stack, and that of each cause. */
  readonly stacks: readonly string[];
  /** Bytes, as `process.memoryUsage()` has them. */
  readonly memory: Readonly<Record<string, number>>;
  readonly uptimeMs: number;
  /** The last ones, oldest first. */
  readonly events: readonly ReportedEvent[];
}

export interface CrashedSession {
  readonly name: string;
  /** Absolute: the project's directory. */
  readonly dir: string;
  /** Wall time, ms since the epoch. */
  readonly startedAt: number;
}

/** An event without anything that could be a secret. */
export interface ReportedEvent {
  readonly at: number;
  readonly type: ServerEvent['type'];
  readonly process?: string;
  readonly change?: string;
}

/** What a session says of itself for a report. */
export interface Testimony {
  readonly session: CrashedSession;
  readonly events: readonly RecordedEvent[];
}

export interface CrashFacts {
  readonly version: string;
  readonly error: unknown;
  /** Null when there is no session yet, or it could not speak. */
  readonly testimony: Testimony | null;
  /** Wall time, ms since the epoch. */
  readonly at: number;
}

const MAX_EVENTS = 50;

/** A chain of causes may be a ring. */
const MAX_CAUSES = 10;

/** Of this process, now. */
export function crashReport({ version, error, testimony, at }: CrashFacts): CrashReport {
  const stacks = stacksOf(error);
  const end = process.argv.indexOf('--');
  return {
    pom: version,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    at,
    time: new Date(at).toISOString(),
    pid: process.pid,
    commandLine: end === -1 ? process.argv : [...process.argv.slice(0, end), '--', '…'],
    session: testimony?.session ?? null,
    error: firstLine(error),
    stacks,
    memory: { ...process.memoryUsage() },
    uptimeMs: Math.round(process.uptime() * 1000),
    events: (testimony?.events ?? []).slice(-MAX_EVENTS).map(reported),
  };
}

/** What was thrown, in one line. Anything can be thrown. */
export function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).split('\n');
  return line;
}

function stacksOf(error: unknown): readonly string[] {
  const stacks: string[] = [];
  let cause = error;
  do {
    stacks.push(cause instanceof Error ? (cause.stack ?? String(cause)) : String(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  } while (cause !== undefined && stacks.length < MAX_CAUSES);
  return stacks;
}

function reported({ at, event }: RecordedEvent): ReportedEvent {
  const { type } = event;
  switch (type) {
    case 'ProcessStateChanged': {
      const { name, status, run } = event.process;
      return { at, type, process: name, change: `${event.previous ?? 'new'} → ${status} (run ${run})` };
    }
    case 'ProcessRemoved':
    case 'FilesChanged':
      return { at, type, process: event.name };
    case 'SessionStopping':
      return { at, type, change: event.why };
    default:
      return { at, type };
  }
}
