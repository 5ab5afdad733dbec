import { MOST_REPLICAS, replicaName } from '../../model/replicas.ts';
import { type Step, step } from '../effect.ts';
import type { PaletteEntry } from '../overlay.ts';
import { type DashboardState, withChosen } from '../state.ts';
import { targetsOf } from '../targets.ts';
import { withMessage } from './answers.ts';

/** How many more replicas are offered at once; whoever wants more comes again, or types `pom scale`. */
const MOST_MORE = 8;

/** Offers other numbers of replicas for the replica set of what is selected. */
export function pickReplicas(state: DashboardState): Step {
  const { processes } = state.known;
  const { names, label } = targetsOf(state);
  const sets = new Set(processes.filter(({ name }) => names.includes(name)).map(({ replicaOf }) => replicaOf));
  const [set = null] = sets;
  if (set === null || sets.size > 1) {
    const what = names.length === 0 ? 'select a replica first' : `${label}: not a replica set; "replicas: 1" makes one`;
    return step(withMessage(state, what, 'failed'));
  }
  const now = processes.filter(({ replicaOf }) => replicaOf === set).length;
  const numbers = Array.from({ length: Math.min(now + MOST_MORE, MOST_REPLICAS) + 1 }, (_, number) => number);
  const items = numbers.filter((number) => number !== now).map((number) => entryOf(set, now, number));
  const title = `Replicas of ${set}, now ${now}`;
  return step(withChosen(state, { overlay: { kind: 'picker', title, items, index: Math.min(now, items.length - 1) } }));
}

function entryOf(set: string, now: number, replicas: number): PaletteEntry {
  const isMore = replicas > now;
  const turned = namesBetween(set, Math.min(now, replicas), Math.max(now, replicas));
  const comeBack = replicas === 0 ? `; "pom scale ${set} 1" starts one again` : '';
  return {
    label: `${String(replicas).padEnd(3)}: ${isMore ? 'start' : 'stop'} ${turned}${comeBack}`,
    keys: '',
    command: { do: 'scale', set, replicas },
  };
}

/** The replicas from the number after `from` to `to`. */
function namesBetween(set: string, from: number, to: number): string {
  const [first, last] = [replicaName(set, from + 1), replicaName(set, to)];
  return first === last ? first : `${first} to ${last}`;
}
