import { Command, Option } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import type { Failure } from '../../model/failure.ts';
import type { WhyAnswer } from '../../model/why.ts';
import { ExitCode } from '../exit-code.ts';
import { renderWhy } from '../render/why.ts';
import { ClientCommand } from './client-command.ts';

export class WhyCommand extends ClientCommand {
  static override readonly paths = [['why']];
  static override readonly usage = Command.Usage({
    category: 'Look',
    description: 'Why a process is where it is: from it to the root, with the last error lines and what to try.',
    details: `
      Follows dependencies to the process that is at fault and says how its run ended, which check failed, and what it
      printed last. That is kept with the run: later output and later runs do not take it away.

      Without a running session the answer comes from the configuration, and the exit code is 3.
    `,
    examples: [['Why is the API not up?', 'pom why api']],
  });

  readonly name = Option.String({ required: true });

  protected async performIn(session: RemoteSession): Promise<number> {
    const why = await session.why(this.name);
    if (!why.ok) return this.fail(why.failure);
    await this.#print(why.value);
    return ExitCode.done;
  }

  protected override async withoutSession(failure: Failure): Promise<number> {
    if (failure.reason !== 'no-session') return this.fail(failure);
    const project = this.atRest();
    if (!project.ok) return this.fail(project.failure);
    const { whyAtRest } = await import('../../app/index.ts');
    const why = whyAtRest(project.value, this.name);
    if (!why.ok) return this.fail(why.failure);
    await this.#print(why.value);
    return ExitCode.noSession;
  }

  async #print(why: WhyAnswer): Promise<void> {
    await this.print(why, () => renderWhy(why, Date.now(), this.context.terminal?.columns ?? null));
    if (!this.json && why.configError !== null) {
      this.warn(`the configuration on disk has mistakes, an older one is running:\n\n${why.configError}`);
    }
  }
}
