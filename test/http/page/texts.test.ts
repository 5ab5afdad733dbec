import { describe, expect, it } from '@jest/globals';
import { moodOf, reasonText, statusText } from '../../../src/http/page/processes/status-text.ts';
import { cpuText } from '../../../src/http/page/view/units.ts';
import { neverRun } from '../../../src/model/process-status.ts';

const NOW = 1_000_000;

describe('what is said of a process', () => {
  it.each([
    [{ status: 'running', ready: null }, 'running', 'good'],
    [{ status: 'running', ready: true }, 'running, ready', 'good'],
    [{ status: 'running', ready: false }, 'running, not ready', 'busy'],
    [{ status: 'pending', waitingFor: ['db to be ready'] }, 'waits for db to be ready', 'quiet'],
    [
      { status: 'backoff', retryAt: NOW + 3_200, exit: { code: 1, signal: null } },
      'backoff, retry in 4 s, exited with code 1',
      'busy',
    ],
    [{ status: 'backoff', retryAt: NOW - 1 }, 'backoff, retry in 0 s', 'busy'],
    [{ status: 'scheduled', nextRunAt: NOW + 60_000 }, 'scheduled, in 1m00s', 'quiet'],
    [{ status: 'crashed', exit: { code: null, signal: 'SIGSEGV' } }, 'crashed, was killed by SIGSEGV', 'bad'],
    [{ status: 'completed', exit: { code: 0, signal: null } }, 'completed', 'quiet'],
  ] as const)('%j is "%s"', (facts, text, mood) => {
    const info = { ...neverRun('api'), ...facts };
    expect(statusText(info, NOW)).toBe(text);
    expect(moodOf(info)).toBe(mood);
  });

  it('has a reason only where the status does not say it', () => {
    const info = neverRun('api', 'crashed');
    expect(reasonText(info)).toBeNull();
    expect(reasonText({ ...info, cause: { reason: 'exited', exit: { code: 1, signal: null } } })).toBeNull();
    expect(reasonText({ ...info, cause: { reason: 'memory-limit', bytes: 2 ** 20, limitBytes: 2 ** 19 } })).toMatch(
      /memory/,
    );
  });
});

describe('units', () => {
  it('are percent of one core', () => {
    expect([0, 0.0312, 0.99, 2.5].map(cpuText)).toEqual(['0.0 %', '3.1 %', '99 %', '250 %']);
  });
});
