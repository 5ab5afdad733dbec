import type { Cancel, Clock } from '../model/clock.ts';
import type { Phase, Verdict } from './process-state.ts';

/**
 * How long one process has waited for its dependencies, and when to look again because one of them will have been waited
 * for long enough. What was given up for lack of time stays so until the dependency holds, or somebody asks again; what
 * was given up for another reason is waited for anew.
 */
export class DependencyWait {
  readonly #clock: Clock;
  readonly #lookAgain: () => void;
  /** Monotonic ms; null: nothing is waited for. */
  #since: number | null = null;
  #gaveUp: 'not' | 'late' | 'impossible' = 'not';
  #cancel: Cancel = () => undefined;

  constructor(clock: Clock, lookAgain: () => void) {
    this.#clock = clock;
    this.#lookAgain = lookAgain;
  }

  /** @param look how the dependencies stand for one that has waited so many milliseconds. */
  judge({ kind }: Phase, look: (waitedMs: number) => Verdict): Verdict {
    const now = this.#clock.now();
    const anew = this.#gaveUp === 'impossible' || (this.#gaveUp === 'late' && kind === 'pending');
    const since = this.#since === null || anew ? now : this.#since;
    const verdict = look(now - since);
    this.end();
    if (verdict.kind === 'satisfied') return verdict;
    this.#since = since;
    if (verdict.kind === 'impossible') {
      this.#gaveUp = verdict.timedOut === true ? 'late' : 'impossible';
      return verdict;
    }
    const { timeLeftMs = Number.POSITIVE_INFINITY } = verdict;
    if (Number.isFinite(timeLeftMs)) this.#cancel = this.#clock.schedule(timeLeftMs, this.#lookAgain);
    return verdict;
  }

  /** Nothing is waited for any more. */
  end(): void {
    this.#cancel();
    this.#since = null;
    this.#gaveUp = 'not';
  }
}
