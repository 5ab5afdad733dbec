import { createRequire } from 'node:module';
import type { SessionDirectory } from '../ipc/socket-path.ts';
import type { Clock } from '../model/clock.ts';
import type { Enlist } from '../model/enlistment.ts';
import { ChildSpawner } from '../supervisor/child.ts';
import { ChildrenLedger } from '../supervisor/guardian/children-ledger.ts';
import { EnlistedCommands } from '../supervisor/guardian/enlisted-commands.ts';
import { Guardian } from '../supervisor/guardian/guardian.ts';
import { ProcessMarks } from '../supervisor/tree/process-mark.ts';
import { ProcessScanner } from '../supervisor/tree/process-scan.ts';
import type { Gate } from '../util/gate.ts';

export interface GuardedSpawnerOptions {
  readonly directory: SessionDirectory;
  readonly gate: Gate;
  readonly clock: Clock;
  /** Of the session. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onTrouble: (message: string) => void;
}

/** Spawns children that do not outlive the session by more than their grace, whatever ends it. */
export interface GuardedSpawner extends Pick<ChildSpawner, 'spawn' | 'prepare'> {
  /** For a command that is spawned elsewhere. */
  readonly enlist: Enlist;
  /** To be called before the first spawn. */
  guard(): void;
  /** Writes down the children anew if somebody has removed the file. */
  heal(): void;
  /** Nothing is spawned any more, and nobody is left who should be ended. */
  close(): Promise<void>;
}

/** The program of the guardian, `guardian-main.ts`, where the build puts it. */
const PROGRAM = '#guardian';

export function guardedSpawner(options: GuardedSpawnerOptions): GuardedSpawner {
  const { directory, gate, clock, onTrouble } = options;
  const marks = new ProcessMarks(directory.path, onTrouble);
  const scanner = new ProcessScanner();
  const { session } = marks;
  const ledger = new ChildrenLedger({ file: directory.childrenPath, session, onTrouble });
  const guardian = new Guardian({
    program: createRequire(import.meta.url).resolve(PROGRAM),
    args: [directory.path, session],
    environment: guardianEnvironment(options.environment),
    clock,
    scanner,
    onStanding: (identity) => ledger.guardedBy(identity),
    onTrouble,
  });
  const spawner = new ChildSpawner(directory.path, { gate, marks, scanner, ledger });
  const commands = new EnlistedCommands({ marks, scanner, ledger });
  return {
    spawn: spawner.spawn,
    enlist: commands.enlist,
    prepare: (count) => spawner.prepare(count),
    guard: () => guardian.start(),
    heal: () => ledger.heal(),
    async close() {
      await spawner.close();
      commands.close();
      ledger.close();
      guardian.release();
    },
  };
}

/** Nothing that could change what Node does; but what a pom around this one has marked stays marked. */
function guardianEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const { PATH = '/usr/bin:/bin', POM_INSTANCE } = environment;
  return { PATH, ...(POM_INSTANCE === undefined ? {} : { POM_INSTANCE }) };
}
