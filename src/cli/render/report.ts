import type { ProcessReport } from '../../model/control.ts';
import { causeMessage, exitMessage } from '../../model/failure-message.ts';
import type { ProbeRecord } from '../../model/probe-spec.ts';
import { argvOf, type Command, type Dependency, type ProcessSpec } from '../../model/process-spec.ts';
import type { ReportedRun } from '../../model/run-evidence.ts';
import type { ScheduleSpec } from '../../model/schedule-spec.ts';
import type { WatchSpec, WatchStatus } from '../../model/watch-spec.ts';
import { plainText } from '../../util/terminal-text.ts';
import { dateTimeText, durationText } from '../../util/units.ts';
import { renderExit, renderStatus } from './processes.ts';
import { renderTable } from './table.ts';

/** Runs shown to people; `--json` has all that are kept. */
const RUNS_SHOWN = 10;

/** The answer of `pom status`. @param now wall time, ms. */
export function renderReport(
  { process, spec, runs, probes, says, watch, dependents, ports }: ProcessReport,
  now: number,
): string {
  const facts: readonly (readonly [string, string | null])[] = [
    ['name', process.name],
    ['description', spec.description],
    ['status', renderStatus(process, now)],
    ['wanted', process.wanted],
    ['ready', process.ready === null ? null : process.ready ? 'yes' : 'no'],
    ['says', says],
    ['pid', process.pid === null ? null : String(process.pid)],
    ['uptime', process.uptimeMs === null ? null : durationText(process.uptimeMs)],
    ['next run', process.nextRunAt === null ? null : dateTimeText(process.nextRunAt)],
    ['last exit', process.exit === null ? null : exitMessage(process.exit)],
    ['why', process.cause === null ? null : causeMessage(process.cause)],
    ['restarts', String(process.restarts)],
    ...specFacts(spec),
    ['ports', ports.length === 0 ? null : ports.join(', ')],
    ...watchFacts(spec.watch, watch),
    ['needed by', dependents.length === 0 ? null : dependents.join(', ')],
  ];
  const shown = facts.flatMap(([label, value]) => (value === null ? [] : [`${label.padEnd(13)}${plainText(value)}`]));
  const tables = [renderRuns(runs.slice(-RUNS_SHOWN), now), renderProbes(probes), renderLastWords(runs)];
  return [shown.join('\n'), ...tables.filter((table) => table !== '')].join('\n\n').trimEnd();
}

function specFacts(spec: ProcessSpec): readonly (readonly [string, string | null])[] {
  const { restart, stop, dependsOn } = spec;
  return [
    ['command', renderCommand(spec.command)],
    ['directory', spec.cwd],
    ['depends on', dependsOn.length === 0 ? null : dependsOn.map(renderDependency).join(', ')],
    [
      'restart',
      restart.maxRestarts === null ? restart.policy : `${restart.policy}, at most ${restart.maxRestarts} times`,
    ],
    [
      'stop',
      `${stop.command === null ? stop.signal : renderCommand(stop.command)}, then SIGKILL after ${durationText(stop.graceMs)}`,
    ],
    ['schedule', renderSchedule(spec.schedule)],
    ['links', spec.links.length === 0 ? null : spec.links.join(' ')],
  ];
}

function renderSchedule(schedule: ScheduleSpec | null): string | null {
  if (schedule === null) return null;
  const { when, runOnStart, overlap } = schedule;
  const times =
    when.kind === 'every'
      ? `every ${durationText(when.ms)}`
      : `${when.pattern}${when.timezone === null ? '' : ` (${when.timezone})`}`;
  return `${times}${runOnStart ? ', and on start' : ''}${overlap === 'queue' ? ', overlaps are queued' : ''}`;
}

/** `db (ready, within 30s, not required)` */
function renderDependency({ process, condition, timeoutMs, required, restart }: Dependency): string {
  const terms = [
    condition,
    ...(timeoutMs === null ? [] : [`within ${durationText(timeoutMs)}`]),
    ...(required ? [] : ['not required']),
    ...(restart ? ['restarts it'] : []),
  ];
  return `${process} (${terms.join(', ')})`;
}

function watchFacts(spec: WatchSpec | null, status: WatchStatus | null): readonly (readonly [string, string | null])[] {
  if (spec === null) return [];
  const { lastChange, mode, warning } = status ?? { lastChange: null, mode: 'watching', warning: null };
  const others = lastChange === null || lastChange.others === 0 ? '' : ` and ${lastChange.others} more`;
  return [
    ['watch', `${spec.paths.join(' ')}${mode === 'watching' ? '' : ` (${mode})`}`],
    ['last change', lastChange && `${lastChange.file}${others}, ${dateTimeText(lastChange.at)}, ${lastChange.action}`],
    ['warning', warning],
  ];
}

function renderCommand(command: Command): string {
  return command.kind === 'shell' ? command.text : JSON.stringify(argvOf(command));
}

function renderRuns(runs: readonly ReportedRun[], now: number): string {
  if (runs.length === 0) return '';
  return renderTable(
    [
      { title: 'RUN', align: 'right' },
      { title: 'PID', align: 'right' },
      { title: 'STARTED', align: 'left' },
      { title: 'LASTED', align: 'right' },
      { title: 'EXIT', align: 'left' },
      { title: 'WHY', align: 'left' },
    ],
    runs.map(({ run, pid, startedAt, endedAt, exit, cause }) => [
      String(run),
      pid === null ? '-' : String(pid),
      dateTimeText(startedAt),
      durationText((endedAt ?? now) - startedAt),
      exit === null ? '-' : renderExit(exit),
      cause === null || cause.reason === 'exited' ? '' : causeMessage(cause),
    ]),
  );
}

/** Of the last run that ended badly, as it was then. */
function renderLastWords(runs: readonly ReportedRun[]): string {
  const failed = runs.findLast(({ evidence }) => evidence !== null);
  if (failed === undefined || failed.evidence === null) return '';
  const { lines, probes, environmentNames } = failed.evidence;
  const answers = probes.filter(({ ok }) => !ok).slice(-3);
  return [
    `RUN ${failed.run} ENDED BADLY`,
    ...answers.map(({ purpose, kind, answer }) => `  ${purpose} ${kind}: ${plainText(answer)}`),
    ...lines.map(({ stream, line }) => `  ${stream} | ${plainText(line)}`),
    ...(lines.length === 0 ? ['  it printed nothing'] : []),
    `  it was given ${environmentNames.length} variables (their names are in --json)`,
  ].join('\n');
}

function renderProbes(probes: readonly ProbeRecord[]): string {
  if (probes.length === 0) return '';
  return renderTable(
    [
      { title: 'PROBED', align: 'left' },
      { title: 'RUN', align: 'right' },
      { title: 'FOR', align: 'left' },
      { title: 'KIND', align: 'left' },
      { title: 'OK', align: 'left' },
      { title: 'ANSWER', align: 'left' },
    ],
    probes.map(({ run, purpose, kind, at, ok, answer }) => [
      dateTimeText(at),
      String(run),
      purpose,
      kind,
      ok ? 'yes' : 'no',
      answer,
    ]),
  );
}
