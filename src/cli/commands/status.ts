import { Command, Option } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import { ExitCode } from '../exit-code.ts';
import { renderReport } from '../render/report.ts';
import { ClientCommand } from './client-command.ts';

export class StatusCommand extends ClientCommand {
  static override readonly paths = [['status']];
  static override readonly usage = Command.Usage({
    category: 'Look',
    description: 'Everything about one process: its spec, its runs, and why it is where it is.',
    examples: [['One process', 'pom status api']],
  });

  readonly name = Option.String({ required: true });

  protected async performIn(session: RemoteSession): Promise<number> {
    const report = await session.status(this.name);
    if (!report.ok) return this.fail(report.failure);
    const { process, ...rest } = report.value;
    const configError = session.hello.configError?.message ?? null;
    await this.print({ ...process, ...rest, configError }, () => renderReport(report.value, Date.now()));
    if (!this.json && configError !== null) {
      this.warn(`the configuration on disk has mistakes, an older one is running:\n\n${configError}`);
    }
    return ExitCode.done;
  }
}
