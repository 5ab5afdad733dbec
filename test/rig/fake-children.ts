import type { Exit, SignalName } from '../../src/model/exit.ts';
import type { SpawnFailure } from '../../src/model/failure.ts';
import type { Stream } from '../../src/model/log-line.ts';
import { err, ok } from '../../src/model/result.ts';
import type { Child, SpawnChild, SpawnRequest } from '../../src/supervisor/child.ts';
import type { SignalResult } from '../../src/supervisor/process-group.ts';

/** How a fake child takes signals: which ones end the leader, and whether the rest of its group goes with it. */
export interface Temper {
  /** Signals that it ignores; SIGKILL cannot be among them. */
  readonly ignores: readonly SignalName[];
  /** Others in its group, who ignore everything but SIGKILL. */
  readonly others: number;
  /** Not even SIGKILL ends anybody of the group. */
  readonly immortal: boolean;
}

const MILD: Temper = { ignores: [], others: 0, immortal: false };

/** Signals that end a process which does nothing about them (signal(7)). */
const DEADLY: readonly SignalName[] = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGKILL'];

/** Children that live in memory and die when the test, or a signal, says so. */
export class FakeChildren {
  readonly #children: FakeChild[] = [];
  readonly #tempers = new Map<string, Temper>();
  readonly #failures = new Map<string, SpawnFailure[]>();
  #pids = 1000;

  /** Every child ever spawned, in order. */
  get all(): readonly FakeChild[] {
    return this.#children;
  }

  /** Those whose group is not empty. */
  get alive(): readonly FakeChild[] {
    return this.#children.filter((child) => !child.groupIsEmpty());
  }

  /** Those whose program is `program` and whose group is not empty. */
  aliveOf(program: string): readonly FakeChild[] {
    return this.alive.filter((child) => child.program === program);
  }

  /** The last one spawned of `program`. */
  last(program: string): FakeChild {
    const child = this.#children.findLast((candidate) => candidate.program === program);
    if (child === undefined) throw new Error(`Internal error: "${program}" was never spawned`);
    return child;
  }

  /** From now on, children of `program` are like that. */
  temper(program: string, temper: Partial<Temper>): void {
    this.#tempers.set(program, { ...MILD, ...temper });
  }

  /** The next spawn of `program` fails; called again, the one after it, too. */
  failNext(program: string, failure: SpawnFailure): void {
    this.#failures.set(program, [...(this.#failures.get(program) ?? []), failure]);
  }

  readonly spawn: SpawnChild = async (request) => {
    const program = request.argv[0] ?? '';
    const failure = this.#failures.get(program)?.shift();
    if (failure !== undefined) return err(failure);
    const child = new FakeChild(++this.#pids, program, request, this.#tempers.get(program) ?? MILD);
    this.#children.push(child);
    return ok(child);
  };
}

export class FakeChild implements Child {
  readonly pid: number;
  readonly input = null;
  readonly program: string;
  readonly request: SpawnRequest;
  /** Every signal that reached its group or its leader, SIGCONT left out. */
  readonly signals: SignalName[] = [];
  readonly #temper: Temper;
  #leaderLives = true;
  #exitReported = false;
  #others: number;
  #openStreams: readonly Stream[] = ['stdout', 'stderr'];

  constructor(pid: number, program: string, request: SpawnRequest, temper: Temper) {
    this.pid = pid;
    this.program = program;
    this.request = request;
    this.#temper = temper;
    this.#others = temper.others;
  }

  get leaderLives(): boolean {
    return this.#leaderLives;
  }

  /** The leader ends by itself. Others of the group live on. */
  exit(code: number): void {
    this.#end({ code, signal: null });
  }

  /** The leader is killed by somebody else. */
  killedBy(signal: SignalName): void {
    this.#end({ code: null, signal });
  }

  /** The others of the group end. */
  othersEnd(): void {
    this.#others = 0;
    this.#closeStreamsWhenEmpty();
  }

  print(stream: Stream, text: string): void {
    if (this.#openStreams.includes(stream)) this.request.output?.onChunk(stream, Buffer.from(text));
  }

  signalGroup(signal: SignalName): SignalResult {
    if (this.groupIsEmpty()) return 'gone';
    this.#note(signal);
    if (this.#temper.immortal) return 'sent';
    if (signal === 'SIGKILL') this.othersEnd();
    this.#signalled(signal);
    return 'sent';
  }

  signalLeader(signal: SignalName): SignalResult {
    if (!this.#leaderLives) return 'gone';
    this.#note(signal);
    if (!this.#temper.immortal) this.#signalled(signal);
    return 'sent';
  }

  /** Like the real one, it counts the leader until its exit was reported. */
  groupIsEmpty(): boolean {
    return this.#exitReported && this.#others === 0;
  }

  setEndTerms(): void {}

  groupMembers(): readonly number[] {
    const others = Array.from({ length: this.#others }, (_, index) => this.pid * 100 + index);
    return this.#leaderLives ? [this.pid, ...others] : others;
  }

  releaseOutput(): void {
    for (const stream of this.#openStreams) this.request.output?.onEnd(stream);
    this.#openStreams = [];
  }

  #note(signal: SignalName): void {
    if (signal !== 'SIGCONT') this.signals.push(signal);
  }

  #signalled(signal: SignalName): void {
    const ignored = signal !== 'SIGKILL' && this.#temper.ignores.includes(signal);
    if (DEADLY.includes(signal) && !ignored) this.#end({ code: null, signal });
  }

  /** Dies at once; the system tells later, as a real one does. */
  #end(exit: Exit): void {
    if (!this.#leaderLives) return;
    this.#leaderLives = false;
    setImmediate(() => {
      this.#exitReported = true;
      this.#closeStreamsWhenEmpty();
      this.request.onExit(exit);
    });
  }

  #closeStreamsWhenEmpty(): void {
    if (this.groupIsEmpty()) this.releaseOutput();
  }
}
