/** A `Control` without a session behind it: every verb answers with a sample that exercises all of its fields. */
import type { Control, Outcome, ProcessReport, SessionInfo, SessionUsage } from '../../src/model/control.ts';
import type { EnvironmentVariable, ExplainedVariable } from '../../src/model/environment.ts';
import type { LogsPage } from '../../src/model/logs-request.ts';
import type { ProcessSpec } from '../../src/model/process-spec.ts';
import type { ProcessInfo } from '../../src/model/process-status.ts';
import type { ReloadSummary } from '../../src/model/reload-plan.ts';
import type { ResourceHistory } from '../../src/model/resource-history.ts';
import type { ResourceUse } from '../../src/model/resource-use.ts';
import { ok } from '../../src/model/result.ts';
import type { RecordedEvent } from '../../src/model/server-event.ts';
import type { Timeline } from '../../src/model/timeline.ts';
import type { WhyAnswer } from '../../src/model/why.ts';

/** A verb as it was called: its name, then its arguments. */
export type Call = readonly [verb: keyof Control, ...args: readonly unknown[]];

export interface FakeControl extends Control {
  /** What reached it, in order, without abort signals. For tests of what carries calls from one place to another. */
  readonly calls: readonly Call[];
}

/** @param overrides verbs that the test answers itself. */
export function fakeControl(overrides: Partial<Control> = {}): FakeControl {
  const calls: Call[] = [];
  const control: Control = {
    session: async () => ok(SAMPLE.session),
    usage: async () => ok(SAMPLE.usage),
    loopDelay: async () => ok(SAMPLE.loopDelay),
    list: async () => ok([SAMPLE.process, SAMPLE.crashed]),
    resources: async () => ok(SAMPLE.resources),
    resourceHistory: async () => ok(SAMPLE.resourceHistory),
    timeline: async () => ok(SAMPLE.timeline),
    status: async () => ok(SAMPLE.report),
    why: async () => ok(SAMPLE.why),
    environment: async () => ok(SAMPLE.environment),
    explainEnvironment: async () => ok(SAMPLE.explained),
    act: async () => ok(SAMPLE.outcomes),
    signal: async () => ok(SAMPLE.outcomes),
    send: async () => ok(SAMPLE.outcomes),
    terminal: async () => ok(SAMPLE.terminal),
    resizeTerminal: async () => ok(undefined),
    scale: async () => ok(SAMPLE.outcomes),
    wait: async () => ok(SAMPLE.outcomes),
    logs: async () => ok(SAMPLE.page),
    events: async () => ok({ events: SAMPLE.events, next: 12, missed: 3 }),
    configuration: async () => ok(SAMPLE.configuration),
    plan: async () => ok(SAMPLE.plan),
    reload: async () => ok(SAMPLE.plan),
    shutdown: async () => ok(SAMPLE.outcomes),
    ...overrides,
  };
  const recording = Object.fromEntries(
    Object.entries(control).map(([verb, perform]) => [
      verb,
      (...args: unknown[]) => {
        calls.push([verb as keyof Control, ...args.filter((arg) => !(arg instanceof AbortSignal))]);
        return (perform as (...args: unknown[]) => unknown)(...args);
      },
    ]),
  );
  return { ...(recording as unknown as Control), calls };
}

/** A moment that only microseconds can tell from its neighbours. */
const MOMENT = 1_769_846_709_123.457;

const session: SessionInfo = {
  name: 'shop',
  dir: '/home/ada/shop',
  pid: 4711,
  socket: '/run/user/1000/pom/0123456789ab/s',
  startedAt: MOMENT,
  configError: {
    message: 'pom.yaml:7:5  unknown key "restrat"\n\n  7 │     restrat: always\n',
    diagnostics: [
      {
        severity: 'error',
        message: 'unknown key "restrat"',
        at: { file: 'pom.yaml', line: 7, column: 5, length: 7, sourceLine: '    restrat: always' },
        related: [],
      },
    ],
  },
  warnings: ['files are polled'],
};

const usage: SessionUsage = {
  memory: 60_000_000,
  logBytes: 1_000_000,
  logBudgetBytes: 64_000_000,
  logs: [{ process: 'api', lines: 2, bytes: 6, evictedLines: 7, evictedBytes: 4096, firstId: 41 }],
};

const process: ProcessInfo = {
  name: 'api',
  status: 'running',
  wanted: 'up',
  pid: 4712,
  ready: null,
  run: 2,
  restarts: 1,
  startedAt: MOMENT,
  uptimeMs: 1234.5,
  exit: { code: null, signal: 'SIGTERM' },
  waitingFor: [],
  retryAt: null,
  nextRunAt: null,
  cause: null,
  cpu: 0.25,
  memory: 1_000_000,
  replicaOf: null,
};

const resources: readonly ResourceUse[] = [
  { name: 'api', status: 'running', pid: 4712, cpu: 0.25, memory: 1_000_000, osProcesses: 3 },
  { name: 'db', status: 'stopped', pid: null, cpu: null, memory: null, osProcesses: null },
];

const resourceHistory: ResourceHistory = {
  beganAt: MOMENT,
  everyMs: 2_000,
  offsetsMs: [0, 2_000],
  processes: [{ name: 'api', cpu: [0.25, null], memory: [1_000_000, null] }],
};

const crashed: ProcessInfo = {
  ...process,
  name: 'grüße/worker-1',
  status: 'backoff',
  pid: null,
  uptimeMs: null,
  exit: { code: 1, signal: null },
  retryAt: MOMENT + 1000,
  cause: { reason: 'too-many-restarts', exit: { code: 1, signal: null }, restarts: 5 },
  waitingFor: ['db to be completed'],
};

const spec: ProcessSpec = {
  name: 'api',
  replica: { set: 'apis', number: 2 },
  description: null,
  links: ['http://localhost:3000'],
  command: { kind: 'shell', shell: ['sh', '-c'], text: 'node api.js' },
  cwd: '/home/ada/shop',
  environment: [
    { kind: 'file', path: '/home/ada/shop/.env', required: false, origin: '.env' },
    { kind: 'inherited' },
    {
      kind: 'map',
      variables: new Map([
        ['someName', 'x'],
        ['UNSET_AT', null],
      ]),
      origin: 'env of api',
    },
  ],
  environmentValues: new Map([
    ['PORT', '3000'],
    ['created_at', '2026-01-31T08:05:09.123457Z'],
    ['__proto__', 'harmless'],
  ]),
  dependsOn: [
    { process: 'db', condition: 'completed_successfully', timeoutMs: 30_000, required: false, restart: true },
  ],
  restart: {
    policy: 'on-failure',
    backoff: { initialMs: 100, maxMs: 30_000, factor: 2, jitter: 0.1 },
    maxRestarts: null,
    resetAfterMs: 10_000,
  },
  ready: {
    checks: [
      {
        kind: 'http',
        url: 'http://localhost:3000/health',
        method: 'GET',
        status: [200],
        headers: new Map([['X-Some_Name', 'x']]),
        body: null,
      },
    ],
    initialDelayMs: 0,
    periodMs: 1_000,
    timeoutMs: 1_000,
    successes: 1,
    failures: 3,
    deadlineMs: 60_000,
  },
  alive: null,
  successExitCodes: [0, 3],
  watch: null,
  schedule: null,
  stop: { signal: 'SIGTERM', graceMs: 10_000, command: null, leaderOnly: false },
  kill: 'tree',
  tty: true,
  ports: [{ kind: 'auto' }, { kind: 'fixed', host: null, port: 8080 }],
  stdin: 'null',
  autostart: true,
  profiles: [],
  enabled: true,
  exitProject: 'never',
  limits: { openFiles: null, memoryBytes: null, cpuMs: null, nice: null },
  user: null,
  umask: null,
  logs: { maxBytes: null, maxLineBytes: 65_536, redact: [], file: null },
};

const report: ProcessReport = {
  process,
  spec,
  runs: [
    {
      run: 1,
      pid: 4700,
      startedAt: MOMENT - 60_000,
      endedAt: MOMENT,
      exit: { code: 1, signal: null },
      cause: null,
      evidence: {
        lines: [{ stream: 'stderr', at: MOMENT, line: 'Error: grüße' }],
        probes: [],
        environmentNames: ['PATH', 'someName'],
      },
    },
  ],
  watch: null,
  probes: [{ run: 3, purpose: 'ready', kind: 'http', at: MOMENT, ok: false, answer: 'status 503' }],
  says: 'Accepting orders',
  dependents: ['web'],
  ports: [20_001, 8080],
};

const why: WhyAnswer = {
  name: 'api',
  status: 'skipped',
  chain: [
    {
      process: 'db',
      code: 'exited',
      status: 'crashed',
      message: 'exited with code 1',
      run: 2,
      exit: { code: 1, signal: null },
      failure: null,
      at: MOMENT,
      retryAt: MOMENT + 1000,
      probe: { run: 2, purpose: 'ready', kind: 'tcp', at: MOMENT, ok: false, answer: 'connection refused' },
    },
  ],
  lines: [{ stream: 'stderr', at: MOMENT, line: 'FATAL: no' }],
  next: ['pom logs db --run 2'],
  configError: null,
};

const outcomes: readonly Outcome[] = [
  { name: 'api', ok: true, status: 'running', error: null },
  { name: 'db', ok: false, status: 'crashed', error: { reason: 'command-not-found', command: 'postgres' } },
];

const plan: ReloadSummary = {
  added: ['cache'],
  removed: ['old'],
  restarted: [{ name: 'api', keys: ['command', 'env.PORT'] }],
  updated: [{ name: 'web', keys: ['description'] }],
  unchanged: ['db'],
};

const timeline: Timeline = {
  beganAt: MOMENT,
  now: MOMENT + 1000,
  processes: [
    {
      name: 'api',
      runs: [
        { run: 1, startedAt: MOMENT, endedAt: MOMENT + 1, exit: { code: null, signal: 'SIGKILL' }, cause: null },
        { run: 2, startedAt: MOMENT + 2, endedAt: null, exit: null, cause: { reason: 'file-changed', file: 'api.js' } },
      ],
      failedProbes: [{ run: 2, purpose: 'ready', kind: 'http', at: MOMENT + 3, answer: 'status 503' }],
      lostRuns: 7,
      lostProbes: 0,
    },
  ],
  reloads: [
    {
      at: MOMENT + 4,
      accepted: true,
      plan: { added: ['cache'], removed: [], restarted: [{ name: 'api', keys: ['env.PORT'] }], updated: [] },
    },
    { at: MOMENT + 5, accepted: false, diagnostics: session.configError?.diagnostics ?? [] },
  ],
  lostReloads: 1,
};

const page: LogsPage = {
  lines: [
    {
      id: 41,
      process: 'api',
      stream: 'stdout',
      run: 2,
      timestamp: MOMENT,
      bytes: Buffer.from('hällo'),
      partial: false,
    },
    { id: 43, process: 'api', stream: 'stderr', run: 2, timestamp: MOMENT, bytes: Buffer.from(''), partial: true },
  ],
  next: 43,
  more: true,
  evicted: 7,
  matches: 2,
  revision: 99,
};

const environment: readonly EnvironmentVariable[] = [
  { name: 'PORT', value: '3000', origin: 'env of api' },
  { name: 'EMPTY', value: '', origin: '.env' },
];

const explained: readonly ExplainedVariable[] = [
  {
    name: 'PORT',
    value: '3000',
    origin: 'env of api',
    place: { file: '/home/ada/shop/pom.yaml', line: 7 },
    overrode: [{ value: null, origin: 'env', place: null }],
  },
];

const events: readonly RecordedEvent[] = [
  { id: 10, at: MOMENT, event: { type: 'ProcessStateChanged', previous: null, process } },
  { id: 11, at: MOMENT + 1, event: { type: 'ConfigReloaded', plan } },
  { id: 12, at: MOMENT + 2, event: { type: 'SessionStopping', why: 'asked to' } },
];

export const SAMPLE = {
  configuration: '{"name": "shop", "processes": {"api": {"command": "node api.js", "env": {"someName": "x"}}}}',
  session,
  usage,
  loopDelay: { medianMs: 0.2, p99Ms: 4, maxMs: 12.5 },
  process,
  resources,
  resourceHistory,
  timeline,
  crashed,
  spec,
  report,
  why,
  outcomes,
  plan,
  page,
  environment,
  explained,
  events,
  terminal: { next: { run: 2, offset: 7, live: true }, bytes: Buffer.from('\x1b[1m> \xff', 'latin1'), missed: 3 },
} as const;
