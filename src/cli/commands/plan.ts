import { Command } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import { ExitCode } from '../exit-code.ts';
import { renderReload } from '../render/reload.ts';
import { ClientCommand } from './client-command.ts';

export class PlanCommand extends ClientCommand {
  static override readonly paths = [['plan']];
  static override readonly usage = Command.Usage({
    category: 'Configure',
    description: 'Show what a reload would change, without changing it.',
    details:
      'Compares the files as they are now with what is running, process by process, and names the keys that differ.',
  });

  protected async performIn(session: RemoteSession): Promise<number> {
    const result = await session.plan();
    if (!result.ok) return this.fail(result.failure);
    await this.print(result.value, () => renderReload(result.value));
    return ExitCode.done;
  }
}
