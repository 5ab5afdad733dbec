import type { Server, ServerResponse } from 'node:http';

/** The answers of a server that have not been sent to the end, and the streams among them. */
export class OpenAnswers {
  readonly #server: Server;
  readonly #answers = new Set<ServerResponse>();
  #streams = new AbortController();
  #isLeaving = false;

  constructor(server: Server) {
    this.#server = server;
  }

  /** Aborts when the streams that begin now are to end. */
  get streamSignal(): AbortSignal {
    return this.#streams.signal;
  }

  begin(answer: ServerResponse): void {
    this.#answers.add(answer);
    if (this.#isLeaving) answer.setHeader('connection', 'close');
    answer.once('close', () => {
      this.#answers.delete(answer);
      // A connection is idle a moment after its answer has been sent.
      if (this.#isLeaving) setImmediate(() => this.#server.closeIdleConnections());
    });
  }

  /** Has every stream say that it ends, and end. Those that begin afterwards are others. */
  endStreams(): void {
    this.#streams.abort();
    this.#streams = new AbortController();
  }

  /**
   * Closes each connection when its answer has been sent, and those that take longer than this. May be said again, with
   * less patience.
   */
  leave(patienceMs: number): void {
    this.#isLeaving = true;
    this.#streams.abort();
    for (const answer of this.#answers) if (!answer.headersSent) answer.setHeader('connection', 'close');
    this.#server.closeIdleConnections();
    const timer = setTimeout(() => this.#server.closeAllConnections(), patienceMs);
    this.#server.once('close', () => clearTimeout(timer));
  }
}
