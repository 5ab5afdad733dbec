import { type Step, step } from '../effect.ts';
import type { Command } from '../overlay.ts';
import { type DashboardState, withChosen } from '../state.ts';
import { withMessage } from './answers.ts';
import { selectProcess } from './move.ts';
import { perform } from './perform.ts';

/** Carries out what was chosen in an overlay, and closes it. */
export function runCommand(state: DashboardState, command: Command): Step {
  const closed = withChosen(state, { overlay: null });
  switch (command.do) {
    case 'action':
      return perform(closed, command.action, '');
    case 'select':
      return step(selectProcess(closed, command.process));
    case 'act': {
      const { verb, targets } = command;
      const label = targets.length === 0 ? 'all processes' : targets.join(', ');
      return step(withMessage(closed, `${verb} ${label}`, 'done'), { type: 'act', verb, targets });
    }
    case 'signal':
      return step(closed, { type: 'signal', signal: command.signal, targets: command.targets });
    case 'scale': {
      const { set, replicas } = command;
      return step(withMessage(closed, `scale ${set} to ${replicas}`, 'done'), { type: 'scale', set, replicas });
    }
    case 'open-link':
      return step(closed, { type: 'open-link', url: command.url });
    case 'quit':
      return step(closed, { type: state.setup.mode === 'session' ? 'shutdown' : 'detach' });
    default:
      return command satisfies never;
  }
}
