import { describe, expect, it } from '@jest/globals';
import { type PsAnswer, processIn } from '../cli/answers.ts';
import { copyOfExample } from './example.ts';

const statuses = (answer: PsAnswer) => Object.fromEntries(answer.processes.map(({ name, status }) => [name, status]));

describe('examples/monorepo', () => {
  it('merges its files, profiles and environments as its README says', async () => {
    await using project = await copyOfExample('monorepo');
    expect(await project.pom(['check'])).toMatchObject({ exitCode: 0, stderr: '' });
    await project.up();
    expect(statuses(await project.json<PsAnswer>(['ps']))).toEqual({
      shop: 'running',
      'shop-preview': 'disabled',
      mail: 'running',
      report: 'stopped',
      mailbox: 'running',
    });

    const shopDir = project.path('packages', 'shop');
    expect(await project.logged('shop', /is open/)).toBe(
      `[north] Kettle & Co. is open: theme dark, prices in EUR, in ${shopDir}`,
    );
    await project.logged('mail', /mail is sent as help@shop\.example; the theme is none of my business/);
    await project.logged('mail', /^debug: letter/);
    const { stdout } = await project.pom(['env', 'shop'], { cwd: shopDir });
    expect(stdout).toMatch(/^TITLE=.?Kettle & Co\., north.?$/m);
    expect(stdout).toMatch(/^PRICE_SIGN=.?\$.?$/m);

    expect((await project.pom(['start', 'report'])).exitCode).toBe(0);
    expect(await project.logged('report', /./)).toBe('yesterday: 17 orders, 412.30 US$');
    expect((await project.pom(['up', '-d', '--wait', 'shop-preview'])).exitCode).toBe(0);
    expect(await project.logged('shop-preview', /is open/)).toContain('theme next');
  });

  it('starts the preview with its profile, in a region that the environment names', async () => {
    await using project = await copyOfExample('monorepo');
    const { exitCode } = await project.pom(['up', '-d', '--wait', '--profile', 'preview'], {
      env: { REGION: 'south' },
    });
    expect(exitCode).toBe(0);
    expect(processIn(await project.json<PsAnswer>(['ps']), 'shop-preview').status).toBe('running');
    expect(await project.logged('shop-preview', /is open/)).toContain('[south] Kettle & Co. is open: theme next');
  });
});
