import path from 'node:path';
import { Command } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import type { Failure } from '../../model/failure.ts';
import type { Result } from '../../model/result.ts';
import { ExitCode } from '../exit-code.ts';
import { loginRuntime } from '../login-runtime.ts';
import { version } from '../version.ts';
import { Misuse, PomCommand } from './pom-command.ts';

export class McpCommand extends PomCommand {
  static override readonly paths = [['mcp']];
  static override readonly usage = Command.Usage({
    category: 'Look',
    description: 'Serve the Model Context Protocol on standard input and output, for coding agents.',
    details: `
      An agent starts this itself: put it into the agent's configuration. It offers tools to list processes, to read
      their status and logs (with a search and a token budget), to ask why, to wait, and to start, stop and restart them.

      It speaks to the session that runs at the moment of a call, and never starts one. It ends when standard input ends.
    `,
    examples: [
      ['The project of the directory the agent works in', 'pom mcp'],
      ['One certain project', 'pom mcp -C ~/src/shop'],
    ],
  });

  protected async perform(): Promise<number> {
    if (this.json) throw new Misuse('the protocol is JSON anyway: leave out --json');
    const { serveMcp } = await import('../../mcp/index.ts');
    await serveMcp({
      openSession: () => this.#openSession(),
      directory: path.resolve(this.context.cwd, this.directory ?? ''),
      version,
      now: Date.now,
      input: this.context.input,
      output: this.context.stdout as NodeJS.WriteStream,
      onProblem: (message) => this.warn(message),
    });
    return ExitCode.done;
  }

  async #openSession(): Promise<Result<RemoteSession, Failure>> {
    const session = await this.connect();
    const runtime = loginRuntime(this.context.env, process.getuid?.());
    if (session.ok || session.failure.reason !== 'no-session' || runtime === null) return session;
    return this.connect(runtime);
  }
}
