import { lstatSync, renameSync, rmSync, type Stats } from 'node:fs';
import { createServer, type Server } from 'node:net';
import type { Control } from '../model/control.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import { MAX_REPLY_BYTES, MAX_REQUEST_BYTES } from '../wire/protocol.ts';
import { Connection } from './connection.ts';
import { fileAt, isSameFile } from './file-identity.ts';
import { MAX_SOCKET_PATH_BYTES } from './socket-path.ts';

export interface ServerOptions {
  /** Connections beyond it are closed at once. */
  readonly maxConnections?: number;
  /** How long `close` lets clients take the answers that are on their way. */
  readonly closeGraceMs?: number;
  readonly maxRequestBytes?: number;
  readonly maxReplyBytes?: number;
  /** Told what is not as it should be and stops nothing, such as that connections cannot be accepted for a while. */
  readonly onTrouble?: (message: string) => void;
}

export interface RunningServer {
  readonly socketPath: string;
  /** False when the socket was deleted or replaced: nobody new can connect. */
  isInPlace(): boolean;
  /**
   * Makes the socket anew; connections that are open stay so. What is in its place and is no socket is somebody's
   * file: it stays, and `socket-failed` says so.
   */
  reopen(): Promise<Result<void, Failure>>;
  /**
   * Stops listening, removes the socket, answers what is under way, and resolves when every connection is closed. To
   * be called before the project's lock is released, and not awaited by a call of `Control`: that call's own answer is
   * among those it waits for.
   */
  close(): Promise<void>;
}

const DEFAULT_MAX_CONNECTIONS = 4096;
/** Clients that may knock in one turn of the event loop; the kernel turns away those beyond it, and has a limit of its own. */
const BACKLOG = 4096;

const DEFAULT_CLOSE_GRACE_MS = 1000;

/**
 * Listens on a Unix socket and answers with `control`. Whoever calls this holds the project's lock, so a socket that
 * is there already belongs to a session that has died, and is replaced.
 */
export async function serve(
  control: Control,
  socketPath: string,
  options: ServerOptions = {},
): Promise<Result<RunningServer, Failure>> {
  if (Buffer.byteLength(socketPath) > MAX_SOCKET_PATH_BYTES) {
    return err({ reason: 'runtime-directory-unsafe', path: socketPath, problem: 'too-long' });
  }
  const connections = new Set<Connection>();
  const limits = {
    maxRequestBytes: options.maxRequestBytes ?? MAX_REQUEST_BYTES,
    maxReplyBytes: options.maxReplyBytes ?? MAX_REPLY_BYTES,
  };
  const listener = () => {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      const connection = new Connection(socket, control, limits);
      connections.add(connection);
      socket.once('close', () => connections.delete(connection));
    });
    server.maxConnections = options.maxConnections ?? DEFAULT_MAX_CONNECTIONS;
    return server;
  };
  const tellTrouble = (error: Error) =>
    options.onTrouble?.(`connections to the session cannot be accepted: ${error.message}`);

  const first = listener();
  const bound = await bind(first, socketPath);
  if (!bound.ok) return bound;
  first.on('error', tellTrouble);
  let file = bound.value;
  // Those that were reopened keep the connections they have accepted.
  const servers = [first];

  return ok({
    socketPath,
    isInPlace: () => isSameFile(file, fileAt(socketPath)),
    reopen: async () => {
      if (fileAt(socketPath)?.isSocket() === false) return notASocket(socketPath);
      // First, because libuv removes the name that a server was bound to when it closes.
      servers.at(-1)?.close();
      const next = listener();
      const rebound = await bind(next, socketPath);
      if (!rebound.ok) return rebound;
      next.on('error', tellTrouble);
      servers.push(next);
      file = rebound.value;
      return ok(undefined);
    },
    close: async () => {
      if (isSameFile(file, fileAt(socketPath))) rmSync(socketPath, { force: true });
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
      const destroyAll = () => {
        for (const connection of connections) connection.destroy();
      };
      const timer = setTimeout(destroyAll, options.closeGraceMs ?? DEFAULT_CLOSE_GRACE_MS);
      for (const connection of connections) connection.finish();
      await Promise.all(closed);
      clearTimeout(timer);
    },
  });
}

/**
 * Binds under another name and moves the socket into place. That replaces what a dead session left in one step, and it
 * keeps libuv, which removes the name it bound when a server closes, from removing a newer session's socket.
 *
 * @returns the identity of the socket file.
 */
async function bind(server: Server, socketPath: string): Promise<Result<Stats, Failure>> {
  const bindPath = `${socketPath.slice(0, -1)}~`;
  try {
    rmSync(bindPath, { force: true });
    await listen(server, bindPath);
    renameSync(bindPath, socketPath);
    return ok(lstatSync(socketPath));
  } catch (error) {
    server.close();
    const { code, message } = error as NodeJS.ErrnoException;
    return err({ reason: 'socket-failed', socketPath, detail: code ?? message });
  }
}

/** Node binds before `listen` returns, so the mask holds at the one moment that matters and the mode is never wider. */
function listen(server: Server, bindPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const mask = process.umask(0o177);
    try {
      server.listen({ path: bindPath, backlog: BACKLOG }, () => {
        server.off('error', reject);
        resolve();
      });
    } finally {
      process.umask(mask);
    }
  });
}

function notASocket(socketPath: string): Result<never, Failure> {
  return err({ reason: 'socket-failed', socketPath, detail: 'something else is in its place; remove it' });
}
