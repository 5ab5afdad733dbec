import type { Cancel } from '../model/clock.ts';
import type { Exit } from '../model/exit.ts';
import type { SpawnFailure } from '../model/failure.ts';
import type { ProbeRecord } from '../model/probe-spec.ts';
import { argvOf, type Command, type ProcessSpec } from '../model/process-spec.ts';
import type { RunRecord, StatusCause } from '../model/process-status.ts';
import type { ActorSurroundings } from './actor-surroundings.ts';
import { bindCommand } from './bind-ports.ts';
import type { Child } from './child.ts';
import { endTermsOf } from './guardian/child-record.ts';
import { launching } from './launcher.ts';
import { watchMemory } from './memory-watch.ts';
import { NotifyWatch } from './notify/notify-watch.ts';
import { execProbe } from './probe/exec-probe.ts';
import { Health } from './probe/health.ts';
import { LogWatch } from './probe/log-watch.ts';
import type { ProbeAnswer } from './probe/probe-answer.ts';
import { ProbeHistory } from './probe/probe-history.ts';
import type { ProcessEvent, ProcessState } from './process-state.ts';
import { type EndPolicy, Run } from './run.ts';
import { hasFailed } from './run-failure.ts';
import { RunHistory } from './run-history.ts';
import { RunOutputs } from './run-outputs.ts';
import { ProcessTerminal } from './terminal/process-terminal.ts';

/** The process whose runs these are. */
export interface RunsOwner {
  /** As of this moment. */
  readonly now: () => { readonly spec: ProcessSpec; readonly state: ProcessState };
  /** Something happened to a run. */
  readonly happened: (event: ProcessEvent) => void;
}

/**
 * The runs of one process: spawns and ends the current one, watches its health and memory, and remembers the last ones.
 * It decides nothing: what happens is told to the owner, who says what is to be done next.
 */
export class ProcessRuns {
  readonly terminal: ProcessTerminal;
  readonly #surroundings: ActorSurroundings;
  readonly #process: RunsOwner;
  readonly #outputs: RunOutputs;
  readonly #history: RunHistory;
  readonly #probeHistory = new ProbeHistory();
  #run: Run | null = null;
  #health: Health | null = null;
  #notify: NotifyWatch | null = null;

  constructor(surroundings: ActorSurroundings, owner: RunsOwner, spec: ProcessSpec) {
    this.#surroundings = surroundings;
    this.#process = owner;
    this.#history = new RunHistory((record) => surroundings.onRun(spec.name, record));
    this.#outputs = new RunOutputs(spec, surroundings.clock, surroundings.emit);
    this.terminal = new ProcessTerminal(surroundings.onTerminal);
  }

  /** The last hundred, oldest first. */
  get records(): readonly RunRecord[] {
    return this.#history.runs;
  }

  /** The last twenty, oldest first. */
  get probes(): readonly ProbeRecord[] {
    return this.#probeHistory.records;
  }

  /** What the current or last run has said of itself. */
  get says(): string | null {
    return this.#notify?.status ?? null;
  }

  /** The child that has been spawned last, until its group is gone. */
  get child(): Child | null {
    return this.#run?.child ?? null;
  }

  /** Goes by another spec, as far as that concerns a run that lives. */
  follow(spec: ProcessSpec): void {
    this.#outputs.follow(spec);
    this.#run?.child.setEndTerms(endTermsOf(spec));
  }

  /** Spawns it; `spawned` or `spawn-failed` is what happens next. */
  begin(run: number, spec: ProcessSpec): void {
    const { readEnvironment, openNotifySocket, clock } = this.#surroundings;
    const spawnChild = launching(this.#surroundings.spawnChild, spec);
    this.#history.begin(run, clock.wallTime());
    const environment = readEnvironment(spec, run);
    if (!environment.ok) {
      this.#spawnFailed(run, environment.failure);
      return;
    }
    const log = new LogWatch(spec.ready);
    const notify = new NotifyWatch(spec);
    this.#notify = notify;
    const output = this.#outputs.begin(run, log);
    if (spec.tty) this.terminal.begin(run);
    const request = {
      argv: argvOf(bindCommand(spec.command, environment.value)),
      cwd: spec.cwd,
      environment: environment.value,
      stdin: spec.stdin,
      terminal: spec.tty ? this.terminal : null,
      endTerms: endTermsOf(spec),
      output: output.sink,
      onExit: (exit: Exit) => this.#exited(run, exit),
    };
    void notify.spawn(request, spawnChild, openNotifySocket).then((spawned) => {
      if (!spawned.ok) {
        this.#spawnFailed(run, spawned.failure);
        return;
      }
      output.attach(spawned.value);
      this.#spawned(run, spawned.value, spec, environment.value, log, notify);
    });
  }

  /** Begins to probe the run that lives, or goes on by another spec. */
  probe(spec: ProcessSpec, ready: boolean): void {
    this.#health?.follow(spec, ready);
  }

  /** Writes down what the run that lives is stopped for. */
  explain(cause: StatusCause): void {
    if (this.#run !== null) this.#history.amend(this.#process.now().state.run, { cause });
  }

  /** Begins to end the run that lives, or, when that is under way and `now`, hurries it. */
  end(policy: EndPolicy, now: boolean): void {
    this.#closeHealth();
    this.#run?.end(policy, now);
  }

  /** Nothing of the last run is left. */
  over(): void {
    this.#closeHealth();
    this.#run?.close();
    this.#run = null;
    this.#notify?.close();
  }

  /** Runs a command in the directory and the environment of the run that lives. @returns null when there is none. */
  runBeside(command: Command, signal: AbortSignal): Promise<ProbeAnswer> | null {
    if (this.#run === null) return null;
    const { cwd, environment } = this.#run;
    return execProbe({ argv: argvOf(command), cwd, environment }, this.#surroundings.spawnChild)(signal);
  }

  /** Takes what is in pipes that are still held open, and gives them up. */
  releaseOutputs(): void {
    this.#outputs.release();
  }

  #closeHealth(): void {
    this.#health?.close();
    this.#health = null;
  }

  #spawnFailed(run: number, failure: SpawnFailure): void {
    const endedAt = this.#surroundings.clock.wallTime();
    this.#history.amend(run, { endedAt, cause: { reason: 'spawn-failed', failure } });
    this.#runOver(run);
    this.#process.happened({ type: 'spawn-failed', failure });
  }

  #spawned(
    run: number,
    child: Child,
    spec: ProcessSpec,
    environment: ReadonlyMap<string, string>,
    log: LogWatch,
    notify: NotifyWatch,
  ): void {
    const { clock } = this.#surroundings;
    const { cwd } = spec;
    const spawnChild = launching(this.#surroundings.spawnChild, spec);
    this.#history.amend(run, { pid: child.pid });
    const fail = (cause: StatusCause) => {
      this.#history.amend(run, { cause });
      this.#process.happened({ type: 'probe-failed', run, cause });
    };
    this.#run = new Run({
      watchMemory: this.#memoryWatch(spec, child.pid, fail),
      child,
      cwd,
      environment,
      clock,
      spawnChild,
      onGroupEmpty: () => this.#process.happened({ type: 'group-empty' }),
      onGroupSurvived: (pids) => {
        this.#history.amend(run, { cause: { reason: 'group-survived', pids } });
        this.#runOver(run);
        this.#process.happened({ type: 'group-survived', pids });
      },
    });
    this.#health = new Health({
      run,
      cwd,
      environment,
      clock,
      spawnChild,
      log,
      notify,
      onProbe: (record) => {
        this.#probeHistory.add(record);
        this.#surroundings.onProbe(spec.name, record);
      },
      onReady: () => this.#process.happened({ type: 'became-ready', run }),
      onFailed: fail,
    });
    this.#process.happened({ type: 'spawned', pid: child.pid });
  }

  #memoryWatch({ limits }: ProcessSpec, pid: number, fail: (cause: StatusCause) => void): (() => Cancel) | null {
    const { memoryBytes: limitBytes } = limits;
    if (limitBytes === null) return null;
    const { clock, treeMemory } = this.#surroundings;
    const onExceeded = (bytes: number) => fail({ reason: 'memory-limit', bytes, limitBytes });
    return () => watchMemory({ limitBytes, clock, read: () => treeMemory(pid), onExceeded });
  }

  #exited(number: number, exit: Exit): void {
    const { clock, emit } = this.#surroundings;
    const { spec } = this.#process.now();
    const at = clock.wallTime();
    emit({ type: 'ProcessExited', process: spec.name, run: number, exit, at });
    this.#history.amend(number, { endedAt: at, exit });
    this.#runOver(number);
    const run = this.#run;
    this.#process.happened({
      type: 'exited',
      exit,
      groupEmpty: run !== null && !run.ending && run.child.groupIsEmpty(spec.kill),
    });
    run?.leaderExited();
  }

  #runOver(run: number): void {
    const { spec, state } = this.#process.now();
    const record = this.#history.runs.findLast((candidate) => candidate.run === run);
    if (record === undefined || !hasFailed(record, state, spec)) return;
    const probes = this.#probeHistory.records.filter((probe) => probe.run === run);
    this.#surroundings.onRunFailed(spec.name, run, probes);
  }
}
