import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeInBrowser } from '../../../rig/browser.ts';
import { obey } from '../../../rig/command.ts';
import { openPage } from '../../../rig/page.ts';
import { createProject, type Project } from '../../../rig/project.ts';

const CONFIG = `
reload: manual
processes:
  web: {command: '${obey('web')}'}
  other: {command: "echo elsewhere; exec sleep 1000", depends_on: [web]}
`;

let project: Project;

beforeAll(async () => {
  project = await createProject({ 'pom.yaml': CONFIG });
  await project.up('--http=127.0.0.1:0');
  const first = await project.spawned('web');
  await first.print('alas\n', 'stderr');
  await first.exit(3);
  await project.pom(['wait', 'web', '--for', 'exit']);
  await project.pom(['start', 'web']);
  await (await project.spawned('web')).print('again\n');
  await project.logged('web', /again/);
});

afterAll(() => project[Symbol.asyncDispose]());

describeInBrowser('what happened over time', (browser) => {
  it('has a bar for a run that crashed, which leads to what it wrote', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    const log = page.getByRole('log');
    await log.getByText('again').waitFor();
    await page.getByRole('link', { name: /^web, run 1: .*exited with code 3/ }).click();
    await log.getByText('elsewhere').waitFor({ state: 'detached' });
    await log.getByText('again').waitFor({ state: 'detached' });
    await log.getByText('alas').waitFor();
    expect(page.url()).toMatch(/#process=web&since=.+&until=.+/);
  });

  it('limits the log to the time over which somebody drags', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    const log = page.getByRole('log');
    await log.getByText('again').waitFor();
    await page.getByRole('link', { name: /^web, run 2/ }).waitFor();
    const box = await page.getByRole('region', { name: 'runs over time' }).boundingBox();
    if (box === null) throw new Error('the timeline is not in sight');
    const y = box.y + box.height / 2;
    // Until now: nothing has happened in the last fifth of the time that is in sight, or it has.
    await page.mouse.move(box.x + box.width - 2, y);
    await page.mouse.down();
    await page.mouse.move(box.x + 110, y, { steps: 5 });
    await page.mouse.up();
    await tab.holds('/since=.+&until=.+/.test(location.hash)');
    await page.getByRole('slider', { name: 'end of the span' }).waitFor();
    await log.getByText('again').waitFor();
    await page.keyboard.press('Escape');
    await tab.holds('!location.hash.includes("since")');
  });

  it('shows a reload as it comes', async () => {
    await using tab = await openPage(project, browser());
    const { page } = tab;
    await page.getByRole('link', { name: /^web, run 2/ }).waitFor();
    await project.write({ 'pom.yaml': `${CONFIG}  added: {command: "exec sleep 1000"}\n` });
    await project.pom(['reload']);
    await page
      .getByRole('img', { name: /a reload added added$/ })
      .first()
      .waitFor();
    await page.getByRole('link', { name: /^added, run 1/ }).waitFor();
  });
});

describeInBrowser('what there is to know of one process', (browser) => {
  it('says why it has crashed, and starts it', async () => {
    await using own = await createProject({
      'pom.yaml': 'processes:\n  broken: {command: "echo no such database >&2; exit 3"}\n',
    });
    expect(await own.pom(['up', '-d', '--http'])).toMatchObject({ exitCode: 0 });
    await own.pom(['wait', 'broken', '--for', 'exit']);
    await using tab = await openPage(own, browser());
    const { page } = tab;
    await page.getByRole('button', { name: /^broken crashed/ }).click();
    const about = page.getByRole('region', { name: 'about broken' });
    await about.getByText('broken exited with code 3').first().waitFor();
    await about.getByText('no such database').waitFor();
    await about.getByRole('button', { name: 'start', exact: true }).click();
    await page.getByRole('link', { name: /^broken, run 2|^broken: 2 runs/ }).waitFor();
  });
});
