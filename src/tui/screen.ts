import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { keyFromTerminal } from './keys.ts';
import type { Size } from './state.ts';
import { InputTokens } from './terminal/input-tokens.ts';
import { TerminalOutput } from './terminal/terminal-output.ts';
import type { MouseEvent } from './tui-event.ts';

/** The terminal, as far as the dashboard needs one. */
export interface Screen {
  readonly size: Size;
  /** What was written has not been taken yet: draw later. */
  readonly isBusy: boolean;
  write(text: string): void;
  drained(): Promise<void>;
  /** Gives the terminal back as it was, for a while: `plain` keeps listening to the keys. */
  stepAside(how: 'plain' | 'restored'): void;
  /** Gives the terminal back and leaves it, keys included, to `use` until that is done. */
  lend<T>(use: () => Promise<T>): Promise<T>;
  /** Takes the whole screen again. It is empty. */
  takeOver(): void;
  /** Gives the terminal back for good. Resolves when that has been written. */
  close(): Promise<void>;
}

/** What a screen reports. */
export interface ScreenListener {
  onKey(key: string): void;
  onPaste(text: string): void;
  onMouse(event: MouseEvent): void;
  onResize(size: Size): void;
  /** The terminal is gone, and does not come back. */
  onGone(): void;
}

export interface TerminalStreams {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream & { readonly fd: number };
}

/**
 * Takes the terminal: the alternate screen, raw keys, the mouse. It is given back when the screen is closed, and when
 * the process ends, however it ends, unless it is killed outright.
 */
export function openScreen(streams: TerminalStreams, listener: ScreenListener): Screen {
  const screen = new TerminalScreen(streams, listener);
  // In a later turn: the library takes its time to load, and the first frame need not wait for it.
  setImmediate(() => void screen.listen());
  return screen;
}

/**
 * What is switched on, and off again in the reverse order: the alternate screen, no cursor, no wrapping at the right
 * edge, the mouse with its buttons held (1002) in the form that knows large screens (1006), bracketed paste.
 */
const TAKE_OVER = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?1002h\x1b[?1006h\x1b[?2004h\x1b[0m\x1b[2J';
const GIVE_BACK = '\x1b[?2026l\x1b[0m\x1b[?2004l\x1b[?1006l\x1b[?1002l\x1b[?7h\x1b[?25h\x1b[?1049l';

/** How long the rest of a key's sequence may take: longer than a slow line, shorter than a person notices. */
const ESCAPE_MS = 40;

class TerminalScreen implements Screen {
  readonly #stdin: TerminalStreams['stdin'];
  readonly #stdout: TerminalStreams['stdout'];
  readonly #listener: ScreenListener;
  readonly #output: TerminalOutput;
  readonly #tokens = new InputTokens();
  readonly #keys = new KeySource();
  readonly #listening = new AbortController();
  #isTaken = false;
  #isGone = false;
  #escapeTimer: NodeJS.Timeout | null = null;

  constructor({ stdin, stdout }: TerminalStreams, listener: ScreenListener) {
    this.#stdin = stdin;
    this.#stdout = stdout;
    this.#listener = listener;
    this.#output = new TerminalOutput(stdout.fd, () => this.#gone());
    this.#watchTheEnd();
    this.takeOver();
    stdin.on('data', this.#onData);
    stdin.on('end', this.#gone);
    stdin.on('close', this.#gone);
    stdin.on('error', this.#gone);
    stdout.on('error', this.#gone);
    stdout.on('resize', this.#onResize);
    stdin.resume();
  }

  /** Has terminal-kit make keys and mouse events of the input. It is given nothing that could confuse it. */
  async listen(): Promise<void> {
    const { default: terminalKit } = await import('terminal-kit');
    const guessed = terminalKit.guessTerminal();
    const nowhere = new Nowhere();
    const terminal = terminalKit.createTerminal({
      stdin: this.#keys,
      stdout: nowhere,
      stderr: nowhere,
      generic: guessed.generic,
      ...(guessed.safe ? { appId: guessed.appId } : {}),
      isTTY: true,
      isSSH: guessed.isSSH,
    });
    terminal.grabInput({});
    terminal.on('key', (name: string) => this.#listener.onKey(keyFromTerminal(name)));
    terminal.on('mouse', (name: string, { x, y }: { readonly x: number; readonly y: number }) => {
      const what = MOUSE[name];
      if (what !== undefined)
        this.#listener.onMouse({ type: 'Mouse', what, x: x - 1, y: y - 1, at: performance.now() });
    });
    this.#keys.open();
  }

  get size(): Size {
    return { columns: this.#stdout.columns || 80, rows: this.#stdout.rows || 24 };
  }

  get isBusy(): boolean {
    return this.#output.isBusy;
  }

  write(text: string): void {
    this.#output.write(text);
  }

  drained(): Promise<void> {
    return this.#output.drained();
  }

  stepAside(how: 'plain' | 'restored'): void {
    if (!this.#isTaken) return;
    this.#isTaken = false;
    this.#output.write(GIVE_BACK);
    if (how === 'restored') this.#setRaw(false);
  }

  async lend<T>(use: () => Promise<T>): Promise<T> {
    this.stepAside('restored');
    await this.#output.drained();
    this.#stdin.off('data', this.#onData);
    try {
      return await use();
    } finally {
      this.#stdin.on('data', this.#onData);
      this.#stdin.resume();
    }
  }

  takeOver(): void {
    if (this.#isTaken || this.#isGone) return;
    this.#isTaken = true;
    this.#setRaw(true);
    this.#output.write(TAKE_OVER);
  }

  async close(): Promise<void> {
    this.stepAside('restored');
    await this.#output.drained();
    this.#listening.abort();
    this.#setRaw(false);
    const stdin = this.#stdin;
    const stdout = this.#stdout;
    stdin.off('data', this.#onData);
    stdin.off('end', this.#gone);
    stdin.off('close', this.#gone);
    stdin.off('error', this.#gone);
    // Late errors of a terminal that is gone must not end the process: it may have a project to stop.
    stdin.on('error', () => {});
    stdout.on('error', () => {});
    stdout.off('error', this.#gone);
    stdout.off('resize', this.#onResize);
    if (this.#escapeTimer !== null) clearTimeout(this.#escapeTimer);
    stdin.pause();
  }

  /** Whatever ends the process, except SIGKILL: the terminal is usable afterwards, and a stack trace can be read. */
  #watchTheEnd(): void {
    const restore = (): void => {
      if (!this.#isTaken) return;
      this.#isTaken = false;
      this.#setRaw(false);
      this.#output.writeNow(GIVE_BACK);
    };
    const events = ['exit', 'uncaughtExceptionMonitor'] as const;
    for (const event of events) process.on(event, restore);
    this.#listening.signal.addEventListener('abort', () => {
      for (const event of events) process.off(event, restore);
    });
  }

  readonly #onData = (chunk: Buffer): void => {
    if (this.#escapeTimer !== null) clearTimeout(this.#escapeTimer);
    this.#escapeTimer = null;
    for (const token of this.#tokens.push(chunk)) this.#emit(token);
    if (!this.#tokens.isPending) return;
    this.#escapeTimer = setTimeout(() => {
      for (const token of this.#tokens.flush()) this.#emit(token);
    }, ESCAPE_MS);
  };

  #emit(token: ReturnType<InputTokens['push']>[number]): void {
    if (token.type === 'paste') this.#listener.onPaste(token.text);
    else this.#keys.give(token.bytes);
  }

  readonly #onResize = (): void => this.#listener.onResize(this.size);

  readonly #gone = (): void => {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#isTaken = false;
    this.#listener.onGone();
  };

  #setRaw(raw: boolean): void {
    try {
      this.#stdin.setRawMode(raw);
    } catch {
      // The terminal is gone, which is noticed elsewhere.
    }
  }
}

/** What terminal-kit reads: one token after the other. What comes before it listens waits. */
class KeySource extends EventEmitter {
  #waiting: Buffer[] | null = [];

  open(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const bytes of waiting) this.emit('data', bytes);
  }

  give(bytes: Buffer): void {
    if (this.#waiting === null) this.emit('data', bytes);
    else this.#waiting.push(bytes);
  }

  // Modes and flow of the real terminal are our own affair.
  setRawMode(): void {}
  pause(): void {}
  resume(): void {}
}

/** What terminal-kit writes to, and need not: modes are our own affair. */
class Nowhere extends Writable {
  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done();
  }
}

const MOUSE: Readonly<Record<string, MouseEvent['what']>> = {
  MOUSE_LEFT_BUTTON_PRESSED: 'press',
  MOUSE_LEFT_BUTTON_RELEASED: 'release',
  MOUSE_DRAG: 'drag',
  MOUSE_WHEEL_UP: 'wheel-up',
  MOUSE_WHEEL_DOWN: 'wheel-down',
};
