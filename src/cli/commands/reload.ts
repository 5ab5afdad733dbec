import { Command } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import { ExitCode } from '../exit-code.ts';
import { renderReload } from '../render/reload.ts';
import { ClientCommand } from './client-command.ts';

export class ReloadCommand extends ClientCommand {
  static override readonly paths = [['reload']];
  static override readonly usage = Command.Usage({
    category: 'Configure',
    description: 'Apply the configuration files as they are now.',
    details:
      'Processes that did not change are not touched. Configuration with mistakes changes nothing. Needed only with `reload: manual`: otherwise saving a file does it.',
  });

  protected async performIn(session: RemoteSession): Promise<number> {
    const result = await session.reload();
    if (!result.ok) return this.fail(result.failure);
    await this.print(result.value, () => renderReload(result.value));
    return ExitCode.done;
  }
}
