import { describe, expect, it } from '@jest/globals';
import type { ProbeRecord, ProbeSpec } from '../../src/model/probe-spec.ts';
import type { RunRecord } from '../../src/model/process-status.ts';
import { err } from '../../src/model/result.ts';
import { ALWAYS, specOf } from './specs.ts';
import { Stage } from './stage.ts';

const NEVER_READY: ProbeSpec = {
  checks: [{ kind: 'log', pattern: 'ready' }],
  initialDelayMs: 0,
  periodMs: 1_000,
  timeoutMs: 1_000,
  successes: 1,
  failures: 3,
  deadlineMs: null,
};

function stageOf(...args: ConstructorParameters<typeof Stage>) {
  const runs = new Map<number, RunRecord>();
  const probes: ProbeRecord[] = [];
  const stage = new Stage(args[0], {
    ...args[1],
    onRun: (_, record) => runs.set(record.run, record),
    onProbe: (_, record) => probes.push(record),
  });
  return { stage, probes, told: () => [...runs.values()] };
}

describe('what is told of runs', () => {
  it('is what the report has of them, whatever becomes of them', async () => {
    const { stage, told } = stageOf([specOf('api', { restart: ALWAYS })]);
    await stage.up();
    stage.children.last('api').exit(1);
    await stage.settle();
    await stage.clock.advance(100);
    stage.children.last('api').killedBy('SIGKILL');
    await stage.settle();
    await stage.clock.advance(1_000);
    await stage.finish(stage.supervisor.restart(['api'], { reason: 'file-changed', file: 'api.js' }));
    expect(told()).toHaveLength(4);
    expect(told()).toEqual(stage.supervisor.report('api')?.runs);
  });

  it('is that they have begun, even when they could not be spawned', async () => {
    const readEnvironment = () => err({ reason: 'bad-environment', detail: 'PORT is not set' } as const);
    const { stage, told } = stageOf([specOf('api')], { readEnvironment });
    await stage.up();
    expect(told()).toEqual(stage.supervisor.report('api')?.runs);
    expect(told()).toMatchObject([{ run: 1, cause: { reason: 'spawn-failed' } }]);
  });
});

describe('what is told of probes', () => {
  it('is each answer, as the report has it', async () => {
    const { stage, probes } = stageOf([specOf('api', { ready: NEVER_READY })]);
    await stage.up();
    await stage.clock.advance(3_500);
    expect(probes).toHaveLength(4);
    expect(probes).toEqual(stage.supervisor.report('api')?.probes);
  });
});
