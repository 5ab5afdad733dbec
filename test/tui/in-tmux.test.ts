import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createProject, type Project } from '../rig/project.ts';
import { until } from '../rig/until.ts';

const hasTmux = spawnSync('tmux', ['-V']).status === 0;

const CONFIG = `
processes:
  ticker:
    command: "echo the first tick; exec sleep 1000"
  crasher:
    command: "echo fatal: no database >&2; exit 3"
    restart: { policy: on-failure, backoff: { initial: 30s } }
  hostile:
    command: "printf '\\\\033]52;c;aGk=\\\\007\\\\033]0;title\\\\007\\\\033[?1049h\\\\033c\\\\033[31mstill text\\\\033[0m\\\\n'; exec sleep 1000"
`;

/** A terminal of its own server, which ends with it. */
class Tmux implements Disposable {
  readonly #project: Project;
  readonly #socket: string;

  constructor(project: Project, command: string, size: { readonly columns: number; readonly rows: number }) {
    this.#project = project;
    this.#socket = path.join(project.dir, '..', 'tmux');
    const { columns, rows } = size;
    this.#run(
      'new-session',
      '-d',
      '-x',
      String(columns),
      '-y',
      String(rows),
      `${command}; echo ended with $?; exec cat`,
    );
  }

  keys(...keys: readonly string[]): void {
    this.#run('send-keys', ...keys);
  }

  screen(): string {
    return this.#run('capture-pane', '-p');
  }

  async shows(text: string | RegExp): Promise<string> {
    const there = () => (typeof text === 'string' ? this.screen().includes(text) : text.test(this.screen()));
    await until(there, `the screen to show ${text}`, () => this.screen());
    return this.screen();
  }

  [Symbol.dispose](): void {
    spawnSync('tmux', ['-S', this.#socket, 'kill-server']);
  }

  #run(...args: readonly string[]): string {
    // Inside another tmux, this one would take the other's options.
    const { TMUX: _, ...env } = { ...process.env, ...this.#project.env, TERM: 'xterm-256color' } as NodeJS.ProcessEnv;
    return execFileSync('tmux', ['-S', this.#socket, '-f', '/dev/null', ...args], {
      cwd: this.#project.dir,
      env,
      encoding: 'utf8',
    });
  }
}

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
