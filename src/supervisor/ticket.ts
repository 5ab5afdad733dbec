import type { Outcome } from '../model/control.ts';
import type { Failure } from '../model/failure.ts';
import { causeMessage } from '../model/failure-message.ts';
import { deferred } from '../util/deferred.ts';
import { causeOf, type ProcessState, statusOf } from './process-state.ts';

/**
 * What a command was about:
 * - `up`: the process has a child, or has got one since;
 * - `up again`: it has got another child;
 * - `down`: nothing is left of the run that lived when the command was carried out;
 * - `taken note`: nothing but that.
 */
export type Goal = 'up' | 'up again' | 'down' | 'taken note';

/** A promise that a command was carried out, or could not be. */
export class Ticket {
  readonly goal: Goal;
  readonly #name: string;
  readonly #deferred = deferred<Outcome>();
  /** As they were when the command reached the actor; null before. */
  #before: { readonly run: number; readonly spawns: number } | null = null;

  constructor(name: string, goal: Goal) {
    this.#name = name;
    this.goal = goal;
  }

  /** Always resolves, at the latest when the actor ends. */
  get outcome(): Promise<Outcome> {
    return this.#deferred.promise;
  }

  /** The command is about to be carried out. */
  begin(state: ProcessState): void {
    this.#before = { run: state.run, spawns: state.spawns };
  }

  /** @returns true when `state` settles the ticket, one way or the other. */
  settle(state: ProcessState): boolean {
    const error = this.#before === null ? 'undecided' : errorOf(this.goal, this.#before, state);
    if (error === 'undecided') return false;
    this.#deferred.resolve({ name: this.#name, ok: error === null, status: statusOf(state.phase), error });
    return true;
  }

  /** Settles the ticket without having been carried out. */
  refuse(state: ProcessState, error: Failure): void {
    this.#deferred.resolve({ name: this.#name, ok: false, status: statusOf(state.phase), error });
  }
}

type Counts = Pick<ProcessState, 'run' | 'spawns'>;

function errorOf(goal: Goal, before: Counts, state: ProcessState): Failure | null | 'undecided' {
  const { phase } = state;
  switch (goal) {
    case 'taken note':
      return null;
    case 'down':
      if (state.run > before.run) return null;
      if (phase.kind === 'survived') return failureOf(state);
      return phase.kind === 'starting' || phase.kind === 'running' || phase.kind === 'stopping' ? 'undecided' : null;
    case 'up':
    case 'up again':
      if (state.spawns > before.spawns) return null;
      if (phase.kind === 'running') return goal === 'up' ? null : 'undecided';
      // Left to its schedule, unless a run was to begin and something kept it from that.
      if (phase.kind === 'scheduled' && phase.cause === null) return null;
      return phase.kind === 'pending' || phase.kind === 'starting' || phase.kind === 'stopping'
        ? 'undecided'
        : failureOf(state);
    default:
      return goal satisfies never;
  }
}

/** Why a process is not up. */
function failureOf({ phase }: ProcessState): Failure {
  const cause = causeOf(phase);
  if (cause === null) return { reason: 'operation-failed', detail: 'it was stopped before it had started' };
  if (cause.reason === 'spawn-failed') return cause.failure;
  const detail = causeMessage(cause);
  return cause.reason === 'dependency' ? { reason: 'impossible', detail } : { reason: 'operation-failed', detail };
}
