import type { Session, SessionOptions } from '../app/index.ts';
import type { Failure } from '../model/failure.ts';
import type { Result } from '../model/result.ts';
import { ExitCode } from './exit-code.ts';
import { version } from './version.ts';

/** Starts a session in this process, which from then on ends with a report when the session comes into a state that cannot be. */
export async function startGuarded(
  options: Omit<SessionOptions, 'clock' | 'version'>,
): Promise<Result<Session, Failure>> {
  const { guardAgainstCrash, startSession, systemClock } = await import('../app/index.ts');
  const { environment, files } = options;
  const guard = guardAgainstCrash({ configFile: files[0] ?? '', environment, version, exitCode: ExitCode.crashed });
  const started = await startSession({ ...options, clock: systemClock(), version });
  if (started.ok) guard.follow(started.value);
  else guard.release();
  return started;
}
