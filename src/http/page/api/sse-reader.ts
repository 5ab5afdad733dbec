/** One event as it came. */
export interface SseEvent {
  readonly type: string;
  readonly id: string | null;
  readonly data: string | null;
}

/**
 * Server-Sent Events from text that comes in any pieces
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html). The browser's own `EventSource` sends no token.
 *
 * Unlike there, an event without data is told, too: it says where the stream goes on.
 */
export class SseReader {
  #rest = '';
  #lastId: string | null = null;

  read(text: string): readonly SseEvent[] {
    const blocks = (this.#rest + text).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    return blocks.map((block) => this.#event(block));
  }

  #event(block: string): SseEvent {
    let type = 'message';
    const data: string[] = [];
    for (const line of block.split('\n')) {
      const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
      if (field === 'id') this.#lastId = value;
      else if (field === 'event') type = value;
      else if (field === 'data') data.push(value);
    }
    return { type, id: this.#lastId, data: data.length === 0 ? null : data.join('\n') };
  }
}
