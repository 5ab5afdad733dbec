import { Command } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import { openStage, showAttached } from '../dashboard.ts';
import { ClientCommand } from './client-command.ts';
import { Misuse } from './pom-command.ts';

export class AttachCommand extends ClientCommand {
  static override readonly paths = [['attach']];
  static override readonly usage = Command.Usage({
    category: 'Look',
    description: 'Show the dashboard of the running session.',
    details: `
      The dashboard is the one that "pom up" shows; leaving it leaves the session running. Any number of people may be
      attached. Without a terminal there is nothing to show it on: "pom logs -f" follows the logs anywhere.
    `,
    examples: [['The session of this project', 'pom attach']],
  });

  protected async performIn(session: RemoteSession): Promise<number> {
    if (this.json) throw new Misuse('a dashboard has no JSON; "pom ps", "pom logs" and "pom events" have');
    const stage = await openStage(this.context);
    if (!stage.ok) return this.fail(stage.failure);
    if (stage.value === null) throw new Misuse('this is no terminal; "pom logs -f" follows the logs anywhere');
    return showAttached(session, stage.value);
  }
}
