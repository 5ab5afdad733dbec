import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Exit } from '../../src/model/exit.ts';
import type { StatusCause } from '../../src/model/process-status.ts';
import type { ScheduleSpec } from '../../src/model/schedule-spec.ts';
import {
  type Effect,
  type Gate,
  hasGroup,
  type Phase,
  type ProcessEvent,
  type ProcessState,
  type Sequel,
  type Step,
  type WishedSequel,
} from '../../src/supervisor/process-state.ts';
import { transition } from '../../src/supervisor/transition.ts';
import { ALWAYS, NEVER, ON_FAILURE, specOf } from './specs.ts';

const exits = fc.oneof(
  fc.integer({ min: 0, max: 255 }).map((code): Exit => ({ code, signal: null })),
  fc.constantFrom('SIGKILL' as const, 'SIGTERM' as const).map((signal): Exit => ({ code: null, signal })),
);
const gates = fc.constantFrom<Gate>('all', new Set(['db']), new Set());
const causes = exits.map((exit): StatusCause => ({ reason: 'exited', exit }));
const wishedSequels: fc.Arbitrary<WishedSequel> = fc.oneof(
  fc.record({ kind: fc.constant('rest'), now: fc.boolean() }),
  fc.record({ kind: fc.constant('rerun'), gate: gates, restart: fc.boolean() }),
);
const children = fc.record({ pid: fc.integer({ min: 2, max: 99_999 }), since: fc.nat(1_000) });
const endedRuns = fc.record({ exit: exits, ranForMs: fc.nat(100_000) });
/** A run is judged only when its leader has ended by itself. */
const endings = fc.oneof(
  fc.record({ ended: endedRuns, sequel: fc.constant<Sequel>({ kind: 'judge' }) }),
  fc.record({ ended: fc.option(endedRuns), sequel: wishedSequels }),
  fc.record({ ended: fc.option(endedRuns), sequel: fc.record({ kind: fc.constant('fail' as const), cause: causes }) }),
);
const pids = fc.array(fc.integer({ min: 2, max: 99_999 }), { minLength: 1, maxLength: 3 });

const PHASES: Readonly<Record<Phase['kind'], fc.Arbitrary<Phase>>> = {
  disabled: fc.constant({ kind: 'disabled' }),
  stopped: fc.constant({ kind: 'stopped' }),
  completed: fc.record({ kind: fc.constant('completed'), cause: causes }),
  crashed: fc.record({ kind: fc.constant('crashed'), cause: causes }),
  pending: fc.record({ kind: fc.constant('pending'), gate: gates, waitingFor: fc.constant(['db to be started']) }),
  skipped: fc.record({ kind: fc.constant('skipped'), gate: gates, cause: causes }),
  backoff: fc.record({ kind: fc.constant('backoff'), retryAt: fc.nat(), cause: causes }),
  scheduled: fc.record({
    kind: fc.constant('scheduled'),
    nextRunAt: fc.nat(),
    cause: fc.option(causes, { nil: null }),
  }),
  starting: fc.record({ kind: fc.constant('starting'), sequel: fc.option(wishedSequels, { nil: null }) }),
  running: fc.record({ kind: fc.constant('running'), child: children }),
  stopping: fc
    .record({ kind: fc.constant('stopping' as const), child: children, ending: endings })
    .map(({ kind, child, ending }): Phase => ({ kind, child, ...ending })),
  survived: fc
    .record({ kind: fc.constant('survived' as const), child: children, ending: endings, pids })
    .map(({ ending, ...rest }): Phase => ({ ...rest, ...ending })),
};

const EVENTS: Readonly<Record<ProcessEvent['type'], fc.Arbitrary<ProcessEvent>>> = {
  start: fc.record({ type: fc.constant('start'), gate: gates, onSchedule: fc.boolean() }),
  stop: fc.constant({ type: 'stop' }),
  restart: fc.record({ type: fc.constant('restart'), gate: gates, onSchedule: fc.boolean() }),
  kill: fc.constant({ type: 'kill' }),
  'spec-changed': fc.record({ type: fc.constant('spec-changed'), scheduleChanged: fc.boolean() }),
  dependencies: fc.record({
    type: fc.constant('dependencies'),
    verdict: fc.constantFrom(
      { kind: 'satisfied' } as const,
      { kind: 'waiting', waitingFor: ['db to be started'] } as const,
      {
        kind: 'impossible',
        cause: { reason: 'dependency', process: 'db', status: 'crashed', exit: null, chain: [] },
      } as const,
    ),
  }),
  spawned: fc.record({ type: fc.constant('spawned'), pid: fc.integer({ min: 2, max: 99_999 }) }),
  'spawn-failed': fc.record({
    type: fc.constant('spawn-failed'),
    failure: fc.constantFrom(
      { reason: 'command-not-found', command: 'x' } as const,
      { reason: 'out-of-resources', code: 'EMFILE' } as const,
    ),
  }),
  'became-ready': fc.record({ type: fc.constant('became-ready'), run: fc.integer({ min: 1, max: 9 }) }),
  'probe-failed': fc.record({
    type: fc.constant('probe-failed'),
    run: fc.integer({ min: 1, max: 9 }),
    cause: fc.constant({ reason: 'probe-failed', purpose: 'alive', kind: 'tcp', answer: 'refused' } as const),
  }),
  exited: fc.record({ type: fc.constant('exited'), exit: exits, groupEmpty: fc.boolean() }),
  'group-empty': fc.constant({ type: 'group-empty' }),
  'group-survived': fc.record({ type: fc.constant('group-survived'), pids }),
  retry: fc.constant({ type: 'retry' }),
};

const schedules = fc.record<ScheduleSpec>({
  when: fc.constantFrom(
    { kind: 'every', ms: 60_000 } as const,
    { kind: 'cron', pattern: '* * * * *', timezone: 'UTC' } as const,
  ),
  runOnStart: fc.boolean(),
  overlap: fc.constantFrom('skip', 'queue'),
});
const moments = fc.record({ now: fc.nat(1_000_000), wallTime: fc.nat() });

const specs = fc
  .record({
    enabled: fc.boolean(),
    policy: fc.constantFrom(NEVER, ON_FAILURE, ALWAYS),
    maxRestarts: fc.constantFrom(null, 0, 2),
    initialMs: fc.constantFrom(0, 100),
    schedule: fc.option(schedules, { nil: null }),
  })
  .map(({ enabled, policy, maxRestarts, initialMs, schedule }) =>
    specOf('api', {
      enabled,
      schedule,
      restart: { ...policy, maxRestarts, backoff: { ...policy.backoff, initialMs } },
    }),
  );

const facts = fc.record({
  spec: specs,
  now: fc.integer({ min: 1_000, max: 1_000_000 }),
  wallTime: fc.nat(),
  random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
});

const stateIn = (kind: Phase['kind']): fc.Arbitrary<ProcessState> =>
  fc
    .record({
      wanted: fc.constantFrom('up' as const, 'down' as const),
      run: fc.integer({ min: 1, max: 9 }),
      startedAt: fc.nat(),
      restarts: fc.nat(9),
      spawns: fc.nat(9),
      spawned: fc.boolean(),
      ready: fc.boolean(),
      streak: fc.record({ restarts: fc.nat(3), waits: fc.nat(3) }),
      exit: fc.option(exits),
      lastDue: fc.option(moments, { nil: null }),
      scheduledOutcome: fc.constantFrom('none' as const, 'failed' as const, 'succeeded' as const),
      phase: PHASES[kind],
    })
    .map((state) => (WANTED_UP.has(kind) ? { ...state, wanted: 'up' } : state));

/** What is waiting to run is wanted to. */
const WANTED_UP: ReadonlySet<Phase['kind']> = new Set(['pending', 'skipped', 'backoff', 'scheduled']);

/** What has a timer. */
const WAITS: ReadonlySet<Phase['kind']> = new Set(['backoff', 'scheduled']);

const kinds = Object.keys(PHASES) as Phase['kind'][];
const eventTypes = Object.keys(EVENTS) as ProcessEvent['type'][];
const pairs = kinds.flatMap((kind) => eventTypes.map((type) => [kind, type] as const));

describe('the transition table', () => {
  it.each(pairs)('is in a valid state after %s hears %s', (kind, type) => {
    fc.assert(
      fc.property(stateIn(kind), EVENTS[type], facts, (state, event, given) => {
        const step = transition(state, event, given);
        expect(problemsOf(state, event, step)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it.each(kinds)('does not want a process in %s after a stop', (kind) => {
    fc.assert(
      fc.property(stateIn(kind), facts, (state, given) => {
        const { state: next } = transition(state, { type: 'stop' }, given);
        expect(next.wanted).toBe('down');
        if (next.phase.kind === 'starting' || next.phase.kind === 'stopping') {
          expect(next.phase.sequel?.kind).toBe('rest');
        }
      }),
    );
  });

  it.each(kinds)('has a process in %s run, or about to, after a start', (kind) => {
    fc.assert(
      fc.property(stateIn(kind), facts, (state, given) => {
        const wanted = { ...state, wanted: 'up' as const };
        const { phase } = transition(wanted, { type: 'start', gate: 'all', onSchedule: false }, given).state;
        expect(['pending', 'starting', 'running', 'stopping']).toContain(phase.kind);
        if (phase.kind === 'stopping' && kind !== 'stopping') expect(phase.sequel.kind).toBe('rerun');
      }),
    );
  });

  it('comes to rest when it is stopped and everything that is under way ends', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds).chain(stateIn), exits, facts, (state, exit, given) => {
        let { state: now } = transition(state, { type: 'stop' }, given);
        for (const event of [
          { type: 'spawned', pid: 7 },
          { type: 'exited', exit, groupEmpty: false },
          { type: 'group-empty' },
        ] satisfies ProcessEvent[]) {
          now = transition(now, event, given).state;
        }
        expect(['stopped', 'disabled', 'completed', 'crashed']).toContain(now.phase.kind);
      }),
    );
  });
});

/** What is wrong with a step, in words. */
function problemsOf(before: ProcessState, event: ProcessEvent, { state, effects }: Step): readonly string[] {
  const { phase } = state;
  const has = (type: Effect['type']) => effects.some((effect) => effect.type === type);
  const rules: readonly (readonly [boolean, string])[] = [
    [has('spawn') !== (state.run === before.run + 1), 'a new run and a spawn belong together'],
    [has('spawn') && phase.kind !== 'starting', 'it spawns and is not starting'],
    [has('spawn') && hasGroup(before) && !has('run-over'), 'it spawns while it has a run'],
    [has('end-group') && phase.kind !== 'stopping', 'it ends the group and is not stopping'],
    [
      phase.kind === 'stopping' && !['stopping'].includes(before.phase.kind) && !has('end-group'),
      'it stops and nobody ends the group',
    ],
    [hasGroup(before) && !hasGroup(state) && phase.kind !== 'survived' && !has('run-over'), 'it forgets a run'],
    [has('run-over') && !hasGroup(before), 'it ends a run that it does not have'],
    [before.phase.kind === 'survived' && !['survived', 'stopping'].includes(phase.kind), 'it forgets survivors'],
    [has('wait') && !WAITS.has(phase.kind), 'it waits for nothing'],
    [WAITS.has(phase.kind) && phase.kind !== before.phase.kind && !has('wait'), 'nothing ends its wait'],
    [
      WAITS.has(before.phase.kind) &&
        (phase.kind !== before.phase.kind || has('wait')) &&
        event.type !== 'retry' &&
        !has('cancel-wait'),
      'it leaves a wait behind',
    ],
    [WANTED_UP.has(phase.kind) && state.wanted === 'down' && before.wanted === 'up', 'it waits to run unwanted'],
    [has('ended-for-good') && phase.kind !== 'completed' && phase.kind !== 'crashed', 'it ended for good and did not'],
    [state.run < before.run || state.restarts < before.restarts || state.spawns < before.spawns, 'it counts backwards'],
    [phase.kind === 'stopping' && phase.sequel.kind === 'judge' && phase.ended === null, 'nothing to judge'],
  ];
  return rules.filter(([broken]) => broken).map(([, problem]) => problem);
}
