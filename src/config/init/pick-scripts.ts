/** A script that stays up, and the process it becomes. */
export interface PickedScript {
  /** What the process is called: `dev:api` is `api`, `dev` is `dev`. */
  readonly name: string;
  readonly script: string;
  /** Whether it is the application itself, and not a named part such as a worker. */
  readonly isMain: boolean;
}

/** Words for "run it", the one that is best for working on the project first. */
const VERBS = ['dev', 'develop', 'start', 'serve', 'watch'];

/** Words for parts of an application that stay up. */
const ROLES: ReadonlySet<string> = new Set(
  'api app backend client consumer frontend jobs queue scheduler server site ui web worker workers'.split(' '),
);

/** Words for what ends by itself, or is not for working on the project. */
const OTHERS: ReadonlySet<string> = new Set(
  'build check ci clean compile coverage db debug deploy docs e2e fix format generate install lint migrate prepare preview prod production publish release seed setup staging storybook test tests tsc typecheck types unit'.split(
    ' ',
  ),
);

/** Programs that run several scripts in one terminal, which is what pom is for. */
const RUNNER = /\b(?:concurrently|npm-run-all|run-p|foreman|overmind|nf start|mprocs)\b/;

/** The scripts of a package.json that stay up: the application and its named parts, each once. */
export function pickScripts(scripts: ReadonlyMap<string, string>): readonly PickedScript[] {
  const byName = new Map<string, PickedScript & { readonly rank: number }>();
  for (const script of scripts.keys()) {
    const words = script
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word !== '');
    if (words.length === 0 || words.some((word) => OTHERS.has(word))) continue;
    const verb = words.find((word) => VERBS.includes(word));
    const parts = words.filter((word) => !VERBS.includes(word));
    if (verb === undefined && !parts.some((part) => ROLES.has(part))) continue;
    const isMain = parts.length === 0 && verb !== 'watch';
    const name = isMain ? '' : parts.length === 0 ? 'watch' : parts.join('-');
    const rank = verb === undefined ? VERBS.length : VERBS.indexOf(verb);
    const known = byName.get(name);
    if (known === undefined || rank < known.rank) {
      byName.set(name, { name: isMain ? words.join('-') : name, script, isMain, rank });
    }
  }
  const picked = [...byName.values()].map(({ name, script, isMain }) => ({ name, script, isMain }));
  return picked.filter(({ script, isMain }) => !(isMain && runsTheOthers(scripts.get(script) ?? '', picked)));
}

/** Whether the application's script only starts scripts that are processes of their own. */
function runsTheOthers(text: string, picked: readonly PickedScript[]): boolean {
  const parts = picked.filter(({ isMain }) => !isMain);
  return RUNNER.test(text) && parts.length > 0;
}
