import { causeMessage, exitMessage } from '../../../model/failure-message.ts';
import type { FailedProbe, TimelineReload, TimelineRun } from '../../../model/timeline.ts';
import { durationText } from '../../../util/units.ts';
import { timeText } from '../view/units.ts';
import type { TimeScale } from './time-range.ts';

/** How a run stands: it lives, has ended as it was to, or badly. */
export type RunMood = 'good' | 'quiet' | 'bad';

/** Something on the timeline, CSS pixels from the left. */
export interface Mark {
  readonly x: number;
  readonly width: number;
  /** The worst of what it stands for. */
  readonly mood: RunMood;
  /** One sentence for people. */
  readonly label: string;
  /** What it stands for: `[since, until)`; until null, it lasts. */
  readonly since: number;
  readonly until: number | null;
}

/** Narrower ones are not told apart. */
const LEAST_WIDTH = 3;

/** Signals by which processes are asked to end; who ends by another did not mean to. */
const ASKING_SIGNALS: ReadonlySet<string> = new Set(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']);
/** As shells and runtimes report those. */
const ASKED_CODES: ReadonlySet<number> = new Set([0, 129, 130, 131, 143]);

export function moodOfRun({ endedAt, exit, cause }: TimelineRun): RunMood {
  if (endedAt === null) return 'good';
  if (cause !== null && cause.reason !== 'file-changed') return 'bad';
  if (exit === null) return 'quiet';
  const isAsked = exit.signal === null ? ASKED_CODES.has(exit.code) : ASKING_SIGNALS.has(exit.signal);
  return isAsked ? 'quiet' : 'bad';
}

/** The runs of a process that are in sight. Neighbours that are too short to be told apart are one mark. */
export function runMarks(name: string, runs: readonly TimelineRun[], scale: TimeScale, now: number): readonly Mark[] {
  const marks: Mark[] = [];
  let group: TimelineRun[] = [];
  const flush = () => {
    if (group.length > 0) marks.push(markOf(name, group, scale, now));
    group = [];
  };
  for (const run of runs) {
    if ((run.endedAt ?? now) < scale.range.from || run.startedAt > scale.range.to) continue;
    const last = group.at(-1);
    const isNear = last !== undefined && scale.x(run.startedAt) - scale.x(last.endedAt ?? now) < 1;
    if (!(isNear && isNarrow(run, scale, now) && isNarrow(last, scale, now))) flush();
    group.push(run);
  }
  flush();
  return marks;
}

/** Failed probes; those that would lie on each other are one mark. */
export function probeMarks(name: string, probes: readonly FailedProbe[], scale: TimeScale): readonly Mark[] {
  return clustered(probes, scale).map(({ x, things }) => {
    const [first] = things;
    const last = things.at(-1) ?? first;
    const what = `${first.purpose === 'ready' ? 'readiness' : 'liveness'} probe of ${name} failed`;
    const label =
      things.length === 1
        ? `${timeText(first.at)}: ${what}: ${first.kind}: ${first.answer}`
        : `${timeText(first.at)} to ${timeText(last.at)}: ${what} ${things.length} times, at last: ${last.answer}`;
    return { x, width: LEAST_WIDTH, mood: 'bad', label, since: first.at, until: last.at };
  });
}

/** Reloads; those that would lie on each other are one mark. */
export function reloadMarks(reloads: readonly TimelineReload[], scale: TimeScale): readonly Mark[] {
  return clustered(reloads, scale).map(({ x, things }) => {
    const [first] = things;
    const last = things.at(-1) ?? first;
    const label =
      things.length === 1
        ? `${timeText(first.at)}: ${reloadText(first)}`
        : `${timeText(first.at)} to ${timeText(last.at)}: ${things.length} reloads, at last: ${reloadText(last)}`;
    const isBad = things.some(({ accepted }) => !accepted);
    return { x, width: 1, mood: isBad ? 'bad' : 'quiet', label, since: first.at, until: last.at };
  });
}

function isNarrow({ startedAt, endedAt }: TimelineRun, scale: TimeScale, now: number): boolean {
  return scale.x(endedAt ?? now) - scale.x(startedAt) < LEAST_WIDTH;
}

function markOf(name: string, runs: readonly TimelineRun[], scale: TimeScale, now: number): Mark {
  const [first] = runs;
  const last = runs.at(-1) ?? first;
  if (first === undefined || last === undefined) throw new Error('Internal error: a mark of no run');
  const x = scale.clamped(first.startedAt);
  const moods = runs.map(moodOfRun);
  return {
    x,
    width: Math.max(LEAST_WIDTH, scale.clamped(last.endedAt ?? now) - x),
    mood: moods.includes('bad') ? 'bad' : moods.includes('good') ? 'good' : 'quiet',
    label: runs.length === 1 ? runText(name, first, now) : runsText(name, runs, now),
    since: first.startedAt,
    until: last.endedAt,
  };
}

function runText(name: string, { run, startedAt, endedAt, exit, cause }: TimelineRun, now: number): string {
  const lasted = durationText((endedAt ?? now) - startedAt);
  const when = endedAt === null ? `since ${timeText(startedAt)}` : `${timeText(startedAt)} to ${timeText(endedAt)}`;
  const why = [...(exit === null ? [] : [exitMessage(exit)]), ...(cause === null ? [] : [causeMessage(cause)])];
  return [`${name}, run ${run}: ${when} (${lasted})`, ...why].join(', ');
}

function runsText(name: string, runs: readonly TimelineRun[], now: number): string {
  const [first] = runs;
  const last = runs.at(-1);
  const bad = runs.filter((run) => moodOfRun(run) === 'bad').length;
  const when = `${timeText(first?.startedAt ?? now)} to ${timeText(last?.endedAt ?? now)}`;
  return `${name}: ${runs.length} runs, ${first?.run} to ${last?.run}, ${when}${bad === 0 ? '' : `, ${bad} ended badly`}`;
}

function reloadText(reload: TimelineReload): string {
  if (!reload.accepted) {
    const count = reload.diagnostics.length;
    return `a reload was refused: ${count} ${count === 1 ? 'mistake' : 'mistakes'} in the configuration`;
  }
  const { added, removed, restarted, updated } = reload.plan;
  const parts = [
    ...(added.length === 0 ? [] : [`added ${added.join(', ')}`]),
    ...(removed.length === 0 ? [] : [`removed ${removed.join(', ')}`]),
    ...(restarted.length === 0 ? [] : [`restarted ${restarted.map(({ name }) => name).join(', ')}`]),
    ...(updated.length === 0 ? [] : [`changed ${updated.map(({ name }) => name).join(', ')}`]),
  ];
  return `a reload ${parts.length === 0 ? 'changed nothing' : parts.join('; ')}`;
}

interface Cluster<T> {
  readonly x: number;
  readonly things: readonly [T, ...T[]];
}

/** Things in sight, those together that are nearer to each other than a mark is wide. */
function clustered<T extends { readonly at: number }>(things: readonly T[], scale: TimeScale): readonly Cluster<T>[] {
  const clusters: { x: number; things: [T, ...T[]] }[] = [];
  for (const thing of things) {
    const x = scale.x(thing.at);
    if (x < 0 || x > scale.width) continue;
    const last = clusters.at(-1);
    if (last !== undefined && x - last.x < LEAST_WIDTH) last.things.push(thing);
    else clusters.push({ x, things: [thing] });
  }
  return clusters;
}
