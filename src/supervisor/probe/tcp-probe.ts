import { connect } from 'node:net';
import { type AskOnce, badError, good } from './probe-answer.ts';

/** Good when a connection is accepted; nothing is sent over it. */
export function tcpProbe(host: string, port: number): AskOnce {
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
