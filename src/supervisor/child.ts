import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Exit, SignalName } from '../model/exit.ts';
import type { SpawnFailure } from '../model/failure.ts';
import type { Stream } from '../model/log-line.ts';
import type { KillScope } from '../model/process-spec.ts';
import { err, ok, type Result } from '../model/result.ts';
import { Gate } from '../util/gate.ts';
import { OneAtATime } from '../util/one-at-a-time.ts';
import { type ChildInput, PipeInput } from './child-input.ts';
import { ChildProcesses, type Registration } from './child-processes.ts';
import type { Endable } from './endable.ts';
import { type Fifo, FifoPool } from './fifo.ts';
import { END_AT_ONCE, type EndTerms } from './guardian/child-record.ts';
import { type Ledger, NO_LEDGER } from './guardian/children-ledger.ts';
import { FifoReader, type OutputReader, READ_BYTES, StreamReader } from './output-reader.ts';
import { ProcessGroup, type SignalResult } from './process-group.ts';
import { firstReservedDescriptor, needDescriptor } from './scarcity.ts';
import { spawnFailure } from './spawn-failure.ts';
import type { ProcessTerminal } from './terminal/process-terminal.ts';
import { spawnOnTerminal } from './terminal/spawn-on-terminal.ts';
import { type FreshMark, ProcessMarks } from './tree/process-mark.ts';
import { ProcessScanner } from './tree/process-scan.ts';

/** Spawns a child as the leader of a new process group. */
export type SpawnChild = (request: SpawnRequest) => Promise<Result<Child, SpawnFailure>>;

export interface SpawnRequest {
  /** Program first; looked up in the `PATH` of `environment`. Never empty. */
  readonly argv: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** The whole environment. */
  readonly environment: ReadonlyMap<string, string>;
  /** `pipe` is kept open, and written to through the child's `input`. */
  readonly stdin: 'null' | 'pipe';
  /** Run it under this terminal, which is its stdin, stdout and stderr then. */
  readonly terminal?: ProcessTerminal | null;
  /** What is to be done should pom die; by default it is killed at once, with everything descended from it. */
  readonly endTerms?: EndTerms;
  /** Null: what it prints is discarded. */
  readonly output: OutputSink | null;
  /** It may have descriptors that are reserved for the session: what runs already needs it. One without output always may. */
  readonly isUrgent?: boolean;
  /**
   * The child is dead: called once, as soon as the system says so, whoever still holds its pipes, and after everything
   * that it had written by then was delivered. Never before the spawn has been answered.
   */
  readonly onExit: (exit: Exit) => void;
}

export interface OutputSink {
  /** `chunk` is valid until this returns. */
  onChunk(stream: Stream, chunk: Uint8Array): void;
  /** The last writer is gone, or the child's output was released: nothing follows on this stream. Called once for each. */
  onEnd(stream: Stream): void;
}

/** A living child and its group. */
export interface Child extends Endable {
  readonly pid: number;
  /** Null: it has nothing to read from. */
  readonly input: ChildInput | null;
  /** To its group, or to what `kill` says instead. */
  signalGroup(signal: SignalName, kill?: KillScope): SignalResult;
  signalLeader(signal: SignalName): SignalResult;
  /** True when neither the leader nor anybody else of its group, or of what `kill` says, lives. Once true, it stays so. */
  groupIsEmpty(kill?: KillScope): boolean;
  /** The pids of who lives in the group, or in what `kill` says. */
  groupMembers(kill?: KillScope): readonly number[];
  /** What is to be done should pom die from now on. */
  setEndTerms(terms: EndTerms): void;
  /** Delivers what is in its pipes now and lets go of them, whoever may still hold the other ends. */
  releaseOutput(): void;
}

/** Spawning blocks the event loop for milliseconds; after so many the loop gets a turn. */
const SPAWNS_PER_TURN = 4;

/** What a spawner may share with others of the session. */
export interface SpawnerMeans {
  /** While it is closed nothing is read of what children print, and their pipes fill. */
  readonly gate: Gate;
  readonly marks: ProcessMarks;
  readonly scanner: ProcessScanner;
  /** Where children are written down before they exist. */
  readonly ledger: Ledger;
}

/** Spawns real children. There is one for a session; `close` it in the end. */
export class ChildSpawner {
  readonly #firstReserved = firstReservedDescriptor();
  readonly #fifos: FifoPool;
  readonly #gate: Gate;
  readonly #marks: ProcessMarks;
  readonly #ledger: Ledger;
  readonly #scanner: ProcessScanner;
  /** All pipes are read into this: a read is delivered before the next one begins. */
  readonly #readBuffer = Buffer.allocUnsafeSlow(READ_BYTES);
  /** Many at once would hold all descriptors that are left, each too few for itself. */
  readonly #turns = new OneAtATime();
  #spawnsThisTurn = 0;
  #nextTurn: Promise<void> | null = null;

  /**
   * @param temporaryDirectory where a private directory for nameless pipes may be made.
   * @param means what is not given the spawner makes for itself.
   */
  constructor(temporaryDirectory: string, means: Partial<SpawnerMeans> = {}) {
    this.#fifos = new FifoPool(temporaryDirectory);
    this.#gate = means.gate ?? new Gate();
    this.#marks = means.marks ?? new ProcessMarks(temporaryDirectory);
    this.#scanner = means.scanner ?? new ProcessScanner();
    this.#ledger = means.ledger ?? NO_LEDGER;
  }

  readonly spawn: SpawnChild = async (request) => {
    await this.#breathe();
    const { terminal, output, isUrgent = false } = request;
    if (output === null) return this.#marked(request, (means) => spawnInto(NO_PIPES, request, means));
    try {
      const firstReserved = isUrgent ? Number.POSITIVE_INFINITY : this.#firstReserved;
      needDescriptor(firstReserved);
      if (terminal)
        return await this.#marked(request, (means) => spawnOnTerminal({ ...request, terminal, output }, means));
      return await this.#turns.run(() => this.#withPipes(request, firstReserved));
    } catch (error) {
      return err(spawnFailure(error, request));
    }
  };

  /** Makes pipes for `count` children ahead of time. Never needed; it makes the first ones start sooner. */
  async prepare(count: number): Promise<void> {
    await this.#fifos.prepare(2 * count).catch(() => undefined);
  }

  /** Children live on; nothing more should be spawned. */
  close(): Promise<void> {
    return this.#fifos.close();
  }

  async #withPipes(request: SpawnRequest, firstReserved: number): Promise<Result<Child, SpawnFailure>> {
    const pipes = await this.#takePipes(firstReserved);
    try {
      return await this.#marked(request, (means) => spawnInto(pipes, request, means));
    } finally {
      if (pipes.kind === 'fifos') for (const { writeFd } of [pipes.stdout, pipes.stderr]) closeSync(writeFd);
    }
  }

  /** The child is written down before it exists. */
  async #marked<T extends Result<unknown, SpawnFailure>>(
    { environment, endTerms = END_AT_ONCE }: SpawnRequest,
    spawn: (means: SpawnMeans) => Promise<T>,
  ): Promise<T> {
    const mark = this.#marks.next(environment);
    const entry = this.#ledger.begin(mark.token, endTerms);
    const registration = { mark, entry, terms: endTerms, scanner: this.#scanner };
    try {
      const spawned = await spawn({ ...registration, buffer: this.#readBuffer, gate: this.#gate });
      if (!spawned.ok) entry.over();
      return spawned;
    } catch (error) {
      entry.over();
      throw error;
    } finally {
      mark.close();
    }
  }

  async #breathe(): Promise<void> {
    while (this.#spawnsThisTurn >= SPAWNS_PER_TURN) await this.#nextTurn;
    this.#spawnsThisTurn++;
    this.#nextTurn ??= nextTurn().then(() => {
      this.#nextTurn = null;
      this.#spawnsThisTurn = 0;
    });
  }

  async #takePipes(firstReserved: number): Promise<OutputPipes> {
    const stdout = await this.#fifos.take(firstReserved);
    if (stdout === null) return { kind: 'node' };
    try {
      const stderr = await this.#fifos.take(firstReserved);
      if (stderr !== null) return { kind: 'fifos', stdout, stderr };
    } catch (error) {
      closeBoth(stdout);
      throw error;
    }
    closeBoth(stdout);
    return { kind: 'node' };
  }
}

type OutputPipes =
  | { readonly kind: 'fifos'; readonly stdout: Fifo; readonly stderr: Fifo }
  /** Node's own, where there are no FIFOs. */
  | { readonly kind: 'node' }
  | { readonly kind: 'none' };

/** What all readers share. */
interface Reading {
  readonly buffer: Buffer;
  readonly gate: Gate;
}

/** What a spawn takes besides what was asked for. */
interface SpawnMeans extends Reading, Registration {
  readonly mark: FreshMark;
}

const NO_PIPES: OutputPipes = { kind: 'none' };

async function spawnInto(
  pipes: OutputPipes,
  request: SpawnRequest,
  means: SpawnMeans,
): Promise<Result<Child, SpawnFailure>> {
  const [file = '', ...args] = request.argv;
  const failed = (error: unknown) => {
    if (pipes.kind === 'fifos') for (const { readFd } of [pipes.stdout, pipes.stderr]) closeSync(readFd);
    return err(spawnFailure(error, request));
  };
  let subprocess: ChildProcess;
  try {
    subprocess = spawn(file, args, optionsFor(pipes, request, means.mark));
  } catch (error) {
    return failed(error);
  }
  const { pid } = subprocess;
  // What is not thrown is told in the next turn.
  if (pid === undefined) return failed((await once(subprocess, 'error'))[0]);
  const readers = readersFor(pipes, subprocess, request.output, means);
  const processes = new ChildProcesses(pid, new ProcessGroup(pid), means);
  subprocess.once('exit', (code, signal) => {
    processes.leaderExited();
    for (const reader of readers) reader.drain();
    request.onExit(signal === null ? { code: code ?? 0, signal } : { code: null, signal });
  });
  // Node throws an error that nobody listens for.
  subprocess.on('error', () => undefined);
  const { stdin } = subprocess;
  return ok({
    pid,
    input: stdin === null ? null : new PipeInput(stdin),
    signalGroup: (signal, kill = 'group') => processes.signal(signal, kill),
    signalLeader: (signal) => processes.signalLeader(signal),
    groupIsEmpty: (kill = 'group') => processes.isEmpty(kill),
    groupMembers: (kill = 'group') => processes.members(kill),
    setEndTerms: (terms) => processes.setEndTerms(terms),
    releaseOutput: () => {
      for (const reader of readers) reader.release();
    },
  });
}

function optionsFor(pipes: OutputPipes, request: SpawnRequest, mark: FreshMark): SpawnOptions {
  const output = (stream: Stream) =>
    pipes.kind === 'fifos' ? pipes[stream].writeFd : pipes.kind === 'node' ? 'pipe' : 'ignore';
  return {
    cwd: request.cwd,
    env: Object.fromEntries(mark.environment),
    stdio: [request.stdin === 'pipe' ? 'pipe' : 'ignore', output('stdout'), output('stderr'), ...mark.moreStdio],
    detached: true,
  };
}

interface NodeStreams {
  readonly stdout?: NodeJS.ReadableStream | null;
  readonly stderr?: NodeJS.ReadableStream | null;
}

function readersFor(
  pipes: OutputPipes,
  streams: NodeStreams,
  sink: OutputSink | null,
  { buffer, gate }: Reading,
): readonly OutputReader[] {
  if (sink === null || pipes.kind === 'none') return [];
  return (['stdout', 'stderr'] as const).flatMap((stream): readonly OutputReader[] => {
    if (pipes.kind === 'fifos') return [new FifoReader(pipes[stream].readFd, buffer, stream, sink, gate)];
    const source = streams[stream];
    return source ? [new StreamReader(source, stream, sink, gate)] : [];
  });
}

function closeBoth({ readFd, writeFd }: Fifo): void {
  closeSync(readFd);
  closeSync(writeFd);
}
