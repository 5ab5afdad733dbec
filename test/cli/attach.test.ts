/** The terminal of a process, attached to in a real terminal. */
import { expect, it } from '@jest/globals';
import { createProject } from '../rig/project.ts';
import { hasTmux, Tmux } from '../rig/tmux.ts';
import { fixture } from '../supervisor/real-stage.ts';
import { describeWithTerminals } from '../supervisor/terminal/needs-terminals.ts';
import type { PsAnswer } from './answers.ts';
import { processIn } from './answers.ts';

const CONFIG = `
processes:
  repl:
    command: [node, ${fixture('terminal-repl.cjs')}]
    tty: true
    stop: {signal: SIGKILL}
  paint: {command: "printf '\\\\033[?1049h\\\\033[?25lpainted'; exec sleep 1000", tty: true}
  plain: {command: exec sleep 1000}
`;

const SIZE = { columns: 100, rows: 30 };

describeWithTerminals('pom attach NAME', () => {
  const inTerminal = hasTmux ? it : it.skip;

  inTerminal('types, shows, interrupts, and leaves the process running', async () => {
    await using project = await createProject({ 'pom.yaml': CONFIG });
    await project.up();
    await project.logged('repl', /welcome/);
    using terminal = new Tmux(project, 'pom attach repl; stty -a | grep -o -w -e -*icanon -e -*echo', SIZE);
    await terminal.shows('attached to repl; ctrl-\\ leaves');
    await terminal.shows('welcome to run 1');
    terminal.keys('hello', 'Enter');
    await terminal.shows('answer <hello>');
    terminal.keys('C-c');
    await terminal.shows('interrupted');
    terminal.keys('C-\\');
    const screen = await terminal.shows('ended with 0');
    expect(screen).toMatch(/left repl, which goes on\n(icanon\necho|echo\nicanon)\n/);
    expect(processIn(await project.json<PsAnswer>(['ps']), 'repl').status).toBe('running');
  });

  inTerminal('tells the process the size of the terminal, whenever it changes', async () => {
    await using project = await createProject({ 'pom.yaml': CONFIG });
    await project.up();
    await project.logged('repl', /welcome/);
    using terminal = new Tmux(project, 'pom attach repl', SIZE);
    await terminal.shows('30 100');
    terminal.resize(90, 20);
    await terminal.shows('20 90');
  });

  inTerminal('stays over a restart, and ends with the session', async () => {
    await using project = await createProject({ 'pom.yaml': CONFIG });
    await project.up();
    await project.logged('repl', /welcome/);
    using terminal = new Tmux(project, 'pom attach repl', SIZE);
    await terminal.shows('welcome to run 1');
    await project.pom(['restart', 'repl']);
    await terminal.shows('welcome to run 2');
    expect(terminal.screen()).toContain('run 2 of repl');
    await project.pom(['stop', 'repl']);
    await terminal.shows('repl was killed by SIGKILL; waiting for its next run');
    await project.pom(['down']);
    await terminal.shows('ended with 0');
    expect(terminal.screen()).toContain('the session has ended');
  });

  inTerminal('gives the terminal back though the process had taken the whole screen', async () => {
    await using project = await createProject({ 'pom.yaml': CONFIG });
    await project.up();
    using terminal = new Tmux(project, 'echo before; pom attach paint --detach-keys ctrl-p,q', SIZE);
    await terminal.shows('painted');
    expect(terminal.screen()).not.toContain('before');
    terminal.keys('C-p', 'q');
    await terminal.shows('ended with 0');
    expect(terminal.screen()).toContain('before');
    expect(terminal.screen()).not.toContain('painted');
  });

  it('says that a process has no terminal, and that there is none to show it on', async () => {
    await using project = await createProject({ 'pom.yaml': CONFIG });
    await project.up();
    expect(await project.pom(['attach', 'repl'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('this is no terminal'),
    });
    expect(await project.pom(['attach', 'repl', '--detach-keys', 'ctrl-?'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('"ctrl-?" is no key'),
    });
    if (!hasTmux) return;
    using terminal = new Tmux(project, 'pom attach plain', SIZE);
    await terminal.shows('"plain" has no terminal; give it "tty: true"');
    await terminal.shows('ended with 1');
  });
});
