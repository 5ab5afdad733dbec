import type { Outcome } from '../../src/model/control.ts';
import type { Exit } from '../../src/model/exit.ts';
import type { ProcessSpec } from '../../src/model/process-spec.ts';
import type { ProcessInfo } from '../../src/model/process-status.ts';
import { ok } from '../../src/model/result.ts';
import type { ServerEvent } from '../../src/model/server-event.ts';
import type { StoreEvent } from '../../src/model/store-event.ts';
import { Supervisor } from '../../src/supervisor/supervisor.ts';
import type { SupervisorOptions } from '../../src/supervisor/supervisor-options.ts';
import { FakeChildren } from '../rig/fake-children.ts';
import { FakeNotify } from '../rig/fake-notify.ts';
import { ManualClock, settled } from '../rig/manual-clock.ts';
import { projectOf } from './specs.ts';

/** A supervisor with fake children on a manual clock, and everything it said. */
export class Stage {
  readonly clock = new ManualClock();
  readonly children = new FakeChildren();
  readonly notify = new FakeNotify();
  readonly events: ServerEvent[] = [];
  readonly stored: StoreEvent[] = [];
  readonly projectExits: { readonly name: string; readonly exit: Exit | null }[] = [];
  readonly supervisor: Supervisor;

  constructor(specs: readonly ProcessSpec[], options: Partial<SupervisorOptions> = {}) {
    this.supervisor = new Supervisor(projectOf(specs), {
      clock: this.clock,
      random: () => 0.5,
      spawnChild: this.children.spawn,
      openNotifySocket: this.notify.open,
      readEnvironment: () => ok(new Map()),
      emit: (event) => this.stored.push(event),
      onEvent: (event) => this.events.push(event),
      onRunFailed: () => undefined,
      onExitProject: (name, exit) => this.projectExits.push({ name, exit }),
      ...options,
    });
  }

  /** Starts everything that starts with the project, and waits for what can happen at once. */
  async up(): Promise<void> {
    void this.supervisor.start(null, { dependencies: true });
    await this.settle();
  }

  /** Lets everything happen that needs no time. */
  async settle(): Promise<void> {
    for (let turns = 0; turns < 4; turns++) await settled();
  }

  /** Lets time pass until `outcomes` are there. */
  async finish(outcomes: Promise<readonly Outcome[]>): Promise<readonly Outcome[]> {
    let result: readonly Outcome[] | null = null;
    void outcomes.then((value) => {
      result = value;
    });
    await this.settle();
    await this.clock.advanceUntil(() => result !== null);
    return outcomes;
  }

  info(name: string): ProcessInfo {
    const report = this.supervisor.report(name);
    if (report === null) throw new Error(`Internal error: "${name}" is not supervised`);
    return report.process;
  }

  /** `{ api: 'running', db: 'crashed' }` */
  get statuses(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.supervisor.list().map(({ name, status }) => [name, status]));
  }

  /** The statuses that `name` went through, as told by events. */
  historyOf(name: string): readonly string[] {
    return this.events
      .flatMap((event) => (event.type === 'ProcessStateChanged' && event.process.name === name ? [event] : []))
      .filter(({ previous, process }) => previous !== process.status)
      .map(({ process }) => process.status);
  }

  /** Programs in the order in which they were spawned. */
  get spawned(): readonly string[] {
    return this.children.all.map(({ program }) => program);
  }
}
