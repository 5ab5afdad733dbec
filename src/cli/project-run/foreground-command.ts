import { type ChildProcess, spawn } from 'node:child_process';
import { isatty } from 'node:tty';
import type { Enlist, Enlistment } from '../../model/enlistment.ts';
import type { Exit, SignalName } from '../../model/exit.ts';
import { err, ok, type Result } from '../../model/result.ts';

export interface ForegroundOptions {
  readonly argv: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** So that it does not outlive a pom that is killed. */
  readonly enlist: Enlist;
}

/** Why there is no command: as the system says it (`ENOENT`), and in words. */
export interface NotStarted {
  readonly code: string;
  readonly detail: string;
}

/** How long what a command leaves behind may take to follow a signal, and how often to look. */
const FOLLOW_MS = 5_000;
const LOOK_EVERY_MS = 20;

/**
 * A command on the standard streams of this process.
 *
 * Without a terminal it has a process group of its own, and signals reach all of it. On a terminal it stays in this
 * process's group, since another could not read what is typed; the terminal signals the whole group by itself.
 */
export class ForegroundCommand {
  readonly #child: ChildProcess;
  readonly #enlistment: Enlistment;
  readonly #ended: Promise<Result<Exit, NotStarted>>;
  readonly #hasGroup = ![0, 1, 2].some((descriptor) => isatty(descriptor));
  #wasSignalled = false;

  constructor({ argv: [file = '', ...args], cwd, env, enlist }: ForegroundOptions) {
    this.#enlistment = enlist(env);
    const { environment, moreStdio } = this.#enlistment;
    const stdio = ['inherit', 'inherit', 'inherit', ...moreStdio] as const;
    this.#child = spawn(file, args, { cwd, env: environment, stdio: [...stdio], detached: this.#hasGroup });
    this.#enlistment.spawned(this.#child.pid ?? null);
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error: NodeJS.ErrnoException) => {
        resolve(err({ code: error.code ?? '', detail: error.message }));
      });
      this.#child.once('exit', (code, signal) => {
        resolve(ok(signal === null ? { code: code ?? 0, signal } : { code: null, signal }));
      });
    });
  }

  /** How it ended; of one that was signalled, when its group is empty. */
  async ended(): Promise<Result<Exit, NotStarted>> {
    const ended = await this.#ended;
    if (ended.ok && this.#wasSignalled && this.#hasGroup) await this.#emptyGroup();
    this.#enlistment.over();
    return ended;
  }

  /** Hands on a signal that this process was sent. */
  forward(signal: SignalName): void {
    this.#wasSignalled = true;
    // Ctrl-C has reached it already.
    if (signal !== 'SIGINT' || this.#hasGroup) this.#send(signal);
  }

  kill(): void {
    this.#wasSignalled = true;
    this.#send('SIGKILL');
  }

  async #emptyGroup(): Promise<void> {
    const giveUpAt = performance.now() + FOLLOW_MS;
    while (this.#send(0)) {
      if (performance.now() > giveUpAt) {
        this.#send('SIGKILL');
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  /** @returns false when nobody is there any more. */
  #send(signal: SignalName | 0): boolean {
    const { pid } = this.#child;
    if (pid === undefined) return false;
    if (!this.#hasGroup) return this.#child.kill(signal);
    try {
      return process.kill(-pid, signal);
    } catch {
      return false;
    }
  }
}
