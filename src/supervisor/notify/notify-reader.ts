import { type ChildProcessByStdio, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { NotifyUnavailable } from '../../model/failure.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { deferred } from '../../util/deferred.ts';
import { READER_SCRIPT } from './reader-script.ts';

/** Opens a socket for one run. `onDatagram` is called with each datagram that comes until the socket is closed. */
export type OpenNotifySocket = (
  onDatagram: (datagram: Buffer) => void,
) => Promise<Result<NotifySocket, NotifyUnavailable>>;

export interface NotifySocket {
  /** Absolute: what NOTIFY_SOCKET is. */
  readonly path: string;
  close(): void;
}

export interface NotifyReaderOptions {
  /** Where the sockets are; nobody else can write there. */
  readonly directory: string;
  /** Where perl is looked for. */
  readonly searchPath: string;
}

/** What fits into a `sockaddr_un` on every system, with its final NUL. */
const MAX_PATH_BYTES = 103;

interface OpenName {
  readonly onDatagram: (datagram: Buffer) => void;
  readonly answer: (result: Result<void, NotifyUnavailable>) => void;
}

type Reader = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Unix datagram sockets, read by one perl for the whole session, which is started when the first is opened. If it dies
 * it is started again and every socket is bound anew under its name.
 */
export class NotifyReader {
  readonly #options: NotifyReaderOptions;
  readonly #open = new Map<string, OpenName>();
  #reader: Reader | null = null;
  /** Whether the reader has bound a socket, so that it is worth another one when it dies. */
  #works = false;
  #ended: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: NotifyReaderOptions) {
    this.#options = options;
  }

  readonly open: OpenNotifySocket = async (onDatagram) => {
    const name = this.#freeName();
    const socket = path.join(this.#options.directory, name);
    if (Buffer.byteLength(socket) > MAX_PATH_BYTES) return unavailable(`the path of its socket is too long: ${socket}`);
    const { promise, resolve } = deferred<Result<void, NotifyUnavailable>>();
    this.#open.set(name, { onDatagram, answer: resolve });
    this.#say(`open ${name}`);
    const opened = await promise;
    if (opened.ok) return ok({ path: socket, close: () => this.#close(name) });
    this.#open.delete(name);
    return opened;
  };

  /** Ends the reader, which takes all sockets away. Resolves when it is gone. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#reader?.stdin.end();
    await this.#ended;
  }

  #close(name: string): void {
    if (this.#open.delete(name) && this.#reader !== null) this.#say(`close ${name}`);
  }

  #say(line: string): void {
    if (this.#closed) {
      this.#failAll('the session is ending');
      return;
    }
    this.#reader ??= this.#start();
    this.#reader.stdin.write(`${line}\n`);
  }

  #start(): Reader {
    const { directory, searchPath } = this.#options;
    // Detached: what a terminal sends to the session is not for it.
    const reader = spawn('perl', ['-e', READER_SCRIPT, directory], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { PATH: searchPath },
      detached: true,
    });
    const { promise, resolve } = deferred<void>();
    this.#ended = promise;
    this.#works = false;
    const gone = (why: string) => {
      if (this.#reader !== reader) return;
      this.#reader = null;
      resolve();
      if (this.#works && !this.#closed) for (const name of this.#open.keys()) this.#say(`open ${name}`);
      else this.#failAll(why);
    };
    reader.once('error', (error: NodeJS.ErrnoException) => {
      gone(error.code === 'ENOENT' ? 'there is no perl in PATH, and notify needs it' : `perl: ${error.message}`);
    });
    reader.once('close', () => gone('perl ended'));
    reader.stdin.on('error', () => undefined);
    createInterface({ input: reader.stdout }).on('line', (line) => this.#take(line));
    return reader;
  }

  #take(line: string): void {
    const [kind, name = '', ...rest] = line.split(' ');
    const open = this.#open.get(name);
    if (kind === 'got') open?.onDatagram(Buffer.from(rest.join(''), 'hex'));
    if (kind === 'opened') {
      this.#works = true;
      open?.answer(ok(undefined));
    }
    if (kind === 'failed') open?.answer(unavailable(rest.join(' ')));
  }

  #failAll(why: string): void {
    for (const { answer } of this.#open.values()) answer(unavailable(why));
  }

  #freeName(): string {
    for (let number = 1; ; number++) {
      if (!this.#open.has(`n${number}`)) return `n${number}`;
    }
  }
}

function unavailable(detail: string): Result<never, NotifyUnavailable> {
  return err({ reason: 'notify-unavailable', detail });
}
