import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { report, within } from './within.ts';

interface Waiter {
  readonly pattern: RegExp;
  readonly resolve: (line: string) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Everything that came out of one stream of a program, and a way to wait for a line of it.
 *
 * Waiting consumes: a line that was waited for, and those before it, are not looked at again, so waiting twice for the
 * same pattern waits for two lines.
 */
export class Transcript {
  readonly #name: string;
  readonly #chunks: Buffer[] = [];
  readonly #decoder = new StringDecoder('utf8');
  #unread: string[] = [];
  /** The line that has not ended, in pieces: it may be megabytes long. */
  #tail: string[] = [];
  #ended = false;
  #waiters: Waiter[] = [];

  /** @param name what to call the stream in a failure: `stdout of pom up`. */
  constructor(name: string, stream: Readable) {
    this.#name = name;
    stream.on('data', (chunk: Buffer) => this.#receive(chunk));
    stream.on('close', () => this.#end());
  }

  /** The exact bytes so far. */
  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  get text(): string {
    return this.bytes.toString('utf8');
  }

  /** The next line that matches, without its line break. Fails when the stream ends first. */
  waitForLine(pattern: RegExp): Promise<string> {
    const waitingFor = `a line like ${pattern} on ${this.#name}`;
    const found = new Promise<string>((resolve, reject) => {
      this.#waiters.push({ pattern, resolve, reject });
    });
    this.#settle();
    return within(found, waitingFor, () => this.text);
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    const [first = '', ...others] = this.#decoder.write(chunk).split('\n');
    this.#tail.push(first);
    const last = others.pop();
    if (last === undefined) return;
    this.#unread.push(this.#tail.join(''), ...others);
    this.#tail = [last];
    this.#settle();
  }

  #end(): void {
    this.#ended = true;
    const tail = this.#tail.join('');
    if (tail !== '') this.#unread.push(tail);
    this.#tail = [];
    this.#settle();
  }

  #settle(): void {
    for (let waiter = this.#waiters[0]; waiter !== undefined; waiter = this.#waiters[0]) {
      const { pattern, resolve, reject } = waiter;
      const index = this.#unread.findIndex((line) => pattern.test(line));
      const line = this.#unread[index];
      if (line !== undefined) {
        this.#unread = this.#unread.slice(index + 1);
        resolve(line);
      } else if (this.#ended) {
        reject(new Error(report(`a line like ${pattern} on ${this.#name}, which ended`, this.text)));
      } else {
        return;
      }
      this.#waiters.shift();
    }
  }
}
