import { MemoryStore } from '../../../src/store/memory-store.ts';
import { StoreHandle } from '../../../src/store/store-handle.ts';

/** Large enough that nothing is evicted. */
const BUDGET_BYTES = 2 ** 30;

/** As a pipe gives them, when whoever writes is faster. */
const CHUNK_BYTES = 64 * 1024;

export function emptyStore(budgetBytes = BUDGET_BYTES): MemoryStore {
  return new MemoryStore({ sessionId: 1, budgetBytes });
}

/** Gives the text to the store in chunks of 64 KiB, all of them in one buffer that is used again, as a reader does. */
export function feed(store: MemoryStore, text: Buffer): void {
  const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  for (let from = 0; from < text.length; from += CHUNK_BYTES) {
    const length = text.copy(chunk, 0, from, from + CHUNK_BYTES);
    store.append('api', 1, 'stdout', length === CHUNK_BYTES ? chunk : chunk.subarray(0, length), 1.7e12 + from / 1e6);
  }
}

export function filledStore(text: Buffer): StoreHandle {
  const store = emptyStore();
  feed(store, text);
  return new StoreHandle(store);
}

/** Lines of about 100 bytes that look like a service's log; the same ones every time. */
export function logText(lines: number): Buffer {
  const text: string[] = [];
  let state = 12_345;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >>> 8) % below;
  };
  for (let line = 0; line < lines; line += 1) {
    const level = random(50) === 0 ? 'ERROR' : 'INFO ';
    const words = [new Date(1.7e12 + line * 7).toISOString(), level];
    let length = 30;
    while (length < 85) {
      const word = WORDS[random(WORDS.length)] ?? '';
      words.push(word);
      length += word.length + 1;
    }
    words.push(random(20_000) === 0 ? 'needle' : `id=${random(100_000)}`);
    text.push(words.join(' '));
  }
  return Buffer.from(`${text.join('\n')}\n`);
}

const WORDS =
  'connection request GET POST /api/users timeout database worker ok done finished user@example.com retry queue'.split(
    ' ',
  );
