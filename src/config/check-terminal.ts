import type { Diagnostics } from './diagnostic.ts';
import type { ExpandedProcess } from './expand.ts';
import { entriesOf, get, stringOf } from './node.ts';
import { booleanOf } from './value.ts';

/** A process with a terminal reads from it, and from nothing else. */
export function checkTerminal({ name, entry }: ExpandedProcess, diagnostics: Diagnostics): void {
  const entries = entriesOf(entry.node);
  const tty = entries.get('tty');
  const stdin = get(entry.node, 'stdin');
  if (tty === undefined || booleanOf(tty.node) !== true || stdin === null || stringOf(stdin) !== 'pipe') return;
  const related = [{ message: 'this gives it a terminal', at: tty.keyAt }];
  diagnostics.error(stdin.at, `process "${name}" reads from its terminal; take "stdin" or "tty" out`, related);
}
