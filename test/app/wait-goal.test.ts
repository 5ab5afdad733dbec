import { describe, expect, it } from '@jest/globals';
import { outcomesOfWait, progressTowards } from '../../src/app/wait-goal.ts';
import type { WaitGoal } from '../../src/model/control.ts';
import { neverRun, type ProcessInfo, type ProcessStatus } from '../../src/model/process-status.ts';

const EXITED: Partial<ProcessInfo> = { exit: { code: 1, signal: null } };

function info(status: ProcessStatus, more: Partial<ProcessInfo> = {}): ProcessInfo {
  return { ...neverRun('api', status), wanted: 'up', run: 1, ...more };
}

const TABLE: readonly (readonly [WaitGoal, ProcessInfo, 'reached' | 'open' | 'impossible'])[] = [
  ['ready', info('running'), 'reached'],
  ['ready', info('running', { ready: true }), 'reached'],
  ['ready', info('running', { ready: false }), 'open'],
  ['ready', info('completed', { exit: { code: 0, signal: null } }), 'reached'],
  ['ready', info('pending'), 'open'],
  ['ready', info('backoff', EXITED), 'open'],
  ['ready', info('crashed', EXITED), 'impossible'],
  ['ready', info('skipped'), 'impossible'],
  ['ready', info('stopping', { wanted: 'down' }), 'impossible'],
  ['ready', info('stopping', { wanted: 'up' }), 'open'],
  ['running', info('running', { ready: false }), 'reached'],
  ['running', info('completed', { exit: { code: 0, signal: null } }), 'impossible'],
  ['running', info('disabled', { wanted: 'down' }), 'impossible'],
  ['exit', info('running', EXITED), 'open'],
  ['exit', info('running'), 'open'],
  ['exit', info('backoff', EXITED), 'reached'],
  ['exit', info('stopping', EXITED), 'reached'],
  ['exit', info('crashed'), 'reached'],
  ['exit', info('stopped', { wanted: 'down', run: 0 }), 'impossible'],
  ['stopped', info('running'), 'open'],
  ['stopped', info('backoff', EXITED), 'open'],
  ['stopped', info('stopped', { wanted: 'down' }), 'reached'],
  ['stopped', info('completed', { exit: { code: 0, signal: null } }), 'reached'],
];

describe('progressTowards', () => {
  it.each(TABLE)('judges "%s" of %o as %s', (goal, process, expected) => {
    expect(progressTowards(goal, process)).toBe(expected);
  });
});

describe('outcomesOfWait', () => {
  const targets = [
    { name: 'db', info: info('crashed', { cause: { reason: 'exited', exit: { code: 2, signal: null } } }) },
    { name: 'slow', info: info('running', { ready: false }) },
    { name: 'web', info: info('running') },
  ];

  it('says of each target how it stands when one of them is lost', () => {
    expect(outcomesOfWait(targets, 'ready', null).map(({ ok, error }) => [ok, error])).toEqual([
      [false, { reason: 'impossible', detail: 'it is crashed: exited with code 2' }],
      [false, { reason: 'impossible', detail: 'it is not waited for any longer, because of db' }],
      [true, null],
    ]);
  });

  it('tells what was late from what was lost when time is up', () => {
    expect(outcomesOfWait(targets.slice(1), 'ready', 500).map(({ error }) => error)).toEqual([
      { reason: 'timed-out', waitedMs: 500 },
      null,
    ]);
  });
});
