import { batch, computed, signal } from '@preact/signals';
import type { ProcessInfo } from '../../../model/process-status.ts';
import type { RecordedEvent, ServerEvent } from '../../../model/server-event.ts';
import type { ProcessesAnswer, SessionAnswer, StreamEnd } from '../api/answers.ts';
import type { Api, ApiFailure, StreamEvent } from '../api/api.ts';
import { afterEvents } from './after-events.ts';
import { pause } from './pause.ts';
import { whileVisible } from './visibility.ts';

/** How it stands between the page and the session. */
export type Connection =
  | 'connecting'
  | 'live'
  /** The session does not answer, and did not say that it would end. */
  | 'lost'
  /** The session has ended as it was told to. */
  | 'ended'
  /** The session goes on, and is no longer where it was. */
  | 'moved'
  | 'unauthorized';

/** That it does not answer then is no news. */
const GONE: ReadonlySet<Connection> = new Set(['ended', 'moved']);

/** CPU, memory and what else changes without an event is asked for so often. */
const REFRESH_MS = 2_000;

/** Events of so long are shown together: when 300 processes are restarted there are a thousand. */
const NEWS_MS = 50;

/** All there is to these is in the event. */
const OF_PROCESSES: ReadonlySet<ServerEvent['type']> = new Set([
  'ProcessStateChanged',
  'ProcessRemoved',
  'FilesChanged',
]);

/** Before the next attempt to reach a session that does not answer. */
const RETRY_MS = 1_000;

/**
 * What the page knows of the session: kept up to date by the stream of its events while somebody looks. A tab that
 * nobody sees has no connection; it goes on where it was when it is seen again.
 */
export class LiveSession {
  readonly connection = signal<Connection>('connecting');
  /** Null before the first answer. */
  readonly session = signal<SessionAnswer | null>(null);
  readonly processes = signal<readonly ProcessInfo[]>([]);
  /** The last event; what else is drawn from events looks at the API anew when it changes. */
  readonly lastEvent = signal<RecordedEvent | null>(null);
  /** The last time that another configuration was applied. */
  readonly lastReload = signal<RecordedEvent | null>(null);
  /** Changes when another session has come in the place of the one before: nothing that was read is true any more. */
  readonly identity = computed(() => {
    const session = this.session.value;
    return session === null ? null : `${session.pid}@${session.startedAt}`;
  });
  readonly #api: Api;
  readonly #byName = computed(() => new Map(this.processes.value.map((info) => [info.name, info])));
  #cursor: string | null = null;
  /** Events that have come, and are not shown yet. */
  #news: RecordedEvent[] = [];
  #telling: ReturnType<typeof setTimeout> | null = null;
  /** How often the session has said that it is over here: what was asked before that says nothing of what is now. */
  #goodbyes = 0;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Until `ended` aborts. */
  async run(ended: AbortSignal): Promise<void> {
    await Promise.all([
      whileVisible(ended, (hidden) => this.#follow(hidden)),
      whileVisible(ended, (hidden) => this.#refreshOften(hidden)),
    ]);
  }

  /** One process; null when there is none of this name. */
  process(name: string): ProcessInfo | null {
    return this.#byName.value.get(name) ?? null;
  }

  /** Asks for everything anew, now. */
  async refresh(signal: AbortSignal): Promise<void> {
    const goodbyes = this.#goodbyes;
    const [session, list] = await Promise.all([
      this.#api.get<SessionAnswer>('/session', {}, signal),
      this.#api.get<ProcessesAnswer>('/processes', {}, signal),
    ]);
    if (goodbyes !== this.#goodbyes) return;
    if (!session.ok) return this.#failed(session.failure);
    if (!list.ok) return this.#failed(list.failure);
    this.session.value = session.value;
    this.processes.value = list.value.processes;
    this.connection.value = 'live';
  }

  async #follow(hidden: AbortSignal): Promise<void> {
    while (!hidden.aborted) {
      for await (const event of this.#api.stream('/events/stream', {}, this.#cursor, hidden)) {
        if (event.ok) this.#told(event.value, hidden);
        else this.#failed(event.failure);
      }
      await pause(RETRY_MS, hidden);
    }
  }

  #told({ type, id, value }: StreamEvent, hidden: AbortSignal): void {
    this.#cursor = id;
    if (type === 'end') this.#ended(value as StreamEnd);
    // Events that nobody has any more.
    else if (type === 'missed') void this.refresh(hidden);
    else if (value !== null) this.#happened(value as RecordedEvent, hidden);
  }

  #ended({ error }: StreamEnd): void {
    this.#goodbyes += 1;
    this.connection.value = error.code === 'no-session' ? 'ended' : 'moved';
    // Its successor counts anew.
    this.#cursor = null;
  }

  #happened(recorded: RecordedEvent, hidden: AbortSignal): void {
    this.#news.push(recorded);
    this.#telling ??= setTimeout(() => this.#tellNews(hidden), NEWS_MS);
  }

  #tellNews(hidden: AbortSignal): void {
    const news = this.#news;
    this.#news = [];
    this.#telling = null;
    batch(() => {
      this.processes.value = afterEvents(this.processes.peek(), news);
      this.lastEvent.value = news.at(-1) ?? null;
      const reload = news.findLast(({ event }) => event.type === 'ConfigReloaded');
      if (reload !== undefined) this.lastReload.value = reload;
    });
    if (news.some(({ event }) => !OF_PROCESSES.has(event.type))) void this.refresh(hidden);
  }

  async #refreshOften(hidden: AbortSignal): Promise<void> {
    while (!hidden.aborted) {
      await this.refresh(hidden);
      await pause(this.connection.value === 'live' ? REFRESH_MS : RETRY_MS, hidden);
    }
  }

  #failed({ reason }: ApiFailure): void {
    if (reason === 'unauthorized') this.connection.value = 'unauthorized';
    else if (reason !== 'aborted' && !GONE.has(this.connection.peek())) this.connection.value = 'lost';
  }
}
