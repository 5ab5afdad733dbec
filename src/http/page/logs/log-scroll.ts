import { signal } from '@preact/signals';
import type { LineRange } from './line-range.ts';
import type { LogReader } from './log-reader.ts';
import { anchorOf, lineElement, lineFrom, linesInSight, restore, type ScrollAnchor } from './scroll-anchor.ts';

/** Further lines are asked for when so many screens are left. */
const SCREENS_AHEAD = 1.5;

/** A fraction of a pixel is what zooming leaves. */
const END_TOLERANCE_PX = 4;

/**
 * Where in the log somebody is: at its end, and staying there, or anywhere else, and staying there whatever comes and
 * goes. The browser scrolls the lines of the reader's window; this has the reader move the window in time.
 */
export class LogScroll {
  readonly isFollowing = signal(false);
  readonly inSight = signal<LineRange | null>(null);
  readonly #reader: LogReader;
  #element: Element | null = null;
  #sizes: ResizeObserver | null = null;
  #anchor: ScrollAnchor | null = null;
  /** Where to go as soon as its lines are there. */
  #goal: number | null = null;
  /** Where it was scrolled to by this, and by nobody else since. */
  #laidOutAt: number | null = null;

  constructor(reader: LogReader) {
    this.#reader = reader;
  }

  /** @param element what scrolls; null: there is none any more. */
  attach(element: Element | null): void {
    this.#element = element;
    this.#sizes?.disconnect();
    this.#sizes = null;
    if (element === null) return;
    // What is above the log comes and goes: what was in sight stays there, and so does the end.
    this.#sizes = new ResizeObserver(() => this.laidOut());
    this.#sizes.observe(element);
  }

  /** Goes to a line; null: to the end, to stay there. */
  goTo(id: number | null): void {
    this.#goal = id;
    this.isFollowing.value = id === null;
    if (id === null) void this.#reader.toEnd();
    else if (this.#element !== null && lineElement(this.#element, id) !== null) this.laidOut();
    else void this.#reader.toLine(id);
  }

  /**
   * To be called when somebody begins to scroll up: under a flood the end would otherwise be shown again before the
   * element has been scrolled.
   */
  leaveEnd(): void {
    if ((this.#element?.scrollTop ?? 0) > 0) this.isFollowing.value = false;
  }

  /** To be called when the lines of the window have been laid out anew. */
  laidOut(): void {
    const element = this.#element;
    if (element === null) return;
    const { lines, isAtEnd } = this.#reader.window.peek();
    if (this.#goal !== null && lines.length > 0) {
      lineFrom(element, this.#goal)?.scrollIntoView({ block: 'center', inline: 'nearest' });
      this.#goal = null;
    } else if (this.isFollowing.peek() && isAtEnd) element.scrollTop = element.scrollHeight;
    else if (this.#anchor !== null) restore(element, this.#anchor);
    this.#laidOutAt = element.scrollTop;
    this.#look(element);
  }

  /** To be called when the element has been scrolled: at its end one stays there, elsewhere not. */
  scrolled(): void {
    const element = this.#element;
    // What was done to it when lines were laid out is told, too.
    if (element === null || element.scrollTop === this.#laidOutAt) return;
    this.#laidOutAt = null;
    const { isAtEnd } = this.#reader.window.peek();
    this.isFollowing.value = isAtEnd && belowSight(element) <= END_TOLERANCE_PX;
    this.#look(element);
  }

  #look(element: Element): void {
    this.#anchor = anchorOf(element);
    this.inSight.value = linesInSight(element);
    const { scrollTop, clientHeight } = element;
    if (scrollTop < SCREENS_AHEAD * clientHeight) void this.#reader.older();
    if (belowSight(element) < SCREENS_AHEAD * clientHeight) void this.#reader.newer();
  }
}

/** CSS pixels. */
function belowSight({ scrollTop, scrollHeight, clientHeight }: Element): number {
  return scrollHeight - scrollTop - clientHeight;
}
