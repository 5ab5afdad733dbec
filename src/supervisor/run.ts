import type { Cancel, Clock } from '../model/clock.ts';
import { argvOf, type KillScope, type StopPolicy } from '../model/process-spec.ts';
import { bindCommand } from './bind-ports.ts';
import type { Child, SpawnChild } from './child.ts';
import { GroupEnding } from './group-ending.ts';
import { runStopCommand } from './stop-command.ts';

export interface RunOptions {
  readonly child: Child;
  /** What the child was spawned with: a stop command gets the same. */
  readonly cwd: string;
  readonly environment: ReadonlyMap<string, string>;
  readonly clock: Clock;
  readonly spawnChild: SpawnChild;
  /** Begins to watch what it has in memory; null: it may have as much as there is. */
  readonly watchMemory: (() => Cancel) | null;
  readonly onGroupEmpty: () => void;
  readonly onGroupSurvived: (pids: readonly number[]) => void;
}

/** How a run is ended, and what of it. */
export interface EndPolicy {
  readonly stop: StopPolicy;
  readonly kill: KillScope;
}

/** A run with a living group, and the ending of that group. What was begun for it ends with `close`. */
export class Run {
  readonly #options: RunOptions;
  readonly #cancelMemoryWatch: Cancel;
  readonly #life = new AbortController();
  #ending: GroupEnding | null = null;
  #leaderExited = false;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#cancelMemoryWatch = options.watchMemory?.() ?? (() => undefined);
  }

  get child(): Child {
    return this.#options.child;
  }

  /** Where it was spawned. */
  get cwd(): string {
    return this.#options.cwd;
  }

  /** What it was spawned with. */
  get environment(): ReadonlyMap<string, string> {
    return this.#options.environment;
  }

  /** Whether the group is being ended. */
  get ending(): boolean {
    return this.#ending !== null;
  }

  /** The leader is dead. */
  leaderExited(): void {
    this.#leaderExited = true;
    this.#ending?.look();
  }

  /** Begins to end the group, or, when that is under way and `now`, hurries it. */
  end({ stop, kill }: EndPolicy, now: boolean): void {
    if (this.#ending === null) this.#begin(stop, kill, now);
    else if (now) this.#ending.hurry();
  }

  /** Nothing of the run is left. */
  close(): void {
    this.#cancelMemoryWatch();
    this.#life.abort();
  }

  #begin(wished: StopPolicy, kill: KillScope, now: boolean): void {
    this.#cancelMemoryWatch();
    const { child, clock, spawnChild, cwd, environment, onGroupEmpty, onGroupSurvived } = this.#options;
    // A command, or a signal to the leader alone, says nothing to those whom a dead leader has left behind.
    const policy = this.#leaderExited ? { ...wished, command: null, leaderOnly: false } : wished;
    const { command } = policy;
    this.#ending = new GroupEnding({
      child,
      policy,
      kill,
      clock,
      signal: this.#life.signal,
      runStopCommand:
        command === null
          ? null
          : (onFailed, onEnd) =>
              runStopCommand(
                spawnChild,
                { argv: argvOf(bindCommand(command, environment)), cwd, environment },
                onFailed,
                onEnd,
              ),
      onEmpty: onGroupEmpty,
      onSurvived: (pids) => {
        // It may be tried again.
        this.#ending = null;
        onGroupSurvived(pids);
      },
    });
    this.#ending.begin(now);
  }
}
