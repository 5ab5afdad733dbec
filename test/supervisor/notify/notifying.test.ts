import { describe, expect, it } from '@jest/globals';
import type { ProbeSpec } from '../../../src/model/probe-spec.ts';
import { needs, ON_FAILURE, projectOf, specOf } from '../specs.ts';
import { Stage } from '../stage.ts';

const NOTIFY: ProbeSpec = {
  checks: [{ kind: 'notify' }],
  initialDelayMs: 0,
  periodMs: 1_000,
  timeoutMs: 500,
  successes: 1,
  failures: 3,
  deadlineMs: null,
};

describe('a process that notifies', () => {
  it('is ready when it says READY=1, and its STATUS is shown', async () => {
    const stage = new Stage([specOf('db', { ready: NOTIFY }), specOf('api', needs('db:ready'))]);
    await stage.up();
    expect(stage.children.last('db').request.environment.get('NOTIFY_SOCKET')).toBe('/notify/1');
    stage.notify.send('STATUS=recovering\u001b[2J\n');
    await stage.clock.advance(1_000);
    expect(stage.info('api').status).toBe('pending');
    expect(stage.supervisor.report('db')).toMatchObject({
      says: 'recovering',
      probes: expect.arrayContaining([
        expect.objectContaining({ kind: 'notify', ok: false, answer: 'READY=1 has not come; it says: recovering' }),
      ]),
    });
    stage.notify.send('READY=1\nSTATUS=open\nMAINPID=1');
    await stage.settle();
    expect(stage.info('api').status).toBe('running');
    expect(stage.supervisor.report('db')?.probes.at(-1)).toMatchObject({ ok: true, answer: 'open' });
  });

  it('lives while WATCHDOG=1 comes in time, and is stopped once when it does not', async () => {
    const stage = new Stage([specOf('api', { alive: NOTIFY, restart: ON_FAILURE })]);
    await stage.up();
    expect(stage.children.last('api').request.environment.get('WATCHDOG_USEC')).toBe('3000000');
    for (let beats = 0; beats < 5; beats++) {
      await stage.clock.advance(2_500);
      stage.notify.send('WATCHDOG=1');
    }
    expect(stage.info('api')).toMatchObject({ status: 'running', run: 1 });
    await stage.clock.advance(4_700);
    await stage.settle();
    expect(stage.info('api')).toMatchObject({ status: 'running', run: 2, restarts: 1 });
    expect(stage.supervisor.report('api')?.runs[0]?.cause).toMatchObject({
      reason: 'probe-failed',
      purpose: 'alive',
      answer: 'WATCHDOG=1 has not come',
    });
    expect(stage.notify.openCount).toBe(1);
  });

  it('has no socket without a notify check, and none when its run is over', async () => {
    const stage = new Stage([specOf('api', { ready: NOTIFY }), specOf('other')]);
    await stage.up();
    expect(stage.children.last('other').request.environment.has('NOTIFY_SOCKET')).toBe(false);
    expect(stage.notify.openCount).toBe(1);
    stage.notify.send('STOPPING=1');
    expect(stage.supervisor.report('api')?.says).toBe('stopping');
    await stage.finish(stage.supervisor.stop(['api']));
    expect(stage.notify.openCount).toBe(0);
  });

  it('cannot be started where nobody can listen', async () => {
    const stage = new Stage([specOf('api', { ready: NOTIFY })]);
    stage.notify.unavailable = 'no perl';
    const [outcome] = await stage.supervisor.start(null, { dependencies: true });
    expect(outcome).toMatchObject({ ok: false, error: { reason: 'notify-unavailable' } });
    expect(stage.info('api').status).toBe('crashed');
  });

  it('is not blamed for silence when notify was asked for by a reload after it had started', async () => {
    const stage = new Stage([specOf('api')]);
    await stage.up();
    const next = specOf('api', { alive: NOTIFY });
    await stage.supervisor.apply({
      next: projectOf([next]),
      added: [],
      removed: [],
      changed: [{ spec: next, keys: ['alive'], action: 'update' }],
      unchanged: [],
    });
    await stage.clock.advance(10_000);
    expect(stage.info('api')).toMatchObject({ status: 'running', run: 1 });
  });
});
