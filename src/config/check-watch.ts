import type { Diagnostics } from './diagnostic.ts';
import type { ExpandedProcess } from './expand.ts';
import { entriesOf, get } from './node.ts';
import { booleanOf } from './value.ts';
import { meant } from './words.ts';

const ACTIONS = ['action', 'signal', 'exec'];

/** A watch needs paths and does one thing. */
export function checkWatch({ name, entry }: ExpandedProcess, diagnostics: Diagnostics): void {
  const watch = entriesOf(entry.node).get('watch');
  if (watch?.node.kind !== 'map') return;
  const { entries } = watch.node;
  if (!entries.has('paths') && ![...entries.keys()].some((key) => meant(key, ['paths']) !== null)) {
    diagnostics.error(watch.keyAt, `"watch" of process "${name}" watches nothing; add "paths"`);
  }
  const [first, second] = [...entries].filter(([key]) => ACTIONS.includes(key));
  if (first !== undefined && second !== undefined) {
    const related = [{ message: `"${first[0]}" is here`, at: first[1].keyAt }];
    diagnostics.error(
      second[1].keyAt,
      `"${first[0]}" and "${second[0]}" are two answers to a change; write one`,
      related,
    );
  }
  const cascade = entries.get('cascade');
  const [other] = ['signal', 'exec'].filter((key) => get(watch.node, key) !== null);
  if (cascade !== undefined && booleanOf(cascade.node) === true && other !== undefined) {
    diagnostics.error(cascade.keyAt, `"cascade" restarts dependents after a restart, and "${other}" is none`);
  }
}
