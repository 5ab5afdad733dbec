import { constants } from 'node:os';
import { Command, Option } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import type { SignalName } from '../../model/exit.ts';
import { closest } from '../../util/closest.ts';
import { outcomeFacts } from '../../wire/facts.ts';
import { exitCodeOfOutcomes } from '../exit-code.ts';
import { renderOutcomes } from '../render/outcomes.ts';
import { ClientCommand } from './client-command.ts';
import { Misuse } from './pom-command.ts';

export class SignalCommand extends ClientCommand {
  static override readonly paths = [['signal']];
  static override readonly usage = Command.Usage({
    category: 'Act',
    description: 'Send a signal to the process group of a process.',
    examples: [['Reopen log files', 'pom signal api SIGUSR1']],
  });

  readonly name = Option.String({ required: true });
  readonly signal = Option.String({ required: true });

  protected async performIn(session: RemoteSession): Promise<number> {
    const sent = await session.signal([this.name], signalNamed(this.signal));
    if (!sent.ok) return this.fail(sent.failure);
    await this.print({ processes: outcomeFacts(sent.value) }, () => renderOutcomes(sent.value));
    return exitCodeOfOutcomes(sent.value);
  }
}

/** `HUP`, `SIGHUP`, `hup` and `1` are the same signal. @throws {Misuse} */
function signalNamed(text: string): SignalName {
  const upper = text.toUpperCase();
  const name = upper.startsWith('SIG') ? upper : `SIG${upper}`;
  const found = Object.entries(constants.signals).find(([known, number]) => known === name || String(number) === text);
  if (found !== undefined) return found[0] as SignalName;
  const suggestion = closest(name, Object.keys(constants.signals));
  throw new Misuse(`"${text}" is not a signal${suggestion === null ? '' : `; did you mean ${suggestion}?`}`);
}
