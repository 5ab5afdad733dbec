import { WakeUp } from '../../src/app/wake-up.ts';
import type { Control, ProcessReport, SessionInfo } from '../../src/model/control.ts';
import type { EnvironmentVariable } from '../../src/model/environment.ts';
import type { Stream } from '../../src/model/log-line.ts';
import type { LogsPage, LogsRequest } from '../../src/model/logs-request.ts';
import type { ProcessSpec } from '../../src/model/process-spec.ts';
import type { ProcessInfo } from '../../src/model/process-status.ts';
import { err, ok } from '../../src/model/result.ts';
import type { ReportedRun } from '../../src/model/run-evidence.ts';
import type { RecordedEvent, ServerEvent } from '../../src/model/server-event.ts';
import { explain, type WhySubject } from '../../src/model/why-chain.ts';
import { withConfiguration } from '../../src/model/why-config.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { readLogs } from '../../src/store/read-logs.ts';
import { StoreHandle } from '../../src/store/store-handle.ts';
import { type FakeControl, fakeControl, SAMPLE } from '../rig/fake-control.ts';
import { ManualClock } from '../rig/manual-clock.ts';

/** A wall time that is easy to read: ten past ten in the morning, UTC. */
export const T0 = Date.UTC(2026, 0, 31, 10, 10, 0);

export const MIB = 1024 * 1024;

/**
 * A session that does what the test says: a real store behind a fake `Control`, and a clock that stands still. Its
 * events are what the test makes happen.
 */
export class ScriptedSession {
  readonly clock = new ManualClock(T0);
  readonly control: FakeControl;
  info: SessionInfo = { ...SAMPLE.session, name: 'shop', startedAt: T0, configError: null, warnings: [] };
  processes: readonly ProcessInfo[] = [];
  reports = new Map<string, Partial<ProcessReport>>();
  environment: readonly EnvironmentVariable[] = [];
  readonly #store: MemoryStore;
  readonly #handle: StoreHandle;
  readonly #stored = new WakeUp(this.clock);
  readonly #recorded = new WakeUp(this.clock);
  readonly #events: RecordedEvent[] = [];

  /** @param overrides verbs that the test answers itself. */
  constructor(options: { readonly budgetBytes?: number; readonly overrides?: Partial<Control> } = {}) {
    this.#store = new MemoryStore({ sessionId: 1, budgetBytes: options.budgetBytes ?? 64 * MIB });
    this.#handle = new StoreHandle(this.#store);
    this.control = fakeControl({ ...this.#verbs(), ...options.overrides });
  }

  /** Adds a process: running, unless `info` says otherwise. */
  add(name: string, info: Partial<ProcessInfo> = {}): void {
    this.processes = [...this.processes, processInfo(name, this.processes.length, info)];
  }

  /** A process comes to another status, and everybody is told. */
  change(name: string, info: Partial<ProcessInfo>): void {
    const previous = this.processes.find((process) => process.name === name);
    if (previous === undefined) throw new Error(`Internal error: no process ${name}`);
    const process = { ...previous, ...info };
    this.processes = this.processes.map((candidate) => (candidate.name === name ? process : candidate));
    this.tell({ type: 'ProcessStateChanged', previous: previous.status, process });
  }

  tell(event: ServerEvent): void {
    this.#events.push({ id: this.#events.length + 1, at: this.clock.wallTime(), event });
    this.#recorded.notify();
  }

  /** Lets a process write to run 1 of its standard output, unless told otherwise. */
  write(name: string, text: string | Uint8Array, options: { run?: number; stream?: Stream; at?: number } = {}): void {
    const { run = 1, stream = 'stdout', at = this.clock.wallTime() } = options;
    this.#store.append(name, run, stream, typeof text === 'string' ? Buffer.from(text) : text, at);
    this.#stored.notify();
  }

  /** Nothing more is heard of it. */
  end(): void {
    this.#stored.close();
    this.#recorded.close();
  }

  #verbs(): Partial<Control> {
    return {
      session: async () => ok(this.info),
      usage: async () => {
        const { budgetBytes, processes } = this.#store.stats();
        const logs = [...processes].map(([process, { lines, bytes, evictedLines, evictedBytes, firstId }]) => {
          return { process, lines, bytes, evictedLines, evictedBytes, firstId };
        });
        // What the store costs is a matter of Node's version: goldens show a round number.
        return ok({ memory: 64 * MIB, logBytes: 3 * MIB, logBudgetBytes: budgetBytes, logs });
      },
      list: async () => ok(this.processes),
      status: async (name) => {
        const report = this.#reportOf(name);
        return report === null ? err({ reason: 'unknown-process', name, suggestion: null }) : ok(report);
      },
      why: async (name) => {
        const view = (process: string): WhySubject | null => this.#reportOf(process);
        const subject = view(name);
        if (subject === null) return err({ reason: 'unknown-process', name, suggestion: null });
        const { configError } = this.info;
        const other = configError === null ? null : ({ is: 'refused', ...configError, names: null } as const);
        return ok(withConfiguration({ ...explain(subject, view), configError: configError?.message ?? null }, other));
      },
      environment: async () => ok(this.environment),
      explainEnvironment: async () => ok([]),
      logs: (request, signal) => this.#logs(request, signal),
      events: async (after, waitMs, signal) => {
        const cursor = after ?? this.#events.length;
        const look = () => (this.#events.length > cursor ? this.#events.slice(cursor) : null);
        const events = await this.#recorded.until(look, waitMs, signal);
        if (events === null && waitMs > 0 && this.#recorded.isClosed) return err({ reason: 'no-session' });
        return ok({ events: events ?? [], next: this.#events.length, missed: 0 });
      },
    };
  }

  #reportOf(name: string): ProcessReport | null {
    const process = this.processes.find((candidate) => candidate.name === name);
    if (process === undefined) return null;
    return {
      process,
      spec: specOf(name),
      runs: runsOf(process),
      says: null,
      probes: [],
      watch: null,
      dependents: [],
      ports: [],
      ...this.reports.get(name),
    };
  }

  async #logs(request: LogsRequest, signal: AbortSignal | undefined) {
    const look = async () => {
      if (request.revision !== null && this.#handle.revision <= request.revision) return null;
      const page = await readLogs(this.#handle, request, { clock: this.clock, signal });
      return !page.ok || page.value.lines.length > 0 || request.revision !== null ? page : null;
    };
    const page = await this.#stored.until(look, request.waitMs, signal);
    if (page !== null) return page;
    if (request.countOnly) return readLogs(this.#handle, request, { clock: this.clock, signal });
    if (request.waitMs > 0 && this.#stored.isClosed) return err({ reason: 'no-session' } as const);
    const empty: LogsPage = {
      lines: [],
      next: this.#handle.nextId - 1,
      more: false,
      evicted: 0,
      matches: 0,
      revision: this.#handle.revision,
    };
    return ok(empty);
  }
}

function processInfo(name: string, index: number, info: Partial<ProcessInfo>): ProcessInfo {
  return {
    name,
    status: 'running',
    wanted: 'up',
    pid: 4711 + index,
    ready: null,
    run: 1,
    restarts: 0,
    startedAt: T0,
    uptimeMs: 192_000,
    exit: null,
    waitingFor: [],
    retryAt: null,
    nextRunAt: null,
    cause: null,
    cpu: null,
    memory: null,
    replicaOf: null,
    ...info,
  };
}

export function specOf(name: string, spec: Partial<ProcessSpec> = {}): ProcessSpec {
  return {
    ...SAMPLE.spec,
    name,
    links: [],
    command: { kind: 'shell', shell: ['sh', '-c'], text: `node ${name}.js` },
    cwd: '/home/ada/shop',
    dependsOn: [],
    successExitCodes: [0],
    ...spec,
  };
}

function runsOf({ run, pid, startedAt, exit, cause }: ProcessInfo): readonly ReportedRun[] {
  if (run === 0 || startedAt === null) return [];
  return [{ run, pid, startedAt, endedAt: pid === null ? startedAt + 1500 : null, exit, cause, evidence: null }];
}
