import { type Step, step } from '../effect.ts';
import { type DashboardState, withChosen } from '../state.ts';
import { withMessage } from './answers.ts';

/** One link is opened, of several one is picked. */
export function afterLinks(state: DashboardState, process: string, links: readonly string[]): Step {
  const [only, ...others] = links;
  if (only === undefined) return step(withMessage(state, `${process} has no links`, 'failed'));
  if (others.length === 0) return step(state, { type: 'open-link', url: only });
  const items = links.map((url) => ({ label: url, keys: '', command: { do: 'open-link', url } as const }));
  return step(withChosen(state, { overlay: { kind: 'picker', title: `Links of ${process}`, items, index: 0 } }));
}
