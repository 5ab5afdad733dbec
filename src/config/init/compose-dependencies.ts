import { type ComposeMap, isMap, textOf, textsOf } from './compose-file.ts';
import type { DraftMap, DraftValue } from './draft.ts';

/** One entry of the `depends_on` of a service. */
export interface ServiceDependency {
  readonly on: string;
  readonly condition: 'started' | 'ready' | 'completed_successfully';
  readonly required: boolean;
  readonly restart: boolean;
}

const CONDITIONS: ReadonlyMap<string, ServiceDependency['condition']> = new Map([
  ['service_started', 'started'],
  ['service_healthy', 'ready'],
  ['service_completed_successfully', 'completed_successfully'],
]);

/** Reads `depends_on`, a list or a map. */
export function dependenciesOf({ depends_on: written }: ComposeMap): readonly ServiceDependency[] {
  if (!isMap(written)) {
    const names = new Set(textsOf(written));
    return [...names].map((on) => ({ on, condition: 'started', required: true, restart: false }));
  }
  return Object.entries(written).map(([on, value]) => {
    const { condition, required, restart } = isMap(value) ? value : {};
    return {
      on,
      condition: CONDITIONS.get(textOf(condition) ?? '') ?? 'started',
      required: textOf(required) !== 'false',
      restart: textOf(restart) === 'true',
    };
  });
}

/**
 * `depends_on` as pom has it: a list where that means the same, and a map otherwise.
 *
 * @param hasReady whether a process has a `ready` check; without one it cannot be waited for to be ready.
 */
export function writeDependencies(
  dependencies: readonly ServiceDependency[],
  hasReady: (name: string) => boolean,
): DraftValue {
  const entries = dependencies.map(({ on, condition, required, restart }) => {
    const held = condition === 'ready' && !hasReady(on) ? 'started' : condition;
    const extras: DraftMap = { ...(required ? {} : { required }), ...(restart ? { restart } : {}) };
    const isBare = Object.keys(extras).length === 0 && held === (hasReady(on) ? 'ready' : 'started');
    return { on, isBare, value: Object.keys(extras).length === 0 ? held : { condition: held, ...extras } };
  });
  if (entries.every(({ isBare }) => isBare)) return entries.map(({ on }) => on);
  return Object.fromEntries(entries.map(({ on, value }) => [on, value]));
}
