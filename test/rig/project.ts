/** A temporary project and the real pom: what every black-box test stands on. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ChildServer } from './command.ts';
import { type RigPaths, rigEnvironment } from './environment.ts';
import type { ObedientChild } from './obedient-child.ts';
import { PomProcess, type PomResult, type RunOptions } from './pom-process.ts';
import { describeEntry, survivorsOf, type TableEntry } from './process-table.ts';

const CHECKOUT = path.join(import.meta.dirname, '..', '..');
const POM = path.join(CHECKOUT, 'bin', 'pom.js');

/** File contents by path relative to the project. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/**
 * Makes a project of these files, with sockets and state of its own. Dispose of it with `await using`: that ends its
 * session and fails the test when anything of the project is left alive.
 */
export async function createProject(files: Files = {}): Promise<Project> {
  if (!existsSync(path.join(CHECKOUT, 'dist', 'pom.cjs'))) {
    throw new Error('dist/pom.cjs is missing: run "npm run build" before these tests ("npm test" does it by itself)');
  }
  // Not below TMPDIR, which is long on some systems: socket paths must stay under 104 bytes.
  const root = await mkdtemp(path.join(await realpath('/tmp'), 'rig-'));
  const paths = {
    root,
    runtime: path.join(root, 'run'),
    state: path.join(root, 'state'),
    bin: path.join(root, 'bin'),
    socket: path.join(root, 'children'),
  };
  const dir = path.join(root, 'project');
  await Promise.all([dir, paths.bin].map((folder) => mkdir(folder)));
  await Promise.all([paths.runtime, paths.state].map((folder) => mkdir(folder, { mode: 0o700 })));
  await symlink(POM, path.join(paths.bin, 'pom'));
  const project = new Project(dir, paths, await ChildServer.listen(paths.socket));
  await project.write(files);
  return project;
}

/** See `createProject`. */
export class Project {
  /** Absolute: where its pom.yaml is. */
  readonly dir: string;
  /** What its programs see; the runtime directory is in `XDG_RUNTIME_DIR`. */
  readonly env: Readonly<Record<string, string>>;
  readonly #root: string;
  readonly #children: ChildServer;
  readonly #started: PomProcess[] = [];

  constructor(dir: string, paths: RigPaths, children: ChildServer) {
    this.dir = dir;
    this.env = rigEnvironment(paths);
    this.#root = paths.root;
    this.#children = children;
  }

  /** Adds files, or overwrites them in place. */
  async write(files: Files): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      const file = this.path(name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
    }
  }

  /** Absolute path of a file of the project. */
  path(...names: readonly string[]): string {
    return path.join(this.dir, ...names);
  }

  /** Runs a pom command to its end. */
  pom(args: readonly string[], options: RunOptions = {}): Promise<PomResult> {
    return this.spawnPom(args, options).exited;
  }

  /** Runs a pom command with `--json` and parses the one document that it prints. */
  async json<T>(args: readonly string[], options: RunOptions = {}): Promise<T> {
    const { stdout, stderr } = await this.pom([...args, '--json'], options);
    try {
      return JSON.parse(stdout) as T;
    } catch {
      throw new Error(`pom ${args.join(' ')} --json printed no JSON document:\n${stdout}\nstderr:\n${stderr}`);
    }
  }

  /** Starts a pom command that stays. */
  spawnPom(args: readonly string[], options: RunOptions = {}): PomProcess {
    return this.#spawn([process.execPath, POM, ...args], `pom ${args.join(' ')}`, options);
  }

  /** Runs a script in `sh`, to which `pom` is a command like any other. */
  sh(script: string, options: RunOptions = {}): Promise<PomResult> {
    return this.spawnSh(script, options).exited;
  }

  /** Starts a script in `sh` that stays; one that ends in `exec pom …` is that pom. */
  spawnSh(script: string, options: RunOptions = {}): PomProcess {
    return this.#spawn(['/bin/sh', '-c', script], script, options);
  }

  /** The next start of the command that `pom.yaml` holds as `obey(name)`. */
  spawned(name: string): Promise<ObedientChild> {
    return this.#children.next(name);
  }

  /** How many starts of it `spawned` would return at once. */
  unseen(name: string): number {
    return this.#children.waiting(name);
  }

  /** Waits until pom has stored a line like this of the process; from the first line on. */
  async logged(name: string, pattern: RegExp): Promise<string> {
    const follower = this.spawnPom(['logs', name, '-f', '--lines', 'all']);
    try {
      return await follower.stdout.waitForLine(pattern);
    } finally {
      follower.kill('SIGKILL');
    }
  }

  /** Starts a background session and returns when everything in it is ready or completed. */
  async up(...args: readonly string[]): Promise<PomResult> {
    const result = await this.pom(['up', '-d', '--wait', ...args]);
    if (result.exitCode !== 0) throw new Error(`pom up -d --wait ended with ${result.exitCode}:\n${result.stderr}`);
    return result;
  }

  /**
   * Ends the session by `pom down`, and whatever is left by pid.
   *
   * @throws when something of the project outlived `pom down`.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const started of this.#started) if (!started.hasExited) started.kill('SIGTERM');
    await Promise.allSettled(this.#started.map((started) => started.exited));
    if (survivorsOf(this.#root).length > 0) await this.pom(['down']);
    const survivors = await this.#survivorsInAMoment();
    for (const { pid } of survivors) killForGood(pid);
    const lastWords = survivors.length > 0 ? await this.#sessionLog() : '';
    await this.#children.close();
    await rm(this.#root, { recursive: true, force: true });
    if (survivors.length > 0) {
      throw new Error(
        `left of the project after "pom down":\n${survivors.map(describeEntry).join('\n')}\n${lastWords}`,
      );
    }
  }

  /** The session's own process ends after it has answered; what is still there in a while is there for good. */
  async #survivorsInAMoment(): Promise<readonly TableEntry[]> {
    const deadline = performance.now() + 1000;
    for (;;) {
      const survivors = survivorsOf(this.#root);
      if (survivors.length === 0 || performance.now() > deadline) return survivors;
      await setTimeout(10);
    }
  }

  /** What background sessions had to say, which is nothing unless they died. */
  async #sessionLog(): Promise<string> {
    const runtime = path.join(this.#root, 'run');
    const files = (await readdir(runtime, { recursive: true })).filter((file) => file.endsWith('session.log'));
    const texts = await Promise.all(files.map((file) => readFile(path.join(runtime, file), 'utf8')));
    return texts.join('\n');
  }

  #spawn(argv: readonly string[], title: string, { cwd, env, stdin }: RunOptions): PomProcess {
    const program = new PomProcess(argv, title, {
      cwd: cwd ?? this.dir,
      env: { ...this.env, ...env },
      ...(stdin === undefined ? {} : { stdin }),
    });
    this.#started.push(program);
    return program;
  }
}

function killForGood(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
