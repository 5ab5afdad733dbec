import type { ProjectAtRest } from '../../app/index.ts';
import type { RemoteSession } from '../../ipc/client.ts';
import type { Failure } from '../../model/failure.ts';
import { ok, type Result } from '../../model/result.ts';
import { PomCommand } from './pom-command.ts';

/** A command that asks, or tells, the running session of the project. */
export abstract class ClientCommand extends PomCommand {
  protected abstract performIn(session: RemoteSession): Promise<number>;

  /** What to do when no session can be asked; by default, say so. */
  protected withoutSession(failure: Failure): Promise<number> {
    return this.fail(failure);
  }

  /** The project as its files describe it, for what can be answered without a session. */
  protected atRest(): Result<ProjectAtRest, Failure> {
    const files = this.findFiles();
    if (!files.ok) return files;
    return ok({ files: files.value, environment: this.context.env, displayFrom: this.context.cwd });
  }

  /** Whether a follower has nothing more to follow, which is no failure: the session has ended. */
  protected isSessionOver(failure: Failure): boolean {
    return failure.reason === 'no-session' || failure.reason === 'socket-failed';
  }

  protected async perform(): Promise<number> {
    const connected = await this.connect();
    if (!connected.ok) return this.withoutSession(connected.failure);
    try {
      return await this.performIn(connected.value);
    } finally {
      connected.value.close();
    }
  }
}
