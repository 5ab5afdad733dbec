import type { Effect, Facts, Phase, ProcessState, Step } from './process-state.ts';

/** A step into `phase`. */
export function to(state: ProcessState, phase: Phase, effects: readonly Effect[] = []): Step {
  return { state: { ...state, phase }, effects };
}

/** A step into the next run. */
export function beginRun(state: ProcessState, facts: Facts): Step {
  return to(
    { ...state, run: state.run + 1, startedAt: facts.wallTime, ready: false },
    { kind: 'starting', sequel: null },
    [{ type: 'spawn' }],
  );
}
