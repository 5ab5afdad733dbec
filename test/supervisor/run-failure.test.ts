import { describe, expect, it } from '@jest/globals';
import { err } from '../../src/model/result.ts';
import { ALWAYS, specOf } from './specs.ts';
import { Stage } from './stage.ts';

function stageOf(...args: ConstructorParameters<typeof Stage>) {
  const failed: string[] = [];
  const stage = new Stage(args[0], { ...args[1], onRunFailed: (name, run) => failed.push(`${name} ${run}`) });
  return { stage, failed };
}

describe('that a run went badly', () => {
  it('is told of an exit that is no success, after everything that it printed', async () => {
    const { stage, failed } = stageOf([specOf('job', { successExitCodes: [0, 3], restart: ALWAYS })]);
    await stage.up();
    stage.children.last('job').exit(3);
    await stage.settle();
    await stage.clock.advance(100);
    expect(failed).toEqual([]);
    stage.children.last('job').exit(1);
    await stage.settle();
    expect(failed).toEqual(['job 2']);
  });

  it('is told when it could not be spawned', async () => {
    const readEnvironment = () => err({ reason: 'bad-environment', detail: 'PORT is not set' } as const);
    const { stage, failed } = stageOf([specOf('job')], { readEnvironment });
    await stage.up();
    expect(failed).toEqual(['job 1']);
  });

  it('is told when somebody else killed it', async () => {
    const { stage, failed } = stageOf([specOf('job')]);
    await stage.up();
    stage.children.last('job').killedBy('SIGKILL');
    await stage.settle();
    expect(failed).toEqual(['job 1']);
  });

  it('is not told when it was stopped or restarted by wish', async () => {
    const { stage, failed } = stageOf([specOf('job')]);
    await stage.up();
    await stage.finish(stage.supervisor.restart(['job']));
    await stage.finish(stage.supervisor.stop(['job']));
    expect(failed).toEqual([]);
  });
});
