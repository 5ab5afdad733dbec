/**
 * A command that somebody else spawns and waits for, and that is to be ended like a child should pom be killed. `over`
 * is to be called in any case.
 */
export interface Enlistment {
  /** The whole environment to spawn it with. */
  readonly environment: Readonly<Record<string, string>>;
  /** What is to come after its standard streams. */
  readonly moreStdio: readonly ('ignore' | number)[];
  /** There was an attempt to spawn it; null: in vain. To be called in the same turn. */
  spawned(pid: number | null): void;
  /** It has ended, and what it leaves behind is left alone. */
  over(): void;
}

/** @param environment of the command. */
export type Enlist = (environment: Readonly<Record<string, string>>) => Enlistment;

/** For commands that nobody ends when pom is killed. */
export const enlistNowhere: Enlist = (environment) => ({
  environment,
  moreStdio: [],
  spawned: () => undefined,
  over: () => undefined,
});
