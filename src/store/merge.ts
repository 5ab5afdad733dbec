import type { Direction, ScanStep } from './scan.ts';

/**
 * The steps of several scans in the order of their ids, as if the processes had one log. A scan is taken further only
 * when its next step is due, so nothing is searched that lies behind where the reader stops.
 */
export function* merge(scans: readonly Iterable<ScanStep>[], direction: Direction): Iterable<ScanStep> {
  const sign = direction === 'forward' ? 1 : -1;
  const isBefore = (a: Head, b: Head): boolean => (a.step.id - b.step.id) * sign < 0;
  const heap: Head[] = [];
  for (const steps of scans) {
    const iterator = steps[Symbol.iterator]();
    const first = iterator.next();
    if (first.done !== true) heap.push({ iterator, step: first.value });
  }
  heap.sort((a, b) => (a.step.id - b.step.id) * sign);

  for (let top = heap[0]; top !== undefined; top = heap[0]) {
    yield top.step;
    const next = top.iterator.next();
    if (next.done === true) {
      const last = heap.pop();
      if (last !== undefined && last !== top) heap[0] = last;
    } else {
      top.step = next.value;
    }
    sink(heap, isBefore);
  }
}

interface Head {
  readonly iterator: Iterator<ScanStep>;
  step: ScanStep;
}

/** Restores the heap's order when only its top may be out of place. */
function sink(heap: Head[], isBefore: (a: Head, b: Head) => boolean): void {
  const moved = heap[0];
  if (moved === undefined) return;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    let candidate = heap[child];
    if (candidate === undefined) break;
    const right = heap[child + 1];
    if (right !== undefined && isBefore(right, candidate)) {
      child += 1;
      candidate = right;
    }
    if (!isBefore(candidate, moved)) break;
    heap[place] = candidate;
    place = child;
  }
  heap[place] = moved;
}
