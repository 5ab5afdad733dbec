import { constants } from 'node:os';
import path from 'node:path';
import { Command, Option } from 'clipanion';
import type { LoadedProject } from '../../config/index.ts';
import type { Exit } from '../../model/exit.ts';
import type { Failure } from '../../model/failure.ts';
import { ALL_LOGS } from '../../model/logs-request.ts';
import { ok, type Result } from '../../model/result.ts';
import { outcomeFacts } from '../../wire/facts.ts';
import type { EndSignal } from '../context.ts';
import { ExitCode, exitCodeOfOutcomes, SIGNAL_EXIT_CODE } from '../exit-code.ts';
import { printLogs } from '../foreground.ts';
import { startGuarded } from '../guarded-start.ts';
import { Output } from '../output.ts';
import { commandEnvironment } from '../project-run/command-environment.ts';
import { ForegroundCommand, type NotStarted } from '../project-run/foreground-command.ts';
import { type HeldProject, holdOwn, holdShared } from '../project-run/held-project.ts';
import { renderUnready } from '../project-run/unready.ts';
import { ConfigurationCommand } from './configuration-command.ts';
import { timeoutOption } from './option-values.ts';
import { Misuse } from './pom-command.ts';

/** While a session starts or ends it holds the lock and does not answer: how long, and how often, to look again. */
const CHANGEOVER_MS = 15_000;
const LOOK_EVERY_MS = 50;

/** As shells have it. */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

export class RunCommand extends ConfigurationCommand {
  static override readonly paths = [['run']];
  static override readonly usage = Command.Usage({
    category: 'Run',
    description:
      'Bring the project up, run a command when it is ready, take it down, exit with the code of the command.',
    details: `
      Names before "--" are the processes to bring up, with what they need; none: everything. On a running session it
      starts what is missing, and stops that again.

      The command has your environment with that of the project over it (".env", "env_file", "env"), POM_PROJECT,
      POM_SOCKET, and POM_PORT_NAME for each port. If the project cannot get ready the command is not run: exit code 6,
      or 5 when it took too long. A command that is not found is 127.

      Ctrl-C ends the command, then the project; a second one kills at once.
    `,
    examples: [
      ['Tests against everything', 'pom run -- npm test'],
      ['Against the database alone', 'pom run --timeout 60s db -- ./migrate --dry-run'],
    ],
  });

  readonly words = Option.Rest({ name: 'name' });
  readonly timeout = Option.String('--timeout', { description: 'Give up after this long when it is not ready.' });
  readonly logs = Option.Boolean('--logs', false, {
    description: 'Print what the processes of the project write, on standard error.',
  });

  #received: EndSignal | null = null;
  #held: HeldProject | null = null;
  #command: ForegroundCommand | null = null;
  readonly #interrupted = new AbortController();

  protected async perform(): Promise<number> {
    const timeoutMs = timeoutOption(this.timeout);
    const end = this.words.indexOf('--');
    const argv = end === -1 ? [] : this.words.slice(end + 1);
    if (argv.length === 0) throw new Misuse('say what to run after "--": pom run [NAME…] -- CMD [ARGS…]');
    const loaded = await this.load();
    if (!loaded.ok) return this.fail(loaded.failure);
    const stopListening = this.context.onSignal((signal) => this.#onSignal(signal));
    try {
      const held = await this.#hold(this.words.slice(0, end));
      if (!held.ok) return await this.fail(held.failure);
      return await this.#runIn(held.value, loaded.value, { names: this.words.slice(0, end), argv, timeoutMs });
    } finally {
      stopListening();
    }
  }

  #onSignal(signal: EndSignal): void {
    const isSecond = this.#received !== null && signal === 'SIGINT';
    this.#received ??= signal;
    this.#interrupted.abort();
    if (isSecond) {
      this.#command?.kill();
      this.#held?.kill();
    } else {
      this.#command?.forward(signal);
    }
  }

  async #hold(names: readonly string[]): Promise<Result<HeldProject, Failure>> {
    const giveUpAt = performance.now() + CHANGEOVER_MS;
    for (;;) {
      const running = await this.connect();
      if (running.ok) {
        const held = await holdShared(running.value, names);
        if (!held.ok) running.value.close();
        return held;
      }
      if (running.failure.reason !== 'no-session') return running;
      const started = await this.#start(names);
      if (started.ok || started.failure.reason !== 'session-exists' || performance.now() > giveUpAt) return started;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  async #start(names: readonly string[]): Promise<Result<HeldProject, Failure>> {
    const files = this.findFiles();
    if (!files.ok) return files;
    const started = await startGuarded({
      files: files.value,
      profiles: this.profiles ?? [],
      selection: { targets: names, dependencies: true },
      exitCodeFrom: null,
      http: null,
      environment: this.context.env,
      displayFrom: this.context.cwd,
    });
    if (!started.ok) return started;
    const info = await started.value.control.session();
    if (info.ok) for (const warning of info.value.warnings) this.warn(warning);
    return ok(await holdOwn(started.value));
  }

  async #runIn(held: HeldProject, loaded: LoadedProject, request: RunRequest): Promise<number> {
    this.#held = held;
    const printing = this.logs ? this.#printLogs(held) : Promise.resolve();
    const code = await this.#runWhenReady(held, loaded, request);
    const released = await held.release('the command has ended');
    await printing;
    if (!released.ok && this.#received === null) await this.fail(released.failure);
    return code;
  }

  async #runWhenReady(held: HeldProject, loaded: LoadedProject, request: RunRequest): Promise<number> {
    const { names, argv, timeoutMs } = request;
    const ready = await this.#waitUntilReady(held, names, timeoutMs);
    if (this.#received !== null) return SIGNAL_EXIT_CODE[this.#received];
    if (!ready.ok) return this.fail(ready.failure);
    if (ready.value !== ExitCode.done) return ready.value;
    const env = await commandEnvironment(loaded, held.control, this.context.env);
    if (this.#received !== null) return SIGNAL_EXIT_CODE[this.#received];
    if (!env.ok) return this.fail(env.failure);
    const cwd = path.resolve(this.context.cwd, this.directory ?? '');
    this.#command = new ForegroundCommand({ argv, cwd, env: env.value, enlist: held.enlist });
    const ended = await this.#command.ended();
    this.#command = null;
    return ended.ok ? exitCodeOf(ended.value) : this.#notStarted(argv[0] ?? '', ended.failure);
  }

  async #waitUntilReady(
    { control }: HeldProject,
    names: readonly string[],
    timeoutMs: number | null,
  ): Promise<Result<number, Failure>> {
    const listed = await control.list(names);
    if (!listed.ok) return listed;
    const wanted = listed.value.filter(({ wanted }) => wanted === 'up').map(({ name }) => name);
    if (wanted.length === 0) return ok(ExitCode.done);
    const settled = await control.wait(wanted, 'ready', timeoutMs, this.#interrupted.signal);
    if (!settled.ok) return settled;
    const code = exitCodeOfOutcomes(settled.value);
    if (code === ExitCode.done || this.#received !== null) return ok(code);
    if (this.json) await this.print({ processes: outcomeFacts(settled.value) }, () => '');
    else this.context.stderr.write(`${await renderUnready(control, settled.value)}\n`);
    return ok(code);
  }

  async #printLogs({ control, isShared }: HeldProject): Promise<void> {
    const listed = await control.list([]);
    const prefixes = listed.ok ? listed.value.map(({ name }) => name) : [];
    const recent = isShared ? await control.logs({ ...ALL_LOGS, limit: 0 }) : null;
    const after = recent?.ok ? recent.value.next : 0;
    const style = { form: 'text', color: this.context.color, timestamps: false, prefixes } as const;
    await printLogs(control, new Output(this.context.stderr), style, after);
  }

  #notStarted(file: string, { code, detail }: NotStarted): number {
    if (code === 'ENOENT') {
      this.warn(`command not found: ${file}`);
      return NOT_FOUND;
    }
    this.warn(`cannot run ${file}: ${detail}`);
    return code === 'EACCES' ? NOT_EXECUTABLE : ExitCode.failed;
  }
}

interface RunRequest {
  readonly names: readonly string[];
  readonly argv: readonly string[];
  /** Null: no limit. */
  readonly timeoutMs: number | null;
}

function exitCodeOf({ code, signal }: Exit): number {
  return signal === null ? code : 128 + constants.signals[signal];
}
