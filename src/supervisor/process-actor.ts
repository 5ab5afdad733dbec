import { isDeepStrictEqual } from 'node:util';
import type { Cancel, Clock } from '../model/clock.ts';
import type { Exit, SignalName } from '../model/exit.ts';
import type { Failure, SpawnFailure } from '../model/failure.ts';
import type { ProbeRecord } from '../model/probe-spec.ts';
import { argvOf, type Command, type ProcessSpec } from '../model/process-spec.ts';
import type { ProcessInfo, RunRecord, StatusCause } from '../model/process-status.ts';
import type { Result } from '../model/result.ts';
import type { StoreEvent } from '../model/store-event.ts';
import { bindCommand } from './bind-ports.ts';
import type { Child, SpawnChild } from './child.ts';
import { DependencyWait } from './dependency-wait.ts';
import { endTermsOf } from './guardian/child-record.ts';
import { Inbox } from './inbox.ts';
import { launching } from './launcher.ts';
import { watchMemory } from './memory-watch.ts';
import type { ProcessCommand, ProcessMessage, ProcessResponse } from './messages.ts';
import type { OpenNotifySocket } from './notify/notify-reader.ts';
import { NotifyWatch } from './notify/notify-watch.ts';
import { execProbe } from './probe/exec-probe.ts';
import { Health } from './probe/health.ts';
import { LogWatch } from './probe/log-watch.ts';
import type { ProbeAnswer } from './probe/probe-answer.ts';
import { ProbeHistory } from './probe/probe-history.ts';
import type { Connection, ProcessContext } from './process-context.ts';
import { looksTheSame, processInfo } from './process-info.ts';
import {
  type Effect,
  type Gate,
  hasGroup,
  initialState,
  isWaiting,
  type ProcessEvent,
  type ProcessState,
  type Verdict,
} from './process-state.ts';
import { Run } from './run.ts';
import { hasFailed } from './run-failure.ts';
import { RunHistory } from './run-history.ts';
import { RunOutputs } from './run-outputs.ts';
import { ProcessTerminal } from './terminal/process-terminal.ts';
import type { Ticket } from './ticket.ts';
import { transition } from './transition.ts';

/** What an actor is given by the supervisor. */
export interface ActorSurroundings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly spawnChild: SpawnChild;
  readonly openNotifySocket: OpenNotifySocket;
  readonly readEnvironment: (spec: ProcessSpec, run: number) => Result<ReadonlyMap<string, string>, SpawnFailure>;
  readonly emit: (event: StoreEvent) => void;
  readonly treeMemory: (pid: number) => number;
  /** How the dependencies of `spec` stand now, for one that has waited for them so long. */
  readonly verdict: (spec: ProcessSpec, gate: Gate, waitedMs: number) => Verdict;
  /** Something about the process is different: what people see (then `shown` is how it was), or what it is asked for. */
  readonly onChange: (name: string, shown: ProcessInfo | null) => void;
  /** Something about its terminal is different. */
  readonly onTerminal: () => void;
  /** A run is over and went badly; everything that it had printed by then has been emitted. */
  readonly onRunFailed: (name: string, run: number, probes: readonly ProbeRecord[]) => void;
  readonly onEndedForGood: (spec: ProcessSpec, state: ProcessState) => void;
}

/**
 * One process. A single loop takes messages from the inbox and owns the state; each is decided by `transition` and
 * carried out without waiting, so the loop is always there for the next. Nothing else changes the state.
 */
export class ProcessActor implements ProcessContext {
  readonly connection: Connection;
  readonly handle: Promise<void>;
  readonly #surroundings: ActorSurroundings;
  readonly #inbox: Inbox;
  readonly #outputs: RunOutputs;
  readonly terminal: ProcessTerminal;
  readonly #history = new RunHistory();
  readonly #tickets = new Set<Ticket>();
  #spec: ProcessSpec;
  #state: ProcessState;
  #shown: ProcessInfo;
  readonly #probes = new ProbeHistory();
  readonly #dependencyWait: DependencyWait;
  #run: Run | null = null;
  #health: Health | null = null;
  #notify: NotifyWatch | null = null;
  #cancelWait: Cancel = () => undefined;
  /** The sequence of the last stop: starts that were sent before it are no longer wished for. */
  #lastStop = 0;
  #leaving = false;

  constructor(spec: ProcessSpec, surroundings: ActorSurroundings) {
    this.#spec = spec;
    this.#surroundings = surroundings;
    this.#state = initialState(spec);
    this.#shown = this.info;
    this.#outputs = new RunOutputs(spec, surroundings.clock, surroundings.emit);
    this.terminal = new ProcessTerminal(surroundings.onTerminal);
    this.#inbox = new Inbox({
      name: spec.name,
      opened: (tickets) => {
        for (const ticket of tickets) this.#tickets.add(ticket);
      },
      refused: (tickets, why) => this.#refuse(tickets, why),
      answerNow: () => this.#status(),
    });
    this.#dependencyWait = new DependencyWait(surroundings.clock, () => this.#inbox.lookAgain());
    this.connection = this.#inbox;
    this.handle = this.#loop();
  }

  get spec(): ProcessSpec {
    return this.#spec;
  }

  get state(): ProcessState {
    return this.#state;
  }

  get info(): ProcessInfo {
    return processInfo(this.#spec, this.#state, this.#surroundings.clock.now());
  }

  /** The last hundred, oldest first. */
  get runs(): readonly RunRecord[] {
    return this.#history.runs;
  }

  /** The last twenty, oldest first. */
  get probes(): readonly ProbeRecord[] {
    return this.#probes.records;
  }

  /** What the current or last run has said of itself. */
  get says(): string | null {
    return this.#notify?.status ?? null;
  }

  /** Whether it has been asked to run and has not got there yet. */
  get coming(): boolean {
    return [...this.#tickets].some(({ goal }) => goal === 'up' || goal === 'up again');
  }

  /** The child that has been spawned last, until its group is gone. */
  get child(): Child | null {
    return this.#run?.child ?? null;
  }

  /** Sends a signal to the group, at once. @returns false when there is none. */
  signal(signal: SignalName): boolean {
    return this.#run?.child.signalGroup(signal) === 'sent';
  }

  /** Runs a command in the directory and the environment of the run that lives. @returns null when there is none. */
  runBeside(command: Command, signal: AbortSignal): Promise<ProbeAnswer> | null {
    if (this.#run === null) return null;
    const { cwd, environment } = this.#run;
    return execProbe({ argv: argvOf(command), cwd, environment }, this.#surroundings.spawnChild)(signal);
  }

  /** Kills the group at once, before anything else is thought about. */
  kill(): void {
    this.#run?.child.signalGroup('SIGKILL', this.#spec.kill);
    this.#inbox.send({ type: 'Kill' });
  }

  /** Takes what is in pipes that are still held open, and gives them up. */
  releaseOutputs(): void {
    this.#outputs.release();
  }

  /** Ends the actor without touching the process: whatever is sent later is refused. */
  retire(): void {
    this.#inbox.close();
  }

  async #loop(): Promise<void> {
    for await (const message of this.#inbox.messages()) {
      this.#take(message);
      if (!isWaiting(this.#state)) this.#dependencyWait.end();
      if (this.#leaving && !hasGroup(this.#state)) this.#inbox.close();
    }
    this.#cancelWait();
    this.#dependencyWait.end();
    this.#refuse([...this.#tickets], {
      reason: 'operation-failed',
      detail: `"${this.#spec.name}" is no longer supervised`,
    });
  }

  #take(message: ProcessMessage): void {
    const before = this.#state;
    switch (message.kind) {
      case 'command':
        for (const ticket of message.tickets) ticket.begin(this.#state);
        this.#command(message.command, message.sequence);
        break;
      case 'query':
        message.reply(this.#status());
        break;
      case 'event':
        this.#step(message.event);
        break;
      case 'look-again':
        this.#checkDependencies();
        break;
      default:
        message satisfies never;
    }
    this.#settle(before);
  }

  #command(command: ProcessCommand, sequence: number): void {
    switch (command.type) {
      case 'Start':
        if (sequence >= this.#lastStop) {
          this.#step({ type: 'start', gate: command.gate, onSchedule: command.onSchedule });
        }
        break;
      case 'Restart':
        this.#goBy(command.spec ?? this.#spec);
        if (sequence >= this.#lastStop) {
          if (command.why !== null && this.#run !== null) this.#history.amend(this.#state.run, { cause: command.why });
          this.#step({ type: 'restart', gate: command.gate, onSchedule: command.spec !== null });
        }
        break;
      case 'Update': {
        const scheduleChanged = !isDeepStrictEqual(this.#spec.schedule, command.spec.schedule);
        this.#goBy(command.spec);
        if (this.#state.phase.kind === 'running') this.#health?.follow(command.spec, this.#state.ready);
        this.#step({ type: 'spec-changed', scheduleChanged });
        break;
      }
      case 'Kill':
        this.#lastStop = sequence;
        this.#step({ type: 'kill' });
        break;
      case 'Shutdown':
        this.#leaving = true;
        this.#lastStop = sequence;
        this.#step({ type: 'stop' });
        break;
      case 'Stop':
        this.#lastStop = sequence;
        this.#step({ type: 'stop' });
        break;
      default:
        command satisfies never;
    }
  }

  #goBy(spec: ProcessSpec): void {
    this.#spec = spec;
    this.#outputs.follow(spec);
    this.#run?.child.setEndTerms(endTermsOf(spec));
  }

  #step(event: ProcessEvent): void {
    const { clock, random } = this.#surroundings;
    const facts = { spec: this.#spec, now: clock.now(), wallTime: clock.wallTime(), random: random() };
    const { state, effects } = transition(this.#state, event, facts);
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
  }

  #carryOut(effect: Effect): void {
    switch (effect.type) {
      case 'check-dependencies':
        this.#checkDependencies();
        break;
      case 'spawn':
        this.#spawn();
        break;
      case 'probe':
        this.#health?.follow(this.#spec, false);
        break;
      case 'end-group':
        this.#health?.close();
        this.#health = null;
        this.#run?.end(this.#spec, effect.now);
        break;
      case 'run-over':
        this.#health?.close();
        this.#health = null;
        this.#run?.close();
        this.#run = null;
        this.#notify?.close();
        break;
      case 'wait':
        this.#cancelWait = this.#surroundings.clock.schedule(effect.delayMs, () => this.#inbox.post({ type: 'retry' }));
        break;
      case 'cancel-wait':
        this.#cancelWait();
        break;
      case 'ended-for-good':
        this.#surroundings.onEndedForGood(this.#spec, this.#state);
        break;
      default:
        effect satisfies never;
    }
  }

  #checkDependencies(): void {
    const { phase } = this.#state;
    if (phase.kind !== 'pending' && phase.kind !== 'skipped') return;
    const verdict = this.#dependencyWait.judge(phase, (waitedMs) =>
      this.#surroundings.verdict(this.#spec, phase.gate, waitedMs),
    );
    this.#step({ type: 'dependencies', verdict });
  }

  #spawn(): void {
    const { readEnvironment, openNotifySocket, clock } = this.#surroundings;
    const { run } = this.#state;
    const spec = this.#spec;
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

  #spawnFailed(run: number, failure: SpawnFailure): void {
    const endedAt = this.#surroundings.clock.wallTime();
    this.#history.amend(run, { endedAt, cause: { reason: 'spawn-failed', failure } });
    this.#runOver(run);
    this.#inbox.post({ type: 'spawn-failed', failure });
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
      this.#inbox.post({ type: 'probe-failed', run, cause });
    };
    this.#run = new Run({
      watchMemory: this.#memoryWatch(spec, child.pid, fail),
      child,
      cwd,
      environment,
      clock,
      spawnChild,
      onGroupEmpty: () => this.#inbox.post({ type: 'group-empty' }),
      onGroupSurvived: (pids) => {
        this.#history.amend(run, { cause: { reason: 'group-survived', pids } });
        this.#runOver(run);
        this.#inbox.post({ type: 'group-survived', pids });
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
      onProbe: (record) => this.#probes.add(record),
      onReady: () => this.#inbox.post({ type: 'became-ready', run }),
      onFailed: fail,
    });
    this.#inbox.post({ type: 'spawned', pid: child.pid });
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
    const at = clock.wallTime();
    emit({ type: 'ProcessExited', process: this.#spec.name, run: number, exit, at });
    this.#history.amend(number, { endedAt: at, exit });
    this.#runOver(number);
    const run = this.#run;
    this.#inbox.post({
      type: 'exited',
      exit,
      groupEmpty: run !== null && !run.ending && run.child.groupIsEmpty(this.#spec.kill),
    });
    run?.leaderExited();
  }

  #runOver(run: number): void {
    const record = this.#history.runs.findLast((candidate) => candidate.run === run);
    if (record === undefined || !hasFailed(record, this.#state, this.#spec)) return;
    const probes = this.#probes.records.filter((probe) => probe.run === run);
    this.#surroundings.onRunFailed(this.#spec.name, run, probes);
  }

  #status(): ProcessResponse {
    return { type: 'Status', info: this.info, runs: this.runs };
  }

  /** Answers whoever waits for what the state now is, and then tells what people see. */
  #settle(before: ProcessState): void {
    let settled = 0;
    for (const ticket of [...this.#tickets]) {
      if (!ticket.settle(this.#state)) continue;
      this.#tickets.delete(ticket);
      settled++;
    }
    if (settled === 0 && before === this.#state) return;
    const { info } = this;
    const shown = this.#shown;
    this.#shown = info;
    this.#surroundings.onChange(this.#spec.name, looksTheSame(shown, info) ? null : shown);
  }

  #refuse(tickets: readonly Ticket[], why: Failure): void {
    for (const ticket of tickets) {
      this.#tickets.delete(ticket);
      ticket.refuse(this.#state, why);
    }
  }
}
