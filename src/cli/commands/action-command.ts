import { Option } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import type { ActionVerb, Outcome } from '../../model/control.ts';
import type { Failure } from '../../model/failure.ts';
import type { Result } from '../../model/result.ts';
import { outcomeFacts } from '../../wire/facts.ts';
import { exitCodeOfOutcomes } from '../exit-code.ts';
import { renderAlsoStarted, renderOutcomes } from '../render/outcomes.ts';
import { ClientCommand } from './client-command.ts';
import { Misuse } from './pom-command.ts';

/** What `pom start`, `pom stop` and `pom restart` share: targets, and one line of outcome for each. */
export abstract class ActionCommand extends ClientCommand {
  readonly names = Option.Rest({ name: 'name' });
  readonly all = Option.Boolean('--all', false, { description: 'Every process of the project.' });
  readonly noWait = Option.Boolean('--no-wait', false, {
    description: 'Answer at once, without waiting until it is done.',
  });

  protected abstract readonly verb: ActionVerb;

  protected async performIn(session: RemoteSession): Promise<number> {
    return this.report(await session.act(this.verb, this.targets(), { wait: !this.noWait, dependencies: true }));
  }

  /** @throws {Misuse} when it is not clear what is meant: "nothing named" must not mean "everything". */
  protected targets(): readonly string[] {
    if (this.all && this.names.length > 0) throw new Misuse('name processes or say --all, not both');
    if (!this.all && this.names.length === 0) throw new Misuse(`name a process to ${this.verb}, or say --all`);
    return this.names;
  }

  protected async report(result: Result<readonly Outcome[], Failure>): Promise<number> {
    if (!result.ok) return this.fail(result.failure);
    const also = renderAlsoStarted(result.value);
    if (also !== null && !this.json) this.context.stderr.write(`${also}\n`);
    await this.print({ processes: outcomeFacts(result.value) }, () => renderOutcomes(result.value));
    return exitCodeOfOutcomes(result.value);
  }
}
