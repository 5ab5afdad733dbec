import { Command } from 'clipanion';
import { ActionCommand } from './action-command.ts';

export class RestartCommand extends ActionCommand {
  static override readonly paths = [['restart']];
  static override readonly usage = Command.Usage({
    category: 'Act',
    description: 'Stop processes and start them again.',
    details: 'The new run starts only when the whole old process group is gone. Answers when it is done.',
    examples: [
      ['One process', 'pom restart worker'],
      ['By pattern', 'pom restart "worker-*"'],
      ['Everything', 'pom restart --all'],
    ],
  });

  protected readonly verb = 'restart';
}
