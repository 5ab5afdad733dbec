import { setImmediate as nextTurn } from 'node:timers/promises';
import { renderProject } from '../config/index.ts';
import type { Clock } from '../model/clock.ts';
import type { ActionOptions, ActionVerb, Control, Outcome, SessionInfo } from '../model/control.ts';
import type { EnvironmentVariable, ExplainedVariable } from '../model/environment.ts';
import type { Failure } from '../model/failure.ts';
import type { LogsPage, LogsRequest } from '../model/logs-request.ts';
import type { ProcessSpec } from '../model/process-spec.ts';
import type { ProcessInfo, ProcessStatus } from '../model/process-status.ts';
import type { ReloadSummary } from '../model/reload-plan.ts';
import { replicaSets } from '../model/replicas.ts';
import { err, ok, type Result } from '../model/result.ts';
import { withoutSecretHeaders } from '../model/secret-headers.ts';
import { readLogs } from '../store/read-logs.ts';
import type { StoreHandle } from '../store/store-handle.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import { Turns } from '../util/turns.ts';
import { DiskConfiguration } from './disk-configuration.ts';
import type { EventHistory } from './event-history.ts';
import { explainProcess } from './explain-process.ts';
import { measureLoopDelay } from './loop-delay.ts';
import { sendInput } from './process-input.ts';
import type { ProcessWatches } from './process-watches.ts';
import type { Reloader } from './reloader.ts';
import type { ResourceSampler } from './resource-sampler.ts';
import type { ResourceUsage } from './resource-usage.ts';
import type { RunEvidenceKeeper } from './run-evidence.ts';
import { resolveTarget, resolveTargets, type Targetable, withRemoved } from './targets.ts';
import { readTerminal, resizeTerminal } from './terminals.ts';
import type { TimelineHistory } from './timeline-history.ts';
import { outcomesOfWait, progressTowards } from './wait-goal.ts';
import type { WakeUp } from './wake-up.ts';

/** What a session lends to its control. It stays the owner of all of it. */
export interface SessionParts {
  readonly supervisor: Supervisor;
  readonly watches: ProcessWatches;
  readonly store: StoreHandle;
  readonly evidence: RunEvidenceKeeper;
  readonly reloader: Reloader;
  readonly events: EventHistory;
  /** Notified after each event. */
  readonly eventRecorded: WakeUp;
  /** Notified after lines have been stored. */
  readonly linesStored: WakeUp;
  /** Notified when anything about any terminal is different. */
  readonly terminalChanged: WakeUp;
  readonly clock: Clock;
  readonly usage: ResourceUsage;
  readonly resources: ResourceSampler;
  readonly timeline: TimelineHistory;
  /** Resident bytes of the session's own process. */
  readonly ownMemory: () => number;
  readonly describe: () => SessionInfo;
  readonly environmentOf: (name: string) => Result<readonly EnvironmentVariable[], Failure>;
  readonly explainEnvironmentOf: (name: string) => Result<readonly ExplainedVariable[], Failure>;
  readonly portsOf: (spec: ProcessSpec) => readonly number[];
  readonly shutdown: (why: string) => Promise<readonly Outcome[]>;
}

/** Statuses from which a start of "everything" starts a process: a one-shot that completed is not missing. */
const MISSING: ReadonlySet<ProcessStatus> = new Set(['stopped', 'crashed', 'skipped']);

/** `Control`, in process: each verb resolves its targets, hands them to the part that knows, and words nothing. */
export function sessionControl(parts: SessionParts): Control {
  const { supervisor, reloader, events } = parts;
  const disk = new DiskConfiguration(reloader);
  const reading = new Turns(() => parts.clock.now(), READING_SLICE_MS);
  const names = () => targetableOf(parts);
  const infoOf = (name: string) => supervisor.report(name)?.process ?? null;

  return {
    async session() {
      return ok(parts.describe());
    },

    async usage() {
      const { memoryBytes, budgetBytes, processes } = parts.store.stats();
      const logs = [...processes].map(([process, { lines, bytes, evictedLines, evictedBytes, firstId }]) => {
        return { process, lines, bytes, evictedLines, evictedBytes, firstId };
      });
      return ok({ memory: parts.ownMemory(), logBytes: memoryBytes, logBudgetBytes: budgetBytes, logs });
    },

    async loopDelay(forMs) {
      return ok(await measureLoopDelay(parts.clock, forMs));
    },

    async list(targets) {
      const resolved = resolveTargets(targets, names());
      if (!resolved.ok) return resolved;
      const chosen = new Set(resolved.value);
      return ok(parts.usage.measure(supervisor.list()).filter(({ name }) => chosen.has(name)));
    },

    async resources(targets) {
      const resolved = resolveTargets(targets, names());
      if (!resolved.ok) return resolved;
      const chosen = new Set(resolved.value);
      return ok(parts.usage.use(supervisor.list()).filter(({ name }) => chosen.has(name)));
    },

    async resourceHistory(targets, afterMs) {
      const resolved = resolveTargets(targets, withRemoved(names(), parts.resources.names));
      return resolved.ok ? ok(parts.resources.read(resolved.value, afterMs)) : resolved;
    },

    async timeline(targets, since) {
      const resolved = resolveTargets(targets, withRemoved(names(), parts.timeline.names));
      return resolved.ok ? ok(parts.timeline.read(resolved.value, since)) : resolved;
    },

    async status(name) {
      const resolved = resolveTargets([name], names());
      if (!resolved.ok) return resolved;
      const report = supervisor.report(resolved.value[0] ?? name);
      if (report === null) return err({ reason: 'unknown-process', name, suggestion: null });
      const measured = parts.usage.measure(supervisor.list()).find((info) => info.name === report.process.name);
      const runs = parts.evidence.with(report.process.name, report.runs);
      return ok({
        ...report,
        spec: withoutSecretHeaders(report.spec),
        runs,
        process: measured ?? report.process,
        watch: parts.watches.statusOf(report.process.name),
        ports: parts.portsOf(report.spec),
      });
    },

    async why(name) {
      const configError = parts.describe().configError?.message ?? null;
      return explainProcess(name, { ...parts, disk, names: names(), configError });
    },

    async environment(name) {
      const resolved = resolveTargets([name], names());
      return resolved.ok ? parts.environmentOf(resolved.value[0] ?? name) : resolved;
    },

    async explainEnvironment(name) {
      const resolved = resolveTargets([name], names());
      return resolved.ok ? parts.explainEnvironmentOf(resolved.value[0] ?? name) : resolved;
    },

    async act(verb, targets, options) {
      const resolved = resolveTargets(targets, names());
      if (!resolved.ok) return resolved;
      const also =
        verb === 'start' && options.dependencies && targets.length > 0
          ? supervisor.alsoStarted(resolved.value)
          : new Map<string, readonly string[]>();
      if (verb !== 'stop') parts.watches.resume(resolved.value);
      const done = act(supervisor, verb, targets.length === 0 ? null : resolved.value, options);
      if (options.wait) return ok((await done).map((outcome) => withAlsoStarted(outcome, also)));
      // Not until it is done, but until the actors have taken the command: the answer shows where it leads.
      await nextTurn();
      const now = resolved.value.flatMap((name) => outcomeNow(infoOf(name)));
      return ok(now.map((outcome) => withAlsoStarted(outcome, also)));
    },

    async signal(targets, signal) {
      const resolved = resolveTargets(targets, names());
      return resolved.ok ? ok(supervisor.signal(resolved.value, signal)) : resolved;
    },

    async send(targets, bytes, timeoutMs, signal) {
      const resolved = resolveTargets(targets, names());
      if (!resolved.ok) return resolved;
      return ok(await sendInput(supervisor, resolved.value, bytes, { clock: parts.clock, timeoutMs, signal }));
    },

    async terminal(name, after, waitMs, signal) {
      return readTerminal(supervisor, parts.terminalChanged, resolveTarget(name, names()), after, waitMs, signal);
    },

    async resizeTerminal(name, size) {
      return resizeTerminal(supervisor, resolveTarget(name, names()), size);
    },

    async wait(targets, goal, timeoutMs, signal) {
      const resolved = resolveTargets(targets, names());
      if (!resolved.ok) return resolved;
      const look = () => {
        const infos = resolved.value.map((name) => ({ name, info: infoOf(name) }));
        const open = infos.some(({ info }) => info !== null && progressTowards(goal, info) === 'open');
        const lost = infos.some(({ info }) => info === null || progressTowards(goal, info) === 'impossible');
        // One that can never arrive settles the matter: there is no point in waiting for the others.
        return open && !lost ? null : infos;
      };
      const settled = await parts.eventRecorded.until(look, timeoutMs, signal);
      // What one that is lost means for those that depend on it is known when their actors have looked.
      if (settled !== null) await nextTurn();
      return ok(
        outcomesOfWait(
          resolved.value.map((name) => ({ name, info: infoOf(name) })),
          goal,
          settled === null ? (timeoutMs ?? 0) : null,
        ),
      );
    },

    logs: (request, signal) => followLogs(parts, reading, request, signal),

    async events(after, waitMs, signal) {
      const cursor = after ?? events.end;
      const look = () => (events.end > cursor ? events.after(cursor) : null);
      const page = await parts.eventRecorded.until(look, waitMs, signal);
      return page === null && isOver(parts, waitMs) ? err({ reason: 'no-session' }) : ok(page ?? events.after(cursor));
    },

    scale: (name, replicas) => scale(parts, name, replicas),

    async configuration() {
      return ok(renderProject(reloader.project, 'json'));
    },
    plan: () => reloader.plan(),
    reload: (): Promise<Result<ReloadSummary, Failure>> => reloader.reload(),

    async shutdown() {
      return ok(await parts.shutdown('asked to'));
    },
  };
}

/** Replicas that are added run if others of the set do, whatever was to start with the project. */
async function scale(
  { reloader, supervisor }: SessionParts,
  name: string,
  replicas: number,
): Promise<Result<readonly Outcome[], Failure>> {
  const isUp = supervisor.list().some(({ replicaOf, wanted }) => replicaOf === name && wanted === 'up');
  const scaled = await reloader.scale(name, replicas);
  if (!scaled.ok || !isUp) return scaled;
  const idle = scaled.value.filter(({ name: replica }) => supervisor.report(replica)?.process.wanted === 'down');
  const started = await supervisor.start(
    idle.map(({ name: replica }) => replica),
    { dependencies: true },
  );
  return ok(scaled.value.map((outcome) => started.find((other) => other.name === outcome.name) ?? outcome));
}

/** @param names null: everything, as far as the verb makes sense for it. */
function act(
  supervisor: Supervisor,
  verb: ActionVerb,
  names: readonly string[] | null,
  options: ActionOptions,
): Promise<readonly Outcome[]> {
  const all = () => supervisor.list();
  switch (verb) {
    case 'start':
      return supervisor.start(names ?? missing(supervisor), {
        dependencies: options.dependencies,
        onSchedule: names === null,
      });
    case 'stop':
      return supervisor.stop(names ?? all().map(({ name }) => name));
    case 'restart':
      return supervisor.restart(
        names ??
          all()
            // What waits for its time is not restarted: there is nothing to restart.
            .filter(({ wanted, status }) => wanted === 'up' && status !== 'scheduled')
            .map(({ name }) => name),
      );
    default:
      return verb satisfies never;
  }
}

function missing(supervisor: Supervisor): readonly string[] {
  return supervisor
    .list()
    .filter(({ name, status }) => MISSING.has(status) && supervisor.report(name)?.spec.autostart === true)
    .map(({ name }) => name);
}

/** Also what a reload is just removing. */
function targetableOf({ supervisor, reloader }: SessionParts): Targetable {
  return { processes: supervisor.list(), sets: replicaSets(reloader.project) };
}

function withAlsoStarted(outcome: Outcome, also: ReadonlyMap<string, readonly string[]>): Outcome {
  const alsoStarted = also.get(outcome.name) ?? [];
  return alsoStarted.length === 0 ? outcome : { ...outcome, alsoStarted };
}

function outcomeNow(info: ProcessInfo | null): readonly Outcome[] {
  return info === null ? [] : [{ name: info.name, ok: true, status: info.status, error: null }];
}

/** How long pages may be read and written for many readers before everything else has its turn. */
const READING_SLICE_MS = 8;

/** Reads a page; when it would be empty, waits as long as the request allows for one that is not. */
async function followLogs(
  parts: SessionParts,
  reading: Turns,
  request: LogsRequest,
  signal: AbortSignal | undefined,
): Promise<Result<LogsPage, Failure>> {
  const { supervisor, store, clock, linesStored } = parts;
  const resolved = resolveTargets(request.processes, targetableOf(parts));
  if (!resolved.ok) return resolved;
  // A set without replicas has no lines, and none is not all.
  const processes = request.processes.length === 0 || resolved.value.length === 0 ? request.processes : resolved.value;
  const currentRun = (name: string) => supervisor.report(name)?.process.run ?? null;
  let { after } = request;
  let last: LogsPage = { lines: [], next: after ?? 0, more: false, evicted: 0, matches: 0, revision: store.revision };
  const look = async () => {
    if (request.revision !== null && store.revision <= request.revision) return null;
    await reading.next();
    const page = await readLogs(store, { ...request, processes, after }, { clock, currentRun, signal });
    if (!page.ok) return page;
    last = { ...page.value, evicted: last.evicted + page.value.evicted };
    if (last.lines.length > 0 || last.matches > 0 || last.evicted > 0 || request.revision !== null) return ok(last);
    // What was looked at and did not match need not be looked at again.
    if (request.from === 'start') after = last.next;
    return null;
  };
  const page = await linesStored.until(look, request.waitMs, signal);
  return page === null && isOver(parts, request.waitMs) ? err({ reason: 'no-session' }) : (page ?? ok(last));
}

/** A follower who would have to wait is told that there is nothing more to wait for, lest it asks again at once. */
function isOver({ linesStored }: SessionParts, waitMs: number): boolean {
  return waitMs > 0 && linesStored.isClosed;
}
