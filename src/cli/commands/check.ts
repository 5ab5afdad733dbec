import { Command } from 'clipanion';
import { ExitCode } from '../exit-code.ts';
import { ConfigurationCommand } from './configuration-command.ts';

export class CheckCommand extends ConfigurationCommand {
  static override readonly paths = [['check']];
  static override readonly usage = Command.Usage({
    category: 'Configure',
    description: 'Find every mistake in the configuration, without starting anything.',
  });

  protected async perform(): Promise<number> {
    const loaded = await this.load();
    if (!loaded.ok) return this.fail(loaded.failure);
    const { project, warnings } = loaded.value;
    const names = [...project.processes.keys()];
    await this.print({ name: project.name, files: project.sources, processes: names, warnings }, () => {
      const count = names.length === 1 ? '1 process' : `${names.length} processes`;
      return `${project.name}: ${count}, no mistakes`;
    });
    return ExitCode.done;
  }
}
