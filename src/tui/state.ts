import type { ProcessReport, SessionInfo, SessionUsage, StoredLogs } from '../model/control.ts';
import type { EnvironmentVariable } from '../model/environment.ts';
import type { Failure } from '../model/failure.ts';
import type { Stream } from '../model/log-line.ts';
import type { TextSearch } from '../model/logs-request.ts';
import type { ProcessInfo } from '../model/process-status.ts';
import type { WhyAnswer } from '../model/why.ts';
import type { Keymap } from './keymap.ts';
import { emptyWindow, type LogWindow } from './logs/log-window.ts';
import { FOLLOWING, type LogPosition } from './logs/position.ts';
import type { Look } from './look.ts';
import type { Overlay } from './overlay.ts';
import type { Prompt } from './prompt.ts';
import type { Search } from './search.ts';
import type { TextSelection } from './text-selection.ts';

/**
 * Everything that the screen depends on. What pom said and what the reader chose are two values: an answer never
 * undoes a choice, and a choice never touches a fact.
 */
export interface DashboardState {
  readonly size: Size;
  readonly known: Known;
  readonly chosen: Chosen;
  readonly setup: Setup;
}

/** Of the terminal, in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What was settled when the dashboard was opened. */
export interface Setup {
  /** `session`: quitting ends the session; `attached`: it leaves it alone. */
  readonly mode: 'session' | 'attached';
  readonly keymap: Keymap;
  readonly look: Look;
}

/** What pom has said. */
export interface Known {
  readonly session: SessionInfo | null;
  /** In the order of pom.yaml. */
  readonly processes: readonly ProcessInfo[];
  readonly clock: ClockReading;
  /** The monotonic time at which each process was as `processes` has it. */
  readonly heardAt: ReadonlyMap<string, number>;
  /** Wall time at which each process came to its status, as far as it is known. */
  readonly since: ReadonlyMap<string, number>;
  /** Of those that were asked for. */
  readonly reports: ReadonlyMap<string, ProcessReport>;
  readonly environments: ReadonlyMap<string, readonly EnvironmentVariable[]>;
  /** Of the process that was asked about last. */
  readonly why: KnownWhy | null;
  readonly usage: SessionUsage | null;
  /** `usage.logs` by process. */
  readonly stored: ReadonlyMap<string, StoredLogs>;
  /** The last values of CPU use of each process whose use is known, oldest first. */
  readonly cpuHistory: ReadonlyMap<string, readonly number[]>;
  /** What has to be asked anew. */
  readonly stale: ReadonlySet<StaleFact>;
  /** The store's revision, as far as it is known. */
  readonly revision: number;
  /** Id of the newest line that has been heard of. */
  readonly lastId: number;
  readonly window: LogWindow;
  readonly matches: MatchCount | null;
  /** Why the session is ending; null while it is not. */
  readonly stopping: string | null;
  /** Why nothing more is heard of the session. */
  readonly lost: Failure | null;
}

/** Shown until a newer one has come. */
export interface KnownWhy {
  readonly process: string;
  readonly answer: WhyAnswer;
  /** Something has happened since that may have changed it. */
  readonly isStale: boolean;
}

export type StaleFact = 'session' | 'processes' | 'usage';

export interface ClockReading {
  /** Monotonic, ms. */
  readonly now: number;
  /** Wall time, ms since the epoch. */
  readonly wall: number;
}

/** How many lines match a search. */
export interface MatchCount {
  /** Which search of which view, as `matchKey` spells it. */
  readonly key: string;
  /** The match that the reader is at. */
  readonly current: number | null;
  /** Its place among all matches, 1-based; 0 when there is none. */
  readonly place: number;
  readonly total: number;
  readonly revision: number;
}

/** What the reader has selected. */
export interface Chosen {
  /** Null: all of them. */
  readonly process: string | null;
  readonly marked: ReadonlySet<string>;
  readonly sort: Sort | null;
  readonly focus: 'list' | 'log';
  readonly zoom: 'none' | 'log' | 'list';
  /** First row of the process list that is shown. */
  readonly listTop: number;

  /** Where the reader is in each log, by `positionKey`. Those not in it are followed. */
  readonly positions: ReadonlyMap<string, LogPosition>;
  /** Rows to scroll as soon as the lines have come. */
  readonly pendingRows: number;
  /** Id of a line to bring into view as soon as it has come; null: none. */
  readonly reveal: number | null;
  /** The first column that is shown when lines are not wrapped. */
  readonly column: number;
  readonly wrap: boolean;
  readonly timestamps: boolean;
  readonly json: boolean;
  readonly stream: Stream | null;
  /** The last line that the reader cleared away, by `positionKey`. */
  readonly cleared: ReadonlyMap<string, number>;
  readonly filter: TextSearch | null;
  readonly search: Search | null;
  /** How many times something was looked for: the token of the last time. */
  readonly finds: number;
  readonly selection: TextSelection | null;

  /** What is being typed at the bottom. */
  readonly prompt: Prompt | null;
  readonly overlay: Overlay | null;
  readonly message: Message | null;
  /** A click that a second one makes a double click. */
  readonly lastClick: Click | null;
  /** The mouse holds the scroll bar. */
  readonly holdsScrollBar: boolean;
}

export interface Sort {
  readonly by: 'name' | 'status' | 'age' | 'ready' | 'restarts' | 'exit' | 'pid' | 'cpu' | 'memory';
  readonly descending: boolean;
}

/** Something said to the reader, until the time is over or a key is pressed. */
export interface Message {
  readonly text: string;
  readonly tone: 'done' | 'failed';
  /** Monotonic, ms. */
  readonly until: number;
}

export interface Click {
  readonly x: number;
  readonly y: number;
  readonly at: number;
}

export function initialState(setup: Setup, size: Size, clock: ClockReading): DashboardState {
  return {
    size,
    setup,
    known: {
      session: null,
      processes: [],
      clock,
      heardAt: new Map(),
      since: new Map(),
      reports: new Map(),
      environments: new Map(),
      why: null,
      usage: null,
      stored: new Map(),
      cpuHistory: new Map(),
      stale: new Set(['session', 'processes', 'usage']),
      revision: 0,
      lastId: 0,
      window: emptyWindow(''),
      matches: null,
      stopping: null,
      lost: null,
    },
    chosen: {
      process: null,
      marked: new Set(),
      sort: null,
      focus: 'list',
      zoom: 'none',
      listTop: 0,
      positions: new Map(),
      pendingRows: 0,
      reveal: null,
      column: 0,
      wrap: true,
      timestamps: false,
      json: false,
      stream: null,
      cleared: new Map(),
      filter: null,
      search: null,
      finds: 0,
      selection: null,
      prompt: null,
      overlay: null,
      message: null,
      lastClick: null,
      holdsScrollBar: false,
    },
  };
}

/** The key of a log in `positions` and `cleared`. */
export function positionKey(process: string | null): string {
  return process === null ? '' : `/${process}`;
}

export function positionOf({ chosen }: DashboardState): LogPosition {
  return chosen.positions.get(positionKey(chosen.process)) ?? FOLLOWING;
}

export function withChosen(state: DashboardState, chosen: Partial<Chosen>): DashboardState {
  return { ...state, chosen: { ...state.chosen, ...chosen } };
}

export function withKnown(state: DashboardState, known: Partial<Known>): DashboardState {
  return { ...state, known: { ...state.known, ...known } };
}

export function withPosition(state: DashboardState, position: LogPosition): DashboardState {
  const positions = new Map(state.chosen.positions).set(positionKey(state.chosen.process), position);
  return withChosen(state, { positions });
}
