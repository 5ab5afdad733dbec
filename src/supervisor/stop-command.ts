import type { Exit } from '../model/exit.ts';
import type { Child, SpawnChild, SpawnRequest } from './child.ts';

/** A `stop.command` under way. */
export interface StopCommand {
  readonly running: boolean;
  /** SIGKILL to whatever is left of its tree, also when it has not been spawned yet. */
  kill(): void;
}

/**
 * Runs a stop command in a group of its own; what it prints is discarded.
 *
 * @param onFailed it could not be run, or did not exit with 0.
 * @param onEnd it is over, however.
 */
export function runStopCommand(
  spawnChild: SpawnChild,
  request: Pick<SpawnRequest, 'argv' | 'cwd' | 'environment'>,
  onFailed: () => void,
  onEnd: () => void,
): StopCommand {
  let running = true;
  let killed = false;
  let child: Child | null = null;

  const end = (succeeded: boolean): void => {
    running = false;
    if (!succeeded) onFailed();
    onEnd();
  };
  const onExit = (exit: Exit): void => {
    // What it left in the background may still be at work on the process; `kill` takes it away in the end.
    end(exit.code === 0);
  };
  void spawnChild({ ...request, stdin: 'null', output: null, onExit }).then((spawned) => {
    if (!spawned.ok) {
      end(false);
      return;
    }
    child = spawned.value;
    if (killed) child.signalGroup('SIGKILL', 'tree');
  });

  return {
    get running() {
      return running;
    },
    kill() {
      killed = true;
      if (child?.groupIsEmpty('tree') === false) child.signalGroup('SIGKILL', 'tree');
    },
  };
}
