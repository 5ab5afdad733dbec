import type { Control } from '../../model/control.ts';
import type { Failure } from '../../model/failure.ts';
import type { LogsPage, LogsRequest } from '../../model/logs-request.ts';
import { ok, type Result } from '../../model/result.ts';
import type { WindowRead } from '../wants.ts';
import { type LogView, requestFor, viewKey } from './log-view.ts';
import { emptyWindow, type LogWindow, windowFromEnd, withNewer, withOlder, withTail } from './log-window.ts';

/** Reads what a window lacks. The result is the window as it should be then. */
export async function readWindow(
  control: Control,
  read: WindowRead,
  signal: AbortSignal,
): Promise<Result<LogWindow, Failure>> {
  const { view, lines } = read;
  const reader = new PageReader(control, view, lines, signal);
  switch (read.how) {
    case 'anew':
      return read.at === null ? reader.fromEnd() : reader.around(read.at);
    case 'tail':
      return reader.tail(read.window);
    case 'newer':
      return reader.newer(read.window);
    case 'older':
      return reader.older(read.window);
    default:
      return read satisfies never;
  }
}

/** The pages of one view, of a certain size. */
class PageReader {
  readonly #control: Control;
  readonly #view: LogView;
  readonly #limit: number;
  readonly #signal: AbortSignal;

  constructor(control: Control, view: LogView, limit: number, signal: AbortSignal) {
    this.#control = control;
    this.#view = view;
    this.#limit = limit;
    this.#signal = signal;
  }

  async fromEnd(): Promise<Result<LogWindow, Failure>> {
    const page = await this.#page({ from: 'end' });
    return page.ok ? ok(windowFromEnd(viewKey(this.#view), page.value, this.#limit)) : page;
  }

  async around(id: number): Promise<Result<LogWindow, Failure>> {
    const before = Math.max(1, id);
    const nothing = { ...emptyWindow(viewKey(this.#view)), start: before - 1, next: before - 1 };
    const older = await this.older(nothing);
    return older.ok ? this.newer(older.value) : older;
  }

  async older(window: LogWindow): Promise<Result<LogWindow, Failure>> {
    const page = await this.#page({ from: 'end', before: window.start + 1 });
    return page.ok ? ok(withOlder(window, page.value, this.#limit)) : page;
  }

  /** Without a hole; and when that reaches the end, with the lines that have not ended. */
  async newer(window: LogWindow): Promise<Result<LogWindow, Failure>> {
    const page = await this.#page({ from: 'start', after: window.next });
    if (!page.ok) return page;
    const longer = withNewer(window, page.value);
    return page.value.more ? ok(longer) : this.tail(longer);
  }

  async tail(window: LogWindow): Promise<Result<LogWindow, Failure>> {
    const page = await this.#page({ from: 'end', after: window.next });
    return page.ok ? ok(withTail(window, page.value, this.#limit)) : page;
  }

  #page(request: Partial<LogsRequest>): Promise<Result<LogsPage, Failure>> {
    return this.#control.logs(requestFor(this.#view, { ...request, limit: this.#limit }), this.#signal);
  }
}
