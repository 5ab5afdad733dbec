import { Command, Option } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import type { WaitGoal } from '../../model/control.ts';
import { outcomeFacts } from '../../wire/facts.ts';
import { exitCodeOfOutcomes } from '../exit-code.ts';
import { renderOutcomes, whyHints } from '../render/outcomes.ts';
import { ClientCommand } from './client-command.ts';
import { oneOf, timeoutOption } from './option-values.ts';
import { Misuse } from './pom-command.ts';

const GOALS: readonly WaitGoal[] = ['ready', 'running', 'exit', 'stopped'];

export class WaitCommand extends ClientCommand {
  static override readonly paths = [['wait']];
  static override readonly usage = Command.Usage({
    category: 'Look',
    description: 'Wait until processes are ready, running, ended or stopped.',
    details: `
      Ends as soon as the outcome is certain: with 0 when every process has reached the goal, with 5 when time is up, and
      with 6 when one can no longer reach it unless somebody starts it again.
    `,
    examples: [['Before running tests', 'pom wait api --for ready --timeout 30s']],
  });

  readonly names = Option.Rest({ name: 'name', required: 1 });
  readonly goal = Option.String('--for', 'ready', { description: 'ready (the default), running, exit or stopped.' });
  readonly timeout = Option.String('--timeout', {
    description: 'Give up after this long, such as 30s. No limit by default.',
  });

  protected async performIn(session: RemoteSession): Promise<number> {
    const goal = oneOf(GOALS, this.goal);
    if (goal === null) throw new Misuse(`--for takes ${GOALS.join(', ')}, not "${this.goal}"`);
    const settled = await session.wait(this.names, goal, timeoutOption(this.timeout));
    if (!settled.ok) return this.fail(settled.failure);
    await this.print({ processes: outcomeFacts(settled.value) }, () => renderOutcomes(settled.value));
    if (!this.json) for (const hint of whyHints(settled.value)) this.warn(hint);
    return exitCodeOfOutcomes(settled.value);
  }
}
