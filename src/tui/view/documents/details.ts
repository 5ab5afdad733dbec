import type { ProcessReport } from '../../../model/control.ts';
import { causeMessage, exitMessage } from '../../../model/failure-message.ts';
import type { ProbeRecord } from '../../../model/probe-spec.ts';
import { argvOf, type Command, type ProcessSpec } from '../../../model/process-spec.ts';
import type { RunRecord } from '../../../model/process-status.ts';
import { plainText } from '../../../util/terminal-text.ts';
import type { DashboardState } from '../../state.ts';
import { concat, EMPTY, type StyledText, styled, toWidth } from '../../text/styled-text.ts';
import { statusParts } from '../status-text.ts';
import { ACCENT, BAD, DIM, GOOD, HEADING, statusStyle } from '../theme.ts';
import { bytesText, durationText, percentText, timeText } from '../units.ts';

/** Everything about one process. */
export function detailsRows(state: DashboardState, name: string): readonly StyledText[] {
  const report = state.known.reports.get(name);
  if (report === undefined) return [styled('reading …', DIM)];
  const sections: readonly (readonly [title: string, rows: readonly StyledText[]])[] = [
    ['Now', nowRows(state, report)],
    ['Spec', [...specRows(report.spec), ...fact('ports', report.ports.join(', '))]],
    ['Depends on', dependencyRows(state, report.spec)],
    ['Needed by', report.dependents.map((dependent) => processRow(state, dependent, ''))],
    ['Checks', probeRows(state, report.probes)],
    ['Runs', runRows(state, report.runs)],
    ['Environment', environmentRows(state, name)],
  ];
  return sections
    .filter(([, rows]) => rows.length > 0)
    .flatMap(([title, rows], index) => [...(index === 0 ? [] : [EMPTY]), styled(title, HEADING), ...rows]);
}

const LABEL_WIDTH = 14;
const RUNS_SHOWN = 20;
const PROBES_SHOWN = 5;

function fact(label: string, value: string | null): readonly StyledText[] {
  if (value === null || value === '') return [];
  return [concat(toWidth(styled(label, DIM), LABEL_WIDTH), styled(plainText(value)))];
}

function nowRows(state: DashboardState, { process }: ProcessReport): readonly StyledText[] {
  const current = state.known.processes.find(({ name }) => name === process.name) ?? process;
  const stored = state.known.stored.get(process.name);
  return [
    concat(
      toWidth(styled('status', DIM), LABEL_WIDTH),
      styled(`${state.setup.look.glyphs.status[current.status]} `, statusStyle(current.status)),
      styled(statusParts(state, current).join(' · ')),
    ),
    ...fact('wanted', current.wanted),
    ...fact('last exit', current.exit === null ? null : exitMessage(current.exit)),
    ...fact('restarts', String(current.restarts)),
    ...fact('cpu, memory', usageText(current.cpu, current.memory)),
    ...fact(
      'log',
      stored === undefined
        ? null
        : `${stored.lines.toLocaleString('en')} lines, ${bytesText(stored.bytes)}; ${stored.evictedLines.toLocaleString('en')} evicted`,
    ),
  ];
}

function usageText(cpu: number | null, memory: number | null): string | null {
  const parts = [cpu === null ? [] : [percentText(cpu)], memory === null ? [] : [bytesText(memory)]].flat();
  return parts.length === 0 ? null : parts.join(', ');
}

function specRows(spec: ProcessSpec): readonly StyledText[] {
  const { restart, stop, logs } = spec;
  const { backoff } = restart;
  const limit = restart.maxRestarts === null ? '' : `, at most ${restart.maxRestarts} times`;
  const waits = `waits ${duration(backoff.initialMs)} to ${duration(backoff.maxMs)}, ×${backoff.factor}`;
  const how = stop.command === null ? stop.signal : commandText(stop.command);
  return [
    ...fact('description', spec.description),
    ...fact('command', commandText(spec.command)),
    ...fact('directory', spec.cwd),
    ...fact('restart', restart.policy === 'never' ? 'never' : `${restart.policy}${limit}; ${waits}`),
    ...fact('success codes', spec.successExitCodes.join(', ')),
    ...fact('stop', `${how}, then SIGKILL after ${duration(stop.graceMs)}${stop.leaderOnly ? '; leader only' : ''}`),
    ...fact('terminal', spec.tty ? 'yes' : null),
    ...fact('stdin', spec.tty ? null : spec.stdin),
    ...fact('autostart', spec.autostart ? null : 'no'),
    ...fact('profiles', spec.profiles.join(', ')),
    ...fact('exit project', spec.exitProject === 'never' ? null : spec.exitProject),
    ...fact('log limit', logs.maxBytes === null ? null : bytesText(logs.maxBytes)),
    ...spec.links.flatMap((link) => fact('link', link)),
  ];
}

function duration(ms: number): string {
  return ms < 1000 ? `${ms}ms` : durationText(ms);
}

function commandText(command: Command): string {
  return command.kind === 'shell'
    ? command.text
    : argvOf(command)
        .map((word) => JSON.stringify(word))
        .join(' ');
}

function dependencyRows(state: DashboardState, { dependsOn }: ProcessSpec): readonly StyledText[] {
  return dependsOn.map(({ process, condition }) => processRow(state, process, condition.replaceAll('_', ' ')));
}

function processRow(state: DashboardState, name: string, condition: string): StyledText {
  const process = state.known.processes.find((candidate) => candidate.name === name);
  const status = process?.status ?? 'disabled';
  return concat(
    toWidth(styled(plainText(name)), LABEL_WIDTH),
    styled(
      `${state.setup.look.glyphs.status[status]} ${process === undefined ? 'unknown' : status}`,
      statusStyle(status),
    ),
    styled(condition === '' ? '' : `  must have ${condition}`, DIM),
  );
}

/** The latest first. */
function probeRows(state: DashboardState, probes: readonly ProbeRecord[]): readonly StyledText[] {
  const offset = state.setup.look.utcOffsetMinutes;
  return probes
    .slice(-PROBES_SHOWN)
    .reverse()
    .map(({ run, purpose, kind, at, ok, answer }) =>
      concat(
        toWidth(styled(`run ${run}`), 8),
        toWidth(styled(`${purpose} ${kind}`, DIM), 13),
        toWidth(styled(timeText(at, offset), DIM), 14),
        styled(plainText(answer), ok ? GOOD : BAD),
      ),
    );
}

/** The latest first. */
function runRows(state: DashboardState, runs: readonly RunRecord[]): readonly StyledText[] {
  const { clock } = state.known;
  const offset = state.setup.look.utcOffsetMinutes;
  const shown = runs.slice(-RUNS_SHOWN).reverse();
  const rows = shown.map(({ run, pid, startedAt, endedAt, exit, cause }) => {
    const why = cause !== null && cause.reason !== 'exited' ? `  ${plainText(causeMessage(cause))}` : '';
    const ended = exit === null ? (endedAt === null ? 'running' : 'ended') : exitMessage(exit);
    const style = exit === null ? (endedAt === null ? GOOD : DIM) : exit.code === 0 ? ACCENT : BAD;
    return concat(
      toWidth(styled(`run ${run}`), 8),
      toWidth(styled(pid === null ? '' : `pid ${pid}`, DIM), 13),
      toWidth(styled(timeText(startedAt, offset), DIM), 14),
      toWidth(styled(durationText((endedAt ?? clock.wall) - startedAt)), 8),
      styled(ended, style),
      styled(why, DIM),
    );
  });
  const earlier = runs.length - shown.length;
  return earlier > 0 ? [...rows, styled(`and ${earlier} earlier`, DIM)] : rows;
}

function environmentRows(state: DashboardState, name: string): readonly StyledText[] {
  const environment = state.known.environments.get(name);
  if (environment === undefined) return [styled('reading …', DIM)];
  // What pom.yaml says is what one looks for; what was inherited is long.
  const sorted = environment.toSorted(
    (a, b) => Number(a.origin === INHERITED) - Number(b.origin === INHERITED) || (a.name < b.name ? -1 : 1),
  );
  return sorted.map(({ name: variable, value, origin }) =>
    concat(styled(plainText(variable), ACCENT), styled(`=${plainText(value)}`), styled(`  ${plainText(origin)}`, DIM)),
  );
}

const INHERITED = 'inherited';
