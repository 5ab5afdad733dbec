import type { Outcome, SessionUsage } from '../../model/control.ts';
import { failureMessage } from '../../model/failure-message.ts';
import type { ProcessInfo } from '../../model/process-status.ts';
import type { RecordedEvent } from '../../model/server-event.ts';
import { plainText } from '../../util/terminal-text.ts';
import {
  type ClockReading,
  type DashboardState,
  type Known,
  type Message,
  positionOf,
  type StaleFact,
  withChosen,
  withKnown,
} from '../state.ts';
import type { TuiEvent } from '../tui-event.ts';
import { trimmedAround } from './trim.ts';

/** What comes from the session, or with time, rather than from the reader. */
export type Answer = Exclude<TuiEvent, { readonly type: FromReader | 'Found' | 'FindFailed' | 'LinksRead' }>;

type FromReader = 'Key' | 'Paste' | 'Mouse' | 'EdgeHeld' | 'Resize';

export function afterAnswer(state: DashboardState, event: Answer): DashboardState {
  const { known } = state;
  switch (event.type) {
    case 'Tick':
      return afterTick(state, event.clock);
    case 'LogsChanged':
      if (event.revision <= known.revision) return state;
      return withKnown(state, { revision: event.revision, lastId: Math.max(known.lastId, event.lastId) });
    case 'ServerEvents':
      return afterServerEvents(state, event);
    case 'SessionRead':
      return withKnown(state, { session: event.session, stale: without(known.stale, 'session') });
    case 'ProcessesRead':
      return withKnown(state, processesRead(known, event.processes));
    case 'UsageRead':
      return withKnown(state, usageRead(known, event.usage));
    case 'ReportRead': {
      const reports = new Map(known.reports).set(event.report.process.name, event.report);
      return withKnown(state, { reports });
    }
    case 'EnvironmentRead':
      return withKnown(state, { environments: new Map(known.environments).set(event.process, event.environment) });
    case 'WhyRead': {
      const { process, answer } = event;
      return withKnown(state, { why: { process, answer, isStale: false } });
    }
    case 'WindowRead': {
      const revision = Math.max(known.revision, event.window.revision);
      const lastId = Math.max(known.lastId, event.window.next);
      const next = withKnown(state, { window: event.window, revision, lastId });
      return withKnown(next, { window: trimmedAround(next, positionOf(next)) });
    }
    case 'MatchesCounted':
      return withKnown(state, { matches: event.matches });
    case 'Acted':
      return afterOutcomes(state, event.did, event.outcomes);
    case 'Said':
      return withMessage(state, event.text, event.tone);
    case 'SessionLost':
      return withKnown(state, { lost: event.failure });
    default:
      return event satisfies never;
  }
}

/** How long something said stays, when no key is pressed. */
const MESSAGE_MS = { done: 4_000, failed: 10_000 } as const;

export function withMessage(state: DashboardState, text: string, tone: Message['tone']): DashboardState {
  const until = state.known.clock.now + MESSAGE_MS[tone];
  return withChosen(state, { message: { text: plainText(text), tone, until } });
}

/** The reasons of one process are facts about others, and what its checks answer is no event: they age with time, too. */
function withWhyStale(state: DashboardState): DashboardState {
  const { why } = state.known;
  return why === null ? state : withKnown(state, { why: { ...why, isStale: true } });
}

export function withStale(state: DashboardState, ...facts: readonly StaleFact[]): DashboardState {
  return withKnown(state, { stale: new Set([...state.known.stale, ...facts]) });
}

/** How often CPU and memory are looked at: it costs the session a look at every process of the machine. */
const MEASURE_EVERY_MS = 3_000;

function afterTick(state: DashboardState, clock: ClockReading): DashboardState {
  const { message } = state.chosen;
  const ticked = withWhyStale(withStale(withKnown(state, { clock }), 'usage'));
  const isDue = Math.floor(clock.now / MEASURE_EVERY_MS) !== Math.floor(state.known.clock.now / MEASURE_EVERY_MS);
  const measured = isDue ? withStale(ticked, 'processes') : ticked;
  return message !== null && message.until <= clock.now ? withChosen(measured, { message: null }) : measured;
}

function afterServerEvents(state: DashboardState, event: Extract<Answer, { type: 'ServerEvents' }>): DashboardState {
  if (event.isPast) return withStale(event.events.reduce(afterPastEvent, state), 'processes', 'session');
  const aged = withWhyStale(state);
  const before = event.missed > 0 ? withStale(aged, 'processes', 'session') : aged;
  return event.events.reduce(afterServerEvent, before);
}

/** It tells since when something is as it is, and is no news. */
function afterPastEvent(state: DashboardState, { event, at }: RecordedEvent): DashboardState {
  if (event.type === 'SessionStopping') return withKnown(state, { stopping: event.why });
  if (event.type !== 'ProcessStateChanged' || event.previous === event.process.status) return state;
  return withKnown(state, { since: new Map(state.known.since).set(event.process.name, at) });
}

function afterServerEvent(state: DashboardState, { event, at }: RecordedEvent): DashboardState {
  switch (event.type) {
    case 'ProcessStateChanged':
      return withProcess(state, event.process, at);
    case 'ProcessRemoved': {
      const processes = state.known.processes.filter(({ name }) => name !== event.name);
      return withKnown(state, { processes });
    }
    case 'FilesChanged': {
      const { name, change, suspended } = event;
      const what = `${plainText(name)}: ${plainText(change.file)} changed`;
      return suspended
        ? withMessage(withStale(state, 'session'), `${what} too often, its watch is suspended`, 'failed')
        : withMessage(state, `${what}, ${change.action}`, 'done');
    }
    case 'ConfigReloaded':
      return withMessage(afterReload(state), reloadText(event.plan), 'done');
    case 'ConfigRejected':
      return withStale(state, 'session');
    case 'SessionStopping':
      return withKnown(state, { stopping: event.why });
    default:
      return event satisfies never;
  }
}

/** Specs and environments may have changed: what is known of them has to be asked anew. */
function afterReload(state: DashboardState): DashboardState {
  return withStale(withKnown(state, { reports: new Map(), environments: new Map() }), 'session', 'processes');
}

function reloadText(
  plan: { readonly [kind in 'added' | 'removed' | 'restarted' | 'updated']: readonly unknown[] },
): string {
  const parts = (['added', 'removed', 'restarted', 'updated'] as const).flatMap((kind) =>
    plan[kind].length === 0 ? [] : [`${plan[kind].length} ${kind}`],
  );
  return `configuration reloaded: ${parts.length === 0 ? 'nothing to do' : parts.join(', ')}`;
}

function withProcess(state: DashboardState, process: ProcessInfo, at: number): DashboardState {
  const { known } = state;
  const index = known.processes.findIndex(({ name }) => name === process.name);
  // Only the list says where a process that is new belongs.
  if (index === -1) return withStale(state, 'processes');
  const reports = new Map(known.reports);
  reports.delete(process.name);
  const changed = known.processes[index]?.status !== process.status || !known.since.has(process.name);
  return withKnown(state, {
    processes: known.processes.with(index, process),
    heardAt: new Map(known.heardAt).set(process.name, known.clock.now),
    since: changed ? new Map(known.since).set(process.name, at) : known.since,
    reports,
  });
}

/** The number of CPU readings that a sparkline is drawn from. */
const HISTORY = 32;

function processesRead(known: Known, processes: readonly ProcessInfo[]): Partial<Known> {
  const cpuHistory = new Map<string, readonly number[]>();
  for (const { name, cpu } of processes) {
    if (cpu !== null) cpuHistory.set(name, [...(known.cpuHistory.get(name) ?? []), cpu].slice(-HISTORY));
  }
  return {
    processes,
    heardAt: new Map(processes.map(({ name }) => [name, known.clock.now])),
    stale: without(known.stale, 'processes'),
    cpuHistory,
  };
}

function usageRead(known: Known, usage: SessionUsage): Partial<Known> {
  return {
    usage,
    stored: new Map(usage.logs.map((logs) => [logs.process, logs])),
    stale: without(known.stale, 'usage'),
  };
}

function afterOutcomes(state: DashboardState, did: string, outcomes: readonly Outcome[]): DashboardState {
  const failed = outcomes.filter(({ ok }) => !ok);
  if (failed.length > 0) {
    const reasons = failed.map(
      ({ name, status, error }) => `${name}: ${error === null ? status : failureMessage(error)}`,
    );
    return withMessage(state, `${did} failed: ${reasons.join('; ')}`, 'failed');
  }
  const names = outcomes.length > 3 ? `${outcomes.length} processes` : outcomes.map(({ name }) => name).join(', ');
  return withMessage(state, `${did} ${names}: done`, 'done');
}

function without(stale: ReadonlySet<StaleFact>, fact: StaleFact): ReadonlySet<StaleFact> {
  return new Set([...stale].filter((other) => other !== fact));
}
