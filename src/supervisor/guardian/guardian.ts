import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import type { Cancel, Clock } from '../../model/clock.ts';
import type { ProcessScanner } from '../tree/process-scan.ts';
import type { ProcessIdentity } from './child-record.ts';

export interface GuardianOptions {
  /** Absolute: the file with the program that ends the children. It may be removed while the guardian stands by. */
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly scanner: ProcessScanner;
  /** There is one, or another. */
  readonly onStanding: (guardian: ProcessIdentity) => void;
  /** There is none for the moment. */
  readonly onTrouble: (message: string) => void;
}

/** In the guardian: the program, and Node. Opened, they cannot be removed. */
const PROGRAM_FD = 3;
const NODE_FD = 4;

/**
 * Waits for `q`, or for the end of the pipe: the session is dead. A shell is a twentieth of what Node is in memory.
 * What it ignores is what a terminal, a user or a service manager sends to whoever belongs to a session.
 */
const SCRIPT = `
trap '' HUP INT QUIT PIPE ALRM TERM TSTP TTIN TTOU USR1 USR2
while read -r word; do [ "$word" = q ] && exit 0; done
exec "$0" - "$@" <&${PROGRAM_FD}
`;

/** A guardian that has died is replaced at once; one that died so soon after that of its own, with a rest. */
const YOUNG_MS = 1_000;
const REST_MS = 500;

/**
 * A process that outlives the session for as long as it takes to end the children. It stands in a session of its own,
 * holds nothing of the project, and is replaced when it dies.
 */
export class Guardian {
  readonly #options: GuardianOptions;
  #process: ChildProcess | null = null;
  #cancelRest: Cancel = () => undefined;
  #released = false;

  constructor(options: GuardianOptions) {
    this.#options = options;
  }

  /** To be called before there are children. */
  start(): void {
    const { clock, scanner, onStanding } = this.#options;
    const startedAt = clock.now();
    let guardian: ChildProcess;
    try {
      guardian = this.#spawn();
    } catch (error) {
      this.#lost(`cannot be started: ${(error as Error).message}`, REST_MS);
      return;
    }
    this.#process = guardian;
    // What is lost may be told twice, by `error` and by `exit`.
    const lost = (why: string) => {
      if (this.#process !== guardian) return;
      this.#process = null;
      this.#lost(why, clock.now() - startedAt < YOUNG_MS ? REST_MS : 0);
    };
    guardian.once('error', (error) => lost(`cannot be started: ${error.message}`));
    guardian.once('exit', (code, signal) => lost(`was ended (${signal ?? `exit ${code}`})`));
    // It is written to only when there is nothing to guard any more.
    guardian.stdin?.on('error', () => undefined);
    guardian.unref();
    const { pid } = guardian;
    const startTime = pid === undefined ? 'gone' : scanner.startTimeOf(pid);
    if (pid !== undefined && typeof startTime === 'number') onStanding({ pid, startTime });
  }

  /** There is nothing to guard any more. */
  release(): void {
    this.#released = true;
    this.#cancelRest();
    this.#process?.stdin?.end('q\n');
    this.#process = null;
  }

  #spawn(): ChildProcess {
    const { program, args, environment } = this.#options;
    const programFd = openSync(program, 'r');
    try {
      const nodeFd = openSync(process.execPath, 'r');
      try {
        const own = `/proc/self/fd/${NODE_FD}`;
        const node = existsSync('/proc/self/fd') ? own : process.execPath;
        return spawn('/bin/sh', ['-c', SCRIPT, node, ...args], {
          cwd: '/',
          env: environment,
          detached: true,
          stdio: ['pipe', 'ignore', 'ignore', programFd, nodeFd],
        });
      } finally {
        closeSync(nodeFd);
      }
    } finally {
      closeSync(programFd);
    }
  }

  #lost(why: string, restMs: number): void {
    if (this.#released) return;
    if (restMs > 0)
      this.#options.onTrouble(`the guardian ${why}: until there is another, kill -9 would leave children behind`);
    this.#cancelRest = this.#options.clock.schedule(restMs, () => this.start());
  }
}
