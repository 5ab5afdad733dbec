import { Command } from 'clipanion';
import { ActionCommand } from './action-command.ts';

export class StopCommand extends ActionCommand {
  static override readonly paths = [['stop']];
  static override readonly usage = Command.Usage({
    category: 'Act',
    description: 'Stop processes, the ones that depend on others first.',
    details:
      'A process is stopped when its whole process group is gone. What depends on it goes on running. Answers when it is done.',
    examples: [
      ['One process', 'pom stop worker'],
      ['By pattern', 'pom stop "worker-*"'],
      ['Everything', 'pom stop --all'],
    ],
  });

  protected readonly verb = 'stop';
}
