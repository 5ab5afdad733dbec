import { LIVE_STATUSES } from '../../model/process-status.ts';
import { type Step, step } from '../effect.ts';
import { type DashboardState, withChosen } from '../state.ts';
import { withMessage } from './answers.ts';

/** Asks first when it would stop something. Detaching stops nothing. */
export function quit(state: DashboardState): Step {
  if (state.setup.mode === 'attached' || state.known.lost !== null) return step(state, { type: 'detach' });
  if (state.known.stopping !== null) {
    return step(withMessage(state, 'the project is stopping already; Ctrl-C kills what is left', 'done'));
  }
  return step(asked(state));
}

/** The first asks, the second does it, and one while everything is stopping kills what is left. */
export function interrupt(state: DashboardState): Step {
  const { known, chosen, setup } = state;
  if (known.lost !== null) return step(state, { type: 'detach' });
  const hasAsked = chosen.overlay?.kind === 'confirm' && chosen.overlay.command.do === 'quit';
  if (setup.mode === 'attached') return hasAsked ? step(state, { type: 'detach' }) : step(asked(state));
  if (known.stopping !== null) return step(withMessage(state, 'killing what is left', 'done'), { type: 'kill' });
  return hasAsked ? step(withChosen(state, { overlay: null }), { type: 'shutdown' }) : step(asked(state));
}

function asked(state: DashboardState): DashboardState {
  const running = state.known.processes.filter(({ status }) => LIVE_STATUSES.has(status)).length;
  const session = {
    question: 'Stop the project and quit?',
    details: [
      running === 0
        ? 'Nothing is running.'
        : `${running === 1 ? 'One process is' : `${running} processes are`} running.`,
      'They are stopped in order; Ctrl-C once more does it, too.',
    ],
  };
  const attached = {
    question: 'Leave the dashboard?',
    details: ['The session goes on in the background.', '"pom attach" comes back to it, "pom down" ends it.'],
  };
  const overlay = {
    kind: 'confirm',
    ...(state.setup.mode === 'session' ? session : attached),
    command: { do: 'quit' },
  } as const;
  return withChosen(state, { overlay, prompt: null });
}
