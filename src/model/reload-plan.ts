import type { ProcessSpec } from './process-spec.ts';
import type { ProjectSpec } from './project-spec.ts';

/** What has to happen to get from one configuration to another. `next` is the configuration that results. */
export interface ReloadPlan {
  readonly next: ProjectSpec;
  /** In the order of `next`. */
  readonly added: readonly ProcessSpec[];
  /** Names, in the order of the old configuration. */
  readonly removed: readonly string[];
  readonly changed: readonly ChangedProcess[];
  readonly unchanged: readonly string[];
}

export interface ChangedProcess {
  readonly spec: ProcessSpec;
  /** The keys of pom.yaml whose values differ, such as `command` or `env.PORT`. */
  readonly keys: readonly string[];
  /** `update`: nothing that the running child depends on changed, so it is left alone. */
  readonly action: 'restart' | 'update';
}

/** A plan by names, for people and for the wire. */
export interface ReloadSummary {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly restarted: readonly ReloadedProcess[];
  readonly updated: readonly ReloadedProcess[];
  readonly unchanged: readonly string[];
}

export interface ReloadedProcess {
  readonly name: string;
  readonly keys: readonly string[];
}

export function summarize(plan: ReloadPlan): ReloadSummary {
  const withAction = (action: ChangedProcess['action']): ReloadedProcess[] =>
    plan.changed.filter((change) => change.action === action).map(({ spec, keys }) => ({ name: spec.name, keys }));
  return {
    added: plan.added.map((spec) => spec.name),
    removed: plan.removed,
    restarted: withAction('restart'),
    updated: withAction('update'),
    unchanged: plan.unchanged,
  };
}
