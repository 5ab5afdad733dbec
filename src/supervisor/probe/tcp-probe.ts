import { connect } from 'node:net';
import { type AskOnce, bad, badError, good } from './probe-answer.ts';

/** Good when a connection is accepted; nothing is sent over it. */
export function tcpProbe(host: string, port: number): AskOnce {
  // A variable that was to hold one held something else.
  if (!(port >= 1 && port <= 65_535)) return async () => bad('there is no such port');
  return (signal) =>
    new Promise((resolve) => {
      const socket = connect({ host, port, signal });
      socket.once('connect', () => {
        resolve(good('accepts connections'));
        socket.destroy();
      });
      // Also after the answer: an abort is an error, too.
      socket.on('error', (error) => resolve(badError(error)));
    });
}
