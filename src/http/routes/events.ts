import type { Control } from '../../model/control.ts';
import type { Failure } from '../../model/failure.ts';
import { ok } from '../../model/result.ts';
import { failureFacts } from '../../wire/facts.ts';
import { toJson } from '../../wire/json.ts';
import { answerRef } from '../answer-schemas.ts';
import { JSON_TYPE, type Parameter, type Route, replyWith, route } from '../route.ts';
import { sseEvent, ssePosition, sseRetry } from '../sse.ts';

const SSE_TYPE = 'text/event-stream';

/** How long a stream may be silent. */
const SILENCE_MS = 15_000;

const AFTER: Parameter = {
  in: 'query',
  name: 'after',
  field: 'after',
  description: 'Only events with a greater id; 0: all that are kept.',
};

/** What happened: state changes, reloads. */
export const EVENT_ROUTES: readonly Route[] = [
  route({
    method: 'get',
    path: '/events',
    tag: 'events',
    summary: 'What happened so far',
    request: 'GetEvents',
    parameters: [AFTER],
    body: [],
    answers: { [JSON_TYPE]: answerRef('Events') },
    problems: [],
    answer: async ({ control, request, signal }) =>
      replyWith(await control.events(request.after ?? 0, 0, signal), toJson),
  }),
  route({
    method: 'get',
    path: '/events/stream',
    tag: 'events',
    summary: 'What happens, as it happens',
    description:
      'Server-Sent Events, one for each, from now on or from "after". After a break the stream goes on from Last-Event-ID. Events that are no longer kept are counted by an event "missed"; the end of the stream, with the session or because the API is configured anew, is told by an event "end".',
    request: 'GetEvents',
    parameters: [AFTER],
    body: [],
    answers: { [SSE_TYPE]: { type: 'string' } },
    problems: [],
    async answer({ control, request, lastEventId, signal }) {
      const now = await control.events(lastEventId ?? request.after, 0, signal);
      if (!now.ok) return now;
      return ok({
        kind: 'stream',
        parts: (gone) => eventsAsText(control, lastEventId ?? request.after ?? now.value.next, gone),
        end: endAsText,
      });
    },
  }),
];

async function* eventsAsText(control: Control, from: number, gone: AbortSignal): AsyncGenerator<string, void, void> {
  yield `${sseRetry()}${ssePosition(from)}`;
  for (let cursor = from; !gone.aborted; ) {
    const page = await control.events(cursor, SILENCE_MS, gone);
    if (gone.aborted) return;
    if (!page.ok) {
      yield endAsText(page.failure);
      return;
    }
    const { events, next, missed } = page.value;
    const gap = missed > 0 ? sseEvent({ type: 'missed', text: toJson({ missed }) }) : '';
    yield `${gap}${events.map((event) => sseEvent({ id: event.id, text: toJson(event) })).join('')}${events.length > 0 ? '' : ssePosition(next)}`;
    cursor = next;
  }
}

function endAsText(failure: Failure): string {
  return sseEvent({ type: 'end', text: toJson({ error: failureFacts(failure) }) });
}
