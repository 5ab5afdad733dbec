import { Command } from 'clipanion';
import { ActionCommand } from './action-command.ts';

export class StartCommand extends ActionCommand {
  static override readonly paths = [['start']];
  static override readonly usage = Command.Usage({
    category: 'Act',
    description: 'Start processes, and what they depend on.',
    details: 'A process already running is left alone. Answers when it is done.',
    examples: [
      ['One process', 'pom start worker'],
      ['By pattern', 'pom start "worker-*"'],
      ['Everything', 'pom start --all'],
    ],
  });

  protected readonly verb = 'start';
}
