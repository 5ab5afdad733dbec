import { Command, Option } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import type { SessionInfo } from '../../model/control.ts';
import type { Failure } from '../../model/failure.ts';
import type { ProcessInfo } from '../../model/process-status.ts';
import { plainText } from '../../util/terminal-text.ts';
import { sessionFacts } from '../../wire/facts.ts';
import { ExitCode } from '../exit-code.ts';
import { renderProcesses } from '../render/processes.ts';
import { ClientCommand } from './client-command.ts';

export class PsCommand extends ClientCommand {
  static override readonly paths = [['ps']];
  static override readonly usage = Command.Usage({
    category: 'Look',
    description: 'List the processes of the project.',
    details: 'Without a running session the processes are listed from the configuration, and the exit code is 3.',
    examples: [
      ['Everything', 'pom ps'],
      ['Some, for a script', 'pom ps "worker-*" --json'],
    ],
  });

  readonly names = Option.Rest({ name: 'name' });

  protected async performIn(session: RemoteSession): Promise<number> {
    const { configError, warnings } = session.hello;
    const processes = await session.list(this.names);
    if (!processes.ok) return this.fail(processes.failure);
    await this.#print(session.hello, processes.value);
    if (!this.json && configError !== null) {
      this.warn(`the configuration on disk has mistakes, an older one is running:\n\n${configError.message}`);
    }
    if (!this.json) for (const warning of warnings) this.warn(plainText(warning));
    return ExitCode.done;
  }

  protected override async withoutSession(failure: Failure): Promise<number> {
    if (failure.reason !== 'no-session') return this.fail(failure);
    const project = this.atRest();
    if (!project.ok) return this.fail(project.failure);
    const { processesAtRest } = await import('../../app/index.ts');
    const processes = processesAtRest(project.value, this.names);
    if (!processes.ok) return this.fail(processes.failure);
    await this.#print(null, processes.value);
    if (!this.json) this.warn('no session is running');
    return ExitCode.noSession;
  }

  #print(session: SessionInfo | null, processes: readonly ProcessInfo[]): Promise<void> {
    return this.print({ session: session === null ? null : sessionFacts(session), processes }, () =>
      renderProcesses(processes, Date.now()),
    );
  }
}
