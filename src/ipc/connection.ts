import type { Socket } from 'node:net';
import type { Control } from '../model/control.ts';
import type { Failure } from '../model/failure.ts';
import { answer, errorReply } from '../wire/answer.ts';
import { type JsonOptions, toJson } from '../wire/json.ts';
import { withLogLinesToJson } from '../wire/log-lines-json.ts';
import { readRequest } from '../wire/parse-request.ts';
import type { ClientRequest, ClientResponse, RequestId } from '../wire/protocol.ts';
import { type Frame, FrameReader } from './codec.ts';

export interface ConnectionLimits {
  readonly maxRequestBytes: number;
  readonly maxReplyBytes: number;
}

/** Requests of one connection under way at a time; the next one is read when one of these has been answered. */
const MAX_IN_FLIGHT = 32;

/** A request under way. */
interface Running {
  readonly id: RequestId | null;
  readonly abort: AbortController;
}

/**
 * One client of the socket.
 *
 * ```
 *  bytes ─> FrameReader ─pull─> request ─> Control ─> reply ─> one at a time, each when the one before has drained
 *             ▲ paused while too much is under way or the client does not read
 * ```
 *
 * So a client that stops reading costs one encoded reply beyond what the kernel buffers, however much it has asked for.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #control: Control;
  readonly #limits: ConnectionLimits;
  readonly #frames: FrameReader;
  readonly #running = new Set<Running>();
  /** Resolves when the last request without an id has been answered. */
  #turn: Promise<void> = Promise.resolve();
  /** Resolves when the last reply has left this process. */
  #written: Promise<void> = Promise.resolve();
  #inputEnded = false;
  /** Called when the client has taken what was written, or has gone. */
  #onDrained: (() => void) | null = null;
  /** `finishing`: no further request will be read; `closed`: nobody is there. */
  #state: 'open' | 'finishing' | 'closed' = 'open';

  /** @param socket must allow half-open connections: a client may ask, end its side, and wait for the answers. */
  constructor(socket: Socket, control: Control, limits: ConnectionLimits) {
    this.#socket = socket;
    this.#control = control;
    this.#limits = limits;
    this.#frames = new FrameReader(limits.maxRequestBytes);
    socket.on('data', (chunk: Buffer) => {
      if (this.#state !== 'open') return;
      this.#frames.push(chunk);
      this.#pump();
    });
    socket.on('end', () => {
      this.#frames.end();
      this.#inputEnded = true;
      this.#pump();
    });
    socket.on('drain', () => {
      this.#onDrained?.();
      this.#pump();
    });
    // A connection that breaks is a client that has gone: `close` follows.
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#state = 'closed';
      this.#onDrained?.();
      this.#abortAll();
    });
  }

  /** Reads no further request, makes those that wait answer now, and ends when all are answered. */
  finish(): void {
    if (this.#state !== 'open') return;
    this.#state = 'finishing';
    this.#abortAll();
    // What still comes is thrown away. Left unread it would turn the reply into a connection reset for the client.
    this.#socket.resume();
    if (this.#running.size === 0) this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Starts requests while there are any and the client takes its answers. */
  #pump(): void {
    while (this.#state === 'open' && this.#mayStart()) {
      const frame = this.#frames.next();
      if (frame !== null) {
        this.#start(frame);
      } else if (this.#inputEnded) {
        // Whoever has ended its side may be waiting for answers or be dead; the two look the same. So what was asked is
        // answered, but nothing waits for what may never come.
        this.finish();
      } else {
        this.#socket.resume();
        return;
      }
    }
    if (this.#state === 'open') this.#socket.pause();
  }

  #mayStart(): boolean {
    return this.#running.size < MAX_IN_FLIGHT && !this.#socket.writableNeedDrain;
  }

  #start(frame: Frame): void {
    if (frame.kind === 'too-long') {
      const detail = `a request may have ${this.#limits.maxRequestBytes} bytes; this connection is closed`;
      this.#run(null, () => Promise.resolve(refusal(detail)));
      this.finish();
      return;
    }
    const { id, request } = readRequest(frame.bytes);
    if (!request.ok) {
      this.#run(id, () => Promise.resolve(errorReply(request.failure)));
    } else {
      const raw = request.value.type === 'GetLogs' && request.value.raw;
      this.#run(id, (signal) => this.#answer(request.value, signal), { raw });
    }
  }

  #answer(request: ClientRequest, signal: AbortSignal): Promise<ClientResponse> {
    if (request.type !== 'Cancel') return answer(this.#control, request, signal);
    for (const { id, abort } of this.#running) if (id === request.requestId) abort.abort();
    return Promise.resolve({ type: 'Ok', outcomes: [] });
  }

  /** Answers at once, or, without an id, when everything without an id before it has been answered. */
  #run(
    id: RequestId | null,
    respond: (signal: AbortSignal) => Promise<ClientResponse>,
    options: JsonOptions = {},
  ): void {
    const running: Running = { id, abort: new AbortController() };
    this.#running.add(running);
    const respondAndWrite = async (): Promise<void> => {
      if (this.#state !== 'closed') {
        const response = await respond(running.abort.signal);
        await this.#write(() => this.#encode(id, response, options));
      }
      this.#running.delete(running);
      if (this.#state === 'finishing' && this.#running.size === 0) this.#socket.end();
      else this.#pump();
    };
    if (id !== null) void respondAndWrite();
    else this.#turn = this.#turn.then(respondAndWrite);
  }

  /** Replies become text when their turn to be written has come, not before. */
  #write(encode: () => string): Promise<void> {
    this.#written = this.#written.then(async () => {
      if (this.#state === 'closed' || this.#socket.write(encode())) return;
      await new Promise<void>((resolve) => {
        this.#onDrained = resolve;
      });
      this.#onDrained = null;
    });
    return this.#written;
  }

  #encode(id: RequestId | null, response: ClientResponse, options: JsonOptions): string {
    const reply = id === null ? response : { id, ...response };
    const line = reply.type === 'Logs' ? withLogLinesToJson(reply, options) : toJson(reply, options);
    if (Buffer.byteLength(line) < this.#limits.maxReplyBytes) return `${line}\n`;
    const tooLong = refusal(`the answer is longer than ${this.#limits.maxReplyBytes} bytes; ask for less at a time`);
    return `${toJson(id === null ? tooLong : { id, ...tooLong })}\n`;
  }

  #abortAll(): void {
    for (const { abort } of this.#running) abort.abort();
  }
}

function refusal(detail: string): ClientResponse {
  const failure: Failure = { reason: 'bad-request', detail };
  return errorReply(failure);
}
