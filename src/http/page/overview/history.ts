import { signal } from '@preact/signals';
import type { ResourceHistory } from '../../../model/resource-history.ts';
import type { Timeline } from '../../../model/timeline.ts';
import type { Api } from '../api/api.ts';
import type { LiveSession } from '../session/live-session.ts';
import { pause } from '../session/pause.ts';
import { endOf, laterResources, laterTimeline } from './later.ts';

/** How often there may be something new to draw. */
const LOOK_EVERY_MS = 1_000;

/** How often what processes use is asked for: the session measures every 2 s at most. */
const RESOURCES_EVERY_MS = 4_000;

/** What happened in the session, and what its processes used: read while somebody looks at it. */
export class History {
  /** Null before the first answer. */
  readonly timeline = signal<Timeline | null>(null);
  readonly resources = signal<ResourceHistory | null>(null);
  /** Now, by the session's clock. */
  readonly now = signal(Date.now());
  readonly #api: Api;
  readonly #live: LiveSession;
  #seenEvent: unknown;
  /** By how much the session's clock is ahead of the browser's. */
  #ahead = 0;

  constructor(api: Api, live: LiveSession) {
    this.#api = api;
    this.#live = live;
  }

  /** Until the signal aborts. */
  async read(hidden: AbortSignal): Promise<void> {
    let resourcesAt = Number.NEGATIVE_INFINITY;
    this.#seenEvent = undefined;
    while (!hidden.aborted) {
      await this.#readTimeline(hidden);
      if (Date.now() - resourcesAt >= RESOURCES_EVERY_MS) {
        resourcesAt = Date.now();
        await this.#readResources(hidden);
      }
      // Without an answer what is drawn stays where it is.
      if (this.#live.connection.peek() === 'live') this.now.value = Date.now() + this.#ahead;
      await pause(LOOK_EVERY_MS, hidden);
    }
  }

  /** Nothing happens without an event, but for probes that fail and change nothing. */
  async #readTimeline(hidden: AbortSignal): Promise<void> {
    const event = this.#live.lastEvent.peek();
    const known = this.timeline.peek();
    const isOld = (known?.now ?? 0) + RESOURCES_EVERY_MS < Date.now() + this.#ahead;
    if (event === this.#seenEvent && !isOld) return;
    const since = known === null ? null : new Date(endOf(known)).toISOString();
    const timeline = await this.#api.get<Timeline>('/timeline', { since }, hidden);
    if (!timeline.ok) return;
    this.#seenEvent = event;
    this.#ahead = timeline.value.now - Date.now();
    // Of another session, or of a clock that was set back, it is read anew.
    this.timeline.value = known === null ? timeline.value : laterTimeline(known, timeline.value);
  }

  async #readResources(hidden: AbortSignal): Promise<void> {
    const known = this.resources.peek();
    const after = known?.offsetsMs.at(-1) ?? null;
    const resources = await this.#api.get<ResourceHistory>('/resources/history', { after_ms: after }, hidden);
    if (resources.ok) this.resources.value = known === null ? resources.value : laterResources(known, resources.value);
  }
}
