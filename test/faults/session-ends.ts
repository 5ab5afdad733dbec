/** The ways in which a session of pom ends. */
import { describeEntry, processOf, survivorsOf } from '../rig/process-table.ts';
import type { Project } from '../rig/project.ts';
import { Tmux } from '../rig/tmux.ts';
import { until } from '../rig/until.ts';

/** A session that was started to be ended in one way. */
export interface DoomedSession extends Disposable {
  /** Ends it, and resolves when whoever did that is told that it is over. */
  end(): Promise<void>;
}

/** Starts a session, in the foreground or wherever its end needs it. */
export type StartDoomed = (project: Project) => Promise<DoomedSession>;

/** By name. */
export const SESSION_ENDS: Readonly<Record<string, StartDoomed>> = {
  'pom down': async (project) => {
    await project.pom(['up', '-d']);
    return {
      end: async () => {
        const { exitCode, stderr } = await project.pom(['down']);
        if (exitCode !== 0) throw new Error(`pom down ended with ${exitCode}: ${stderr}`);
      },
      [Symbol.dispose]: () => {},
    };
  },
  SIGTERM: endedBy('SIGTERM'),
  SIGINT: endedBy('SIGINT'),
  SIGHUP: endedBy('SIGHUP'),
  SIGKILL: async (project) => {
    const doomed = await endedBy('SIGKILL')(project);
    return {
      end: async () => {
        await doomed.end();
        // Nobody is told when the guardian has done its work: it is over when the guardian is gone, too.
        await nothingLeft(project);
      },
      [Symbol.dispose]: () => {},
    };
  },
  'the closing of its terminal': async (project) => {
    const terminal = new Tmux(project, 'echo $$ > shell.pid; exec pom up --no-tui', { columns: 80, rows: 24 });
    return {
      end: async () => {
        // pom has replaced the shell, and with it taken its pid.
        const { stdout } = await project.sh('cat shell.pid');
        terminal[Symbol.dispose]();
        await until(() => processOf(Number(stdout)) === null, 'the session in the closed terminal to end');
      },
      [Symbol.dispose]: () => terminal[Symbol.dispose](),
    };
  },
};

/** Resolves when nothing of the project is alive, pom included. */
export async function nothingLeft(project: Project): Promise<void> {
  const survivors = () => survivorsOf(project.env.RIG_ROOT ?? '');
  await until(
    () => survivors().length === 0,
    'nothing of the project to be left',
    () => survivors().map(describeEntry).join('\n'),
  );
}

function endedBy(signal: NodeJS.Signals): StartDoomed {
  return async (project) => {
    const session = project.spawnPom(['up', '--no-tui']);
    return {
      end: async () => {
        session.kill(signal);
        await session.exited;
      },
      [Symbol.dispose]: () => {},
    };
  };
}
