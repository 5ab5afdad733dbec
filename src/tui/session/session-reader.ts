import type { Clock } from '../../model/clock.ts';
import type { Control } from '../../model/control.ts';
import type { Failure } from '../../model/failure.ts';
import { ok, type Result } from '../../model/result.ts';
import { unreachable } from '../../util/unreachable.ts';
import { readWindow } from '../logs/read-window.ts';
import { matchKey } from '../search.ts';
import type { StaleFact } from '../state.ts';
import type { TuiEvent } from '../tui-event.ts';
import type { Want } from '../wants.ts';
import { countMatches } from './find-match.ts';

/**
 * Reads from the session what is wanted, each want once at a time. What is no longer wanted is given up; what was read is
 * emitted as an event.
 */
export class SessionReader {
  readonly #control: Control;
  readonly #clock: Clock;
  readonly #emit: (event: TuiEvent) => void;
  readonly #onLater: () => void;
  readonly #reading = new Map<string, Reading>();
  /** Monotonic times before which a want is not read again. */
  readonly #notBefore = new Map<string, number>();

  /** @param onLater called when a want that was put off may be read. */
  constructor(control: Control, clock: Clock, emit: (event: TuiEvent) => void, onLater: () => void) {
    this.#control = control;
    this.#clock = clock;
    this.#emit = emit;
    this.#onLater = onLater;
  }

  /** Reads what is wanted and not being read yet. @returns when all of it has been read but counts, which take long. */
  async fulfil(wants: readonly Want[]): Promise<void> {
    const keys = new Set(wants.map(({ key }) => key));
    for (const [key, reading] of this.#reading) if (!keys.has(key)) reading.abort.abort();
    for (const want of wants) if (!this.#reading.has(want.key) && this.#isDue(want)) this.#begin(want);
    await Promise.all([...this.#reading.values()].flatMap(({ isLong, done }) => (isLong ? [] : [done])));
  }

  /** Gives up everything. */
  close(): void {
    for (const { abort } of this.#reading.values()) abort.abort();
  }

  #isDue(want: Want): boolean {
    const time = this.#notBefore.get(dueKey(want));
    return time === undefined || this.#clock.now() >= time;
  }

  #begin(want: Want): void {
    const abort = new AbortController();
    this.#reading.set(want.key, { abort, isLong: want.type === 'count', done: this.#read(want, abort.signal) });
  }

  async #read(want: Want, signal: AbortSignal): Promise<void> {
    const began = this.#clock.now();
    const event = await this.#answer(want, signal);
    this.#reading.delete(want.key);
    const took = this.#clock.now() - began;
    if (want.type === 'count') this.#putOff(want, Math.max(RECOUNT_MS, took * RECOUNT_FACTOR));
    if (signal.aborted) return;
    if (event.ok) this.#emit(event.value);
    else this.#fail(want, event.failure);
  }

  #fail(want: Want, failure: Failure): void {
    this.#putOff(want, RETRY_MS);
    if (failure.reason === 'no-session' || failure.reason === 'socket-failed') {
      this.#emit({ type: 'SessionLost', failure });
    }
  }

  #putOff(want: Want, delayMs: number): void {
    const key = dueKey(want);
    const until = this.#clock.now() + delayMs;
    this.#notBefore.set(key, until);
    this.#clock.schedule(delayMs, () => {
      if (this.#notBefore.get(key) !== until) return;
      this.#notBefore.delete(key);
      this.#onLater();
    });
  }

  async #answer(want: Want, signal: AbortSignal): Promise<Result<TuiEvent, Failure>> {
    switch (want.type) {
      case 'fact':
        return this.#fact(want.fact);
      case 'report':
        return map(await this.#control.status(want.process), (report) => ({ type: 'ReportRead', report }));
      case 'environment': {
        const { process } = want;
        return map(await this.#control.environment(process), (environment) => {
          return { type: 'EnvironmentRead', process, environment };
        });
      }
      case 'why': {
        const { process } = want;
        return map(await this.#control.why(process), (answer) => ({ type: 'WhyRead', process, answer }));
      }
      case 'window':
        return map(await readWindow(this.#control, want.read, signal), (window) => ({ type: 'WindowRead', window }));
      case 'count': {
        const { view, query, current } = want;
        const counted = await countMatches(this.#control, { view, query, current, key: matchKey(view, query) }, signal);
        return map(counted, (matches) => ({ type: 'MatchesCounted', matches }));
      }
      default:
        return unreachable(want);
    }
  }

  async #fact(fact: StaleFact): Promise<Result<TuiEvent, Failure>> {
    switch (fact) {
      case 'session':
        return map(await this.#control.session(), (session) => ({ type: 'SessionRead', session }));
      case 'processes':
        return map(await this.#control.list([]), (processes) => ({ type: 'ProcessesRead', processes }));
      case 'usage':
        return map(await this.#control.usage(), (usage) => ({ type: 'UsageRead', usage }));
      default:
        return unreachable(fact);
    }
  }
}

interface Reading {
  readonly abort: AbortController;
  readonly isLong: boolean;
  readonly done: Promise<void>;
}

const RETRY_MS = 1_000;

/** Counting anew what grows all the time takes at most a tenth of the time there is. */
const RECOUNT_MS = 200;
const RECOUNT_FACTOR = 10;

/** A count for another match is due at once, whatever the last one cost. */
function dueKey(want: Want): string {
  return want.type === 'count' ? `${want.key} ${want.current}` : want.key;
}

function map<T>(result: Result<T, Failure>, toEvent: (value: T) => TuiEvent): Result<TuiEvent, Failure> {
  return result.ok ? ok(toEvent(result.value)) : result;
}
