/** The ways in which a session of pom ends. */
import { processOf } from '../rig/process-table.ts';
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

export const ORDERLY_ENDS: Readonly<Record<string, StartDoomed>> = {
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

/** The session gets no chance to do anything. */
export const SUDDEN_ENDS: Readonly<Record<string, StartDoomed>> = { SIGKILL: endedBy('SIGKILL') };

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
