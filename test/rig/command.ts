/** Commands that obey the test: what runs is `obedient-child.cjs`, which connects back and waits for orders. */
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { deferred } from '../../src/util/deferred.ts';
import { type ChildMessage, type Hello, ObedientChild } from './obedient-child.ts';
import { within } from './within.ts';

/** The command line to write into `pom.yaml`: as a string for the shell, which it replaces. */
export function obey(name: string): string {
  return `exec "$RIG_NODE" "$RIG_CHILD" ${name}`;
}

/** Where obedient children report. Whoever creates it closes it, which ends every child that is still connected. */
export class ChildServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Children that nobody has asked for yet, and requests that no child has answered yet, by name. */
  readonly #arrived = new Map<string, ObedientChild[]>();
  readonly #awaited = new Map<string, ((child: ObedientChild) => void)[]>();
  readonly #history: string[] = [];

  private constructor() {
    this.#server = createServer((socket) => this.#onConnection(socket));
  }

  static async listen(socketPath: string): Promise<ChildServer> {
    const server = new ChildServer();
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject).listen(socketPath, resolve);
    });
    return server;
  }

  /** The next run of the command called `name` that was not returned before; it may have started already. */
  next(name: string): Promise<ObedientChild> {
    const child = this.#arrived.get(name)?.shift();
    if (child !== undefined) return Promise.resolve(child);
    const { promise, resolve } = deferred<ObedientChild>();
    this.#awaited.set(name, [...(this.#awaited.get(name) ?? []), resolve]);
    return within(promise, `the command "${name}" to be started`, () => this.#history.join('\n'));
  }

  /** Runs of `name` that have started and were not returned by `next` yet. */
  waiting(name: string): number {
    return this.#arrived.get(name)?.length ?? 0;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #onConnection(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    // A child that is killed resets the connection; its end is what counts, and that is `close`.
    socket.on('error', () => {});
    let child: ObedientChild | null = null;
    const lines = createInterface({ input: socket }).on('error', () => {});
    lines.on('line', (line) => {
      const message: ChildMessage = JSON.parse(line);
      if (message.type === 'hello') child = this.#admit(message, socket);
      else child?.receive(message);
    });
  }

  #admit(hello: Hello, socket: Socket): ObedientChild {
    const child = new ObedientChild(hello, socket, (token) => this.next(forkName(hello.name, token)));
    const name = hello.token === null ? hello.name : forkName(hello.name, hello.token);
    this.#history.push(`"${name}" started with pid ${hello.pid}`);
    const awaiting = this.#awaited.get(name)?.shift();
    if (awaiting !== undefined) awaiting(child);
    else this.#arrived.set(name, [...(this.#arrived.get(name) ?? []), child]);
    return child;
  }
}

function forkName(name: string, token: string): string {
  return `${name} ${token}`;
}
