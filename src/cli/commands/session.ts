import { reportReady } from '../background.ts';
import { ExitCode, exitCodeOfFailure } from '../exit-code.ts';
import { UpOptions } from './up-options.ts';

/** The background half of `pom up -d`, started by it and not meant for people: it has no usage and is not listed. */
export class SessionCommand extends UpOptions {
  static override readonly paths = [['session']];

  protected async perform(): Promise<number> {
    const started = await this.startSession();
    reportReady(started);
    if (!started.ok) return exitCodeOfFailure(started.failure);
    const session = started.value;
    const stop = this.context.onSignal((signal) => void session.shutdown(`received ${signal}`));
    await session.ended;
    stop();
    return ExitCode.done;
  }
}
