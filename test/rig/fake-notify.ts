import { err, ok } from '../../src/model/result.ts';
import type { OpenNotifySocket } from '../../src/supervisor/notify/notify-reader.ts';

/** Notify sockets that live in memory: `/notify/1` is that of the first run that asked for one. */
export class FakeNotify {
  readonly #sockets: { readonly onDatagram: (datagram: Buffer) => void; open: boolean }[] = [];
  /** Not null: why none can be opened. */
  unavailable: string | null = null;

  /** How many are open. */
  get openCount(): number {
    return this.#sockets.filter(({ open }) => open).length;
  }

  /** Sends to the socket that was opened last. */
  send(text: string): void {
    const socket = this.#sockets.at(-1);
    if (socket?.open === true) socket.onDatagram(Buffer.from(text));
  }

  readonly open: OpenNotifySocket = async (onDatagram) => {
    if (this.unavailable !== null) return err({ reason: 'notify-unavailable', detail: this.unavailable });
    const socket = { onDatagram, open: true };
    this.#sockets.push(socket);
    const close = () => {
      socket.open = false;
    };
    return ok({ path: `/notify/${this.#sockets.length}`, close });
  };
}
