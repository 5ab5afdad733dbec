import { Command, Option } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import { parseDetachKeys, USUAL_DETACH_KEYS } from '../../model/detach-keys.ts';
import { attachToProcess } from '../attach-to-process.ts';
import { openStage, showAttached } from '../dashboard.ts';
import { ClientCommand } from './client-command.ts';
import { Misuse } from './pom-command.ts';

export class AttachCommand extends ClientCommand {
  static override readonly paths = [['attach']];
  static override readonly usage = Command.Usage({
    category: 'Look',
    description: 'Show the dashboard of the running session, or the terminal of a process.',
    details: `
      The dashboard is the one that "pom up" shows; leaving it leaves the session running. Any number of people may be
      attached. Without a terminal there is nothing to show it on: "pom logs -f" follows the logs anywhere.

      With NAME, your terminal becomes that of a process with \`tty: true\`: every key goes to it, Ctrl-C included, and
      what it writes comes to your terminal as it is, as if you had started it there. It begins with the last screenful,
      follows the size of your terminal, and stays over restarts. Ctrl-\\ leaves it running.
    `,
    examples: [
      ['The session of this project', 'pom attach'],
      ['The terminal of a process', 'pom attach repl'],
      ['Leave it by other keys', 'pom attach repl --detach-keys ctrl-p,ctrl-q'],
    ],
  });

  readonly name = Option.String({ required: false });
  readonly detachKeys = Option.String('--detach-keys', {
    description: 'What leaves the terminal of a process: characters and ctrl-LETTER, with commas. Default: ctrl-\\.',
  });

  protected async performIn(session: RemoteSession): Promise<number> {
    if (this.name !== undefined) return this.#attachTo(session, this.name);
    if (this.detachKeys !== undefined) throw new Misuse('--detach-keys is for the terminal of a process: name one');
    if (this.json) throw new Misuse('a dashboard has no JSON; "pom ps", "pom logs" and "pom events" have');
    const files = this.findFiles();
    if (!files.ok) return this.fail(files.failure);
    const stage = await openStage(this.context, files.value[0] ?? '');
    if (!stage.ok) return this.fail(stage.failure);
    if (stage.value === null) throw new Misuse('this is no terminal; "pom logs -f" follows the logs anywhere');
    return showAttached(session, stage.value);
  }

  async #attachTo(session: RemoteSession, name: string): Promise<number> {
    if (this.json) throw new Misuse('a terminal has no JSON; "pom logs -f --json" has');
    const hint = this.detachKeys ?? USUAL_DETACH_KEYS;
    const detachKeys = parseDetachKeys(hint);
    if (!detachKeys.ok) throw new Misuse(`--detach-keys: ${detachKeys.failure}`);
    const { dashboardTerminal: terminal } = this.context;
    if (terminal === null) throw new Misuse('this is no terminal; "pom logs -f" reads and "pom send" writes anywhere');
    const left = await attachToProcess(session, this.context, { name, terminal, detachKeys: detachKeys.value, hint });
    return left.ok ? left.value : this.fail(left.failure);
  }
}
