import { Command } from 'clipanion';
import { ExitCode } from '../exit-code.ts';
import { version } from '../version.ts';
import { PomCommand } from './pom-command.ts';

export class VersionCommand extends PomCommand {
  static override readonly paths = [['version']];
  static override readonly usage = Command.Usage({
    category: 'About',
    description: 'Print the version of pom.',
  });

  protected async perform(): Promise<number> {
    await this.print({ version, node: process.version }, () => version);
    return ExitCode.done;
  }
}
