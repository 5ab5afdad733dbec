/**
 * The dashboard over a real session, both in this process, as `pom up` has them: what a frame costs, how soon a key is
 * answered, and what it costs to be looked at.
 */
import { setTimeout } from 'node:timers/promises';
import { type Session, startSession, systemClock } from '../../src/app/index.ts';
import { ALL_LOGS } from '../../src/model/logs-request.ts';
import { ok } from '../../src/model/result.ts';
import { Dashboard } from '../../src/tui/dashboard.ts';
import { DEFAULT_KEYMAP } from '../../src/tui/keymap.ts';
import { UNICODE_GLYPHS } from '../../src/tui/look.ts';
import { Painter } from '../../src/tui/painter.ts';
import type { Screen, ScreenListener } from '../../src/tui/screen.ts';
import { SessionReader } from '../../src/tui/session/session-reader.ts';
import { initialState, type Setup, type Size } from '../../src/tui/state.ts';
import type { TuiEvent } from '../../src/tui/tui-event.ts';
import { update } from '../../src/tui/update.ts';
import { view } from '../../src/tui/view.ts';
import { wantsOf } from '../../src/tui/wants.ts';
import { type Deferred, deferred } from '../../src/util/deferred.ts';
import { createProject } from '../rig/project.ts';
import { milliseconds, percent, preemptions, quantile } from './lib/measure.ts';
import { report } from './lib/report.ts';

const SIZE: Size = { columns: 200, rows: 50 };
const LINES = 1_000_000;
const LINES_PER_SECOND = 100_000;
const FRAMES = 600;
const FRAME_MS = 1000 / 30;
const KEYS = 300;
const IDLE_MS = 30_000;

/** By then nothing is compiled any more. */
const WARM_UP_MS = 15_000;

const SETUP: Setup = {
  mode: 'session',
  keymap: DEFAULT_KEYMAP,
  look: { glyphs: UNICODE_GLYPHS, utcOffsetMinutes: null },
};

/** In steps of a hundredth of a second, and what is due after a delay all at once. */
const FLOOD = [
  'perl',
  '-MTime::HiRes=time,sleep',
  '-e',
  `$| = 1; $begin = time; $n = 0; for (;;) { $due = int((time - $begin) * ${LINES_PER_SECOND}); ` +
    'print "\\e[32mGET\\e[0m /api/products/$_?page=3 200 \\e[2m12.5 ms\\e[0m request from 10.0.0.7 took its time\\n" for $n .. $due - 1; ' +
    '$n = $due; sleep 0.01 }',
];
const FILL = ['perl', '-e', `print "line $_ of a million: " . ("x" x 75) . "\\n" for 1 .. ${LINES}`];

async function underLoad(): Promise<void> {
  await withSession(
    {
      logs: { memory: '128MiB' },
      processes: { fill: entry(FILL), flood: entry(FLOOD), quiet: entry(['sleep', '9999']) },
    },
    async (session) => {
      await session.control.wait(['fill'], 'exit', null);
      const first = await session.control.usage();
      await frames(session, 'following all processes', []);
      await frames(session, 'following the flood', ['2']);
      await frames(session, 'scrolling through the million lines', ['1', 'tab', 'g'], 'page-down');
      await frames(session, 'following the flood through a filter', ['2', ...'&12.5', 'enter']);
      await keys(session, 'a key that scrolls', ['1', 'tab', 'g'], ['page-down', 'page-up']);
      await keys(session, 'a letter of a search without matches', ['/'], [...'unicorn ']);
      await keys(session, 'a letter of a catastrophic expression', ['/', 'ctrl-r', ...'(a+)+'], ['$', 'backspace']);
      const last = await session.control.usage();
      if (first.ok && last.ok) {
        const count = (logs: typeof first.value.logs) =>
          logs.reduce((sum, { lines, evictedLines }) => sum + lines + evictedLines, 0);
        report({
          what: '  lines stored meanwhile',
          value: (count(last.value.logs) - count(first.value.logs)).toLocaleString('en'),
        });
      }
    },
  );
}

/** Each frame as the dashboard makes it: read what is wanted, compose the rows, find out what differs. */
async function frames(session: Session, what: string, begin: readonly string[], again?: string): Promise<void> {
  const clock = systemClock();
  const painter = new Painter('256');
  let state = initialState(SETUP, SIZE, { now: clock.now(), wall: clock.wallTime() });
  const handle = (event: TuiEvent): void => {
    state = update(state, event).state;
  };
  const reader = new SessionReader(session.control, clock, handle, () => {});
  const draw = async (): Promise<string> => {
    await reader.fulfil(wantsOf(state));
    return painter.paint(view(state, SIZE));
  };
  await draw();
  for (const key of begin) {
    handle({ type: 'Key', key });
    await draw();
  }
  const took: number[] = [];
  const undisturbed: number[] = [];
  let bytes = 0;
  for (let frame = 0; frame < FRAMES; frame += 1) {
    await setTimeout(FRAME_MS);
    const page = await session.control.logs({ ...ALL_LOGS, limit: 0 });
    if (page.ok) handle({ type: 'LogsChanged', revision: page.value.revision, lastId: page.value.next });
    if (again !== undefined) handle({ type: 'Key', key: again });
    const before = preemptions();
    const began = performance.now();
    bytes += (await draw()).length;
    const ms = performance.now() - began;
    took.push(ms);
    if (preemptions() === before) undisturbed.push(ms);
  }
  reader.close();
  report({
    what: `a frame of 200x50, ${what}: p50, p99`,
    value: `${milliseconds(quantile(took, 0.5))}, ${milliseconds(quantile(took, 0.99))}`,
    goal: 'p99 <= 5 ms',
  });
  // With the writer, pom and whoever else on few cores, a slow frame is most often one that had to wait for its turn.
  report({
    what: `  ${percent(undisturbed.length / FRAMES)} of them were not interrupted by other programs: p50, p99`,
    value: `${milliseconds(quantile(undisturbed, 0.5))}, ${milliseconds(quantile(undisturbed, 0.99))}`,
    goal: 'p99 <= 5 ms',
  });
  report({ what: '  bytes for the terminal, a frame', value: Math.round(bytes / FRAMES).toLocaleString('en') });
}

/** From the moment a key is pressed to the moment the terminal is sent what it changed, in the running dashboard. */
async function keys(
  session: Session,
  what: string,
  begin: readonly string[],
  pressed: readonly string[],
): Promise<void> {
  const terminal = new FakeTerminal();
  const left = openDashboard(session, terminal);
  for (const key of begin) {
    terminal.press(key);
    await setTimeout(FRAME_MS * 2);
  }
  const took: number[] = [];
  for (let key = 0; key < KEYS; key += 1) {
    await setTimeout(20 + ((key * 37) % 60));
    took.push(await terminal.timeToPaint(pressed[key % pressed.length] ?? ''));
  }
  const perSecond = terminal.writes / (terminal.sinceMs() / 1000);
  terminal.leave();
  await left;
  report({
    what: `${what}, to paint, under load: p50, p99`,
    value: `${milliseconds(quantile(took, 0.5))}, ${milliseconds(quantile(took, 0.99))}`,
    goal: '< 50 ms',
  });
  report({ what: '  frames a second', value: perSecond.toFixed(1), goal: '<= 30' });
}

async function idle(): Promise<void> {
  const names = Array.from({ length: 50 }, (_, index) => `sleeper-${index}`);
  const processes = Object.fromEntries(names.map((name) => [name, entry(['sleep', '9999'])]));
  await withSession({ processes }, async (session) => {
    await session.control.wait([], 'running', null);
    const terminal = new FakeTerminal();
    const left = openDashboard(session, terminal);
    await setTimeout(WARM_UP_MS);
    const before = process.cpuUsage();
    const { writes } = terminal;
    await setTimeout(IDLE_MS);
    const { user, system } = process.cpuUsage(before);
    report({
      what: 'idle dashboard with 50 quiet processes, CPU',
      value: percent((user + system) / 1000 / IDLE_MS),
      goal: '< 1 %',
    });
    report({ what: '  frames a second', value: ((terminal.writes - writes) / (IDLE_MS / 1000)).toFixed(1) });
    terminal.leave();
    await left;
  });
}

async function withSession(config: object, use: (session: Session) => Promise<void>): Promise<void> {
  await using project = await createProject({ 'pom.yaml': JSON.stringify(config) });
  const started = await startSession({
    files: [project.path('pom.yaml')],
    profiles: [],
    selection: { targets: [], dependencies: true },
    exitCodeFrom: null,
    http: null,
    version: 'bench',
    environment: project.env,
    displayFrom: project.dir,
    clock: systemClock(),
  });
  if (!started.ok) throw new Error(JSON.stringify(started.failure));
  try {
    await use(started.value);
  } finally {
    await started.value.shutdown('the benchmark is over');
    await started.value.ended;
  }
}

/** In a list a dollar is interpolated, unless it is written twice. */
function entry(command: readonly string[]): object {
  return { command: command.map((word) => word.replaceAll('$', '$$$$')), stop: { grace: '1s' } };
}

function openDashboard(session: Session, terminal: FakeTerminal): Promise<unknown> {
  const dashboard = new Dashboard({
    control: session.control,
    clock: systemClock(),
    setup: SETUP,
    colorDepth: '256',
    openScreen: (listener) => terminal.open(listener),
    attach: async () => ok('detached'),
    suspend: async () => {},
    kill: null,
    page: () => null,
    environment: {},
    directory: '/',
    ended: session.ended,
  });
  return dashboard.run();
}

/** Takes what it is sent, and notes when. */
class FakeTerminal {
  writes = 0;
  readonly #openedAt = performance.now();
  #listener: ScreenListener | null = null;
  #painted: Deferred<number> | null = null;

  open(listener: ScreenListener): Screen {
    this.#listener = listener;
    return {
      size: SIZE,
      isBusy: false,
      write: (text) => this.#note(text),
      drained: async () => {},
      stepAside: () => {},
      lend: (use) => use(),
      takeOver: () => {},
      close: async () => {},
    };
  }

  press(key: string): void {
    this.#listener?.onKey(key === ' ' ? 'space' : key);
  }

  leave(): void {
    this.#listener?.onGone();
  }

  sinceMs(): number {
    return performance.now() - this.#openedAt;
  }

  async timeToPaint(key: string): Promise<number> {
    const pressedAt = performance.now();
    this.#painted = deferred();
    this.press(key);
    return (await this.#painted.promise) - pressedAt;
  }

  #note(text: string): void {
    if (text === '') return;
    this.writes += 1;
    this.#painted?.resolve(performance.now());
  }
}

await underLoad();
await idle();
