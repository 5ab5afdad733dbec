import { exitMessage } from './failure-message.ts';
import type { ProbeRecord } from './probe-spec.ts';
import type { ProcessSpec } from './process-spec.ts';
import type { ProcessInfo } from './process-status.ts';
import { type ReportedRun, tellingLines } from './run-evidence.ts';
import { type WhyAnswer, type WhyLink, whyLink } from './why.ts';
import { adviceFor } from './why-advice.ts';
import { linksOfCause } from './why-cause.ts';

/** What is known of a process that is asked about, or that it leads to. */
export interface WhySubject {
  readonly process: ProcessInfo;
  readonly spec: ProcessSpec;
  /** Oldest first. */
  readonly runs: readonly ReportedRun[];
  /** The last ones, oldest first. */
  readonly probes: readonly ProbeRecord[];
}

/**
 * Follows the reasons from a process to the root.
 *
 * @param view null for a process that does not exist.
 */
export function explain(
  subject: WhySubject,
  view: (name: string) => WhySubject | null,
): Omit<WhyAnswer, 'configError'> {
  const chain: WhyLink[] = [];
  const seen = new Set<string>();
  let root = subject;
  for (let next: WhySubject | null = subject; next !== null; ) {
    root = next;
    seen.add(root.process.name);
    chain.push(...linksOf(root));
    const name = blamed(root, view);
    if (name === null || seen.has(name)) break;
    next = view(name);
    if (next === null) chain.push(missing(name));
  }
  const last = chain.at(-1) ?? missing(subject.process.name);
  const evidence = root.runs.find(({ run }) => run === last.run)?.evidence ?? null;
  const lines = tellingLines(evidence?.lines ?? []);
  const { name, status } = subject.process;
  return { name, status, chain, lines, next: adviceFor(last, root.spec, evidence?.lines ?? []) };
}

/** The reason of a process that no session runs. */
export function explainAtRest(spec: ProcessSpec): WhyAnswer {
  const status = spec.enabled ? 'stopped' : 'disabled';
  const root = spec.enabled
    ? whyLink(spec.name, 'no-session', status, 'does not run: no session is running')
    : whyLink(spec.name, 'disabled-by-profile', status, disabledBy(spec));
  return { name: spec.name, status, chain: [root], lines: [], next: adviceFor(root, spec, []), configError: null };
}

function disabledBy({ profiles }: ProcessSpec): string {
  return `is in none of the profiles that are on, only in ${profiles.join(', ')}`;
}

/** The process for which this one does not run: of several, one that is itself in trouble. */
function blamed({ process, spec }: WhySubject, view: (name: string) => WhySubject | null): string | null {
  if (process.cause?.reason === 'dependency') return process.cause.process;
  if (process.status !== 'pending') return null;
  const names = spec.dependsOn
    .map((dependency) => dependency.process)
    .filter((name) => process.waitingFor.some((words) => words.startsWith(`${name} to be `)));
  return names.find((name) => isInTrouble(view(name)?.process ?? null)) ?? names[0] ?? null;
}

function isInTrouble(process: ProcessInfo | null): boolean {
  return process === null || process.cause !== null || process.status === 'pending' || process.status === 'stopped';
}

function linksOf(subject: WhySubject): readonly WhyLink[] {
  const { process, runs } = subject;
  const link: MakeLink = (code, message, facts) => [whyLink(process.name, code, process.status, message, facts)];
  switch (process.status) {
    case 'disabled':
      return link('disabled-by-profile', disabledBy(subject.spec));
    case 'stopped':
      return stopped(subject, link);
    case 'pending':
      return link('waiting-for-dependency', `waits for ${process.waitingFor.join(', ') || 'its dependencies'}`);
    case 'starting':
      return link('starting', 'is being started', { run: process.run });
    case 'stopping':
      return link('stopping', 'is being stopped', { run: process.run });
    case 'running':
      return running(subject, link);
    case 'scheduled':
      return process.cause === null || process.exit?.code === 0
        ? link('scheduled', 'waits for its time')
        : linksOfCause(process, process.cause, runs, subject.probes);
    case 'completed':
      return link('completed', process.exit === null ? 'has ended well' : `ended well: ${exitMessage(process.exit)}`, {
        run: process.run,
        exit: process.exit,
        at: runs.at(-1)?.endedAt ?? null,
      });
    case 'backoff': {
      const { retryAt } = process;
      return [...link('waiting-for-retry', 'waits to be started again', { retryAt }), ...ending(subject, link)];
    }
    case 'crashed':
    case 'skipped':
      return ending(subject, link);
    default:
      return process.status satisfies never;
  }
}

type MakeLink = (code: WhyLink['code'], message: string, facts?: Partial<WhyLink>) => readonly WhyLink[];

function ending({ process, runs, probes }: WhySubject, link: MakeLink): readonly WhyLink[] {
  const { cause, run, exit } = process;
  return cause === null ? link('exited', 'ended badly', { run, exit }) : linksOfCause(process, cause, runs, probes);
}

function stopped({ process, spec }: WhySubject, link: MakeLink): readonly WhyLink[] {
  if (process.run > 0)
    return link('stopped-by-wish', 'was stopped because somebody asked for it', { run: process.run });
  return link(
    'not-started',
    spec.autostart ? 'has not been asked to start' : 'starts only by name: autostart is false',
  );
}

function running({ process, spec, runs, probes }: WhySubject, link: MakeLink): readonly WhyLink[] {
  const { run, startedAt: at } = process;
  const previous = previousEnd(runs, run);
  const facts = { run, at };
  if (spec.ready === null) return link('running', `runs${previous}; it has no readiness check`, facts);
  const probe = probes.findLast((record) => record.run === run && record.purpose === 'ready') ?? null;
  if (process.ready !== true) {
    const answer = probe === null ? 'no check has answered yet' : `${probe.kind}: ${probe.answer}`;
    return link('not-ready-yet', `runs${previous} and is not ready: ${answer}`, { ...facts, probe });
  }
  const by = probe === null ? '' : ` by its ${probe.kind} check (${probe.answer})`;
  return link('ready', `runs${previous} and is ready${by}`, { ...facts, probe });
}

/** Why there was another run before this one. */
function previousEnd(runs: readonly ReportedRun[], current: number): string {
  const previous = runs.findLast(({ run, endedAt }) => run < current && endedAt !== null);
  if (previous === undefined) return '';
  const { run, exit, evidence } = previous;
  const how = exit === null ? 'could not be started' : exitMessage(exit);
  return ` again, after run ${run} ${how}${evidence === null ? ', as was wished or planned' : ''}`;
}

function missing(process: string): WhyLink {
  return whyLink(process, 'dependency-missing', 'stopped', 'is no process of the project any more');
}
