import { signal } from '@preact/signals';
import type { LogReader } from './log-reader.ts';
import {
  anchorOf,
  type LineRange,
  lineElement,
  lineFrom,
  linesInSight,
  restore,
  type ScrollAnchor,
} from './scroll-anchor.ts';

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
  #anchor: ScrollAnchor | null = null;
  /** Where to go as soon as its lines are there. */
  #goal: number | null = null;

  constructor(reader: LogReader) {
    this.#reader = reader;
  }

  /** @param element what scrolls; null: there is none any more. */
  attach(element: Element | null): void {
    this.#element = element;
  }

  /** Goes to a line; null: to the end, to stay there. */
  goTo(id: number | null): void {
    this.#goal = id;
    this.isFollowing.value = id === null;
    if (id === null) void this.#reader.toEnd();
    else if (this.#element !== null && lineElement(this.#element, id) !== null) this.laidOut();
    else void this.#reader.toLine(id);
  }

  /** A line or a screen up (negative) or down. */
  scrollBy(screens: number): void {
    this.#element?.scrollBy({ top: screens * this.#element.clientHeight });
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
    this.scrolled();
  }

  /** To be called when somebody has scrolled. */
  scrolled(): void {
    const element = this.#element;
    if (element === null) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const below = scrollHeight - scrollTop - clientHeight;
    const { isAtEnd, lines } = this.#reader.window.peek();
    if (this.#goal === null && lines.length > 0) this.isFollowing.value = isAtEnd && below <= END_TOLERANCE_PX;
    this.#anchor = anchorOf(element);
    this.inSight.value = linesInSight(element);
    if (scrollTop < SCREENS_AHEAD * clientHeight) void this.#reader.older();
    if (below < SCREENS_AHEAD * clientHeight) void this.#reader.newer();
  }
}
