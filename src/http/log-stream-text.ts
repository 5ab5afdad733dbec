import { failureFacts } from '../wire/facts.ts';
import { toJson } from '../wire/json.ts';
import { logLinesToJson } from '../wire/log-lines-json.ts';
import type { LogNews } from './log-stream.ts';
import { sseEvent, ssePosition, sseRetry } from './sse.ts';

/** One JSON object per line of text. */
export async function* linesAsNdjson(news: AsyncGenerator<LogNews, void, void>): AsyncGenerator<string, void, void> {
  for await (const each of news) {
    if (each.kind === 'evicted') yield `${toJson({ evicted: each.evicted })}\n`;
    else if (each.kind === 'end') yield `${toJson({ error: failureFacts(each.failure) })}\n`;
    else if (each.lines.length > 0) yield `${logLinesToJson(each.lines).join('\n')}\n`;
  }
}

/** Server-Sent Events: one per line, by the id of the line. */
export async function* linesAsEvents(news: AsyncGenerator<LogNews, void, void>): AsyncGenerator<string, void, void> {
  yield sseRetry();
  for await (const each of news) {
    if (each.kind === 'evicted') yield sseEvent({ type: 'evicted', text: toJson({ evicted: each.evicted }) });
    else if (each.kind === 'end') yield sseEvent({ type: 'end', text: toJson({ error: failureFacts(each.failure) }) });
    else {
      const texts = logLinesToJson(each.lines);
      const events = each.lines.map(({ id }, index) => sseEvent({ id, text: texts[index] ?? '' }));
      // Where nothing matches, too: the next attempt need not look at all of it again, and the silence is broken.
      yield events.join('') + (each.lines.at(-1)?.id === each.next ? '' : ssePosition(each.next));
    }
  }
}
