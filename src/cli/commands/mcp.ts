import path from 'node:path';
import { Command } from 'clipanion';
import { ExitCode } from '../exit-code.ts';
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
      openSession: () => this.connect(),
      directory: path.resolve(this.context.cwd, this.directory ?? ''),
      version,
      now: Date.now,
      input: this.context.input,
      output: this.context.stdout as NodeJS.WriteStream,
      onProblem: (message) => this.warn(message),
    });
    return ExitCode.done;
  }
}
