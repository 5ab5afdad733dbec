/** What somebody looks at. It is in the address of the page, so that an address says what to look at. */
export interface View {
  /** On a narrow screen the one part that there is room for; on a wide one what is in the middle. */
  readonly panel: Panel;
  /** Names; empty: all processes. */
  readonly processes: readonly string[];
  /** Null: there is nothing to search for. */
  readonly search: Search | null;
  /** Null: all of the time. */
  readonly span: Span | null;
  /** Null: both. */
  readonly stream: 'stdout' | 'stderr' | null;
  /** The number of a run of the process; null: all of them. */
  readonly run: number | null;
  /** The id of the line that is pointed to; null: the end of the log. */
  readonly line: number | null;
}

export type Panel = 'processes' | 'logs' | 'timeline' | 'graph';

export const PANELS: readonly Panel[] = ['processes', 'logs', 'timeline', 'graph'];

export interface Search {
  /** Never empty. */
  readonly pattern: string;
  readonly kind: 'text' | 'regex';
  readonly ignoreCase: boolean;
  /** Show nothing but what matches. */
  readonly isFilter: boolean;
}

/** Wall times, ms since the epoch: `[since, until)`. */
export interface Span {
  readonly since: number;
  readonly until: number;
}

export const START: View = {
  panel: 'logs',
  processes: [],
  search: null,
  span: null,
  stream: null,
  run: null,
  line: null,
};

/** The part of an address behind the `#`; empty for `START`. */
export function fragmentOf({ panel, processes, search, span, stream, run, line }: View): string {
  const parameters = new URLSearchParams();
  if (panel !== START.panel) parameters.set('panel', panel);
  for (const name of processes) parameters.append('process', name);
  if (search !== null) {
    parameters.set(search.kind === 'regex' ? 'regex' : 'search', search.pattern);
    if (search.ignoreCase) parameters.set('ignore_case', 'true');
    if (search.isFilter) parameters.set('filter', 'true');
  }
  if (span !== null) {
    parameters.set('since', new Date(span.since).toISOString());
    parameters.set('until', new Date(span.until).toISOString());
  }
  if (stream !== null) parameters.set('stream', stream);
  if (run !== null) parameters.set('run', String(run));
  if (line !== null) parameters.set('line', String(line));
  return parameters.toString();
}

/** The inverse of `fragmentOf`; what makes no sense is left out. */
export function viewOf(fragment: string): View {
  const parameters = new URLSearchParams(fragment);
  const panel = PANELS.find((each) => each === parameters.get('panel')) ?? START.panel;
  const stream = parameters.get('stream');
  return {
    panel,
    processes: parameters.getAll('process'),
    search: searchOf(parameters),
    span: spanOf(parameters),
    stream: stream === 'stdout' || stream === 'stderr' ? stream : null,
    run: numberOf(parameters.get('run')),
    line: numberOf(parameters.get('line')),
  };
}

/** Counted from 1. */
function numberOf(text: string | null): number | null {
  const number = Number(text ?? Number.NaN);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}

function searchOf(parameters: URLSearchParams): Search | null {
  const regex = parameters.get('regex');
  const pattern = regex ?? parameters.get('search') ?? '';
  if (pattern === '') return null;
  return {
    pattern,
    kind: regex === null ? 'text' : 'regex',
    ignoreCase: parameters.get('ignore_case') === 'true',
    isFilter: parameters.get('filter') === 'true',
  };
}

function spanOf(parameters: URLSearchParams): Span | null {
  const since = Date.parse(parameters.get('since') ?? '');
  const until = Date.parse(parameters.get('until') ?? '');
  return since < until ? { since, until } : null;
}
