import type { LogLine, Stream } from '../../src/model/log-line.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { StoreHandle } from '../../src/store/store-handle.ts';

/** A wall time to begin with, ms since the epoch. */
export const T0 = 1_700_000_000_000;

export const MIB = 1024 * 1024;

/** A store with something to read in it. */
export interface Sample {
  readonly store: MemoryStore;
  readonly handle: StoreHandle;
  /** Appends text, or bytes, to run 1 of a process unless told otherwise. */
  write(process: string, text: string | Uint8Array, options?: { run?: number; stream?: Stream; at?: number }): void;
}

export function sampleStore(budgetBytes = 64 * MIB): Sample {
  const store = new MemoryStore({ sessionId: 1, budgetBytes });
  return {
    store,
    handle: new StoreHandle(store),
    write(process, text, { run = 1, stream = 'stdout', at = T0 } = {}) {
      store.append(process, run, stream, typeof text === 'string' ? Buffer.from(text) : text, at);
    },
  };
}

export function textOf(line: LogLine): string {
  return Buffer.from(line.bytes).toString();
}

/** What a stream wrote, put together again from its lines. */
export function rawOf(lines: Iterable<LogLine>, stream: Stream = 'stdout'): Buffer {
  const parts: Uint8Array[] = [];
  for (const line of lines) {
    if (line.stream !== stream) continue;
    parts.push(line.bytes);
    if (!line.partial) parts.push(NEWLINE);
  }
  return Buffer.concat(parts);
}

/** Splits at the given places, which are taken modulo the length. */
export function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const edges = [...new Set(places.map((place) => place % (bytes.length + 1))), bytes.length].sort((a, b) => a - b);
  let from = 0;
  return edges.map((edge) => {
    const chunk = Buffer.from(bytes.subarray(from, edge));
    from = edge;
    return chunk;
  });
}

const NEWLINE = Buffer.from('\n');
