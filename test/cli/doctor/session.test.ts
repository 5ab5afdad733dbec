import { describe, expect, it } from '@jest/globals';
import { checkSession } from '../../../src/cli/doctor/session.ts';
import { err, ok } from '../../../src/model/result.ts';
import { fakeControl, SAMPLE } from '../../rig/fake-control.ts';

/** A session whose answers take so long, one after the other. */
function sessionTaking(...times: readonly number[]) {
  let now = 0;
  const waits = [...times];
  const { session } = fakeControl({
    session: async () => {
      now += waits.shift() ?? 0;
      return ok(SAMPLE.session);
    },
  });
  return { connected: ok({ hello: SAMPLE.session, session }), now: () => now };
}

describe('the check of the session', () => {
  it('says how fast it answers, whatever kept one answer or two', async () => {
    const { connected, now } = sessionTaking(900, 2, 1, 900, 3);
    expect(await checkSession(connected, now)).toEqual({
      check: 'session',
      state: 'ok',
      detail: 'pid 4711 answers in 3.0 ms',
      advice: null,
    });
  });

  it('finds one that does not keep up', async () => {
    const { connected, now } = sessionTaking(150, 2, 200, 900, 3);
    expect(await checkSession(connected, now)).toMatchObject({
      state: 'limited',
      detail: expect.stringContaining('150.0 ms'),
    });
  });

  it('takes none for well, and one that does not answer for broken', async () => {
    const now = () => 0;
    expect(await checkSession(err({ reason: 'no-session' }), now)).toMatchObject({ state: 'ok' });
    const stuck = err({ reason: 'session-unresponsive', timeoutMs: 2_000 } as const);
    expect(await checkSession(stuck, now)).toMatchObject({ state: 'broken' });
  });
});
