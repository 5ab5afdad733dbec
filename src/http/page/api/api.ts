import { err, ok, type Result } from '../../../model/result.ts';
import { fromJsonValue, type Json, type JsonObject } from '../../../wire/json.ts';
import { SseReader } from './sse-reader.ts';

/** What can become of a request. */
export type ApiFailure =
  /** Nobody answers: the session has ended, or the machine is out of reach. */
  | { readonly reason: 'unreachable' }
  /** The token is missing, or that of another session. */
  | { readonly reason: 'unauthorized' }
  /** Nobody waits for the answer any more. */
  | { readonly reason: 'aborted' }
  /** The session says no: a code of the command line, and a sentence for people. */
  | { readonly reason: 'problem'; readonly code: string; readonly message: string };

/** Parameters of a URL; null and undefined are left out, a list is repeated. */
export interface Query {
  readonly [name: string]: string | number | boolean | readonly string[] | null | undefined;
}

/** One event of a stream. */
export interface StreamEvent {
  /** `message` when the stream does not say. */
  readonly type: string;
  /** Where the stream goes on; null before it has said so. */
  readonly id: string | null;
  /** Null: the event says only where the stream goes on. */
  readonly value: unknown;
}

/** The HTTP API under `/api/v1`. Answers have the names and times of `model`: camelCase, ms since the epoch. */
export class Api {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Result<T, ApiFailure>> {
    return this.#ask<T>(`${path}${queryText(query)}`, { signal: signal ?? null });
  }

  post<T>(path: string, body: JsonObject = {}): Promise<Result<T, ApiFailure>> {
    const headers = { 'content-type': 'application/json' };
    return this.#ask<T>(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /**
   * The events of a stream, until it breaks off or `signal` aborts.
   *
   * @param lastEventId where to go on; null: where the stream begins by itself.
   */
  async *stream(
    path: string,
    query: Query,
    lastEventId: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<Result<StreamEvent, ApiFailure>, void, void> {
    const headers = { accept: 'text/event-stream', ...(lastEventId === null ? {} : { 'last-event-id': lastEventId }) };
    const response = await this.#fetch(`${path}${queryText(query)}`, { headers, signal });
    if (!response.ok) return yield response;
    const reader = new SseReader();
    const body = response.value.body?.pipeThrough(new TextDecoderStream()).getReader();
    try {
      for (let part = await body?.read(); part !== undefined && !part.done; part = await body?.read()) {
        for (const { type, id, data } of reader.read(part.value)) {
          yield ok({ type, id, value: data === null ? null : fromJsonValue(JSON.parse(data) as Json) });
        }
      }
    } catch {
      yield err({ reason: signal.aborted ? 'aborted' : 'unreachable' });
    } finally {
      // The stream may have broken by itself.
      await body?.cancel().catch(() => undefined);
    }
  }

  async #ask<T>(path: string, init: RequestInit): Promise<Result<T, ApiFailure>> {
    const response = await this.#fetch(path, init);
    if (!response.ok) return response;
    try {
      return ok(fromJsonValue((await response.value.json()) as Json) as T);
    } catch {
      return err({ reason: init.signal?.aborted === true ? 'aborted' : 'unreachable' });
    }
  }

  async #fetch(path: string, init: RequestInit): Promise<Result<Response, ApiFailure>> {
    const headers = { ...init.headers, authorization: `Bearer ${this.#token}` };
    try {
      const response = await fetch(`/api/v1${path}`, { ...init, headers });
      if (response.ok) return ok(response);
      if (response.status === 401) return err({ reason: 'unauthorized' });
      const { code, detail } = (await response.json()) as { readonly code: string; readonly detail: string };
      return err({ reason: 'problem', code, message: detail });
    } catch {
      return err({ reason: init.signal?.aborted === true ? 'aborted' : 'unreachable' });
    }
  }
}

/** A name as a part of a path: `web/api` is `web%2Fapi`. */
export function pathOf(name: string): string {
  return `/processes/${encodeURIComponent(name)}`;
}

function queryText(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [value].flat().map((each): [string, string] => [name, String(each)]),
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

/** For people. */
export function apiFailureMessage(failure: ApiFailure): string {
  switch (failure.reason) {
    case 'unreachable':
      return 'the session does not answer';
    case 'unauthorized':
      return 'the token is not that of this session';
    case 'aborted':
      return 'this took too long';
    case 'problem':
      return failure.message;
    default:
      return failure satisfies never;
  }
}
