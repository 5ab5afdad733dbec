import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeInBrowser } from '../../../rig/browser.ts';
import { obey } from '../../../rig/command.ts';
import { openPage, whereIs } from '../../../rig/page.ts';
import { createProject, type Project } from '../../../rig/project.ts';

const CONFIG = `
reload: manual
processes:
  web: {command: '${obey('web')}'}
  idle: {command: "exec sleep 1000", autostart: false}
`;

let project: Project;

beforeAll(async () => {
  project = await createProject({ 'pom.yaml': CONFIG });
  await project.up('--http=127.0.0.1:0');
});

afterAll(() => project[Symbol.asyncDispose]());

describeInBrowser('the list of processes', (browser) => {
  it('shows each with its status', async () => {
    await using tab = await openPage(project, browser());
    await tab.page.getByRole('button', { name: /^web running/ }).waitFor();
    await tab.page.getByRole('button', { name: /^idle stopped/ }).waitFor();
  });

  it('starts, restarts and stops by button', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    await page.getByRole('listitem').filter({ hasText: 'idle' }).hover();
    await page.getByRole('button', { name: 'start idle', exact: true }).click();
    await page.getByRole('button', { name: /^idle running/ }).waitFor();
    await page.getByRole('button', { name: 'started idle' }).waitFor();
    await page.getByRole('button', { name: 'restart idle' }).click();
    await page.getByRole('button', { name: 'restarted idle' }).waitFor();
    await page.getByRole('button', { name: /^idle running.*1 restart/ }).waitFor();
    await page.getByRole('button', { name: 'stop idle' }).click();
    await page.getByRole('button', { name: /^idle stopped/ }).waitFor();
  });

  it('starts, restarts and stops by key', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    await page.getByRole('button', { name: /^idle stopped/ }).waitFor();
    await page.keyboard.press('s');
    await page.getByText('select the process to start').waitFor();
    await page.keyboard.press('ArrowUp');
    await page.locator('[aria-pressed=true]', { hasText: 'idle' }).waitFor();
    await page.keyboard.press('s');
    await page.getByRole('button', { name: 'started idle' }).waitFor();
    await page.keyboard.press('r');
    await page.getByRole('button', { name: 'restarted idle' }).waitFor();
    await page.keyboard.press('x');
    await page.getByRole('button', { name: 'stopped idle' }).waitFor();
    await page.getByRole('button', { name: /^idle stopped/ }).waitFor();
  });

  it('shows a crash, and why, and that it goes on', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    const child = await project.spawned('web');
    await page.getByRole('button', { name: /^web running/ }).waitFor();
    await child.print('alas\n', 'stderr');
    await child.exit(3);
    await page.getByRole('button', { name: /^web crashed, exited with code 3/ }).waitFor();
    await page.locator('.line.stderr', { hasText: 'alas' }).waitFor();
    await tab.holds('document.title.startsWith("✗ 1 crashed")');
    await page.getByRole('link', { name: /^web.*code 3/ }).waitFor();
    await project.pom(['start', 'web']);
    await page.getByRole('button', { name: /^web running/ }).waitFor();
    await tab.holds('!document.title.includes("crashed")');
  });

  it('shows what a reload changes', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    await page.getByRole('button', { name: /^idle/ }).waitFor();
    await project.write({ 'pom.yaml': `${CONFIG}  added: {command: "exec sleep 1000"}\n` });
    await page.keyboard.press('L');
    await page.getByText('pom.yaml is applied').waitFor();
    await page.getByRole('button', { name: /^added running/ }).waitFor();
    await project.write({ 'pom.yaml': CONFIG });
    await project.pom(['reload']);
    await page.getByRole('button', { name: /^added/ }).waitFor({ state: 'detached' });
  });

  it('shows a mistake in the configuration where it is, until it is mended', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    await page.getByRole('button', { name: /^idle/ }).waitFor();
    await project.write({ 'pom.yaml': CONFIG.replace('autostart', 'autostrat') });
    await project.pom(['reload']);
    const trouble = page.getByRole('region', { name: 'what is not as it should be' });
    await trouble.getByText('pom.yaml was not applied').waitFor();
    expect(await trouble.textContent()).toContain('pom.yaml:5:38  unknown key "autostrat"');
    await project.write({ 'pom.yaml': CONFIG });
    await project.pom(['reload']);
    await trouble.waitFor({ state: 'detached' });
  });
});

describeInBrowser('a page whose session ends', (browser) => {
  it('says so, and shows the next session when there is one', async () => {
    const config = (port: string | number) => `
http: {port: ${port}, token: 0123456789abcdef}
processes:
  web: {command: "echo run by $NAME; exec sleep 1000"}
`;
    await using own = await createProject({ 'pom.yaml': config(0) });
    await own.up();
    const { origin } = await whereIs(own);
    await using tab = await openPage(own, browser());
    tab.announce(/503|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/);
    await tab.page.getByText('live', { exact: true }).waitFor();
    await own.pom(['down']);
    await tab.page.getByText('the session has ended; waiting for the next one…').waitFor();

    await own.write({ 'pom.yaml': config(new URL(origin).port).replace('web:', 'successor:') });
    await own.up();
    await tab.page.getByRole('button', { name: /^successor running/ }).waitFor();
    await tab.page.getByText('live', { exact: true }).waitFor();
    expect(await tab.page.getByRole('button', { name: /^web/ }).count()).toBe(0);
  });
});
