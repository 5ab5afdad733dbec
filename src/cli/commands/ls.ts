import { Command } from 'clipanion';
import { listSessions } from '../../ipc/sessions.ts';
import { ExitCode } from '../exit-code.ts';
import { renderSessions } from '../render/sessions.ts';
import { PomCommand } from './pom-command.ts';

export class LsCommand extends PomCommand {
  static override readonly paths = [['ls']];
  static override readonly usage = Command.Usage({
    category: 'Look',
    description: 'List all running sessions of this user.',
  });

  protected async perform(): Promise<number> {
    const sessions = await listSessions(this.context.env);
    if (!sessions.ok) return this.fail(sessions.failure);
    await this.print({ sessions: sessions.value }, () => renderSessions(sessions.value, Date.now()));
    return ExitCode.done;
  }
}
