/** Sessions that are tormented and ended, one after the other, and what is found out about each. */
import { setTimeout } from 'node:timers/promises';
import type { LogsAnswer, PsAnswer } from '../cli/answers.ts';
import type { PomProcess } from '../rig/pom-process.ts';
import { describeEntry, survivorsOf } from '../rig/process-table.ts';
import type { Project } from '../rig/project.ts';
import { until } from '../rig/until.ts';
import { judgeLines, type Written, writtenIn } from './line-account.ts';
import type { Random } from './random.ts';
import { growth, type Health, healthOf } from './session-health.ts';
import { STEADY } from './soak-project.ts';
import { calm, guardianOf, killIfThere, type Stage, TORMENT_WEIGHTS, TORMENTS, type TormentName } from './torments.ts';

/** How much of a killed session's output that may be missing: it writes to the disk every 200 ms, on an idle machine. */
const KILLED_TAIL_MS = 1_000;
/** How many torments there are between two calm moments. */
const TORMENTS_BEFORE_CALM = 15;
const MOST_CALMS = 4;

const SESSION_ENDS = { down: 3, kill: 3, killBoth: 2, terminate: 1 } as const;

/** What has been done and found so far. */
export interface Tally {
  readonly torments: Record<TormentName, number>;
  readonly ends: Record<keyof typeof SESSION_ENDS, number>;
  sessions: number;
  runs: number;
  lines: number;
  evicted: number;
  readonly health: Health[];
  readonly mistakes: string[];
}

export function emptyTally(): Tally {
  const zeros = <K extends string>(of: Readonly<Record<K, number>>) =>
    Object.fromEntries(Object.keys(of).map((name) => [name, 0])) as Record<K, number>;
  const torments = zeros(TORMENT_WEIGHTS);
  return { torments, ends: zeros(SESSION_ENDS), sessions: 0, runs: 0, lines: 0, evicted: 0, health: [], mistakes: [] };
}

/** One session from `pom up -d` to an end of some kind, and the judgement of what it leaves. */
export class SoakedSession {
  readonly #project: Project;
  readonly #random: Random;
  readonly #tally: Tally;
  readonly #followers: PomProcess[] = [];
  readonly #stage: Stage;
  /** What was written before it began belongs to others. */
  readonly #before: Written;

  constructor(project: Project, random: Random, tally: Tally) {
    this.#project = project;
    this.#random = random;
    this.#tally = tally;
    this.#before = writtenIn(project.dir);
    this.#stage = { project, random, followers: this.#followers, report: (mistake) => this.#report(mistake) };
  }

  /** @param over aborts when there is no time for more torments. */
  async soak(over: AbortSignal): Promise<void> {
    this.#tally.sessions++;
    await this.#start();
    await calm(this.#stage);
    const { session } = await this.#project.json<PsAnswer>(['ps']);
    const pid = session?.pid ?? 0;
    const first = await healthOf(pid);
    this.#tally.health.push(first);
    for (let calms = this.#random.between(1, MOST_CALMS); calms > 0 && !over.aborted; calms--) {
      await this.#torment(over);
      await calm(this.#stage);
      await this.#checkCalm(pid, first);
    }
    await this.#end(pid);
  }

  async #start(): Promise<void> {
    const { exitCode, stderr } = await this.#project.pom(['up', '-d']);
    if (exitCode !== 0) this.#report(`pom up -d ended with ${exitCode}: ${stderr}`);
  }

  async #torment(over: AbortSignal): Promise<void> {
    for (let i = 0; i < TORMENTS_BEFORE_CALM && !over.aborted; i++) {
      const name = this.#random.weighted(TORMENT_WEIGHTS);
      this.#tally.torments[name]++;
      await TORMENTS[name](this.#stage);
      if (this.#random.next() < 0.5) await setTimeout(this.#random.between(0, 400));
    }
  }

  async #checkCalm(pid: number, first: Health): Promise<void> {
    const { session, processes } = await this.#project.json<PsAnswer>(['ps']);
    if (session?.pid !== pid) this.#report(`the session ${pid} has become ${session?.pid}`);
    for (const name of STEADY) {
      const status = processes.find((process) => process.name === name)?.status;
      // Those that restart may be resting between two runs.
      if (status !== 'running' && status !== 'backoff') this.#report(`${name} is ${status} when all is calm`);
    }
    const now = await healthOf(pid);
    this.#tally.health.push(now);
    for (const mistake of growth(first, now)) this.#report(mistake);
  }

  async #end(pid: number): Promise<void> {
    const end = this.#random.weighted(SESSION_ENDS);
    this.#tally.ends[end]++;
    const isKilled = end === 'kill' || end === 'killBoth';
    const snapshot = writtenIn(this.#project.dir);
    if (isKilled) await setTimeout(KILLED_TAIL_MS);
    if (end === 'down') {
      const { exitCode, stderr } = await this.#project.pom(['down']);
      if (exitCode !== 0) this.#report(`pom down ended with ${exitCode}: ${stderr}`);
    } else {
      if (end === 'killBoth') killIfThere(guardianOf(this.#project), 'SIGKILL');
      killIfThere(pid, end === 'terminate' ? 'SIGTERM' : 'SIGKILL');
    }
    // With nobody left to do it, the next session does, which then is the one that `pom logs` tells of.
    if (end !== 'killBoth') await this.#sweep(`after ${end}`);
    await this.#judgeLines(isKilled ? snapshot : writtenIn(this.#project.dir), isKilled);
    if (end !== 'killBoth') return;
    await this.#clearAway();
    await this.#sweep(`after ${end}`);
  }

  async #clearAway(): Promise<void> {
    const { exitCode, stderr } = await this.#project.pom(['run', 'hopeless', '--', 'true']);
    if (![0, 1, 6].includes(exitCode ?? -1))
      this.#report(`the pom after both were killed ended with ${exitCode}: ${stderr}`);
    if (!/left .* behind/.test(stderr)) this.#report(`the pom after both were killed does not say so: ${stderr}`);
  }

  async #sweep(when: string): Promise<void> {
    const survivors = () => survivorsOf(this.#project.env.RIG_ROOT ?? '').map(describeEntry);
    try {
      await until(
        () => survivors().length === 0,
        'nothing to be left',
        () => survivors().join('\n'),
      );
    } catch (error) {
      this.#report(`${when}: ${(error as Error).message}`);
      for (const { pid } of survivorsOf(this.#project.env.RIG_ROOT ?? '')) killIfThere(pid, 'SIGKILL');
    }
  }

  async #judgeLines(written: Written, isKilled: boolean): Promise<void> {
    const { stdout } = await this.#project.pom(['logs', '--lines', 'all']);
    const { next, evicted } = await this.#project.json<LogsAnswer>(['logs', '--lines', 'all']);
    // Ids are given to lines as they come and grow by one. Of a killed session those that it lost at its end are not known.
    const gone = next - (stdout.split('\n').length - 1);
    if (!isKilled && evicted !== gone)
      this.#report(`${gone} lines are gone, of which ${evicted} were counted as evicted`);
    const ours = new Map([...written].filter(([id]) => !this.#before.has(id)));
    const { stored, runs, mistakes } = judgeLines(stdout, ours, evicted);
    this.#tally.lines += stored;
    this.#tally.runs += runs;
    this.#tally.evicted += evicted;
    for (const mistake of mistakes) this.#report(mistake);
  }

  #report(mistake: string): void {
    this.#tally.mistakes.push(`session ${this.#tally.sessions}: ${mistake}`);
  }
}
