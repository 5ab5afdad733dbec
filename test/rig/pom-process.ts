import { type ChildProcess, spawn } from 'node:child_process';
import { Transcript } from './transcript.ts';
import { within } from './within.ts';

/** How a program ended and what it printed. */
export interface PomResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly stdoutBytes: Buffer;
  /** Null when it was ended by a signal. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunOptions {
  /** Absolute; the project's directory by default. */
  readonly cwd?: string;
  /** Over the rig's environment; undefined unsets. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What it reads from its standard input, which is empty otherwise. */
  readonly stdin?: string | Uint8Array;
}

/** A program that the rig started, leader of its own process group. */
export class PomProcess {
  readonly pid: number;
  readonly stdout: Transcript;
  readonly stderr: Transcript;
  readonly #title: string;
  readonly #child: ChildProcess;
  readonly #closed: Promise<PomResult>;

  constructor(argv: readonly string[], title: string, { cwd, env, stdin }: RunOptions) {
    const [file = '', ...args] = argv;
    // A group of its own, as a shell with job control gives it: a signal to it reaches nobody else.
    const child = spawn(file, args, { cwd, env, stdio: 'pipe', detached: true });
    if (child.pid === undefined) throw new Error(`could not start ${argv.join(' ')}`);
    this.pid = child.pid;
    this.#child = child;
    this.#title = title;
    this.stdout = new Transcript(`stdout of ${title}`, child.stdout);
    this.stderr = new Transcript(`stderr of ${title}`, child.stderr);
    child.stdin.on('error', () => {}).end(stdin ?? '');
    this.#closed = new Promise((resolve) => {
      child.once('close', (exitCode, signal) => {
        const stdoutBytes = this.stdout.bytes;
        resolve({ stdout: stdoutBytes.toString('utf8'), stderr: this.stderr.text, stdoutBytes, exitCode, signal });
      });
    });
  }

  /** Resolves when it has ended and everything it printed was read. */
  get exited(): Promise<PomResult> {
    return within(
      this.#closed,
      `"${this.#title}" (pid ${this.pid}) to end`,
      () => `stdout:\n${this.stdout.text}\nstderr:\n${this.stderr.text}`,
    );
  }

  get hasExited(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** To the program alone, not to its group. */
  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Reads no more of its output, as `head` does when it has enough. */
  closeStdout(): void {
    this.#child.stdout?.destroy();
  }
}
