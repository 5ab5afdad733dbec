import type { DashboardState } from './state.ts';

/** What an action is about: the marked processes, else the selected one, else all of them. */
export interface ActionTargets {
  /** As `Control` takes them: empty means all. */
  readonly names: readonly string[];
  /** For people: `api`, `3 processes`, `all processes`. */
  readonly label: string;
  readonly isMany: boolean;
}

export function targetsOf({ known, chosen }: DashboardState): ActionTargets {
  // In the order of the list, so that what is said about them is in it too.
  const marked = known.processes.flatMap(({ name }) => (chosen.marked.has(name) ? [name] : []));
  if (marked.length > 1) return { names: marked, label: `${marked.length} processes`, isMany: true };
  const one = marked[0] ?? chosen.process;
  if (one === null) return { names: [], label: 'all processes', isMany: known.processes.length > 1 };
  return { names: [one], label: one, isMany: false };
}
