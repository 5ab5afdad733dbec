/** What processes use, as people and scripts are told. */
import { describe, expect, it } from '@jest/globals';
import { createProject } from '../rig/project.ts';
import { hasTmux, Tmux } from '../rig/tmux.ts';
import { TIMESTAMP } from './answers.ts';

interface TopAnswer {
  readonly at: string;
  readonly processes: readonly {
    readonly name: string;
    readonly status: string;
    readonly pid: number | null;
    readonly cpu: number | null;
    readonly memory: number | null;
    readonly os_processes: number | null;
  }[];
}

// The second of the two children of "tree" has a session of its own: its group tells nothing of it.
const CONFIG = `
name: shop
processes:
  tree:
    command: |
      trap 'kill $!; exit' TERM
      sleep 1000 &
      setsid sleep 1000 &
      echo grown
      wait
  leaf: {command: exec sleep 1000}
  spare: {command: exec sleep 1000, autostart: false}
`;

describe('pom top', () => {
  const inTerminal = hasTmux ? it : it.skip;

  it('counts what has left the process group, for some names or all', async () => {
    await using project = await createProject({ 'pom.yaml': CONFIG });
    await project.up();
    await project.logged('tree', /grown/);
    // Whoever looks in the same second as somebody else sees what that one saw.
    const top = project.spawnPom(['top', '--json', '--sort', 'name', '--interval', '1s']);
    const grown = await top.stdout.waitForLine(/"name":"tree"[^}]*"os_processes":3/);
    top.kill('SIGTERM');
    const { at, processes }: TopAnswer = JSON.parse(grown);
    expect(at).toMatch(TIMESTAMP);
    expect(processes.map(({ name, os_processes }) => [name, os_processes])).toEqual([
      ['leaf', 1],
      ['spare', null],
      ['tree', 3],
    ]);
    const [leaf, spare, tree] = processes;
    expect(tree?.memory).toBeGreaterThan(leaf?.memory ?? 0);
    expect(spare).toEqual({ name: 'spare', status: 'stopped', pid: null, cpu: null, memory: null, os_processes: null });
    const some = await project.json<TopAnswer>(['top', 'l*', '--once']);
    expect(some.processes.map(({ name }) => name)).toEqual(['leaf']);
  });

  it('is one table where there is no terminal', async () => {
    await using project = await createProject({ 'pom.yaml': CONFIG });
    await project.up();
    const { stdout, stderr, exitCode } = await project.pom(['top']);
    const [header = '', ...rows] = stdout.trimEnd().split('\n');
    expect(header.trim().split(/\s+/)).toEqual('PID NAME STATUS PROCS CPU MEM'.split(' '));
    expect(rows).toHaveLength(4);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });

  it('prints a document per interval, and ends with the session', async () => {
    await using project = await createProject({ 'pom.yaml': CONFIG });
    await project.up();
    const top = project.spawnPom(['top', '--json', '--interval', '1s']);
    await top.stdout.waitForLine(/"at"/);
    await project.pom(['stop', 'leaf']);
    await top.stdout.waitForLine(/"name":"leaf","status":"stopped"/);
    await project.pom(['down']);
    const { stdout, exitCode } = await top.exited;
    for (const line of stdout.trimEnd().split('\n')) expect(JSON.parse(line).processes).toHaveLength(3);
    expect(exitCode).toBe(0);
  });

  inTerminal('follows and sorts on a terminal until q or Ctrl-C, and gives it back', async () => {
    await using project = await createProject({ 'pom.yaml': CONFIG });
    await project.up();
    using terminal = new Tmux(project, 'echo before; pom top --interval 1s; echo between; pom top', {
      columns: 100,
      rows: 30,
    });
    await terminal.shows('shop: by cpu');
    terminal.keys('n');
    await terminal.shows(/shop: by name[\s\S]* leaf [\s\S]* spare [\s\S]* tree /);
    terminal.keys('m');
    await terminal.shows(/shop: by memory[\s\S]* tree [\s\S]* leaf [\s\S]* spare /);
    await project.pom(['start', 'spare']);
    await terminal.shows(/\d+ +spare +running/);
    terminal.keys('q');
    await terminal.shows('shop: by cpu');
    terminal.keys('C-c');
    await terminal.shows('ended with 0');
    expect(terminal.screen()).toMatch(/before\nbetween\n/);
    expect(terminal.screen()).not.toContain('by memory');
  });

  inTerminal('ends with the session', async () => {
    await using project = await createProject({ 'pom.yaml': CONFIG });
    await project.up();
    using terminal = new Tmux(project, 'pom top --interval 1s', { columns: 100, rows: 30 });
    await terminal.shows('shop: by cpu');
    await project.pom(['down']);
    await terminal.shows('the session has ended');
    await terminal.shows('ended with 0');
  });

  it('says what is wrong with an interval, an order or a name, and that nothing runs', async () => {
    await using project = await createProject({ 'pom.yaml': CONFIG });
    expect(await project.pom(['top'])).toMatchObject({ exitCode: 3 });
    await project.up();
    const wrong = async (...args: readonly string[]) => {
      const { stderr, exitCode } = await project.pom(['top', ...args]);
      return [stderr.trim(), exitCode];
    };
    expect(await wrong('--interval', 'soon')).toEqual([
      'pom: --interval takes a duration such as 5s or 1m30s, not "soon"',
      2,
    ]);
    expect(await wrong('--interval', '10ms')).toEqual([
      'pom: --interval takes a duration of at least 1s, not "10ms"',
      2,
    ]);
    expect(await wrong('--sort', 'age')).toEqual(['pom: --sort takes cpu, memory, name, not "age"', 2]);
    expect(await wrong('leef')).toEqual([expect.stringContaining('did you mean "leaf"?'), expect.any(Number)]);
  });
});
