import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Project } from './project.ts';
import { until } from './until.ts';

export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

/** A terminal of its own server, which ends with it. */
export class Tmux implements Disposable {
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

  /** Gives it another size. */
  resize(columns: number, rows: number): void {
    this.#run('resize-window', '-x', String(columns), '-y', String(rows));
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
