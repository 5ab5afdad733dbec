/**
 * A Redis client in one page: RESP2 over a socket, one command after the other.
 * The protocol: https://redis.io/docs/latest/develop/reference/protocol-spec/
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';

const CRLF = '\r\n';

/** Connects, trying again every `pauseMs` until the server answers. `onRetry` is told why not yet. */
export async function connectWithRetry(port, { pauseMs = 200, signal, onRetry }) {
  for (;;) {
    try {
      const client = new RedisClient(connect(port, '127.0.0.1'));
      await client.connected;
      return client;
    } catch (error) {
      onRetry(error.code);
      await setTimeout(pauseMs, undefined, { signal });
    }
  }
}

export class RedisClient {
  #socket;
  #received = '';
  #waiting = [];

  constructor(socket) {
    this.#socket = socket.setEncoding('utf8');
    this.connected = once(socket, 'connect');
    socket.on('data', (text) => this.#receive(text));
    socket.on('error', () => {});
    socket.on('close', () => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error('the connection was closed'));
    });
  }

  /** Sends a command, such as `send('SET', 'key', 'value')`, and resolves with the server's answer. */
  send(...words) {
    if (this.#socket.closed) return Promise.reject(new Error('the connection was closed'));
    // A command is an array of strings, each with its length in bytes before it.
    const bulk = words.map((word) => `$${Buffer.byteLength(word)}${CRLF}${word}${CRLF}`).join('');
    this.#socket.write(`*${words.length}${CRLF}${bulk}`);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  close() {
    this.#socket.end();
  }

  #receive(text) {
    this.#received += text;
    for (let reply = parse(this.#received); reply !== null; reply = parse(this.#received)) {
      this.#received = this.#received.slice(reply.length);
      const { resolve, reject } = this.#waiting.shift();
      if (reply.value instanceof Error) reject(reply.value);
      else resolve(reply.value);
    }
  }
}

/** The first reply in `text` and how long it is, or null when it has not arrived completely. ASCII values only. */
function parse(text) {
  const end = text.indexOf(CRLF);
  if (end === -1) return null;
  const line = text.slice(1, end);
  const next = end + CRLF.length;
  switch (text[0]) {
    case '+':
      return { value: line, length: next };
    case '-':
      return { value: new Error(line), length: next };
    case ':':
      return { value: Number(line), length: next };
    case '$': {
      if (line === '-1') return { value: null, length: next };
      const length = next + Number(line) + CRLF.length;
      return text.length < length ? null : { value: text.slice(next, length - CRLF.length), length };
    }
    default:
      return { value: new Error(`a kind of reply that this client does not know: ${text[0]}`), length: next };
  }
}
