import type { LogLine } from '../model/log-line.ts';
import type { LogsPage, LogsRequest } from '../model/logs-request.ts';
import type { LineRole } from './scan.ts';

/** Collects the lines of one page, in the direction of the request, and knows when it is full. */
export class LogsPageBuilder {
  readonly #request: LogsRequest;
  readonly #maxBytes: number;
  readonly #lines: LogLine[] = [];
  #bytes = 0;
  #matches = 0;
  /** By process: how many lines after its last match are still to come as context. */
  readonly #owed = new Map<string, number>();
  #refused: { readonly id: number; readonly because: 'limit' | 'size' } | null = null;

  /** @param maxBytes most bytes of a page, at about what they cost as JSON; one line is given however long it is. */
  constructor(request: LogsRequest, maxBytes: number) {
    this.#request = request;
    this.#maxBytes = maxBytes;
  }

  /** True when nothing more is wanted. A page from the start reads on until it knows whether there is more. */
  get isDone(): boolean {
    if (this.#refused !== null) return true;
    if (this.#request.countOnly) return false;
    return this.#request.from === 'end' && this.#isFull && this.#owed.size === 0;
  }

  /** Adds the line that comes next, or refuses it when the page is full. */
  offer(line: LogLine, role: LineRole): void {
    if (this.#request.countOnly) {
      if (role === 'match') this.#matches += 1;
      return;
    }
    const cost = line.bytes.length + LINE_COST_BYTES;
    if (this.#isFull && (role === 'match' || (role === 'lead' && this.#owed.size === 0))) {
      this.#refused = { id: line.id, because: 'limit' };
    } else if (this.#lines.length > 0 && this.#bytes + cost > this.#maxBytes) {
      this.#refused = { id: line.id, because: 'size' };
    } else {
      this.#lines.push(line);
      this.#bytes += cost;
      if (role === 'match') this.#matches += 1;
      this.#settleContext(line.process, role);
    }
  }

  /** Ends the page before `id`, in the direction of the walk: nobody waits for more. */
  breakOffAt(id: number): void {
    this.#refused ??= { id, because: 'size' };
  }

  /**
   * @param revision of the store when the page was begun.
   * @param lastId the greatest id that any line had when the page was begun.
   * @param evictedBetween how many of the lines asked for, with an id in `(after, upTo]`, were no longer stored.
   */
  build(revision: number, lastId: number, evictedBetween: (after: number, upTo: number) => number): LogsPage {
    const after = this.#request.after ?? 0;
    const counts = { matches: this.#matches, revision };
    const end = Math.min(lastId, Math.max(after, (this.#request.before ?? Number.POSITIVE_INFINITY) - 1));
    if (this.#request.from === 'start') {
      const next = this.#refused === null ? end : this.#refused.id - 1;
      const evicted = evictedBetween(after, next);
      return { lines: this.#lines, next, more: this.#refused !== null, evicted, ...counts };
    }
    const lines = this.#lines.toReversed();
    const more = this.#refused?.because === 'size';
    const begin = more ? (lines[0]?.id ?? 1) - 1 : after;
    return { lines, next: end, more, evicted: evictedBetween(begin, end), ...counts };
  }

  get #isFull(): boolean {
    return this.#request.limit !== null && this.#matches >= this.#request.limit;
  }

  #settleContext(process: string, role: LineRole): void {
    const { context, search } = this.#request;
    if (search === null || context === 0) return;
    if (role === 'lead') return;
    const left = role === 'match' ? context : (this.#owed.get(process) ?? 0) - 1;
    if (left > 0) this.#owed.set(process, left);
    else this.#owed.delete(process);
  }
}

/** What a line costs beside its text: id, name, time and punctuation. */
const LINE_COST_BYTES = 100;
