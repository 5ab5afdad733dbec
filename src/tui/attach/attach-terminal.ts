import type { Control } from '../../model/control.ts';
import type { Failure } from '../../model/failure.ts';
import { exitMessage } from '../../model/failure-message.ts';
import { ok, type Result } from '../../model/result.ts';
import type { TerminalCursor, TerminalSize } from '../../model/terminal.ts';
import { plainText } from '../../util/terminal-text.ts';
import type { TerminalStreams } from '../screen.ts';
import { DetachWatch } from './detach-watch.ts';
import { TerminalModes } from './terminal-modes.ts';
import { Typist } from './typist.ts';

export interface AttachOptions {
  readonly control: Control;
  /** A process with a terminal. */
  readonly name: string;
  readonly terminal: TerminalStreams;
  /** Bytes that leave it when they are typed. */
  readonly detachKeys: Uint8Array;
  /** What the user is told of these: `ctrl-\\ leaves`. */
  readonly detachHint: string;
  /** Aborted when somebody else decides to leave. */
  readonly signal: AbortSignal;
}

/** `terminal-gone`: nobody can see it any more. */
export type AttachEnd = 'detached' | 'session-ended' | 'terminal-gone';

/** How long one question about new output waits. */
const PATIENCE_MS = 60_000;

/**
 * Makes the terminal that of a process, over all of its runs, until the detach keys are typed or the session is over.
 * The terminal is given back as it was, also when pom is ended by anything but SIGKILL.
 *
 * Here, and nowhere else, bytes go to the user's terminal as a process wrote them: that is what it is for. Whoever
 * attaches trusts the process as if it had been started in that terminal.
 */
export async function attachTerminal(options: AttachOptions): Promise<Result<AttachEnd, Failure>> {
  const { control, name } = options;
  const first = await control.terminal(name, null, 0);
  if (!first.ok) return first;
  const attached = new Attached(options);
  try {
    return ok(await attached.run());
  } finally {
    attached.giveBack();
  }
}

class Attached {
  readonly #options: AttachOptions;
  readonly #modes = new TerminalModes();
  readonly #watch: DetachWatch;
  readonly #over = new AbortController();
  readonly #typist: Typist;
  #end: AttachEnd = 'detached';
  #isGivenBack = false;

  constructor(options: AttachOptions) {
    this.#options = options;
    this.#watch = new DetachWatch(options.detachKeys);
    this.#typist = new Typist(options.control, options.name, this.#over.signal);
  }

  async run(): Promise<AttachEnd> {
    const { terminal, signal, detachHint, name } = this.#options;
    const { stdin, stdout } = terminal;
    this.#say(`attached to ${name}; ${detachHint}`);
    process.on('exit', this.#restore);
    stdin.setRawMode(true);
    stdin.on('data', this.#onData);
    for (const event of ['end', 'close', 'error']) stdin.on(event, this.#onGone);
    stdout.on('error', this.#onGone);
    stdout.on('resize', this.#onResize);
    stdin.resume();
    signal.addEventListener('abort', this.#leave, { once: true });
    if (signal.aborted) this.#leave();
    await this.#takeSize();
    await this.#follow();
    return this.#end;
  }

  giveBack(): void {
    const { stdin, stdout } = this.#options.terminal;
    this.#over.abort();
    this.#options.signal.removeEventListener('abort', this.#leave);
    stdin.off('data', this.#onData);
    for (const event of ['end', 'close', 'error']) stdin.off(event, this.#onGone);
    stdout.off('resize', this.#onResize);
    stdin.pause();
    this.#restore();
    process.off('exit', this.#restore);
    stdout.off('error', this.#onGone);
  }

  /** Writes what comes until it is over. A terminal that does not take it makes us ask later, and nobody wait. */
  async #follow(): Promise<void> {
    const { control, name } = this.#options;
    let cursor: TerminalCursor | null = null;
    while (!this.#over.signal.aborted) {
      const page = await control.terminal(name, cursor, PATIENCE_MS, this.#over.signal);
      if (this.#over.signal.aborted) return;
      if (!page.ok) {
        this.#end = 'session-ended';
        return;
      }
      const { next, bytes, missed } = page.value;
      if (cursor !== null && next.run !== cursor.run) this.#say(`run ${next.run} of ${name}`);
      if (missed > 0) this.#say(`${missed} bytes were missed`);
      this.#modes.watch(bytes);
      await this.#write(bytes);
      if (!next.live && (cursor === null || cursor.live || cursor.run !== next.run)) await this.#sayHowItStands();
      cursor = next;
    }
  }

  async #sayHowItStands(): Promise<void> {
    const { control, name, detachHint } = this.#options;
    const listed = await control.list([name]);
    const info = listed.ok ? listed.value[0] : undefined;
    const exit = info?.exit ? exitMessage(info.exit) : `is ${info?.status ?? 'gone'}`;
    // Whatever it left switched on is not for what follows.
    this.#options.terminal.stdout.write(this.#modes.restore());
    this.#say(`${name} ${exit}; waiting for its next run, ${detachHint}`);
  }

  /** One cell less and back: a program that draws the whole screen draws it anew for whoever has just come. */
  async #takeSize(): Promise<void> {
    const { control, name } = this.#options;
    const size = this.#size();
    await control.resizeTerminal(name, { ...size, rows: Math.max(1, size.rows - 1) });
    await control.resizeTerminal(name, size);
  }

  #size(): TerminalSize {
    const { columns, rows } = this.#options.terminal.stdout;
    return { columns: columns || 80, rows: rows || 24 };
  }

  readonly #onResize = (): void => void this.#options.control.resizeTerminal(this.#options.name, this.#size());

  readonly #onData = (chunk: Buffer): void => {
    const { passed, detached } = this.#watch.push(chunk);
    this.#typist.type(passed);
    if (detached) this.#leave();
  };

  readonly #onGone = (): void => {
    this.#end = 'terminal-gone';
    this.#over.abort();
  };

  readonly #leave = (): void => this.#over.abort();

  #write(bytes: Uint8Array): Promise<void> {
    const { signal } = this.#over;
    return new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      signal.addEventListener('abort', done);
      this.#options.terminal.stdout.write(bytes, done);
    });
  }

  #say(text: string): void {
    this.#options.terminal.stdout.write(`\r\x1b[0m\x1b[7m pom: ${plainText(text)} \x1b[0m\r\n`);
  }

  /** Also when the process ends in the middle of it. */
  readonly #restore = (): void => {
    if (this.#isGivenBack) return;
    this.#isGivenBack = true;
    const { stdin, stdout } = this.#options.terminal;
    try {
      stdin.setRawMode(false);
    } catch {
      // The terminal is gone.
    }
    if (this.#end !== 'terminal-gone') stdout.write(`${this.#modes.restore()}\r\n`);
  };
}
