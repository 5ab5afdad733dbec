import { Command, Option } from 'clipanion';
import { findProject } from '../../config/find-project.ts';
import { connectSession, type RemoteSession } from '../../ipc/client.ts';
import { type RuntimeEnvironment, sessionDirectory } from '../../ipc/socket-path.ts';
import type { Failure } from '../../model/failure.ts';
import type { Result } from '../../model/result.ts';
import { safeLines } from '../../util/terminal-text.ts';
import { failureFacts } from '../../wire/facts.ts';
import { toJson } from '../../wire/json.ts';
import type { PomContext } from '../context.ts';
import { exitCodeOfFailure } from '../exit-code.ts';
import { Output } from '../output.ts';
import { failureText } from '../render/failure.ts';

/** How long a session may take to answer its first request before it counts as stuck. */
const HANDSHAKE_TIMEOUT_MS = 2_000;

/** A mistake in how a command was called, found after the grammar had accepted it. */
export class Misuse extends Error {}

/** What every command has: `-f`, `-C`, `--json`, and one way to fail. */
export abstract class PomCommand extends Command<PomContext> {
  readonly file = Option.Array('-f,--file', {
    description: 'A configuration file, instead of the one found by walking up; several are merged, later ones win.',
  });
  readonly directory = Option.String('-C,--directory', { description: 'Act as if called in this directory.' });
  readonly json = Option.Boolean('--json', false, { description: 'Print JSON.' });

  #output: Output | null = null;

  get output(): Output {
    this.#output ??= new Output(this.context.stdout);
    return this.#output;
  }

  /** Does what the command is for. @returns the exit code. @throws {Misuse} */
  protected abstract perform(): Promise<number>;

  async execute(): Promise<number> {
    try {
      return await this.perform();
    } catch (error) {
      if (error instanceof Misuse) return this.fail({ reason: 'bad-request', detail: error.message });
      return crash(error);
    }
  }

  /** The configuration files this call is about, the main one first. */
  protected findFiles(): Result<readonly string[], Failure> {
    return findProject({ cwd: this.context.cwd, directory: this.directory ?? null, files: this.file ?? [] });
  }

  /** Says what went wrong, on standard error, or on standard output as JSON. @returns the exit code. */
  protected async fail(failure: Failure): Promise<number> {
    if (this.json) await this.output.line(toJson({ error: failureFacts(failure) }));
    else this.context.stderr.write(`${safeLines(await failureText(failure, this.context.color))}\n`);
    return exitCodeOfFailure(failure);
  }

  /** Prints `value` as JSON when asked for, and `text()` otherwise: of that only text and colours, whoever wrote it. */
  protected async print(value: unknown, text: () => string): Promise<void> {
    const rendered = this.json ? toJson(value) : safeLines(text());
    if (rendered !== '') await this.output.line(rendered);
  }

  protected warn(message: string): void {
    this.context.stderr.write(`pom: ${safeLines(message)}\n`);
  }

  /**
   * Speaks to the running session of the project. The caller closes it.
   *
   * @param environment where sessions are looked for.
   */
  protected async connect(environment: RuntimeEnvironment = this.context.env): Promise<Result<RemoteSession, Failure>> {
    const files = this.findFiles();
    if (!files.ok) return files;
    const directory = sessionDirectory(files.value[0] ?? '', environment);
    if (!directory.ok) return directory;
    return connectSession(directory.value.socketPath, { handshakeTimeoutMs: HANDSHAKE_TIMEOUT_MS });
  }
}

/** A bug of ours goes where every exception goes that nobody catches, which ends this process. Clipanion would print it. */
function crash(error: unknown): Promise<never> {
  queueMicrotask(() => {
    throw error;
  });
  return new Promise(() => {});
}
