import { it } from '@jest/globals';
import { describeInBrowser } from '../../../rig/browser.ts';
import { openPage } from '../../../rig/page.ts';
import { createProject } from '../../../rig/project.ts';

const configured = (http: string) => ({
  'pom.yaml': `
reload: manual
http: ${http}
processes:
  web: {command: "exec sleep 1000"}
`,
});

describeInBrowser('a page whose session changes where it listens', (browser) => {
  it('says that the session is elsewhere, and not that it has ended', async () => {
    await using project = await createProject(configured('true'));
    await project.up();
    await using tab = await openPage(project, browser());
    tab.announce(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_SOCKET_NOT_CONNECTED/);
    await tab.page.getByText('live', { exact: true }).waitFor();
    await project.write(configured('{host: localhost}'));
    await project.pom(['reload']);
    await tab.page.getByText('the session is elsewhere now; "pom open" prints the link').waitFor();
  });

  it('asks for the link when the token is another', async () => {
    await using project = await createProject(configured('true'));
    await project.up();
    await using tab = await openPage(project, browser());
    tab.announce(/status of 401/);
    await tab.page.getByText('live', { exact: true }).waitFor();
    await project.write(configured('{token: 0123456789abcdef}'));
    await project.pom(['reload']);
    await tab.page.getByRole('heading', { name: 'The session has another token' }).waitFor();
  });
});
