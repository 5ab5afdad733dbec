import { Command } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import { exitCodeOfOutcomes } from '../exit-code.ts';
import { outcomeFacts, renderOutcomes } from '../render/outcomes.ts';
import { ClientCommand } from './client-command.ts';

export class DownCommand extends ClientCommand {
  static override readonly paths = [['down']];
  static override readonly usage = Command.Usage({
    category: 'Run',
    description: 'Stop everything, in order, and end the session.',
    details: 'Processes that depend on others stop first. Answers when every process group is empty.',
  });

  protected async performIn(session: RemoteSession): Promise<number> {
    const stopped = await session.shutdown();
    if (!stopped.ok) return this.fail(stopped.failure);
    await session.closed;
    await this.print({ processes: outcomeFacts(stopped.value) }, () => renderOutcomes(stopped.value));
    return exitCodeOfOutcomes(stopped.value);
  }
}
