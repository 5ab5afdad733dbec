import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../src/app/system-clock.ts';
import type { Stream } from '../../src/model/log-line.ts';
import type { ProcessSpec } from '../../src/model/process-spec.ts';
import type { ProcessInfo } from '../../src/model/process-status.ts';
import { err, ok } from '../../src/model/result.ts';
import type { StoreEvent } from '../../src/model/store-event.ts';
import { ChildSpawner } from '../../src/supervisor/child.ts';
import { Supervisor } from '../../src/supervisor/supervisor.ts';
import { projectOf } from './specs.ts';

/** The path of a program in `test/fixtures`. */
export function fixture(name: string): string {
  return path.join(import.meta.dirname, '..', 'fixtures', name);
}

/** What a child needs to find its programs. */
export const ENVIRONMENT: ReadonlyMap<string, string> = new Map([['PATH', process.env.PATH ?? '/usr/bin:/bin']]);

/** A supervisor with real children, and what they print. Everything is stopped and given back when it is disposed of. */
export class RealStage {
  readonly supervisor: Supervisor;
  readonly #spawner: ChildSpawner;
  readonly #output = new Map<string, Buffer[]>();
  /** What happened, shortly: `api exited`, `api 1 stdout ended`. */
  readonly happened: string[] = [];
  readonly #waiters = new Set<() => void>();

  constructor(specs: readonly ProcessSpec[], temporaryDirectory = tmpdir()) {
    this.#spawner = new ChildSpawner(temporaryDirectory);
    this.supervisor = new Supervisor(projectOf(specs), {
      clock: systemClock(),
      random: Math.random,
      spawnChild: this.#spawner.spawn,
      openNotifySocket: async () => err({ reason: 'notify-unavailable', detail: 'not on this stage' }),
      readEnvironment: () => ok(ENVIRONMENT),
      emit: (event) => this.#take(event),
      onEvent: () => this.#look(),
      onRunFailed: () => undefined,
      onExitProject: () => undefined,
    });
  }

  info(name: string): ProcessInfo {
    const report = this.supervisor.report(name);
    if (report === null) throw new Error(`Internal error: "${name}" is not supervised`);
    return report.process;
  }

  /** Everything that a run has written to a stream. */
  printed(name: string, run = 1, stream: Stream = 'stdout'): Buffer {
    return Buffer.concat(this.#output.get(`${name} ${run} ${stream}`) ?? []);
  }

  /** Resolves as soon as `check` holds; looked at after every event. */
  async when(check: () => boolean): Promise<void> {
    while (!check()) await new Promise<void>((resolve) => this.#waiters.add(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const down = this.supervisor.shutdown();
    this.supervisor.kill();
    await down;
    await this.#spawner.close();
  }

  #take(event: StoreEvent): void {
    if (event.type === 'AppendLog') {
      const key = `${event.process} ${event.run} ${event.stream}`;
      const chunks = this.#output.get(key) ?? [];
      chunks.push(Buffer.from(event.chunk));
      this.#output.set(key, chunks);
    } else if (event.type === 'StreamEnded') {
      this.happened.push(`${event.process} ${event.run} ${event.stream} ended`);
    } else {
      this.happened.push(`${event.process} ${event.run} exited`);
    }
    this.#look();
  }

  #look(): void {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const wake of waiters) wake();
  }
}
