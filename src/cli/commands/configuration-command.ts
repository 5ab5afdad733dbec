import { Option } from 'clipanion';
import type { LoadedProject } from '../../config/index.ts';
import { variablesOf } from '../../model/environment.ts';
import type { Failure } from '../../model/failure.ts';
import type { Result } from '../../model/result.ts';
import { PomCommand } from './pom-command.ts';

/** A command about the configuration as it is written, whether or not a session runs. */
export abstract class ConfigurationCommand extends PomCommand {
  readonly profiles = Option.Array('--profile', { description: 'Turn a profile on; may be repeated.' });

  /** Reads the configuration; warnings are printed on the way. */
  protected async load(): Promise<Result<LoadedProject, Failure>> {
    const files = this.findFiles();
    if (!files.ok) return files;
    const { loadProject, renderDiagnostics } = await import('../../config/index.ts');
    const loaded = loadProject({
      files: files.value,
      profiles: this.profiles ?? [],
      environment: variablesOf(this.context.env),
      displayFrom: this.context.cwd,
    });
    if (loaded.ok && !this.json && loaded.value.warnings.length > 0) {
      this.context.stderr.write(`${renderDiagnostics(loaded.value.warnings, { color: this.context.color })}\n`);
    }
    return loaded;
  }
}
