import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Outcome } from '../../src/model/control.ts';
import type { ProcessSpec } from '../../src/model/process-spec.ts';
import { LIVE_STATUSES } from '../../src/model/process-status.ts';
import { ALWAYS, NEVER, needs, ON_FAILURE, planOf, STOP, specOf } from './specs.ts';
import { Stage } from './stage.ts';

/** In a test run; `SCHEDULES=5000` in the environment plays more of them. */
const SCHEDULES = 500;

const NAMES = ['a', 'b', 'c', 'd', 'e'] as const;
const CONDITIONS = ['started', 'completed', 'completed_successfully'] as const;

/** One process of a random project: it may depend on those before it. */
const traits = fc.record({
  policy: fc.constantFrom(NEVER, ON_FAILURE, ALWAYS),
  maxRestarts: fc.constantFrom(null, 0, 2),
  initialMs: fc.constantFrom(0, 100),
  dependsOn: fc.array(fc.tuple(fc.nat(), fc.constantFrom(...CONDITIONS)), { maxLength: 2 }),
  autostart: fc.boolean(),
  ignores: fc.boolean(),
  others: fc.nat(1),
});

const names = fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 });
const name = fc.constantFrom(...NAMES);

type Action =
  | { readonly type: 'start'; readonly names: readonly string[] | null; readonly dependencies: boolean }
  | { readonly type: 'stop' | 'restart'; readonly names: readonly string[] }
  | { readonly type: 'exit'; readonly name: string; readonly code: number }
  | { readonly type: 'killed' | 'others-end' | 'no-spawn'; readonly name: string }
  | { readonly type: 'time'; readonly ms: number }
  | { readonly type: 'wall-clock'; readonly at: number }
  | { readonly type: 'reload'; readonly removed: readonly string[]; readonly changed: readonly string[] }
  | { readonly type: 'reload-unchanged' };

const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ type: fc.constant('start' as const), names: fc.option(names), dependencies: fc.boolean() }),
  fc.record({ type: fc.constantFrom('stop' as const, 'restart' as const), names }),
  fc.record({ type: fc.constant('exit' as const), name, code: fc.constantFrom(0, 1) }),
  fc.record({ type: fc.constantFrom('killed' as const, 'others-end' as const, 'no-spawn' as const), name }),
  fc.record({ type: fc.constant('time' as const), ms: fc.constantFrom(0, 1, 50, 150, 1_000, 11_000) }),
  fc.record({ type: fc.constant('wall-clock' as const), at: fc.constantFrom(0, 1e12, 2e12) }),
  fc.record({
    type: fc.constant('reload' as const),
    removed: fc.uniqueArray(name, { maxLength: 2 }),
    changed: fc.uniqueArray(name, { maxLength: 2 }),
  }),
  fc.record({ type: fc.constant('reload-unchanged' as const) }),
);

type Traits = typeof traits extends fc.Arbitrary<infer T> ? T : never;

function projectFrom(all: readonly Traits[]): readonly ProcessSpec[] {
  return all.map(({ policy, maxRestarts, initialMs, dependsOn, autostart }, index) => {
    const earlier = new Map(
      index === 0 ? [] : dependsOn.map(([pick, condition]) => [NAMES[pick % index] ?? 'a', condition]),
    );
    return specOf(NAMES[index] ?? 'a', {
      restart: { ...policy, maxRestarts, backoff: { ...policy.backoff, initialMs } },
      autostart,
      stop: { ...STOP, graceMs: 1_000 },
      ...needs(...[...earlier].map(([process, condition]) => `${process}:${condition}`)),
    });
  });
}

/** Plays a schedule, and looks at the invariants after every action. */
class Play {
  readonly stage: Stage;
  readonly #all: readonly ProcessSpec[];
  /** The configuration in force, and how often each process has been changed. */
  #specs: readonly ProcessSpec[];
  #versions = 0;
  #reload: Promise<unknown> | null = null;
  readonly #answers: Promise<readonly Outcome[]>[] = [];
  #unanswered = 0;
  /** Names whose last wish was a stop that has been carried out. */
  readonly #stopped = new Set<string>();
  #wishes = 0;

  constructor(all: readonly Traits[]) {
    this.#all = projectFrom(all);
    this.#specs = this.#all;
    this.stage = new Stage(this.#specs, { spawnChild: (request) => this.#spawn(request) });
    all.forEach(({ ignores, others }, index) => {
      this.stage.children.temper(NAMES[index] ?? 'a', { ignores: ignores ? ['SIGTERM'] : [], others });
    });
  }

  async do(action: Action): Promise<void> {
    const { stage } = this;
    const { supervisor, children, clock } = stage;
    switch (action.type) {
      case 'start':
        this.#wish(supervisor.start(action.names === null ? null : this.#known(action.names), action));
        break;
      case 'restart':
        this.#wish(supervisor.restart(this.#known(action.names)));
        break;
      case 'stop':
        this.#stop(this.#known(action.names));
        break;
      case 'exit':
        children.aliveOf(action.name).at(-1)?.exit(action.code);
        break;
      case 'killed':
        children.aliveOf(action.name).at(-1)?.killedBy('SIGSEGV');
        break;
      case 'others-end':
        children.aliveOf(action.name).at(-1)?.othersEnd();
        break;
      case 'no-spawn':
        children.failNext(action.name, { reason: 'out-of-resources', code: 'EAGAIN' });
        break;
      case 'time':
        await clock.advance(action.ms);
        break;
      case 'wall-clock':
        clock.setWallTime(action.at);
        break;
      case 'reload':
        this.#reloadTo(action.removed, action.changed);
        break;
      case 'reload-unchanged':
        await this.#reloadUnchanged();
        break;
      default:
        action satisfies never;
    }
    await stage.settle();
    this.#check();
  }

  /** Shuts down and looks at what is left. */
  async end(): Promise<void> {
    const { stage } = this;
    const running = new Set(
      stage.supervisor.list().flatMap(({ name, status }) => (status === 'running' ? [name] : [])),
    );
    const from = stage.events.length;
    // Another stop or restart under way has an order of its own.
    const alone = this.#unanswered === 0 && this.#reload === null;
    await stage.finish(stage.supervisor.shutdown());
    await Promise.all(this.#answers);
    await this.#reload;
    expect(stage.children.alive).toEqual([]);
    expect(stage.clock.pending).toBe(0);
    if (!alone) return;
    const told = stage.events
      .slice(from)
      .flatMap((event) => (event.type === 'ProcessStateChanged' ? [event.process] : []));
    const when = (name: string, status: string) =>
      told.findIndex((process) => process.name === name && process.status === status);
    for (const { name, dependsOn } of this.#specs) {
      for (const { process } of dependsOn) {
        if (!running.has(name) || !running.has(process)) continue;
        expect(when(name, 'stopped')).toBeGreaterThanOrEqual(0);
        expect(when(process, 'stopping')).toBeGreaterThan(when(name, 'stopped'));
      }
    }
  }

  async #spawn(request: Parameters<Stage['children']['spawn']>[0]) {
    const program = request.argv[0] ?? '';
    if (this.stage.children.aliveOf(program).length > 0) throw new Error(`Internal error: two live runs of ${program}`);
    return this.stage.children.spawn(request);
  }

  #known(wanted: readonly string[]): readonly string[] {
    return wanted.filter((each) => this.#specs.some(({ name: known }) => known === each));
  }

  #wish(answer: Promise<readonly Outcome[]>): void {
    this.#wishes++;
    this.#stopped.clear();
    this.#await(answer);
  }

  #await(answer: Promise<readonly Outcome[]>): void {
    this.#answers.push(answer);
    this.#unanswered++;
    void answer.then(() => {
      this.#unanswered--;
    });
  }

  #stop(targets: readonly string[]): void {
    const wish = ++this.#wishes;
    const answer = this.stage.supervisor.stop(targets);
    this.#await(answer);
    void answer.then(() => {
      if (this.#wishes === wish) for (const target of targets) this.#stopped.add(target);
    });
  }

  /** The next configuration: without `removed`, with everything else of the project, `changed` ones changed. */
  #reloadTo(removed: readonly string[], changed: readonly string[]): void {
    if (this.#reload !== null) return;
    const version = ++this.#versions;
    const before = this.#specs;
    const gone = new Set(removed);
    const next = this.#all
      .filter(({ name: each }) => !gone.has(each))
      .map((spec) => {
        const current = before.find(({ name: each }) => each === spec.name) ?? spec;
        const dependsOn = spec.dependsOn.filter(({ process }) => !gone.has(process));
        return { ...current, dependsOn, cwd: changed.includes(spec.name) ? `/${version}` : current.cwd };
      });
    const actionsOf = Object.fromEntries(changed.map((each) => [each, 'restart' as const]));
    this.#specs = next;
    this.#wishes++;
    this.#stopped.clear();
    this.#reload = this.stage.supervisor.apply(planOf(before, next, actionsOf)).then(() => {
      this.#reload = null;
    });
  }

  async #reloadUnchanged(): Promise<void> {
    if (this.#reload !== null) return;
    const { stage } = this;
    await stage.settle();
    const told = stage.events.length;
    const before = stage.supervisor.list();
    const spawned = stage.spawned.length;
    expect(await stage.supervisor.apply(planOf(this.#specs, this.#specs))).toEqual([]);
    await stage.settle();
    expect(stage.supervisor.list()).toEqual(before);
    expect([stage.events.length, stage.spawned.length]).toEqual([told, spawned]);
  }

  #check(): void {
    for (const info of this.stage.supervisor.list()) {
      const alive = this.stage.children.aliveOf(info.name);
      if (alive.length > 0) expect(LIVE_STATUSES.has(info.status)).toBe(true);
      if (info.status === 'running') expect(alive.map(({ pid }) => pid)).toEqual([info.pid]);
      if (info.uptimeMs !== null) expect(info.uptimeMs).toBeGreaterThanOrEqual(0);
      if (info.status === 'pending') expect(info.waitingFor).not.toEqual([]);
      if (this.#stopped.has(info.name)) {
        expect(info.wanted).toBe('down');
        expect(['stopped', 'completed', 'crashed']).toContain(info.status);
      }
    }
  }
}

describe('the supervisor, through random schedules of crashes, stops, restarts and reloads', () => {
  it('never has two live runs of a process, keeps every order, answers every wish and leaves nothing alive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(traits, { minLength: NAMES.length, maxLength: NAMES.length }),
        fc.array(actions, { maxLength: 30 }),
        async (all, schedule) => {
          const play = new Play(all);
          for (const action of schedule) await play.do(action);
          await play.end();
        },
      ),
      { numRuns: Number(process.env.SCHEDULES ?? SCHEDULES) },
    );
  }, 600_000);
});
