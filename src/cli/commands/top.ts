import { Command, Option } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import type { ResourceUse } from '../../model/resource-use.ts';
import { toJson } from '../../wire/json.ts';
import { ExitCode } from '../exit-code.ts';
import { passed, showResources } from '../live-resources.ts';
import { watchReader } from '../reader-gone.ts';
import { RESOURCE_ORDERS, type ResourceOrder, renderResources, sortResources } from '../render/resources.ts';
import { ClientCommand } from './client-command.ts';
import { durationOption, oneOf } from './option-values.ts';
import { Misuse } from './pom-command.ts';

/** The session does not look at the system's processes more often than that. */
const SHORTEST_INTERVAL_MS = 1_000;

export class TopCommand extends ClientCommand {
  static override readonly paths = [['top']];
  static override readonly usage = Command.Usage({
    category: 'Look',
    description: 'Show what processes use: CPU, memory, OS processes.',
    details: `
      Each process counts with everything that descends from it. CPU is in percent of one core, since somebody looked
      last, or over the whole life of the process when nobody has. Memory that OS processes share counts for each.

      On a terminal the table is refreshed: c, m and n sort it by CPU, memory and name, q or Ctrl-C leaves. Elsewhere,
      and with --once, it is printed once. With --json there is one document per interval, or with --once a single one.
    `,
    examples: [
      ['Watch everything', 'pom top'],
      ['What takes most memory now', 'pom top --once --sort memory'],
      ['Record the workers', 'pom top "worker-*" --json --interval 10s'],
    ],
  });

  readonly names = Option.Rest({ name: 'name' });
  readonly once = Option.Boolean('--once', false, { description: 'Print it once.' });
  readonly interval = Option.String('--interval', '2s', { description: 'How often to look, such as 5s. Default: 2s.' });
  readonly sort = Option.String('--sort', 'cpu', { description: 'cpu (the default), memory or name.' });

  protected async performIn(session: RemoteSession): Promise<number> {
    const order = oneOf(RESOURCE_ORDERS, this.sort);
    if (order === null) throw new Misuse(`--sort takes ${RESOURCE_ORDERS.join(', ')}, not "${this.sort}"`);
    const intervalMs = durationOption('--interval', this.interval, SHORTEST_INTERVAL_MS);
    if (this.json && !this.once) return this.#record(session, order, intervalMs);
    const first = await session.resources(this.names);
    if (!first.ok) return this.fail(first.failure);
    const { dashboardTerminal: terminal } = this.context;
    if (this.once || terminal === null) {
      const resources = sortResources(first.value, order);
      await this.print(documentOf(resources), () => renderResources(resources));
      return ExitCode.done;
    }
    const shown = await showResources(session, this.context, {
      ...{ names: this.names, first: first.value, terminal, intervalMs, order },
    });
    if (shown.ok) return shown.value;
    if (!this.isSessionOver(shown.failure)) return this.fail(shown.failure);
    this.warn('the session has ended');
    return ExitCode.done;
  }

  /** A document per interval, until nobody reads them or the session is over. */
  async #record(session: RemoteSession, order: ResourceOrder, intervalMs: number): Promise<number> {
    const reader = watchReader(this.context.stdout);
    const left = new AbortController();
    const gone = Promise.race([this.output.gone, reader.gone]);
    void gone.then(() => left.abort());
    try {
      let isFirst = true;
      do {
        // A session that is stuck keeps nobody who has no reader any more.
        const answer = await Promise.race([session.resources(this.names), gone]);
        if (answer === undefined) return ExitCode.done;
        if (!answer.ok)
          return !isFirst && this.isSessionOver(answer.failure) ? ExitCode.done : this.fail(answer.failure);
        isFirst = false;
        if (!(await this.output.line(toJson(documentOf(sortResources(answer.value, order)))))) return ExitCode.done;
      } while (await passed(intervalMs, left.signal));
      return ExitCode.done;
    } finally {
      reader.close();
    }
  }
}

function documentOf(processes: readonly ResourceUse[]): object {
  return { at: Date.now(), processes };
}
