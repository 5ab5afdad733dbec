import type { Cancel, Clock } from '../model/clock.ts';
import type { Control } from '../model/control.ts';
import type { Failure } from '../model/failure.ts';
import { failureMessage } from '../model/failure-message.ts';
import type { Result } from '../model/result.ts';
import { Bus } from '../util/bus.ts';
import { type Deferred, deferred } from '../util/deferred.ts';
import type { ColorDepth } from '../util/sgr.ts';
import type { AttachEnd } from './attach/attach-terminal.ts';
import type { Effect } from './effect.ts';
import { viewOf } from './layout/log-pane.ts';
import { Painter } from './painter.ts';
import type { Screen, ScreenListener } from './screen.ts';
import { writeScrollback } from './scrollback.ts';
import { EffectRunner, type PageLink } from './session/effect-runner.ts';
import { relayServer } from './session/server-relay.ts';
import { SessionReader } from './session/session-reader.ts';
import { type ClockReading, type DashboardState, initialState, type Setup } from './state.ts';
import type { TuiEvent } from './tui-event.ts';
import { update } from './update.ts';
import { view } from './view.ts';
import { wantsOf } from './wants.ts';

/** What a dashboard is made of. */
export interface DashboardParts {
  readonly control: Control;
  readonly clock: Clock;
  readonly setup: Setup;
  readonly colorDepth: ColorDepth;
  readonly openScreen: (listener: ScreenListener) => Screen;
  /** Lends the terminal to a process until that is left; the screen has stepped aside. */
  readonly attach: (process: string, signal: AbortSignal) => Promise<Result<AttachEnd, Failure>>;
  /** Suspends the process until somebody lets it go on. */
  readonly suspend: () => Promise<void>;
  /** Kills everything of the session at once; null: that is not ours to do. */
  readonly kill: (() => void) | null;
  /** Of the process that runs the dashboard: where its clipboard and its browser are. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where files are saved. Absolute. */
  readonly directory: string;
  /** Where the session's page for browsers is now; null: it has none. */
  readonly page: () => PageLink | null;
  /** Resolves when the session is over, or cannot be reached any more. */
  readonly ended: Promise<unknown>;
}

/** Why a dashboard was left. `terminal-gone`: nobody can see it any more, and nobody has said what to do. */
export type DashboardEnd = 'session-ended' | 'detached' | 'terminal-gone';

const FRAME_MS = 1000 / 30;

/** How long a frame waits for what it wants to show, so that it need not be drawn twice. */
const PATIENCE_MS = 12;
const TICK_MS = 1_000;
const EDGE_MS = 60;

/**
 * The loop: events change the state, a changed state asks for a frame, a frame reads what it lacks and paints what
 * differs. There are at most 30 frames a second, and none while nothing changes.
 *
 * ```
 *   screen ──keys, mouse──┐                        ┌─> effects ─> control, terminal
 *   server relay ─────────┼─> TuiEvent bus ─> update ─> state ─> frame ─> wants ─> session reader
 *   session reader ───────┘                                        └─> view ─> painter ─> screen
 * ```
 */
export class Dashboard {
  readonly #parts: DashboardParts;
  readonly #bus = new Bus<TuiEvent>();
  readonly #reader: SessionReader;
  readonly #effects: EffectRunner;
  readonly #painter: Painter;
  readonly #screen: Screen;
  readonly #over = new AbortController();
  readonly #end: Deferred<() => DashboardEnd> = deferred();
  #state: DashboardState;
  #isDirty = false;
  #frame: 'none' | 'scheduled' | 'drawing' = 'none';
  #lastFrameAt = Number.NEGATIVE_INFINITY;
  /** While the terminal's own scrollback is in use. */
  #aside: AbortController | null = null;
  #isSuspended = false;
  #cancelTick: Cancel = () => {};
  #holdsEdge = false;

  constructor(parts: DashboardParts) {
    this.#parts = parts;
    this.#painter = new Painter(parts.colorDepth);
    this.#reader = new SessionReader(parts.control, parts.clock, this.#emit, () => this.#wantFrame());
    this.#effects = new EffectRunner({
      control: parts.control,
      emit: this.#emit,
      write: (sequence) => this.#screen.write(sequence),
      environment: parts.environment,
      directory: parts.directory,
      page: parts.page,
    });
    this.#bus.subscribe((event) => this.#handle(event));
    this.#screen = parts.openScreen({
      onKey: (key) => this.#emit({ type: 'Key', key }),
      onPaste: (text) => this.#emit({ type: 'Paste', text }),
      onMouse: this.#emit,
      onResize: (size) => this.#emit({ type: 'Resize', size }),
      onGone: () => this.#leave('terminal-gone'),
    });
    this.#state = initialState(parts.setup, this.#screen.size, this.#readClock());
  }

  /**
   * Shows the dashboard until it is left, then gives the terminal back.
   *
   * @throws what a bug in the dashboard threw: the terminal has been given back by then, and the session is untouched.
   */
  async run(): Promise<DashboardEnd> {
    const { control, clock, ended } = this.#parts;
    void ended.then(() => this.#leave('session-ended'));
    void relayServer(control, clock, this.#emit, this.#over.signal);
    this.#tick();
    this.#wantFrame();
    const outcome = await this.#end.promise;
    this.#over.abort();
    this.#cancelTick();
    this.#effects.close();
    this.#aside?.abort();
    this.#reader.close();
    await this.#screen.close();
    return outcome();
  }

  /** Takes the whole screen anew: after the process was stopped by others and goes on. */
  takeOver(): void {
    if (this.#aside !== null || this.#isSuspended || this.#over.signal.aborted) return;
    this.#screen.takeOver();
    this.#redraw();
  }

  /** Gives the terminal back, lets the process be suspended, and comes back. */
  async suspend(): Promise<void> {
    if (this.#isSuspended) return;
    this.#isSuspended = true;
    this.#screen.stepAside('restored');
    await this.#screen.drained();
    await this.#parts.suspend();
    this.#isSuspended = false;
    this.takeOver();
  }

  readonly #emit = (event: TuiEvent): void => {
    if (this.#over.signal.aborted) return;
    try {
      this.#bus.emit(event);
    } catch (error) {
      this.#fail(error);
    }
  };

  #handle(event: TuiEvent): void {
    // Whatever key it is, it means: come back.
    if (event.type === 'Key' && this.#aside !== null) {
      this.#comeBack();
      return;
    }
    // What a terminal makes of its rows when its size changes is its own affair.
    if (event.type === 'Resize') this.#painter.forget();
    const before = this.#state;
    const { state, effects } = update(before, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    if (state !== before) this.#wantFrame();
    if ((state.chosen.selection?.edge ?? 0) !== 0) this.#holdEdge();
  }

  #wantFrame(): void {
    this.#isDirty = true;
    if (this.#frame !== 'none' || this.#over.signal.aborted) return;
    this.#frame = 'scheduled';
    const { clock } = this.#parts;
    const delay = this.#lastFrameAt + FRAME_MS - clock.now();
    // What comes after a pause is shown at once: the next turn of a busy event loop may be a while away.
    if (delay <= 0) queueMicrotask(() => this.#background(() => this.#draw()));
    else clock.schedule(delay, () => this.#background(() => this.#draw()));
  }

  async #draw(): Promise<void> {
    this.#frame = 'drawing';
    this.#lastFrameAt = this.#parts.clock.now();
    await this.#withPatience(this.#reader.fulfil(wantsOf(this.#state)));
    await this.#screen.drained();
    this.#isDirty = false;
    // What was read may make something else wanted; it arrives as an event.
    this.#background(() => this.#reader.fulfil(wantsOf(this.#state)));
    this.#paint();
    this.#frame = 'none';
    if (this.#isDirty) this.#wantFrame();
  }

  #paint(): void {
    if (this.#aside !== null || this.#isSuspended || this.#over.signal.aborted) return;
    this.#screen.write(this.#painter.paint(view(this.#state, this.#state.size)));
  }

  #redraw(): void {
    this.#painter.forget();
    this.#wantFrame();
  }

  async #withPatience(work: Promise<void>): Promise<void> {
    const { clock } = this.#parts;
    let cancel = (): void => {};
    const patience = new Promise<void>((resolve) => {
      cancel = clock.schedule(PATIENCE_MS, resolve);
    });
    await Promise.race([work, patience]);
    cancel();
  }

  #tick(): void {
    if (this.#over.signal.aborted) return;
    this.#emit({ type: 'Tick', clock: this.#readClock() });
    this.#cancelTick = this.#parts.clock.schedule(TICK_MS, () => this.#tick());
  }

  #readClock(): ClockReading {
    const { clock } = this.#parts;
    return { now: clock.now(), wall: clock.wallTime() };
  }

  /** While the mouse is held beyond the edge nothing moves, and yet time passes. */
  #holdEdge(): void {
    if (this.#holdsEdge) return;
    this.#holdsEdge = true;
    this.#parts.clock.schedule(EDGE_MS, () => {
      this.#holdsEdge = false;
      this.#emit({ type: 'EdgeHeld' });
    });
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'scrollback':
        this.#stepAside();
        break;
      case 'attach':
        this.#background(() => this.#attach(effect.process));
        break;
      case 'suspend':
        this.#background(() => this.suspend());
        break;
      case 'redraw':
        this.#screen.write(ERASE_ALL);
        this.#redraw();
        break;
      case 'kill':
        this.#parts.kill?.();
        break;
      case 'detach':
        this.#leave('detached');
        break;
      default:
        this.#background(() => this.#effects.run(effect));
    }
  }

  /** The interactive pane is the whole terminal: what a program draws for a terminal fits nowhere else. */
  async #attach(process: string): Promise<void> {
    const report = await this.#parts.control.status(process);
    if (report.ok && !report.value.spec.tty) {
      this.#say(failureMessage({ reason: 'no-terminal', name: process }));
      return;
    }
    if (this.#isSuspended) return;
    this.#isSuspended = true;
    const left = await this.#screen.lend(() => this.#parts.attach(process, this.#over.signal));
    this.#isSuspended = false;
    this.takeOver();
    if (!left.ok) this.#say(failureMessage(left.failure));
    else if (left.value === 'terminal-gone') this.#leave('terminal-gone');
  }

  #say(text: string): void {
    this.#emit({ type: 'Said', text, tone: 'failed' });
  }

  #stepAside(): void {
    const aside = new AbortController();
    this.#aside = aside;
    this.#screen.stepAside('plain');
    const { control, colorDepth } = this.#parts;
    const color = colorDepth !== 'none';
    this.#background(() => writeScrollback(control, this.#screen, viewOf(this.#state), color, aside.signal));
  }

  #comeBack(): void {
    this.#aside?.abort();
    this.#aside = null;
    this.takeOver();
  }

  /** Does something that takes its time. A bug in the dashboard ends the dashboard, and nothing else. */
  #background(work: () => Promise<void>): void {
    work().catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): void {
    this.#end.resolve(() => {
      throw error;
    });
  }

  #leave(end: DashboardEnd): void {
    this.#end.resolve(() => end);
  }
}

const ERASE_ALL = '\x1b[2J';
