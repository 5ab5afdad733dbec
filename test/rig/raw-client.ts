/** A client that writes bytes, not requests: what `nc -U` is to a person. */
import { connect, type Socket } from 'node:net';
import { createInterface, type Interface } from 'node:readline';
import { within } from './within.ts';

export class RawClient implements Disposable {
  readonly socket: Socket;
  readonly #lines: AsyncIterableIterator<string>;
  readonly #reader: Interface;
  readonly #received: string[] = [];

  constructor(socketPath: string) {
    // Half-open, like nc with -N: the end of what it writes is not the end of what it reads.
    this.socket = connect({ path: socketPath, allowHalfOpen: true });
    this.socket.on('error', () => {});
    this.#reader = createInterface({ input: this.socket, crlfDelay: 0 });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  write(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }

  /** The next reply, parsed; null when the server has ended the connection. */
  async reply(): Promise<Record<string, unknown> | null> {
    const line = await within(this.#lines.next(), 'a reply', () => this.#received.join('\n'));
    if (line.done === true) return null;
    this.#received.push(line.value);
    return JSON.parse(line.value);
  }

  [Symbol.dispose](): void {
    this.#reader.close();
    this.socket.destroy();
  }
}
