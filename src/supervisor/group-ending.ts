import type { Cancel, Clock } from '../model/clock.ts';
import type { KillScope, StopPolicy } from '../model/process-spec.ts';
import type { Endable } from './endable.ts';
import type { StopCommand } from './stop-command.ts';

/** The first look at the group after a signal; each next one comes after twice the time, up to the longest. */
const SHORTEST_POLL_MS = 1;
const LONGEST_POLL_MS = 50;

/** How long a group is sent SIGKILL before it is called unkillable: a process in uninterruptible sleep ignores even that. */
const KILL_PATIENCE_MS = 5_000;

export interface GroupEndingOptions {
  readonly child: Endable;
  readonly policy: StopPolicy;
  /** What is to be ended. */
  readonly kill: KillScope;
  readonly clock: Clock;
  /** Ends the work without a result. */
  readonly signal: AbortSignal;
  /** Runs `policy.command`; null when there is none. `onFailed`: it could not be run, or said so; `onEnd` follows. */
  readonly runStopCommand: ((onFailed: () => void, onEnd: () => void) => StopCommand) | null;
  readonly onEmpty: () => void;
  /** Also called when the group may not be signalled. `pids`: who is left. */
  readonly onSurvived: (pids: readonly number[]) => void;
}

/**
 * Ends the tree of one child, or what `kill` says instead: the stop signal (or command), the grace, then SIGKILL until
 * nobody is left. Judged by nobody being there, not by the leader being dead. Calls back once.
 */
export class GroupEnding {
  readonly #options: GroupEndingOptions;
  #stopCommand: StopCommand | null = null;
  #cancelPoll: Cancel = () => undefined;
  #cancelGrace: Cancel = () => undefined;
  #pollMs = SHORTEST_POLL_MS;
  #killingSince: number | null = null;
  #over = false;

  constructor(options: GroupEndingOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', () => this.#finish(), { once: true });
  }

  /** @param now whether to begin with SIGKILL. Nobody is called back before this returns. */
  begin(now: boolean): void {
    const { clock, policy, kill, runStopCommand } = this.#options;
    if (now) {
      this.#killingSince = clock.now();
      this.#options.child.signalGroup('SIGKILL', kill);
    } else {
      this.#cancelGrace = clock.schedule(policy.graceMs, () => this.hurry());
      if (runStopCommand === null) this.#sendStopSignal();
      else
        this.#stopCommand = runStopCommand(
          () => this.#sendStopSignal(),
          () => this.look(),
        );
    }
    this.#poll();
  }

  /** The grace is over, or nobody wants to wait for it. */
  hurry(): void {
    if (this.#over) return;
    this.#cancelGrace();
    this.#killingSince ??= this.#options.clock.now();
    this.#stopCommand?.kill();
    this.#pollMs = SHORTEST_POLL_MS;
    this.look();
  }

  /** Looks at the group now: something has changed. */
  look(): void {
    if (this.#over) return;
    this.#cancelPoll();
    const { child, clock, kill, onEmpty, onSurvived } = this.#options;
    if (child.groupIsEmpty(kill) && this.#stopCommand?.running !== true) {
      this.#finish();
      onEmpty();
      return;
    }
    if (this.#killingSince !== null) {
      const result = child.signalGroup('SIGKILL', kill);
      if (result === 'not-permitted' || clock.now() - this.#killingSince >= KILL_PATIENCE_MS) {
        const pids = child.groupMembers(kill);
        this.#finish();
        onSurvived(pids);
        return;
      }
    }
    this.#poll();
  }

  #sendStopSignal(): void {
    if (this.#over || this.#killingSince !== null) return;
    const { child, policy, kill } = this.#options;
    // A stopped process (SIGSTOP, a debugger) gets its signals only when it goes on.
    for (const signal of [policy.signal, 'SIGCONT'] as const) {
      if (policy.leaderOnly) child.signalLeader(signal);
      else child.signalGroup(signal, kill);
    }
  }

  #poll(): void {
    this.#cancelPoll = this.#options.clock.schedule(this.#pollMs, () => this.look());
    this.#pollMs = Math.min(LONGEST_POLL_MS, this.#pollMs * 2);
  }

  #finish(): void {
    this.#over = true;
    this.#stopCommand?.kill();
    this.#cancelPoll();
    this.#cancelGrace();
  }
}
