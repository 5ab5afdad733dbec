import { Command, Option } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import { outcomeFacts } from '../../wire/facts.ts';
import { exitCodeOfOutcomes } from '../exit-code.ts';
import { renderOutcomes } from '../render/outcomes.ts';
import { ClientCommand } from './client-command.ts';
import { wholeNumberOption } from './option-values.ts';

export class ScaleCommand extends ClientCommand {
  static override readonly paths = [['scale']];
  static override readonly usage = Command.Usage({
    category: 'Act',
    description: 'Change how many replicas of a process run.',
    details: `
      Adds replicas, or stops and removes the last ones; those that stay are not touched. Answers when it is done.

      The number counts over that in the file, and over reloads, until \`replicas\` is edited or the session ends. A
      process without \`replicas\` is one and stays one.
    `,
    examples: [
      ['Three of them', 'pom scale worker 3'],
      ['None for the time being', 'pom scale worker 0'],
    ],
  });

  readonly name = Option.String({ required: true });
  readonly replicas = Option.String({ required: true });

  protected async performIn(session: RemoteSession): Promise<number> {
    const replicas = wholeNumberOption('the number of replicas', this.replicas, 0) ?? 0;
    const scaled = await session.scale(this.name, replicas);
    if (!scaled.ok) return this.fail(scaled.failure);
    await this.print({ processes: outcomeFacts(scaled.value) }, () =>
      scaled.value.length > 0 ? renderOutcomes(scaled.value) : `${this.name} has ${replicas} already`,
    );
    return exitCodeOfOutcomes(scaled.value);
  }
}
