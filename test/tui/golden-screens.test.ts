import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Stream } from '../../src/model/log-line.ts';
import type { DependencyCondition } from '../../src/model/process-spec.ts';
import type { ProcessInfo } from '../../src/model/process-status.ts';
import { needs } from '../supervisor/specs.ts';
import { Headless, SETUP } from './headless.ts';
import { ScriptedSession, specOf, T0 } from './scripted-session.ts';

/**
 * Each file in `golden/` is a screen as plain text, named after its scene and its size. `UPDATE_GOLDEN=1` writes them
 * anew, for a reader to judge in the diff.
 */
const GOLDEN = path.join(import.meta.dirname, 'golden');

/** The small shop of `examples/quickstart`, as it is after a few minutes. */
function shop(): ScriptedSession {
  const session = new ScriptedSession();
  session.add('migrate', { status: 'completed', pid: null, uptimeMs: null, exit: { code: 0, signal: null } });
  session.add('api', { cpu: 0.034, memory: 53_000_000 });
  session.add('worker', { cpu: 0.12, memory: 71_000_000, restarts: 2, run: 3, uptimeMs: 8_000 });
  session.add('web', { cpu: 1.2, memory: 66_000_000 });
  session.write('migrate', 'applied 001-create-orders\napplied 002-add-index\n');
  for (let order = 1; order <= 60; order += 1) {
    const at = T0 + order * 1733;
    session.write('api', `POST /orders 201 ${order % 7}.${order % 10} ms\n`, { at });
    session.write('worker', `order ${order}: packed ${order % 5} x cup\n`, { at: at + 15, run: order < 30 ? 2 : 3 });
    if (order % 20 === 0) {
      session.write('worker', `order ${order}: samovar wanted, 0 in stock\n`, {
        at: at + 20,
        stream: 'stderr',
        run: order < 30 ? 2 : 3,
      });
    }
  }
  session.write('web', '\x1b[32mGET\x1b[0m / 200 日本語 café 👩‍👩‍👧 ok\nlistening on http://127.0.0.1:4811/ ');
  return session;
}

type Scene = (dashboard: Headless, session: ScriptedSession) => Promise<void> | void;

interface Screen {
  readonly session?: () => ScriptedSession;
  readonly attached?: boolean;
  readonly sizes: readonly string[];
  readonly scene: Scene;
}

const SCREENS: Readonly<Record<string, Screen>> = {
  'all-processes': { sizes: ['80x24', '200x50', '60x15', '50x12', '19x4'], scene: () => {} },
  'one-process': { sizes: ['80x24', '60x15'], scene: (dashboard) => dashboard.press('j', 'j', 'j') },
  'one-pane-with-the-log': { sizes: ['50x12'], scene: (dashboard) => dashboard.press('2', 'tab') },
  'run-boundary': { sizes: ['80x24'], scene: (dashboard) => dashboard.press('3', 'tab', 'g', 'page-down') },
  paused: { sizes: ['80x24'], scene: (dashboard) => dashboard.press('page-up', 'page-up') },
  'times-without-wrapping': { sizes: ['60x15'], scene: (dashboard) => dashboard.press('t', 'w') },
  'standard-error': { sizes: ['80x24'], scene: (dashboard) => dashboard.press('e', 'e') },
  'sorted-and-marked': { sizes: ['80x24'], scene: (dashboard) => dashboard.press('3', 'space', 'space', 'R') },
  'search-being-typed': { sizes: ['80x24'], scene: (dashboard) => dashboard.type('/order 4') },
  'search-with-matches': {
    sizes: ['80x24', '60x15'],
    async scene(dashboard) {
      await dashboard.type('/ORDER 4');
      await dashboard.press('enter', 'N');
    },
  },
  'search-without-matches': { sizes: ['80x24'], scene: (dashboard) => dashboard.type('/unicorn') },
  'search-for-half-an-expression': {
    sizes: ['80x24'],
    async scene(dashboard) {
      await dashboard.press('/', 'ctrl-r');
      await dashboard.type('ord(er');
    },
  },
  filter: {
    sizes: ['80x24'],
    async scene(dashboard) {
      await dashboard.type('&cup');
      await dashboard.press('enter');
    },
  },
  'filter-without-matches': { sizes: ['60x15'], scene: (dashboard) => dashboard.type('&unicorn') },
  json: {
    sizes: ['80x24'],
    async scene(dashboard, session) {
      session.write('api', '{"level":"info","request":{"method":"GET","path":"/orders"},"tags":["a","b"],"ms":2.5}\n');
      session.write('api', '{"not json\n');
      await dashboard.press('2', 'J');
      await dashboard.refresh();
    },
  },
  backoff: {
    sizes: ['80x24', '200x50'],
    async scene(dashboard, session) {
      session.write('api', 'Error: connect ECONNREFUSED 10.0.0.7:5432\n', { stream: 'stderr' });
      const exit = { code: 3, signal: null } as const;
      session.change('api', {
        ...{ status: 'backoff', pid: null, uptimeMs: null, retryAt: T0 + 12_300, exit, restarts: 4, run: 5 },
        cause: { reason: 'exited', exit },
      });
      await dashboard.refresh();
      await dashboard.press('2');
    },
  },
  'pending-and-crashed': {
    sizes: ['80x24'],
    async scene(dashboard, session) {
      session.change('migrate', { status: 'crashed', exit: { code: null, signal: 'SIGSEGV' } });
      const nothing = { pid: null, uptimeMs: null, run: 0, startedAt: null } as const;
      session.change('api', { ...nothing, status: 'pending', waitingFor: ['migrate to be completed successfully'] });
      session.change('web', {
        ...{ ...nothing, status: 'skipped' },
        cause: {
          reason: 'dependency',
          process: 'api',
          status: 'skipped',
          exit: null,
          chain: [{ process: 'api', status: 'skipped', condition: 'started', cause: null, waitedMs: null }],
        },
      });
      await dashboard.refresh();
      await dashboard.press('2', 'e');
    },
  },
  'config-error': {
    sizes: ['80x24', '60x15'],
    async scene(dashboard, session) {
      session.info = { ...session.info, configError: CONFIG_ERROR };
      session.tell({ type: 'ConfigRejected', diagnostics: CONFIG_ERROR.diagnostics });
      await dashboard.refresh();
    },
  },
  'config-error-shown': {
    sizes: ['80x24'],
    async scene(dashboard, session) {
      session.info = { ...session.info, configError: CONFIG_ERROR, warnings: ['files are polled'] };
      session.tell({ type: 'ConfigRejected', diagnostics: CONFIG_ERROR.diagnostics });
      await dashboard.refresh();
      await dashboard.press('c');
    },
  },
  quitting: { sizes: ['80x24'], scene: (dashboard) => dashboard.press('q') },
  'detaching-with-ctrl-c': { attached: true, sizes: ['80x24'], scene: (dashboard) => dashboard.press('ctrl-c') },
  stopping: {
    sizes: ['80x24', '60x15'],
    async scene(dashboard, session) {
      session.tell({ type: 'SessionStopping', why: 'received SIGTERM' });
      session.change('web', { status: 'stopped', pid: null, uptimeMs: null, exit: { code: null, signal: 'SIGTERM' } });
      session.change('worker', { status: 'stopping', wanted: 'down' });
      await session.clock.advance(3_400);
      await dashboard.refresh();
      await dashboard.press('3');
    },
  },
  'killing-several': { sizes: ['80x24'], scene: (dashboard) => dashboard.press('2', 'space', 'space', 'x') },
  'signal-picker': { sizes: ['80x24'], scene: (dashboard) => dashboard.press('2', 'K', 'down') },
  palette: { sizes: ['80x24', '200x50'], scene: (dashboard) => dashboard.press('2', 'p') },
  'palette-with-a-query': {
    sizes: ['80x24', '50x12'],
    async scene(dashboard) {
      await dashboard.press('2', ':');
      await dashboard.type('re wo');
      await dashboard.press('down');
    },
  },
  help: { sizes: ['80x24', '60x15', '200x50'], scene: (dashboard) => dashboard.press('?') },
  'help-to-the-end': { sizes: ['80x24'], scene: (dashboard) => dashboard.press('?', 'G') },
  details: {
    sizes: ['80x24', '200x50'],
    async scene(dashboard, session) {
      session.environment = [
        { name: 'HOME', value: '/home/ada', origin: 'inherited' },
        { name: 'PORT', value: '4811', origin: 'env of worker' },
        { name: 'EVIL', value: '\x1b]52;c;aGk=\x07harmless', origin: '.env' },
      ];
      session.reports.set('worker', {
        spec: specOf('worker', {
          description: 'Packs the orders that the API has accepted',
          links: ['http://127.0.0.1:4811/'],
          ...needs('api'),
        }),
        dependents: ['web'],
        probes: [
          { run: 2, purpose: 'alive', kind: 'http', at: T0 - 9_000, ok: false, answer: 'status 503' },
          { run: 3, purpose: 'ready', kind: 'http', at: T0 - 7_000, ok: true, answer: 'status 200' },
        ],
        runs: [
          {
            run: 1,
            pid: 100,
            startedAt: T0 - 90_000,
            endedAt: T0 - 60_000,
            exit: { code: 1, signal: null },
            cause: null,
            evidence: null,
          },
          {
            run: 2,
            pid: 101,
            startedAt: T0 - 59_000,
            endedAt: T0 - 9_000,
            exit: { code: null, signal: 'SIGKILL' },
            cause: null,
            evidence: null,
          },
          { run: 3, pid: 102, startedAt: T0 - 8_000, endedAt: null, exit: null, cause: null, evidence: null },
        ],
      });
      await dashboard.press('3', 'enter');
    },
  },
  why: {
    sizes: ['80x24', '200x50', '50x12'],
    async scene(dashboard, session) {
      crashMigration(session);
      await dashboard.refresh();
      await dashboard.press('4', 'W');
    },
  },
  'why-with-a-config-error': {
    sizes: ['80x24'],
    async scene(dashboard, session) {
      session.info = { ...session.info, configError: CONFIG_ERROR };
      await dashboard.press('3', 'W');
    },
  },
  graph: {
    sizes: ['80x24'],
    async scene(dashboard, session) {
      const relate = (name: string, ...names: readonly string[]) =>
        session.reports.set(name, {
          spec: specOf(name, needs(...names.map((process) => `${process}:completed_successfully`))),
        });
      relate('api', 'migrate');
      relate('worker', 'api');
      relate('web', 'migrate', 'api');
      await dashboard.press('d');
    },
  },
  evicted: {
    sizes: ['60x15'],
    session() {
      const session = new ScriptedSession({ budgetBytes: 300_000 });
      session.add('quiet');
      session.add('noisy');
      session.write('quiet', 'the first line of all\n');
      for (let line = 0; line < 8_000; line += 1) session.write('noisy', `line ${line} ${'·'.repeat(20)}\n`);
      return session;
    },
    scene: (dashboard) => dashboard.press('tab', 'g'),
  },
  'no-processes': { session: () => new ScriptedSession(), sizes: ['60x15'], scene: () => {} },
};

/** `web` needs `api`, which needs `migrate`, which is at fault. */
function crashMigration(session: ScriptedSession): void {
  const idle = { pid: null, uptimeMs: null, run: 0, startedAt: null } as const;
  const exit = { code: 3, signal: null } as const;
  const cause = { reason: 'exited', exit } as const;
  const needing = (process: string, condition: DependencyCondition): Partial<ProcessInfo> => ({
    ...idle,
    status: 'skipped',
    cause: {
      ...{ reason: 'dependency', process, status: 'crashed', exit: null },
      chain: [{ process, status: 'crashed', condition, cause: null, waitedMs: null }],
    },
  });
  session.change('migrate', { status: 'crashed', run: 2, exit, cause });
  session.change('api', needing('migrate', 'completed_successfully'));
  session.change('web', needing('api', 'started'));
  const say = (stream: Stream, line: string) => ({ stream, at: T0, line });
  const lines = [
    say('stdout', 'applied 001-create-orders'),
    say(
      'stderr',
      'psql:migrate.sql:12: ERROR:  relation "orders" already exists, and its columns are not those wanted',
    ),
    say('stderr', 'Error: connect ECONNREFUSED 127.0.0.1:5432'),
  ];
  const evidence = { lines, probes: [], environmentNames: [] };
  const run = { run: 2, pid: 101, startedAt: T0 - 90_000, endedAt: T0 - 83_000, exit, cause, evidence };
  session.reports.set('migrate', { runs: [run] });
}

const CONFIG_ERROR = {
  message: [
    'pom.yaml:7:5  unknown key "restrat" in process "api"; did you mean "restart"?',
    '',
    '  7 │     restrat: always',
    '    │     ^^^^^^^',
    '',
  ].join('\n'),
  diagnostics: [
    {
      severity: 'error',
      message: 'unknown key "restrat" in process "api"; did you mean "restart"?',
      at: { file: 'pom.yaml', line: 7, column: 5, length: 7, sourceLine: '    restrat: always' },
      related: [],
    },
  ],
} as const;

const cases = Object.entries(SCREENS).flatMap(([name, { sizes }]) => sizes.map((size) => [name, size] as const));

describe('the screen', () => {
  it.each(cases)('shows %s at %s', async (name, size) => {
    const { session: made = shop, attached = false, scene } = SCREENS[name] ?? { sizes: [], scene: () => {} };
    const [columns = 0, rows = 0] = size.split('x').map(Number);
    const session = made();
    const dashboard = await Headless.open(session, columns, rows, {
      ...SETUP,
      mode: attached ? 'attached' : 'session',
    });
    await scene(dashboard, session);
    const file = path.join(GOLDEN, `${name}.${size}.txt`);
    const screen = `${dashboard.screen.trimEnd()}\n`;
    if (process.env.UPDATE_GOLDEN !== undefined || !existsSync(file)) writeFileSync(file, screen);
    expect(screen).toBe(readFileSync(file, 'utf8'));
  });
});
