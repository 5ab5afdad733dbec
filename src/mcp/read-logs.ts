import type { Failure } from '../model/failure.ts';
import type { LogLine } from '../model/log-line.ts';
import type { LogsPage, LogsRequest } from '../model/logs-request.ts';
import { ok, type Result } from '../model/result.ts';
import { costOf, cut, logText } from './log-text.ts';

/** Whoever answers requests for logs. */
export interface LogSource {
  logs(request: LogsRequest, signal?: AbortSignal): Promise<Result<LogsPage, Failure>>;
}

export interface LogBudget {
  /** Of all lines together, as JSON. One line is given whatever it costs, cut to this. */
  readonly characters: number;
  /** Of one line. */
  readonly lineCharacters: number;
}

/** As many lines as the budget allows. */
export interface BudgetedLogs {
  /** Ascending by id. */
  readonly lines: readonly ShownLine[];
  /** The cursor after what was read: of what is given, when the oldest lines were kept. */
  readonly next: number;
  /** How many lines that match were left out: older ones, or newer ones when the oldest were kept. */
  readonly leftOut: number;
  /** Lines that are no longer stored. */
  readonly evicted: number;
}

export interface ShownLine {
  readonly id: number;
  readonly timestamp: number;
  readonly text: string;
}

/** The newest (`from: 'end'`) or the oldest lines (`from: 'start'`) that a request is for, within a budget. */
export async function readLogs(
  source: LogSource,
  request: LogsRequest,
  budget: LogBudget,
  signal: AbortSignal,
): Promise<Result<BudgetedLogs, Failure>> {
  const newest = request.from === 'end';
  const lines: ShownLine[] = [];
  const purse = new Purse(budget);
  let rest = request;
  let next: number | null = null;
  let evicted = 0;
  for (let isOver = false; !isOver; ) {
    const page = await source.logs(rest, signal);
    if (!page.ok) return page;
    const ordered = newest ? [...page.value.lines].reverse() : page.value.lines;
    const bought = purse.buy(ordered);
    lines.push(...bought);
    if (next === null || !newest)
      next = bought.length < ordered.length && !newest ? lastId(lines, next) : page.value.next;
    if (newest) evicted = Math.max(evicted, page.value.evicted);
    else evicted += page.value.evicted;
    const limit: number | null = rest.limit === null ? null : rest.limit - page.value.matches;
    rest = newest
      ? { ...rest, limit, before: page.value.lines[0]?.id ?? 0 }
      : { ...rest, limit, after: page.value.next };
    isOver = bought.length < ordered.length || !page.value.more || (newest && ordered.length === 0) || limit === 0;
  }
  if (newest) lines.reverse();
  const cursor = next ?? request.after ?? 0;
  const leftOut = await countRest(
    source,
    request,
    newest ? { before: lines[0]?.id ?? null } : { after: cursor },
    signal,
  );
  return leftOut.ok ? ok({ lines, next: cursor, leftOut: leftOut.value, evicted }) : leftOut;
}

/** How many lines match of those that `bounds` leave; none when nothing was given, which is when nothing matches. */
async function countRest(
  source: LogSource,
  request: LogsRequest,
  bounds: { readonly before: number | null } | { readonly after: number },
  signal: AbortSignal,
): Promise<Result<number, Failure>> {
  if ('before' in bounds && bounds.before === null) return ok(0);
  const counted = await source.logs({ ...request, ...bounds, limit: null, context: 0, countOnly: true }, signal);
  return counted.ok ? ok(counted.value.matches) : counted;
}

function lastId(lines: readonly ShownLine[], otherwise: number | null): number | null {
  return lines.at(-1)?.id ?? otherwise;
}

/** What is left of a budget. */
class Purse {
  readonly #budget: LogBudget;
  #left: number;

  constructor(budget: LogBudget) {
    this.#budget = budget;
    this.#left = budget.characters;
  }

  /** The first of these lines, as many as there is room for. */
  buy(lines: readonly LogLine[]): readonly ShownLine[] {
    const bought: ShownLine[] = [];
    for (const line of lines) {
      const isFirst = this.#left === this.#budget.characters;
      const whole = logText(line, this.#budget.lineCharacters);
      const text = isFirst ? cut(whole, this.#budget.characters) : whole;
      const cost = costOf(text);
      if (cost > this.#left && !isFirst) return bought;
      this.#left = Math.max(0, this.#left - cost);
      bought.push({ id: line.id, timestamp: line.timestamp, text });
    }
    return bought;
  }
}
