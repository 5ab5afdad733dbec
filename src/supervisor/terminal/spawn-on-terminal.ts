import { spawn } from 'node:child_process';
import { closeSync, existsSync } from 'node:fs';
import type { Exit, SignalName } from '../../model/exit.ts';
import type { SpawnFailure } from '../../model/failure.ts';
import type { KillScope } from '../../model/process-spec.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Gate } from '../../util/gate.ts';
import { type ChildInput, TerminalInput } from '../child-input.ts';
import { ChildProcesses, type Registration } from '../child-processes.ts';
import { findProgram } from '../find-program.ts';
import type { EndTerms } from '../guardian/child-record.ts';
import type { ChunkSink } from '../output-reader.ts';
import type { SignalResult } from '../process-group.ts';
import { spawnFailure } from '../spawn-failure.ts';
import type { FreshMark } from '../tree/process-mark.ts';
import type { ProcessTerminal } from './process-terminal.ts';
import { openPty } from './pty.ts';
import { SessionGroup } from './session-group.ts';
import { TerminalReader } from './terminal-reader.ts';

/** A `SpawnRequest` (child.ts) whose child is to have a terminal. */
export interface TerminalRequest {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly environment: ReadonlyMap<string, string>;
  readonly terminal: ProcessTerminal;
  readonly output: ChunkSink;
  readonly onExit: (exit: Exit) => void;
}

/** A `Child` (child.ts): the two files would import each other if this were that. */
export interface TerminalChild {
  readonly pid: number;
  readonly input: ChildInput;
  signalGroup(signal: SignalName, kill?: KillScope): SignalResult;
  signalLeader(signal: SignalName): SignalResult;
  groupIsEmpty(kill?: KillScope): boolean;
  groupMembers(kill?: KillScope): readonly number[];
  setEndTerms(terms: EndTerms): void;
  releaseOutput(): void;
}

/** What the spawn takes besides what was asked for. */
interface TerminalMeans extends Registration {
  readonly buffer: Buffer;
  readonly gate: Gate;
  readonly mark: FreshMark;
}

/** setsid(1) is found without the help of the child's own `PATH`. */
const SETSID = ['/usr/bin/setsid', '/bin/setsid'];

/**
 * Spawns a child under a pseudo-terminal, as the leader of a session of its own: `setsid -c` makes it that and becomes
 * the child. Everything it prints is on `stdout`, whose bytes come as the terminal makes them (lines end in CR LF).
 *
 * Later children of pom inherit the master, for which Node has no close-on-exec; they are not told its number.
 *
 * @param means `buffer` is read into, and free again when the sink returns; nothing is read while `gate` is closed.
 * The child gets `mark`.
 */
export async function spawnOnTerminal(
  request: TerminalRequest,
  means: TerminalMeans,
): Promise<Result<TerminalChild, SpawnFailure>> {
  const { buffer, gate, mark } = means;
  const environment = { TERM: 'xterm-256color', ...Object.fromEntries(mark.environment) };
  // setsid(1) would tell of a missing program only in the output.
  const program = findProgram(request.argv[0] ?? '', request.cwd, request.environment.get('PATH'));
  if (typeof program === 'object') return err(spawnFailure(program, request));
  const { output, terminal, onExit } = request;
  const pty = openPty(terminal.size);
  if (!pty.ok) return pty;
  const { master } = pty.value;
  let slave: number;
  try {
    slave = pty.value.openSlave();
  } catch (error) {
    closeSync(master);
    return err(spawnFailure(error, request));
  }
  const fail = (error: unknown) => {
    closeSync(slave);
    closeSync(master);
    return err(spawnFailure(error, request));
  };
  let subprocess: ReturnType<typeof spawn>;
  try {
    // Not detached: setsid(1) would fork if it led a group already, and its pid would be another than the child's.
    subprocess = spawn(SETSID.find(existsSync) ?? 'setsid', ['-c', ...request.argv], {
      cwd: request.cwd,
      env: environment,
      stdio: [slave, slave, slave, ...mark.moreStdio],
    });
  } catch (error) {
    return fail(error);
  }
  const { pid } = subprocess;
  if (pid === undefined) return fail(await new Promise((resolve) => subprocess.once('error', resolve)));

  const input = new TerminalInput(master);
  const reader = new TerminalReader({
    master,
    slave,
    buffer,
    gate,
    openSlave: pty.value.openSlave,
    onChunk: (chunk) => {
      terminal.written(chunk);
      output.onChunk('stdout', chunk);
    },
    onEnd: () => {
      input.close();
      output.onEnd('stdout');
      output.onEnd('stderr');
    },
  });
  const processes = new ChildProcesses(pid, new SessionGroup(pid), means);
  terminal.opened({ resize: (size) => pty.value.resize(size) });
  subprocess.once('exit', (code, signal) => {
    processes.leaderExited();
    input.close();
    reader.childDied();
    terminal.closed();
    onExit(signal === null ? { code: code ?? 0, signal } : { code: null, signal });
  });
  return ok({
    pid,
    input,
    signalGroup: (signal, kill = 'group') => processes.signal(signal, kill),
    signalLeader: (signal) => processes.signalLeader(signal),
    groupIsEmpty: (kill = 'group') => processes.isEmpty(kill),
    groupMembers: (kill = 'group') => processes.members(kill),
    setEndTerms: (terms) => processes.setEndTerms(terms),
    releaseOutput: () => reader.release(),
  });
}
