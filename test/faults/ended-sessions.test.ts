/** What is left when a session ends: nothing, however it ends and whatever its processes did to be left alone. */
import { describe, expect, it } from '@jest/globals';
import { daemonsHere, descendantFiles, descendantsOf, KIND_NAMES, stillAlive } from '../rig/descendants.ts';
import { createProject, type Project } from '../rig/project.ts';
import { hasTmux } from '../rig/tmux.ts';
import { nothingLeft, SESSION_ENDS, type StartDoomed } from './session-ends.ts';

const { installed, missing } = daemonsHere();

function projectWith(names: readonly string[]): Promise<Project> {
  return createProject({
    ...descendantFiles(names),
    'pom.yaml': 'processes: { tree: { command: [sh, tree.sh], stop: { grace: 300ms } } }',
  });
}

/** Ends a session with these descendants, and returns the kinds that are alive when it says that it has ended. */
async function kindsLeft(start: StartDoomed, names: readonly string[]): Promise<readonly string[]> {
  await using project = await projectWith(names);
  using session = await start(project);
  const descendants = await descendantsOf(project.dir, names);
  await session.end();
  const left = stillAlive(descendants).map(({ kind }) => kind);
  // What pom needs to look after its own end may take a moment longer than what it looked after.
  await nothingLeft(project);
  return left;
}

describe.each(Object.entries(SESSION_ENDS))('%s', (name, start) => {
  const here = name !== 'the closing of its terminal' || hasTmux ? it : it.skip;

  here(`leaves no descendant: ${KIND_NAMES.join(', ')}`, async () => {
    expect(await kindsLeft(start, KIND_NAMES)).toEqual([]);
  });

  (installed.length > 0 ? here : it.skip)(
    `leaves no daemon: ${installed.join(', ')}`,
    async () => {
      expect(await kindsLeft(start, installed)).toEqual([]);
    },
    90_000,
  );

  if (missing.length > 0) it.skip(`leaves no daemon: ${missing.join(', ')} (not on this machine)`, () => {});
});
