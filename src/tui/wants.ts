import type { TextSearch } from '../model/logs-request.ts';
import { logPaneOf, viewOf, windowOf } from './layout/log-pane.ts';
import { type LogView, viewKey } from './logs/log-view.ts';
import { covers, type LogWindow } from './logs/log-window.ts';
import { topOf } from './logs/position.ts';
import { matchKey } from './search.ts';
import { type DashboardState, positionOf, type StaleFact } from './state.ts';

/** Something that the screen needs to know and does not. Wants of the same key are the same want. */
export type Want =
  | { readonly key: string; readonly type: 'fact'; readonly fact: StaleFact }
  | { readonly key: string; readonly type: 'report'; readonly process: string }
  | { readonly key: string; readonly type: 'environment'; readonly process: string }
  | { readonly key: string; readonly type: 'why'; readonly process: string }
  | { readonly key: string; readonly type: 'window'; readonly read: WindowRead }
  | {
      readonly key: string;
      readonly type: 'count';
      readonly view: LogView;
      readonly query: TextSearch;
      readonly current: number | null;
    };

/** How the window of the log comes to hold what is to be shown. */
export type WindowRead =
  /** Begins anew: at the end, or around a line. */
  | { readonly how: 'anew'; readonly view: LogView; readonly at: number | null; readonly lines: number }
  /** What has been added since. */
  | {
      readonly how: 'tail' | 'newer' | 'older';
      readonly view: LogView;
      readonly window: LogWindow;
      readonly lines: number;
    };

/** Everything that is wanted at this moment. */
export function wantsOf(state: DashboardState): readonly Want[] {
  const { known } = state;
  const facts = [...known.stale].map((fact): Want => ({ key: fact, type: 'fact', fact }));
  const reports = wantedReports(state)
    .filter((process) => !known.reports.has(process))
    .map((process): Want => ({ key: `report ${process}`, type: 'report', process }));
  return [...facts, ...reports, ...environments(state), ...whyWant(state), ...windowWant(state), ...countWant(state)];
}

/** Of those that are stopping, for how long they have; of what is open, for all of it. */
function wantedReports({ known, chosen }: DashboardState): readonly string[] {
  const names = new Set(known.processes.filter(({ status }) => status === 'stopping').map(({ name }) => name));
  if (chosen.overlay?.kind === 'document') {
    const { document } = chosen.overlay;
    if (document.about === 'details') names.add(document.process);
    if (document.about === 'graph') for (const { name } of known.processes) names.add(name);
  }
  return [...names];
}

function environments({ known, chosen }: DashboardState): readonly Want[] {
  if (chosen.overlay?.kind !== 'document' || chosen.overlay.document.about !== 'details') return [];
  const { process } = chosen.overlay.document;
  return known.environments.has(process) ? [] : [{ key: `environment ${process}`, type: 'environment', process }];
}

function whyWant({ known, chosen }: DashboardState): readonly Want[] {
  if (chosen.overlay?.kind !== 'document' || chosen.overlay.document.about !== 'why') return [];
  const { process } = chosen.overlay.document;
  const isKnown = known.why?.process === process && !known.why.isStale;
  return isKnown ? [] : [{ key: `why ${process}`, type: 'why', process }];
}

function windowWant(state: DashboardState): readonly Want[] {
  const read = wantedRead(state);
  return read === null ? [] : [{ key: `window ${read.how} ${viewKey(read.view)}`, type: 'window', read }];
}

function wantedRead(state: DashboardState): WindowRead | null {
  const view = viewOf(state);
  const window = windowOf(state);
  const position = positionOf(state);
  const { layout, height } = logPaneOf(state, state.size);
  const { pendingRows } = state.chosen;
  // Whoever follows sees the last screen and no more, a thousand times over.
  const lines = position.follows && pendingRows >= 0 ? height : linesPerRead(height, pendingRows);
  const hasEnd = window.reachesEnd && window.revision >= state.known.revision;
  if (window.revision < 0 && window.lines.length === 0 && !window.reachesEnd) {
    return { how: 'anew', view, at: position.follows ? null : position.id, lines };
  }
  if (position.follows) {
    if (!window.reachesEnd) return { how: 'anew', view, at: null, lines };
    if (!hasEnd) return { how: 'tail', view, window, lines };
  } else if (!covers(window, position.id)) {
    return { how: 'anew', view, at: position.id, lines };
  }
  const top = topOf(layout, position, height).line;
  const above = top + Math.min(0, pendingRows);
  const wantedAbove = position.follows && pendingRows >= 0 ? window.lines.length < height : above < height;
  if (wantedAbove && !window.reachesStart) return { how: 'older', view, window, lines };
  if (position.follows) return null;
  const below = window.lines.length - top - Math.max(0, pendingRows);
  if (below < height * 2 && !hasEnd) return { how: 'newer', view, window, lines };
  return null;
}

/** Two screens more than is shown: scrolling by a page finds its lines there. */
function linesPerRead(height: number, pendingRows: number): number {
  return Math.min(2000, height * 3 + Math.abs(pendingRows));
}

function countWant(state: DashboardState): readonly Want[] {
  const { search } = state.chosen;
  if (search === null || search.query.pattern === '' || search.state.is === 'invalid') return [];
  if (search.state.is === 'looking') return [];
  const view = viewOf(state);
  const key = matchKey(view, search.query);
  const { matches, revision } = state.known;
  const isKnown = matches?.key === key && matches.current === search.current && matches.revision >= revision;
  return isKnown ? [] : [{ key: `count ${key}`, type: 'count', view, query: search.query, current: search.current }];
}
