import { isDeepStrictEqual } from 'node:util';
import type { Cancel } from '../model/clock.ts';
import type { SignalName } from '../model/exit.ts';
import type { Failure } from '../model/failure.ts';
import type { ProbeRecord } from '../model/probe-spec.ts';
import type { Command, ProcessSpec } from '../model/process-spec.ts';
import type { ProcessInfo, RunRecord } from '../model/process-status.ts';
import type { ActorSurroundings } from './actor-surroundings.ts';
import type { Child } from './child.ts';
import { DependencyWait } from './dependency-wait.ts';
import { Inbox } from './inbox.ts';
import type { ProcessCommand, ProcessMessage, ProcessResponse } from './messages.ts';
import type { ProbeAnswer } from './probe/probe-answer.ts';
import type { Connection, ProcessContext } from './process-context.ts';
import { looksTheSame, processInfo } from './process-info.ts';
import { ProcessRuns } from './process-runs.ts';
import {
  type Effect,
  hasGroup,
  initialState,
  isWaiting,
  type ProcessEvent,
  type ProcessState,
} from './process-state.ts';
import type { ProcessTerminal } from './terminal/process-terminal.ts';
import type { Ticket } from './ticket.ts';
import { transition } from './transition.ts';

/**
 * One process. A single loop takes messages from the inbox and owns the state; each is decided by `transition` and
 * carried out without waiting, so the loop is always there for the next. Nothing else changes the state.
 */
export class ProcessActor implements ProcessContext {
  readonly connection: Connection;
  readonly handle: Promise<void>;
  readonly #surroundings: ActorSurroundings;
  readonly #inbox: Inbox;
  readonly #runs: ProcessRuns;
  readonly #tickets = new Set<Ticket>();
  #spec: ProcessSpec;
  #state: ProcessState;
  #shown: ProcessInfo;
  readonly #dependencyWait: DependencyWait;
  #cancelWait: Cancel = () => undefined;
  /** The sequence of the last stop: starts that were sent before it are no longer wished for. */
  #lastStop = 0;
  #leaving = false;

  constructor(spec: ProcessSpec, surroundings: ActorSurroundings) {
    this.#spec = spec;
    this.#surroundings = surroundings;
    this.#state = initialState(spec);
    this.#shown = this.info;
    this.#runs = new ProcessRuns(
      surroundings,
      {
        now: () => ({ spec: this.#spec, state: this.#state }),
        happened: (event) => this.#inbox.post(event),
      },
      spec,
    );
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
    return this.#runs.records;
  }

  /** The last twenty, oldest first. */
  get probes(): readonly ProbeRecord[] {
    return this.#runs.probes;
  }

  /** What the current or last run has said of itself. */
  get says(): string | null {
    return this.#runs.says;
  }

  /** Whether it has been asked to run and has not got there yet. */
  get coming(): boolean {
    return [...this.#tickets].some(({ goal }) => goal === 'up' || goal === 'up again');
  }

  /** The child that has been spawned last, until its group is gone. */
  get child(): Child | null {
    return this.#runs.child;
  }

  get terminal(): ProcessTerminal {
    return this.#runs.terminal;
  }

  /** Sends a signal to the group, at once. @returns false when there is none. */
  signal(signal: SignalName): boolean {
    return this.#runs.child?.signalGroup(signal) === 'sent';
  }

  /** Runs a command in the directory and the environment of the run that lives. @returns null when there is none. */
  runBeside(command: Command, signal: AbortSignal): Promise<ProbeAnswer> | null {
    return this.#runs.runBeside(command, signal);
  }

  /** Kills the group at once, before anything else is thought about. */
  kill(): void {
    this.#runs.child?.signalGroup('SIGKILL', this.#spec.kill);
    this.#inbox.send({ type: 'Kill' });
  }

  /** Takes what is in pipes that are still held open, and gives them up. */
  releaseOutputs(): void {
    this.#runs.releaseOutputs();
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
          if (command.why !== null) this.#runs.explain(command.why);
          this.#step({ type: 'restart', gate: command.gate, onSchedule: command.spec !== null });
        }
        break;
      case 'Update': {
        const scheduleChanged = !isDeepStrictEqual(this.#spec.schedule, command.spec.schedule);
        this.#goBy(command.spec);
        if (this.#state.phase.kind === 'running') this.#runs.probe(command.spec, this.#state.ready);
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
    this.#runs.follow(spec);
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
        this.#runs.begin(this.#state.run, this.#spec);
        break;
      case 'probe':
        this.#runs.probe(this.#spec, false);
        break;
      case 'end-group':
        this.#runs.end(this.#spec, effect.now);
        break;
      case 'run-over':
        this.#runs.over();
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
