import { Command } from 'clipanion';
import { ExitCode } from '../exit-code.ts';
import { PomCommand } from './pom-command.ts';

export class SchemaCommand extends PomCommand {
  static override readonly paths = [['schema']];
  static override readonly usage = Command.Usage({
    category: 'Configure',
    description: 'Print the JSON schema of pom.yaml, for an editor.',
  });

  protected async perform(): Promise<number> {
    const { pomSchema } = await import('../../config/index.ts');
    await this.output.line(JSON.stringify(pomSchema, null, 2));
    return ExitCode.done;
  }
}
