import type { Clock } from '../model/clock.ts';
import type { EventsPage } from '../model/control.ts';
import type { RecordedEvent, ServerEvent } from '../model/server-event.ts';

/** Enough for a reload of 1,000 processes, each passing through five statuses. */
const CAPACITY = 5_000;

/**
 * The session's recent events, numbered from 1. Readers hold a cursor and ask for what came after it, so a slow one
 * costs nothing; what is no longer kept is counted as missed.
 */
export class EventHistory {
  readonly #clock: Clock;
  #events: RecordedEvent[] = [];
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The cursor after everything recorded so far. */
  get end(): number {
    return this.#lastId;
  }

  record(event: ServerEvent): RecordedEvent {
    this.#lastId += 1;
    const recorded = { id: this.#lastId, at: this.#clock.wallTime(), event };
    this.#events.push(recorded);
    // Cut in halves, so that a record costs O(1) on average.
    if (this.#events.length > 2 * CAPACITY) this.#events = this.#events.slice(-CAPACITY);
    return recorded;
  }

  after(cursor: number): EventsPage {
    const oldest = this.#lastId - this.#events.length;
    const from = Math.min(Math.max(cursor, 0), this.#lastId);
    return {
      events: this.#events.slice(Math.max(0, from - oldest)),
      next: this.#lastId,
      missed: Math.max(0, oldest - from),
    };
  }
}
