import { failureFacts } from '../wire/facts.ts';
import { toJson } from '../wire/json.ts';
import { logLinesToJson } from '../wire/log-lines-json.ts';
import type { LogStreamForm } from './log-stream.ts';
import { sseEvent, ssePosition, sseRetry } from './sse.ts';

/** One JSON object per line of text. */
export const NDJSON: LogStreamForm = {
  begin: '',
  lines: (lines) => (lines.length === 0 ? '' : `${logLinesToJson(lines).join('\n')}\n`),
  evicted: (count) => `${toJson({ evicted: count })}\n`,
  end: (failure) => `${toJson({ error: failureFacts(failure) })}\n`,
};

/** Server-Sent Events: one per line, by the id of the line. */
export const SERVER_SENT_EVENTS: LogStreamForm = {
  begin: sseRetry(),
  lines(lines, next) {
    const texts = logLinesToJson(lines);
    const events = lines.map(({ id }, index) => sseEvent({ id, text: texts[index] ?? '' }));
    // Where nothing matches, too: the next attempt need not look at all of it again, and the silence is broken.
    return events.join('') + (lines.at(-1)?.id === next ? '' : ssePosition(next));
  },
  evicted: (count) => sseEvent({ type: 'evicted', text: toJson({ evicted: count }) }),
  end: (failure) => sseEvent({ type: 'end', text: toJson({ error: failureFacts(failure) }) }),
};
