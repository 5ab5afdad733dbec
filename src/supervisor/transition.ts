/**
 * The whole machine of one process. Deciding only: nothing is started, timed or waited for here.
 *
 *                 start        stop        restart      kill         comes by itself
 *   at rest       begin        wish        begin        wish         -
 *   pending       regate       rest        look again   rest         dependencies: begin run | wait | skipped
 *   skipped       regate       rest        look again   rest         dependencies: begin run | pending | stay
 *   backoff       begin        rest        begin        rest         retry: begin run
 *   scheduled     begin        rest        begin        rest         retry: begin when it is due | wait on
 *   starting      let it run   then rest   then rerun   then rest    spawned: running; spawn-failed: judge
 *   running       -            end, rest   end, rerun   end now      exited: judge, or end what is left, then judge;
 *                                                                    became-ready: ready; probe-failed: end, then fail
 *   stopping      then rerun   then rest   then rerun   end now      group-empty: rest | rerun | judge | fail; group-survived
 *   survived      try, rerun   try, rest   try, rerun   try, rest    exited: try to end the group again
 *
 * "At rest" is disabled, stopped, completed, crashed. "Begin" goes through pending: the run begins when the gate lets
 * it. What is not in the table changes nothing. A process with a schedule goes to scheduled where others come to rest by
 * themselves, and where they begin because the project does or the spec was replaced.
 */

import { isPassing } from '../model/failure.ts';
import { judge, judgeFailedRun, judgeSpawnFailure } from './judge.ts';
import { lookAtSchedule, passUp, putOnSchedule } from './on-schedule.ts';
import type {
  Effect,
  EndedRun,
  Facts,
  Gate,
  Phase,
  ProcessEvent,
  ProcessState,
  Sequel,
  Step,
  Verdict,
  WishedSequel,
} from './process-state.ts';
import { NO_STREAK } from './restart-policy.ts';
import { beginRun, to } from './step.ts';

type In<K extends Phase['kind']> = Extract<Phase, { readonly kind: K }>;

/** What follows from an event, and what has to be done about it. Pure. */
export function transition(state: ProcessState, event: ProcessEvent, facts: Facts): Step {
  const { phase } = state;
  switch (phase.kind) {
    case 'disabled':
    case 'stopped':
    case 'completed':
    case 'crashed':
      return atRest(state, event, facts);
    case 'pending':
    case 'skipped':
      return waiting(state, phase, event, facts);
    case 'backoff':
      return backingOff(state, event, facts);
    case 'scheduled':
      return scheduled(state, phase, event, facts);
    case 'starting':
      return starting(state, phase, event, facts);
    case 'running':
      return running(state, phase, event, facts);
    case 'stopping':
      return stopping(state, phase, event, facts);
    case 'survived':
      return survived(state, phase, event, facts);
    default:
      return phase satisfies never;
  }
}

function atRest(state: ProcessState, event: ProcessEvent, facts: Facts): Step {
  switch (event.type) {
    case 'start': {
      const schedule = event.onSchedule ? facts.spec.schedule : null;
      if (schedule === null || schedule.runOnStart) return begin(state, event.gate, false);
      return putOnSchedule(wish(state, 'up'), schedule, facts);
    }
    case 'restart':
      return begin(state, event.gate, true);
    case 'stop':
    case 'kill':
      return unwanted(state);
    case 'spec-changed':
      if (state.wanted === 'up' && facts.spec.schedule !== null && facts.spec.enabled) {
        return putOnSchedule(state, facts.spec.schedule, facts);
      }
      return state.phase.kind === 'disabled' || state.phase.kind === 'stopped'
        ? to(state, resting(facts))
        : stay(state);
    default:
      return stay(state);
  }
}

function waiting(state: ProcessState, phase: In<'pending' | 'skipped'>, event: ProcessEvent, facts: Facts): Step {
  switch (event.type) {
    case 'start':
      return begin(state, event.gate, false);
    case 'restart':
      // It has not got going yet, so it goes on waiting for everything it waits for.
      return begin(state, phase.gate, false);
    case 'stop':
    case 'kill':
      return to(wish(state, 'down'), resting(facts));
    case 'spec-changed':
      return to(state, phase, [{ type: 'check-dependencies' }]);
    case 'dependencies':
      return pass(state, phase.gate, event.verdict, facts);
    default:
      return stay(state);
  }
}

function backingOff(state: ProcessState, event: ProcessEvent, facts: Facts): Step {
  const cancel: Effect = { type: 'cancel-wait' };
  switch (event.type) {
    case 'retry':
      return beginRun({ ...state, restarts: state.restarts + (gotNoChild(state) ? 0 : 1) }, facts);
    case 'start':
    case 'restart': {
      const step = begin(state, event.gate, true);
      return { ...step, effects: [cancel, ...step.effects] };
    }
    case 'stop':
    case 'kill':
      return to(wish(state, 'down'), resting(facts), [cancel]);
    default:
      return stay(state);
  }
}

/** Whether it waits for something that was short, and not because it had failed. */
function gotNoChild({ phase }: ProcessState): boolean {
  return phase.kind === 'backoff' && phase.cause.reason === 'spawn-failed' && isPassing(phase.cause.failure);
}

function scheduled(state: ProcessState, phase: In<'scheduled'>, event: ProcessEvent, facts: Facts): Step {
  const cancel: Effect = { type: 'cancel-wait' };
  const after = (step: Step): Step => ({ ...step, effects: [cancel, ...step.effects] });
  const { schedule } = facts.spec;
  switch (event.type) {
    case 'retry':
      return schedule === null ? stay(state) : lookAtSchedule(state, schedule, phase.cause, facts);
    case 'start':
      return event.onSchedule ? stay(state) : after(begin(state, event.gate, false));
    case 'restart':
      if (!event.onSchedule) return after(begin(state, event.gate, true));
      return after(rescheduled({ ...state, lastDue: null }, event.gate, facts));
    case 'stop':
    case 'kill':
      return to(wish(state, 'down'), resting(facts), [cancel]);
    case 'spec-changed':
      return event.scheduleChanged ? after(rescheduled(state, 'all', facts)) : stay(state);
    default:
      return stay(state);
  }
}

/** Goes by a schedule that is new; without one it is run like any other process. */
function rescheduled(state: ProcessState, gate: Gate, facts: Facts): Step {
  const { schedule } = facts.spec;
  return schedule === null ? begin(state, gate, false) : putOnSchedule(state, schedule, facts);
}

function starting(state: ProcessState, phase: In<'starting'>, event: ProcessEvent, facts: Facts): Step {
  switch (event.type) {
    case 'start':
      // A stop that was asked for in between is still owed to whoever asked.
      return phase.sequel?.kind === 'rest'
        ? to(wish(state, 'up'), { kind: 'starting', sequel: { kind: 'rerun', gate: event.gate, restart: false } })
        : stay(state);
    case 'restart':
      return to(wish(state, 'up'), { kind: 'starting', sequel: { kind: 'rerun', gate: event.gate, restart: true } });
    case 'stop':
    case 'kill':
      return to(wish(state, 'down'), { kind: 'starting', sequel: { kind: 'rest', now: event.type === 'kill' } });
    case 'spawned': {
      const child = { pid: event.pid, since: facts.now };
      const spawns = state.spawns + 1;
      if (phase.sequel === null) {
        return to({ ...state, spawns, spawned: true }, { kind: 'running', child }, [{ type: 'probe' }]);
      }
      const now = phase.sequel.kind === 'rest' && phase.sequel.now;
      return to({ ...state, spawns }, { kind: 'stopping', child, ended: null, sequel: phase.sequel }, [
        { type: 'end-group', now },
      ]);
    }
    case 'spawn-failed': {
      const step =
        phase.sequel === null ? judgeSpawnFailure(state, event.failure, facts) : asWished(state, phase.sequel, facts);
      return { ...step, effects: [{ type: 'run-over' }, ...step.effects] };
    }
    default:
      return stay(state);
  }
}

function running(state: ProcessState, phase: In<'running'>, event: ProcessEvent, facts: Facts): Step {
  const end = (next: ProcessState, sequel: Sequel, now: boolean): Step =>
    to(next, { kind: 'stopping', child: phase.child, ended: null, sequel }, [{ type: 'end-group', now }]);
  switch (event.type) {
    case 'stop':
      return end(wish(state, 'down'), { kind: 'rest', now: false }, false);
    case 'kill':
      return end(wish(state, 'down'), { kind: 'rest', now: true }, true);
    case 'restart':
      return end(wish(state, 'up'), { kind: 'rerun', gate: event.gate, restart: true }, false);
    case 'became-ready':
      return event.run === state.run && !state.ready ? to({ ...state, ready: true }, phase) : stay(state);
    case 'probe-failed':
      return event.run === state.run ? end(state, { kind: 'fail', cause: event.cause }, false) : stay(state);
    case 'exited': {
      const ended = endedRun(phase.child.since, event.exit, facts);
      const sequel: Sequel = { kind: 'judge' };
      const next = { ...state, exit: event.exit };
      if (event.groupEmpty) return over(next, sequel, ended, facts);
      return to(next, { kind: 'stopping', child: phase.child, ended, sequel }, [{ type: 'end-group', now: false }]);
    }
    default:
      return stay(state);
  }
}

function stopping(state: ProcessState, phase: In<'stopping'>, event: ProcessEvent, facts: Facts): Step {
  switch (event.type) {
    case 'start':
      return phase.sequel.kind === 'rerun'
        ? stay(state)
        : to(wish(state, 'up'), { ...phase, sequel: { kind: 'rerun', gate: event.gate, restart: false } });
    case 'restart':
      return to(wish(state, 'up'), { ...phase, sequel: { kind: 'rerun', gate: event.gate, restart: true } });
    case 'stop':
      return to(wish(state, 'down'), { ...phase, sequel: { kind: 'rest', now: false } });
    case 'kill':
      return to(wish(state, 'down'), { ...phase, sequel: { kind: 'rest', now: true } }, [
        { type: 'end-group', now: true },
      ]);
    case 'exited': {
      const ended = endedRun(phase.child.since, event.exit, facts);
      const next = { ...state, exit: event.exit };
      return event.groupEmpty ? over(next, phase.sequel, ended, facts) : to(next, { ...phase, ended });
    }
    case 'group-empty':
      return phase.ended === null ? stay(state) : over(state, phase.sequel, phase.ended, facts);
    case 'group-survived':
      return to(state, { ...phase, kind: 'survived', pids: event.pids });
    default:
      return stay(state);
  }
}

function survived(state: ProcessState, phase: In<'survived'>, event: ProcessEvent, facts: Facts): Step {
  const again = (next: ProcessState, sequel: Sequel, ended: EndedRun | null): Step =>
    to(next, { kind: 'stopping', child: phase.child, ended, sequel }, [{ type: 'end-group', now: true }]);
  switch (event.type) {
    case 'start':
    case 'restart':
      return again(
        wish(state, 'up'),
        { kind: 'rerun', gate: event.gate, restart: event.type === 'restart' },
        phase.ended,
      );
    case 'stop':
    case 'kill':
      return again(wish(state, 'down'), { kind: 'rest', now: true }, phase.ended);
    case 'exited': {
      const ended = endedRun(phase.child.since, event.exit, facts);
      return again({ ...state, exit: event.exit }, phase.sequel, ended);
    }
    default:
      return stay(state);
  }
}

/** A new run is wished for; it begins when the gate lets it. */
function begin(state: ProcessState, gate: Gate, restart: boolean): Step {
  const counts = restart && state.run > 0;
  const next = { ...wish(state, 'up'), restarts: state.restarts + (counts ? 1 : 0) };
  return to(next, { kind: 'pending', gate, waitingFor: [] }, [{ type: 'check-dependencies' }]);
}

function pass(state: ProcessState, gate: Gate, verdict: Verdict, facts: Facts): Step {
  switch (verdict.kind) {
    case 'satisfied':
      return beginRun(state, facts);
    case 'waiting':
      return to(state, { kind: 'pending', gate, waitingFor: verdict.waitingFor });
    case 'impossible':
      if (facts.spec.schedule !== null) return passUp(state, facts.spec.schedule, verdict.cause, facts);
      return to(state, { kind: 'skipped', gate, cause: verdict.cause });
    default:
      return verdict satisfies never;
  }
}

/** The group is empty. */
function over(state: ProcessState, sequel: Sequel, ended: EndedRun, facts: Facts): Step {
  const step = afterRun(state, sequel, ended, facts);
  return { ...step, effects: [{ type: 'run-over' }, ...step.effects] };
}

function afterRun(state: ProcessState, sequel: Sequel, ended: EndedRun, facts: Facts): Step {
  switch (sequel.kind) {
    case 'judge':
      return judge(state, ended, facts);
    case 'fail':
      return judgeFailedRun(state, ended, sequel.cause, facts);
    default:
      return asWished(state, sequel, facts);
  }
}

function asWished(state: ProcessState, sequel: WishedSequel, facts: Facts): Step {
  return sequel.kind === 'rest' ? to(state, resting(facts)) : begin(state, sequel.gate, sequel.restart);
}

function resting(facts: Facts): Phase {
  return { kind: facts.spec.enabled ? 'stopped' : 'disabled' };
}

function endedRun(since: number, exit: EndedRun['exit'], facts: Facts): EndedRun {
  return { exit, ranForMs: facts.now - since };
}

/** Somebody asked for something: what was tried before no longer counts. */
function wish(state: ProcessState, wanted: 'up' | 'down'): ProcessState {
  const lastDue = wanted === 'up' ? state.lastDue : null;
  return { ...state, wanted, streak: NO_STREAK, spawned: false, scheduledOutcome: 'none', lastDue };
}

/** It does not run, and now it is not wanted to: how it came to rest stays visible. */
function unwanted(state: ProcessState): Step {
  return state.wanted === 'down' ? stay(state) : to({ ...state, wanted: 'down' }, state.phase);
}

function stay(state: ProcessState): Step {
  return { state, effects: [] };
}
