import type { Exit } from './exit.ts';
import type { Stream } from './log-line.ts';

/**
 * What process actors tell the storage engine, on the StoreEvent bus. Delivery is synchronous and in order: when
 * `emit` returns, the bytes are stored and the chunk's buffer may be reused.
 */
export type StoreEvent =
  /** Bytes as read from the pipe: any number of lines and parts of lines. */
  | {
      readonly type: 'AppendLog';
      readonly process: string;
      readonly run: number;
      readonly stream: Stream;
      readonly chunk: Uint8Array;
      /** Wall time of the read, ms since the epoch. */
      readonly at: number;
    }
  /** The last writer closed the stream: an unterminated line is now a line. */
  | {
      readonly type: 'StreamEnded';
      readonly process: string;
      readonly run: number;
      readonly stream: Stream;
      readonly at: number;
    }
  | {
      readonly type: 'ProcessExited';
      readonly process: string;
      readonly run: number;
      readonly exit: Exit;
      readonly at: number;
    };
