import { Command, Option } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import { reportFacts } from '../../wire/facts.ts';
import { ExitCode } from '../exit-code.ts';
import { renderReport } from '../render/report.ts';
import { ClientCommand } from './client-command.ts';

export class StatusCommand extends ClientCommand {
  static override readonly paths = [['status']];
  static override readonly usage = Command.Usage({
    category: 'Look',
    description: 'Everything about one process: its spec, its runs, and why it is where it is.',
    details: 'The name of a replica set stands for each of its replicas, with --json as {"processes": […]}.',
    examples: [['One process', 'pom status api']],
  });

  readonly name = Option.String({ required: true });

  protected async performIn(session: RemoteSession): Promise<number> {
    const named = await session.list([this.name]);
    if (!named.ok) return this.fail(named.failure);
    const reports = await Promise.all(named.value.map(({ name }) => session.status(name)));
    const configError = session.hello.configError?.message ?? null;
    const facts: object[] = [];
    const texts: string[] = [];
    for (const report of reports) {
      if (!report.ok) return this.fail(report.failure);
      facts.push(reportFacts(report.value, session.hello));
      texts.push(renderReport(report.value, Date.now()));
    }
    // A name of one process is answered by an object, that of a replica set by a list.
    const isOne = named.value.length === 1 && named.value[0]?.name === this.name;
    await this.print(isOne ? facts[0] : { processes: facts }, () => texts.join('\n\n'));
    if (!this.json && configError !== null) {
      this.warn(`the configuration on disk has mistakes, an older one is running:\n\n${configError}`);
    }
    return ExitCode.done;
  }
}
