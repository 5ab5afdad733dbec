import { Command } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import { sessionDirectory } from '../../ipc/socket-path.ts';
import type { Failure } from '../../model/failure.ts';
import { outcomeFacts } from '../../wire/facts.ts';
import { ExitCode, exitCodeOfOutcomes } from '../exit-code.ts';
import { renderOutcomes } from '../render/outcomes.ts';
import { ClientCommand } from './client-command.ts';

export class DownCommand extends ClientCommand {
  static override readonly paths = [['down']];
  static override readonly usage = Command.Usage({
    category: 'Run',
    description: 'Stop everything, in order, and end the session.',
    details: `
      Processes that depend on others stop first. Answers when nothing is left of any.

      Without a session it ends what a session that was killed may have left behind.
    `,
  });

  protected async performIn(session: RemoteSession): Promise<number> {
    const stopped = await session.shutdown();
    if (!stopped.ok) return this.fail(stopped.failure);
    await session.closed;
    await this.print({ processes: outcomeFacts(stopped.value) }, () => renderOutcomes(stopped.value));
    return exitCodeOfOutcomes(stopped.value);
  }

  protected override async withoutSession(failure: Failure): Promise<number> {
    if (failure.reason !== 'no-session') return this.fail(failure);
    const files = this.findFiles();
    if (!files.ok) return this.fail(files.failure);
    const directory = sessionDirectory(files.value[0] ?? '', this.context.env);
    if (!directory.ok) return this.fail(directory.failure);
    const { endDeadSession } = await import('../../app/index.ts');
    const ended = await endDeadSession(directory.value, this.context.env.PATH ?? '/usr/bin:/bin');
    if (!ended.ok) return this.fail(ended.failure.reason === 'session-exists' ? failure : ended.failure);
    if (ended.value.length === 0) return this.fail(failure);
    await this.print({ processes: [], left_behind: ended.value }, () => leftBehindText(ended.value));
    return ExitCode.done;
  }
}

function leftBehindText(pids: readonly number[]): string {
  return `a session that was killed had left processes behind: ended (pid ${pids.join(', ')})`;
}
