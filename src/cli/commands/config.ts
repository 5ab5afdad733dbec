import { Command } from 'clipanion';
import { ExitCode } from '../exit-code.ts';
import { ConfigurationCommand } from './configuration-command.ts';

export class ConfigCommand extends ConfigurationCommand {
  static override readonly paths = [['config']];
  static override readonly usage = Command.Usage({
    category: 'Configure',
    description: 'Print the configuration as pom understands it: merged, extended, interpolated, with all defaults.',
  });

  protected async perform(): Promise<number> {
    const loaded = await this.load();
    if (!loaded.ok) return this.fail(loaded.failure);
    const { renderProject } = await import('../../config/index.ts');
    await this.output.line(renderProject(loaded.value.project, this.json ? 'json' : 'yaml').trimEnd());
    return ExitCode.done;
  }
}
