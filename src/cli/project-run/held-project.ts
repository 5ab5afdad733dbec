import { setImmediate } from 'node:timers/promises';
import type { Session } from '../../app/index.ts';
import type { RemoteSession } from '../../ipc/client.ts';
import type { Control } from '../../model/control.ts';
import { type Enlist, enlistNowhere } from '../../model/enlistment.ts';
import type { Failure } from '../../model/failure.ts';
import { type ProcessInfo, SETTLED_STATUSES } from '../../model/process-status.ts';
import { ok, type Result } from '../../model/result.ts';

/** A project that is up for as long as a command needs it. */
export interface HeldProject {
  readonly control: Control;
  /** True: the session was running before, and goes on. */
  readonly isShared: boolean;
  /** For the command: it ends with this pom, should this be killed, if the session is its own. */
  readonly enlist: Enlist;
  /** Leaves the project as it was found. Resolves when that is done. */
  release(why: string): Promise<Result<void, Failure>>;
  /** Ends at once whatever `release` would end, or would wait for. */
  kill(): void;
}

/** Of a session that was started for the command: nothing of it is left. */
export async function holdOwn(session: Session): Promise<HeldProject> {
  // The session answers before its processes have taken their first start: from here on it is known who is wanted.
  await setImmediate();
  return {
    control: session.control,
    isShared: false,
    enlist: session.enlist,
    release: async (why) => {
      await session.shutdown(why);
      await session.ended;
      return ok(undefined);
    },
    kill: () => session.kill(),
  };
}

/**
 * Of a session that somebody else has started: what is missing of the targets, and of what they need, is started now
 * and stopped again in the end.
 */
export async function holdShared(
  session: RemoteSession,
  targets: readonly string[],
): Promise<Result<HeldProject, Failure>> {
  const before = await session.list([]);
  if (!before.ok) return before;
  const started = await session.act('start', targets, { wait: false, dependencies: true });
  if (!started.ok) return started;
  const after = await session.list([]);
  if (!after.ok) return after;
  const missing = startedBetween(before.value, after.value);
  return ok({
    control: session,
    isShared: true,
    // Whoever guards that session does not know of us.
    enlist: enlistNowhere,
    release: async () => {
      const stopped =
        missing.length === 0 ? ok([]) : await session.act('stop', missing, { wait: true, dependencies: false });
      session.close();
      // A session that is over has stopped them.
      if (stopped.ok || isOver(stopped.failure)) return ok(undefined);
      return stopped;
    },
    kill: () => {
      // As far as the command goes: what runs in the session of others is killed by its own grace.
      session.close();
    },
  });
}

/** Those that were at rest and have been asked to run. */
function startedBetween(before: readonly ProcessInfo[], after: readonly ProcessInfo[]): readonly string[] {
  const now = new Map(after.map((info) => [info.name, info]));
  return before.flatMap(({ name, status, run }) => {
    const info = now.get(name);
    if (info === undefined || !SETTLED_STATUSES.has(status)) return [];
    return SETTLED_STATUSES.has(info.status) && info.run === run ? [] : [name];
  });
}

function isOver({ reason }: Failure): boolean {
  return reason === 'no-session' || reason === 'socket-failed';
}
