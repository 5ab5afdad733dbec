import type { Query } from '../api/api.ts';
import type { Search, View } from '../view/view.ts';

/** Which lines a view shows, as parameters of `GET /logs`. */
export function linesQuery({ processes, stream, run, span, search }: View): Query {
  return {
    process: processes,
    stream,
    run,
    ...spanQuery(span),
    ...(search?.isFilter === true ? searchQuery(search) : {}),
  };
}

/** Which of them are found by its search. */
export function matchesQuery(view: View, search: Search): Query {
  return { ...linesQuery({ ...view, search: null }), ...searchQuery(search) };
}

function spanQuery(span: View['span']): Query {
  return span === null ? {} : { since: new Date(span.since).toISOString(), until: new Date(span.until).toISOString() };
}

function searchQuery({ pattern, kind, ignoreCase }: Search): Query {
  return {
    [kind === 'regex' ? 'regex' : 'search']: pattern,
    ...(ignoreCase ? { ignore_case: true } : {}),
  };
}
