/** Server-Sent Events (https://html.spec.whatwg.org/multipage/server-sent-events.html). Texts here have no newlines. */

/** One event. Without a type it is a `message`; without an id it does not change where the stream goes on. */
export function sseEvent({
  id,
  type,
  text,
}: {
  readonly id?: number;
  readonly type?: string;
  readonly text: string;
}): string {
  return `${id === undefined ? '' : `id: ${id}\n`}${type === undefined ? '' : `event: ${type}\n`}data: ${text}\n\n`;
}

/** Where the stream goes on after a break. No event: there is no data. */
export function ssePosition(id: number): string {
  return `id: ${id}\n\n`;
}

/** How soon to try again after a break. */
export function sseRetry(): string {
  return 'retry: 1000\n\n';
}
