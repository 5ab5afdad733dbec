import { ALL_LOGS } from '../../src/model/logs-request.ts';
import type { Effect } from '../../src/tui/effect.ts';
import { DEFAULT_KEYMAP } from '../../src/tui/keymap.ts';
import { UNICODE_GLYPHS } from '../../src/tui/look.ts';
import { findMatch } from '../../src/tui/session/find-match.ts';
import { SessionReader } from '../../src/tui/session/session-reader.ts';
import { type DashboardState, initialState, type Setup, type Size } from '../../src/tui/state.ts';
import { plainOf } from '../../src/tui/text/styled-text.ts';
import type { MouseEvent, TuiEvent } from '../../src/tui/tui-event.ts';
import { update } from '../../src/tui/update.ts';
import { view } from '../../src/tui/view.ts';
import { wantsOf } from '../../src/tui/wants.ts';
import { settled } from '../rig/manual-clock.ts';
import type { ScriptedSession } from './scripted-session.ts';

export const SETUP: Setup = {
  mode: 'session',
  keymap: DEFAULT_KEYMAP,
  look: { glyphs: UNICODE_GLYPHS, utcOffsetMinutes: 0 },
};

/** The dashboard without a terminal and without a loop: what is done to it happens at once. */
export class Headless {
  state: DashboardState;
  /** What updates wanted done, but for searching, which is done. */
  readonly effects: Effect[] = [];
  readonly #session: ScriptedSession;
  readonly #reader: SessionReader;

  constructor(session: ScriptedSession, size: Size, setup: Setup = SETUP) {
    this.#session = session;
    const { clock } = session;
    this.state = initialState(setup, size, { now: clock.now(), wall: clock.wallTime() });
    this.#reader = new SessionReader(
      session.control,
      clock,
      (event) => void this.#handle(event),
      () => {},
    );
  }

  /** Opened, and shown what there is. */
  static async open(session: ScriptedSession, columns = 80, rows = 24, setup: Setup = SETUP): Promise<Headless> {
    const dashboard = new Headless(session, { columns, rows }, setup);
    await dashboard.refresh();
    return dashboard;
  }

  async send(event: TuiEvent): Promise<void> {
    await this.#handle(event);
    await this.#read();
  }

  /** Presses keys one after the other, each with everything that comes of it. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.send({ type: 'Key', key });
  }

  /** Types a text, a character a key. */
  async type(text: string): Promise<void> {
    await this.press(...Array.from(text, (character) => (character === ' ' ? 'space' : character)));
  }

  async mouse(what: MouseEvent['what'], x: number, y: number): Promise<void> {
    await this.send({ type: 'Mouse', what, x, y, at: this.#session.clock.now() });
  }

  /** As the server relay does, after something has happened in the session. */
  async refresh(): Promise<void> {
    const { control, clock } = this.#session;
    const events = await control.events(0, 0);
    if (events.ok && events.value.events.length > 0) {
      await this.send({ type: 'ServerEvents', events: events.value.events, missed: 0, isPast: true });
    }
    const logs = await control.logs({ ...ALL_LOGS, limit: 0 });
    if (logs.ok) await this.send({ type: 'LogsChanged', revision: logs.value.revision, lastId: logs.value.next });
    await this.send({ type: 'Tick', clock: { now: clock.now(), wall: clock.wallTime() } });
  }

  /** What the screen shows, without colours. */
  get rows(): readonly string[] {
    return view(this.state, this.state.size).map((row) => plainOf(row));
  }

  get screen(): string {
    return this.rows.map((row) => row.trimEnd()).join('\n');
  }

  async #handle(event: TuiEvent): Promise<void> {
    const { state, effects } = update(this.state, event);
    this.state = state;
    for (const effect of effects) {
      if (effect.type !== 'find') this.effects.push(effect);
      else {
        const { request } = effect;
        const found = await findMatch(this.#session.control, request, new AbortController().signal);
        const { token } = request;
        if (!found.ok) await this.#handle({ type: 'FindFailed', token, failure: found.failure });
        else await this.#handle({ type: 'Found', token, ...(found.value ?? { line: null, wrapped: false }) });
      }
    }
  }

  /** Reads what is wanted until nothing is. */
  async #read(): Promise<void> {
    for (let round = 0; round < 50; round += 1) {
      const wants = wantsOf(this.state);
      if (wants.length === 0) return;
      const before = this.state;
      await this.#reader.fulfil(wants);
      await settled();
      // What is put off is put off for the clock's sake, which stands still.
      if (this.state === before) return;
    }
    throw new Error(`Internal error: the dashboard never has what it wants: ${JSON.stringify(wantsOf(this.state))}`);
  }
}
