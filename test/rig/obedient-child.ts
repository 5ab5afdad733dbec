import type { Socket } from 'node:net';
import { deferred } from '../../src/util/deferred.ts';
import { report, within } from './within.ts';

/** What a child says of itself when it has started. */
export interface Hello {
  readonly name: string;
  /** Not null: it was forked by another child. */
  readonly token: string | null;
  readonly pid: number;
  readonly ppid: number;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
}

/** What a child tells the test. */
export type ChildMessage =
  | ({ readonly type: 'hello' } & Hello)
  | { readonly type: 'done'; readonly id: number }
  | { readonly type: 'signal'; readonly signal: NodeJS.Signals };

type Order =
  | { readonly order: 'print'; readonly stream: 'stdout' | 'stderr'; readonly base64: string }
  | { readonly order: 'close'; readonly stream: 'stdout' | 'stderr' }
  | { readonly order: 'exit'; readonly code: number }
  | { readonly order: 'crash'; readonly signal: NodeJS.Signals }
  | { readonly order: 'ignore'; readonly signals: readonly NodeJS.Signals[] }
  | { readonly order: 'fork'; readonly token: string; readonly session: boolean };

/** One run of an obedient command. Every method resolves when the child has done it. */
export class ObedientChild {
  readonly pid: number;
  readonly ppid: number;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** After the script's own path. */
  readonly argv: readonly string[];
  /** Resolves when the process is gone, however it ended. */
  readonly ended: Promise<void>;
  readonly #name: string;
  readonly #socket: Socket;
  readonly #awaitFork: (token: string) => Promise<ObedientChild>;
  readonly #undone = new Map<number, () => void>();
  readonly #signals: NodeJS.Signals[] = [];
  #onSignal: () => void = () => {};
  #lastOrder = 0;
  #gone = false;

  /** @param awaitFork gives the child that was forked with this token. */
  constructor(hello: Hello, socket: Socket, awaitFork: (token: string) => Promise<ObedientChild>) {
    ({ pid: this.pid, ppid: this.ppid, cwd: this.cwd, env: this.env, argv: this.argv } = hello);
    this.#name = hello.name;
    this.#socket = socket;
    this.#awaitFork = awaitFork;
    const { promise, resolve } = deferred<void>();
    this.ended = promise;
    socket.once('close', () => {
      this.#gone = true;
      resolve();
      this.#onSignal();
    });
  }

  /** The signals it has noted so far, in order. */
  get signals(): readonly NodeJS.Signals[] {
    return this.#signals;
  }

  async print(content: string | Uint8Array, stream: 'stdout' | 'stderr' = 'stdout'): Promise<void> {
    await this.#order({ order: 'print', stream, base64: Buffer.from(content).toString('base64') });
  }

  /** Closes its own end of a stream; a forked child keeps its own open. */
  async close(stream: 'stdout' | 'stderr'): Promise<void> {
    await this.#order({ order: 'close', stream });
  }

  async exit(code: number): Promise<void> {
    await this.#lastWords({ order: 'exit', code });
  }

  /** Ends by a signal that it sends to itself. */
  async crash(signal: NodeJS.Signals): Promise<void> {
    await this.#lastWords({ order: 'crash', signal });
  }

  /** From now on these signals are noted, and otherwise ignored. */
  async ignore(...signals: readonly NodeJS.Signals[]): Promise<void> {
    await this.#order({ order: 'ignore', signals });
  }

  /** Resolves when a signal that it ignores has arrived, now or earlier. */
  async received(signal: NodeJS.Signals): Promise<void> {
    const arrived = new Promise<void>((resolve, reject) => {
      this.#onSignal = () => {
        if (this.#signals.includes(signal)) resolve();
        else if (this.#gone) reject(new Error(report(`${signal} at "${this.#name}", which ended`, this.#heard())));
      };
      this.#onSignal();
    });
    await within(arrived, `${signal} at "${this.#name}"`, () => this.#heard());
  }

  /** Starts another obedient child, which shares its outputs, in its own process group or in a session of its own. */
  async fork(where: 'same-group' | 'new-session'): Promise<ObedientChild> {
    const token = `fork-${this.pid}-${this.#lastOrder + 1}`;
    const forked = this.#awaitFork(token);
    await this.#order({ order: 'fork', token, session: where === 'new-session' });
    return forked;
  }

  /** For the server: what the child said after its hello. */
  receive(message: Exclude<ChildMessage, { type: 'hello' }>): void {
    if (message.type === 'signal') {
      this.#signals.push(message.signal);
      this.#onSignal();
    } else {
      this.#undone.get(message.id)?.();
      this.#undone.delete(message.id);
    }
  }

  async #order(order: Order): Promise<void> {
    const { promise, resolve } = deferred<'done'>();
    const id = this.#send(order);
    this.#undone.set(id, () => resolve('done'));
    const outcome = await within(Promise.race([promise, this.ended]), `"${this.#name}" to ${order.order}`, () =>
      this.#heard(),
    );
    if (outcome !== 'done') throw new Error(`"${this.#name}" (pid ${this.pid}) ended before it could ${order.order}`);
  }

  async #lastWords(order: Order): Promise<void> {
    this.#send(order);
    await within(this.ended, `"${this.#name}" to ${order.order}`, () => this.#heard());
  }

  #send(order: Order): number {
    this.#lastOrder += 1;
    this.#socket.write(`${JSON.stringify({ id: this.#lastOrder, ...order })}\n`);
    return this.#lastOrder;
  }

  #heard(): string {
    return `signals: ${this.#signals.join(', ') || 'none'}`;
  }
}
