import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeInBrowser } from '../../../rig/browser.ts';
import { openPage, whereIs } from '../../../rig/page.ts';
import { createProject, type Project } from '../../../rig/project.ts';

const CONFIG = `
processes:
  web: {command: "echo hello; exec sleep 1000"}
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
    await tab.page.getByText('live').waitFor();
    const { origin } = await whereIs(project);
    expect(tab.page.url()).toBe(`${origin}/`);
  });
});
