import { describe, expect, it } from '@jest/globals';
import { terminalTrouble } from '../../src/supervisor/terminal/pty.ts';
import { createProject } from '../rig/project.ts';
import { hasTmux, Tmux } from '../rig/tmux.ts';
import { until } from '../rig/until.ts';

const CONFIG = `
processes:
  ticker:
    command: "echo the first tick; exec sleep 1000"
  crasher:
    command: "echo fatal: no database >&2; exit 3"
    restart: { policy: on-failure, backoff: { initial: 30s } }
  typed:
    command: 'while read -r line; do echo "read <$line> at $(stty size)"; done'
    tty: true
    autostart: false
  hostile:
    command: "printf '\\\\033]52;c;aGk=\\\\007\\\\033]0;title\\\\007\\\\033[?1049h\\\\033c\\\\033[31mstill text\\\\033[0m\\\\n'; exec sleep 1000"
`;

(hasTmux ? describe : describe.skip)(
  `the dashboard in a terminal${hasTmux ? '' : ' (skipped: tmux is not installed)'}`,
  () => {
    it('shows processes and their log, searches, and stops everything when it is left', async () => {
      await using project = await createProject({ 'pom.yaml': CONFIG });
      using terminal = new Tmux(project, 'pom up', { columns: 80, rows: 24 });
      await terminal.shows('the first tick');
      expect(await terminal.shows(/crasher +retry/)).toContain('fatal: no database');
      terminal.keys('/');
      await terminal.shows(/^ \//m);
      terminal.keys('first');
      await terminal.shows(/match 1 of 1/);
      terminal.keys('C-c');
      terminal.keys('C-c');
      await terminal.shows(/ended with \d+/);
      expect((await project.pom(['ps'])).exitCode).toBe(3);
    });

    it('shows a background session and leaves it running', async () => {
      await using project = await createProject({ 'pom.yaml': CONFIG });
      await project.pom(['up', '-d']);
      using terminal = new Tmux(project, 'pom attach', { columns: 200, rows: 50 });
      await terminal.shows('the first tick');
      await terminal.shows('still text');
      terminal.keys('q');
      await terminal.shows('ended with 0');
      expect((await project.pom(['ps'])).exitCode).toBe(0);
    });

    it('copies the link to the page of a session that has one', async () => {
      await using project = await createProject({ 'pom.yaml': CONFIG });
      await project.pom(['up', '-d', '--http=127.0.0.1:0']);
      const { origin, token } = await project.json<{ origin: string; token: string }>(['open']);
      using terminal = new Tmux(project, 'pom attach', { columns: 100, rows: 24 });
      await terminal.shows('the first tick');
      terminal.keys('p');
      await terminal.shows('Commands');
      terminal.keys('-l', 'copy page');
      await terminal.shows(/› copy page.*\n.*│ copy page link/);
      terminal.keys('Enter');
      expect(await terminal.shows(`copied the link to ${origin}`)).not.toContain(token);
      terminal.keys('q');
      await terminal.shows('ended with 0');
    });

    (terminalTrouble() === null ? it : it.skip)('lends the terminal to a process, and comes back', async () => {
      await using project = await createProject({ 'pom.yaml': CONFIG });
      await project.pom(['up', '-d']);
      await project.pom(['start', 'typed']);
      using terminal = new Tmux(project, 'echo before; pom attach', { columns: 120, rows: 30 });
      await terminal.shows('the first tick');
      terminal.keys('Down', 'Down', 'Down', 'i');
      await terminal.shows('attached to typed; ctrl-\\ comes back');
      // Keys of the dashboard are text here.
      terminal.keys('q', 'x', 'Enter');
      await terminal.shows('read <qx> at 30 120');
      terminal.keys('C-\\');
      await terminal.shows(/crasher +retry/);
      expect(terminal.screen()).toContain('read <qx> at 30 120');
      terminal.keys('q');
      await terminal.shows('ended with 0');
      expect(terminal.screen()).toContain('before');
      expect(terminal.screen()).not.toContain('attached to typed');
    });

    it('stops the project when its terminal is killed', async () => {
      await using project = await createProject({ 'pom.yaml': CONFIG });
      {
        using terminal = new Tmux(project, 'pom up', { columns: 60, rows: 15 });
        await terminal.shows('the first tick');
      }
      await until(
        async () => (await project.pom(['ps'])).exitCode === 3,
        'the session to end',
        () => '',
      );
    });
  },
);
