import type { Effect, Facts, Phase, ProcessState, Step } from './process-state.ts';

/** A step into `phase`. */
export function to(state: ProcessState, phase: Phase, effects: readonly Effect[] = []): Step {
  return { state: { ...state, phase }, effects };
}

/** A step into the next run. */
export function beginRun(state: ProcessState, facts: Facts): Step {
  const { now, wallTime, spec } = facts;
  const lastDue = spec.schedule === null ? null : (state.lastDue ?? { now, wallTime });
  return to(
    { ...state, run: state.run + 1, startedAt: wallTime, ready: false, lastDue },
    { kind: 'starting', sequel: null },
    [{ type: 'spawn' }],
  );
}
