import { setTimeout } from 'node:timers/promises';
import { connectSession, type RemoteSession } from '../../../src/ipc/client.ts';
import { ALL_LOGS } from '../../../src/model/logs-request.ts';
import type { Project } from '../../rig/project.ts';
import { quantile, residentBytes, wallTime } from './measure.ts';

const EVERY_MS = 50;

/** How often the memory of the session is looked at. */
const MEMORY_EVERY_MS = 20;

/** What a session was like while somebody asked things of it. */
export interface Observed {
  /** Of `ListProcesses`, ms from asking to the answer. */
  readonly answers: readonly number[];
  /** Of lines of a quiet process, ms from being written to their arrival at a follower. */
  readonly lines: readonly number[];
  readonly peakBytes: number;
}

/** The session of a project. @throws when it does not answer. */
export async function connectTo(project: Project): Promise<RemoteSession> {
  const { sessions } = await project.json<{ readonly sessions: readonly { readonly socket: string }[] }>(['ls']);
  const connected = await connectSession(sessions[0]?.socket ?? '', { handshakeTimeoutMs: 30_000 });
  if (!connected.ok) throw new Error(JSON.stringify(connected.failure));
  return connected.value;
}

/**
 * Asks for the processes again and again, and follows the process `quiet`, whose lines begin with the wall time at which
 * they were written, until `until` resolves.
 */
export async function observe(project: Project, until: Promise<unknown>): Promise<Observed> {
  const asking = await connectTo(project);
  const following = await connectTo(project);
  const over = new AbortController();
  const answers: number[] = [];
  const lines: number[] = [];
  let peakBytes = 0;
  const ask = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const askedAt = performance.now();
      await asking.list([]);
      answers.push(performance.now() - askedAt);
      await setTimeout(EVERY_MS);
    }
  };
  const follow = async (): Promise<void> => {
    let page = await following.logs({ ...ALL_LOGS, processes: ['quiet'], limit: 0 });
    while (!over.signal.aborted && page.ok) {
      const { next: after } = page.value;
      const request = { ...ALL_LOGS, processes: ['quiet'], after, from: 'start', waitMs: 1_000 } as const;
      page = await following.logs(request, over.signal);
      const now = wallTime();
      if (page.ok) for (const { bytes } of page.value.lines) lines.push(now - Number(Buffer.from(bytes).toString()));
    }
  };
  const weigh = async (): Promise<void> => {
    while (!over.signal.aborted) {
      peakBytes = Math.max(peakBytes, residentBytes(asking.hello.pid));
      await setTimeout(MEMORY_EVERY_MS);
    }
  };
  const watching = Promise.all([ask(), follow(), weigh()]);
  await until;
  over.abort();
  await watching;
  asking.close();
  following.close();
  return { answers, lines, peakBytes };
}

export const p50 = (values: readonly number[]): number => quantile(values, 0.5);
export const p99 = (values: readonly number[]): number => quantile(values, 0.99);
