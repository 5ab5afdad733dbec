import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The connections of a server, its answers that have not been sent to the end, and the streams among them. */
export class OpenAnswers {
  readonly #connections = new Set<Socket>();
  readonly #answers = new Set<ServerResponse>();
  #streams = new AbortController();
  #isLeaving = false;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#connections.add(socket);
      socket.once('close', () => this.#connections.delete(socket));
    });
  }

  /** Aborts when the streams that begin now are to end. */
  get streamSignal(): AbortSignal {
    return this.#streams.signal;
  }

  begin(answer: ServerResponse): void {
    const { socket } = answer.req;
    this.#answers.add(answer);
    if (this.#isLeaving) answer.setHeader('connection', 'close');
    answer.once('close', () => {
      this.#answers.delete(answer);
      // What began before anybody thought of leaving has said that the connection stays.
      if (this.#isLeaving) socket.destroySoon();
    });
  }

  /** Has every stream say that it ends, and end. Those that begin afterwards are others. */
  endStreams(): void {
    this.#streams.abort();
    this.#streams = new AbortController();
  }

  /** Closes each connection when its answer has been sent; at once where nothing is asked. */
  leave(): void {
    this.#isLeaving = true;
    const busy = new Set<Socket>();
    for (const answer of this.#answers) {
      busy.add(answer.req.socket);
      if (!answer.headersSent) answer.setHeader('connection', 'close');
    }
    for (const socket of this.#connections) if (!busy.has(socket)) socket.destroy();
  }
}
