/** What is judged by a gap in which the session did not run: nothing. */
import { describe, expect, it } from '@jest/globals';
import { awakeClock } from '../../src/app/awake-clock.ts';
import type { ProbeCheck, ProbeSpec } from '../../src/model/probe-spec.ts';
import type { ProcessSpec } from '../../src/model/process-spec.ts';
import { ManualClock } from '../rig/manual-clock.ts';
import { ON_FAILURE, specOf, USUAL } from './specs.ts';
import { Stage } from './stage.ts';

const CHECK: ProbeCheck = { kind: 'exec', command: { kind: 'argv', argv: ['check'] } };
const LOG: ProbeCheck = { kind: 'log', pattern: 'listening' };
const NIGHT_MS = 8 * 3_600_000;

function probe(check: ProbeCheck, changes: Partial<ProbeSpec>): ProbeSpec {
  return {
    checks: [check],
    initialDelayMs: 0,
    periodMs: 10_000,
    timeoutMs: 1_000,
    successes: 1,
    failures: 1,
    deadlineMs: null,
    ...changes,
  };
}

async function stageOf(...specs: readonly ProcessSpec[]) {
  const real = new ManualClock();
  const stage = new Stage(specs, { clock: awakeClock(real) });
  stage.children.temper('stubborn', { ignores: ['SIGTERM'] });
  await stage.up();
  await real.advance(500);
  return { real, stage };
}

describe('after a night in which the machine was suspended', () => {
  it('a probe that was under way has the rest of its time to answer', async () => {
    const { real, stage } = await stageOf(specOf('api', { restart: ON_FAILURE, alive: probe(CHECK, {}) }));
    await real.sleep(NIGHT_MS);
    expect(stage.children.aliveOf('check')).toHaveLength(1);
    stage.children.last('check').exit(0);
    await real.advance(1_000);
    expect(stage.info('api')).toMatchObject({ status: 'running', run: 1 });
    expect(stage.supervisor.report('api')?.probes).toMatchObject([{ ok: true }]);
  });

  it('a deadline is as far away as it was', async () => {
    const { real, stage } = await stageOf(specOf('api', { ready: probe(LOG, { deadlineMs: 5_000, failures: 99 }) }));
    await real.sleep(NIGHT_MS);
    await real.advance(4_400);
    expect(stage.info('api').status).toBe('running');
    await real.advance(1_100);
    expect(stage.info('api').status).toBe('crashed');
  });

  it('a watchdog waits for the rest of its period', async () => {
    const { real, stage } = await stageOf(specOf('api', { alive: probe({ kind: 'notify' }, { periodMs: 3_000 }) }));
    await real.sleep(NIGHT_MS);
    await real.advance(1_500);
    expect(stage.info('api').status).toBe('running');
    await real.advance(2_000);
    expect(stage.info('api').status).toBe('crashed');
  });

  it('a dependency is waited for as long as was left', async () => {
    const { real, stage } = await stageOf(
      specOf('db', { ready: probe(LOG, {}) }),
      specOf('api', { dependsOn: [{ process: 'db', condition: 'ready', ...USUAL, timeoutMs: 5_000 }] }),
    );
    await real.sleep(NIGHT_MS);
    await real.advance(4_400);
    expect(stage.info('api').status).toBe('pending');
    await real.advance(1_100);
    expect(stage.info('api').status).toBe('skipped');
  });

  it('a process that is stopping has the rest of its grace period', async () => {
    const { real, stage } = await stageOf(specOf('stubborn'));
    void stage.supervisor.stop(['stubborn']);
    await stage.settle();
    await real.sleep(NIGHT_MS);
    expect(stage.info('stubborn').status).toBe('stopping');
    expect(stage.children.last('stubborn').signals).toEqual(['SIGTERM']);
  });
});
