import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeInBrowser } from '../../../rig/browser.ts';
import { openPage, whereIs } from '../../../rig/page.ts';
import { createProject, type Project } from '../../../rig/project.ts';

const CONFIG = `
processes:
  web: {command: "echo hello; echo world; exec sleep 1000"}
  other: {command: "echo elsewhere; exec sleep 1000"}
`;

let project: Project;

beforeAll(async () => {
  project = await createProject({ 'pom.yaml': CONFIG });
  await project.up('--http=127.0.0.1:0');
});

afterAll(() => project[Symbol.asyncDispose]());

describeInBrowser('the page of a session', (browser) => {
  it('opens by the link of "pom open", without an error', async () => {
    await using tab = await openPage(project, browser());
    await tab.page.getByRole('status').getByText('live').waitFor();
    await tab.page.getByRole('button', { name: 'web running' }).waitFor();
    await tab.page.getByRole('log').getByText('hello').waitFor();
  });

  it('takes the token out of the address', async () => {
    await using tab = await openPage(project, browser());
    await tab.page.getByText('live', { exact: true }).waitFor();
    const { origin, token } = await whereIs(project);
    expect(tab.page.url()).toBe(`${origin}/`);
    await tab.page.reload();
    await tab.page.getByText('live', { exact: true }).waitFor();
    expect(await tab.page.content()).not.toContain(token);
  });

  it('says what to do to somebody without a token', async () => {
    const { origin } = await whereIs(project);
    await using tab = await browser().open(`${origin}/#process=web`);
    await tab.page.getByRole('heading', { name: 'This page needs the token of its session' }).waitFor();
    await tab.page.getByText('pom open', { exact: true }).waitFor();
    expect(await tab.page.getByRole('log').count()).toBe(0);
  });

  it('says what to do to somebody with a token of another session, and forgets it', async () => {
    const { origin } = await whereIs(project);
    await using tab = await browser().open(`${origin}/#token=somebody-elses`);
    tab.announce(/401/);
    await tab.page.getByRole('heading', { name: 'The session has another token' }).waitFor();
    await tab.page.reload();
    await tab.page.getByRole('heading', { name: 'This page needs the token of its session' }).waitFor();
  });

  it('opens at a line by its link, in another tab of the same browser', async () => {
    const window = await browser().window();
    await using tab = await window.open((await whereIs(project)).link);
    const line = tab.page.locator('.line', { hasText: 'world' });
    await line.locator('a.time').click();
    await tab.page.locator('[aria-current=location]', { hasText: 'world' }).waitFor();
    expect(tab.page.url()).toMatch(/#line=\d+$/);
    await using other = await window.open(tab.page.url());
    await other.page.locator('[aria-current=location]', { hasText: 'world' }).waitFor();
  });

  it('has what is looked at in the address, and goes back', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    await page.getByRole('button', { name: /^web running/ }).click();
    await page.getByRole('log').getByText('elsewhere').waitFor({ state: 'detached' });
    expect(page.url()).toMatch(/#process=web$/);
    await page.goBack();
    await page.getByRole('log').getByText('elsewhere').waitFor();
  });

  it('shows the same in two tabs', async () => {
    const window = await browser().window();
    const { link } = await whereIs(project);
    await using one = await window.open(link);
    await using two = await window.open(link);
    await project.pom(['stop', 'other']);
    for (const { page } of [one, two]) {
      await page.bringToFront();
      await page.getByRole('button', { name: /^other stopped/ }).waitFor();
    }
    await project.pom(['start', 'other']);
    for (const { page } of [one, two]) {
      await page.bringToFront();
      await page.getByRole('button', { name: /^other running/ }).waitFor();
    }
  });
});
