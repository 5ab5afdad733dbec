import { Command, Option } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import type { Failure } from '../../model/failure.ts';
import type { ProcessInfo } from '../../model/process-status.ts';
import { COMMAND_NAMES } from '../command-names.ts';
import { completionScript, SHELLS } from '../completion-script.ts';
import { ExitCode } from '../exit-code.ts';
import { ClientCommand } from './client-command.ts';
import { oneOf } from './option-values.ts';
import { Misuse } from './pom-command.ts';

export class CompletionCommand extends ClientCommand {
  static override readonly paths = [['completion']];
  static override readonly usage = Command.Usage({
    category: 'About',
    description: 'Print a completion script for bash, zsh or fish.',
    details: 'With `names` instead of a shell, prints the names of the processes, which is what the scripts ask for.',
    examples: [['For this bash', 'source <(pom completion bash)']],
  });

  readonly shell = Option.String({ required: true });

  protected override async perform(): Promise<number> {
    if (this.shell === 'names') return super.perform();
    const shell = oneOf(SHELLS, this.shell);
    if (shell === null) throw new Misuse(`completion knows ${SHELLS.join(', ')}, not "${this.shell}"`);
    await this.output.line(completionScript(shell, COMMAND_NAMES));
    return ExitCode.done;
  }

  protected async performIn(session: RemoteSession): Promise<number> {
    const listed = await session.list([]);
    if (!listed.ok) return this.fail(listed.failure);
    return this.#printNames(listed.value);
  }

  protected override async withoutSession(failure: Failure): Promise<number> {
    if (failure.reason !== 'no-session') return this.fail(failure);
    const project = this.atRest();
    if (!project.ok) return this.fail(project.failure);
    const { processesAtRest } = await import('../../app/index.ts');
    const processes = processesAtRest(project.value, []);
    return processes.ok ? this.#printNames(processes.value) : this.fail(processes.failure);
  }

  /** Replica sets before their replicas. */
  async #printNames(processes: readonly ProcessInfo[]): Promise<number> {
    const names = processes.flatMap(({ name, replicaOf }) => (replicaOf === null ? [name] : [replicaOf, name]));
    await this.output.line([...new Set(names)].join('\n'));
    return ExitCode.done;
  }
}
