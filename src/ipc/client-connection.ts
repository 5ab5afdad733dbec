import { connect, type Socket } from 'node:net';
import type { Failure } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import { deferred } from '../util/deferred.ts';
import { decodeMessage } from '../wire/decode-message.ts';
import { type JsonObject, toJson } from '../wire/json.ts';
import { MAX_REPLY_BYTES } from '../wire/protocol.ts';
import { FrameReader } from './codec.ts';

/**
 * The client's end of a socket: requests out, each reply to whoever asked. It keeps the process alive only while
 * somebody waits for a reply.
 */
export class ClientConnection {
  readonly #socketPath: string;
  readonly #socket: Socket;
  readonly #frames = new FrameReader(MAX_REPLY_BYTES);
  readonly #closed = deferred<void>();
  readonly #waiting = new Map<number, (reply: Result<JsonObject, Failure>) => void>();
  #lastId = 0;
  /** Why there will be no more replies. */
  #broken: Failure | null = null;

  /** Connects in the background; requests may be made at once, and fail when there is nothing to connect to. */
  constructor(socketPath: string) {
    this.#socketPath = socketPath;
    this.#socket = connect(socketPath);
    this.#socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    this.#socket.on('error', (error: NodeJS.ErrnoException) => this.#break(this.#failureFor(error)));
    this.#socket.on('close', () => {
      this.#break(this.#failed('the session closed the connection'));
      this.#closed.resolve();
    });
    this.#socket.unref();
  }

  /** Resolves when the connection has ended, whoever ended it. Waiting for it keeps the process alive. */
  get closed(): Promise<void> {
    if (this.#broken === null) this.#socket.ref();
    return this.#closed.promise;
  }

  /** Sends a request and resolves with its reply, whatever type it has. Aborting makes a wait on the other side end. */
  ask(request: object, signal?: AbortSignal): Promise<Result<JsonObject, Failure>> {
    if (this.#broken !== null) return Promise.resolve(err(this.#broken));
    const id = this.#send(request);
    const cancel = () => {
      if (this.#broken === null) this.#send({ type: 'Cancel', requestId: id });
    };
    if (signal?.aborted === true) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    return new Promise((resolve) => {
      this.#socket.ref();
      this.#waiting.set(id, (reply) => {
        signal?.removeEventListener('abort', cancel);
        resolve(reply);
      });
    });
  }

  /** Whoever still waits for a reply gets a failure. */
  close(): void {
    this.#break(this.#failed('the connection was closed'));
  }

  /** @returns the id under which the reply will come. */
  #send(request: object): number {
    this.#lastId += 1;
    this.#socket.write(`${toJson({ id: this.#lastId, ...request })}\n`);
    return this.#lastId;
  }

  #receive(chunk: Buffer): void {
    this.#frames.push(chunk);
    for (let frame = this.#frames.next(); frame !== null; frame = this.#frames.next()) {
      const reply = frame.kind === 'line' ? decodeMessage(frame.bytes) : null;
      if (reply === null || !reply.ok) {
        this.#break(this.#failed(reply === null ? 'an answer is too long' : 'an answer is not a JSON object'));
        return;
      }
      const { id } = reply.value;
      if (typeof id === 'number') this.#deliver(id, reply);
    }
  }

  #deliver(id: number, reply: Result<JsonObject, Failure>): void {
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#socket.unref();
    resolve?.(reply.ok ? ok(reply.value) : reply);
  }

  #break(failure: Failure): void {
    this.#broken ??= failure;
    this.#socket.destroy();
    for (const id of [...this.#waiting.keys()]) this.#deliver(id, err(this.#broken));
  }

  #failureFor({ code, message }: NodeJS.ErrnoException): Failure {
    // A socket that nobody listens on and a path that is not there both mean that no session runs.
    return code === 'ECONNREFUSED' || code === 'ENOENT' ? { reason: 'no-session' } : this.#failed(code ?? message);
  }

  #failed(detail: string): Failure {
    return { reason: 'socket-failed', socketPath: this.#socketPath, detail };
  }
}
