import { Command } from 'clipanion';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { ProjectSpec } from '../../model/project-spec.ts';
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
    const { project } = loaded.value;
    const warnings = [...loaded.value.warnings, ...(await this.#terminalWarnings(project))];
    const names = [...project.processes.keys()];
    await this.print({ name: project.name, files: project.sources, processes: names, warnings }, () => {
      const count = names.length === 1 ? '1 process' : `${names.length} processes`;
      return `${project.name}: ${count}, no mistakes`;
    });
    return ExitCode.done;
  }

  /** What only this machine can say: whether there can be terminals for those that want one. */
  async #terminalWarnings({ processes }: ProjectSpec): Promise<readonly Diagnostic[]> {
    const names = [...processes.values()].filter(({ tty }) => tty).map(({ name }) => name);
    if (names.length === 0) return [];
    const { terminalTrouble } = await import('../../app/index.ts');
    const trouble = terminalTrouble();
    if (trouble === null) return [];
    const message = `${names.join(', ')} cannot start here: ${trouble}`;
    this.warn(message);
    return [{ severity: 'warning', message, at: null, related: [] }];
  }
}
