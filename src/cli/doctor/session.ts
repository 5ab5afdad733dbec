import type { RemoteSession } from '../../ipc/client.ts';
import type { Failure } from '../../model/failure.ts';
import { failureMessage } from '../../model/failure-message.ts';
import type { Result } from '../../model/result.ts';
import type { Finding } from './checks.ts';

const check = 'session';

/** Questions in a row: one may come while the session does something rare. */
const QUESTIONS = 5;

/** The event loop of a session that is well comes round in a few milliseconds, also while processes print a lot. */
const SLOW_MS = 100;

/** How long the event loop is watched: long enough for what happens now and then, short enough to wait for. */
const WATCH_MS = 500;

/**
 * Whether a session of this project runs and keeps up: how long it takes to answer what costs it nothing, which is what
 * its users feel, and how late its own event loop is, which tells a busy session from a busy machine.
 *
 * @param now monotonic, in ms.
 */
export async function checkSession(
  connected: Result<Pick<RemoteSession, 'hello' | 'session' | 'loopDelay'>, Failure>,
  now: () => number,
): Promise<Finding> {
  if (!connected.ok) return withoutSession(connected.failure);
  const session = connected.value;
  const { pid } = session.hello;
  const times: number[] = [];
  for (let question = 0; question < QUESTIONS; question += 1) {
    const asked = now();
    const answer = await session.session();
    if (!answer.ok) return withoutSession(answer.failure);
    times.push(now() - asked);
  }
  const loop = await session.loopDelay(WATCH_MS);
  if (!loop.ok) return withoutSession(loop.failure);
  // Half of them took at least so long: the machine may have kept us waiting for one or two.
  const typical = times.sort((a, b) => a - b)[Math.floor(QUESTIONS / 2)] ?? 0;
  const { p99Ms, maxMs } = loop.value;
  const detail = `pid ${pid} answers in ${typical.toFixed(1)} ms; its event loop is late by ${p99Ms.toFixed(1)} ms (p99), ${maxMs.toFixed(1)} ms at most`;
  if (typical < SLOW_MS && p99Ms < SLOW_MS) return { check, state: 'ok', detail, advice: null };
  const advice = '"pom top" shows what keeps the machine busy, "pom logs -f" who prints so much';
  return { check, state: 'limited', detail: `${detail}: it does not keep up`, advice };
}

function withoutSession(failure: Failure): Finding {
  if (failure.reason === 'no-session') return { check, state: 'ok', detail: 'none is running', advice: null };
  return { check, state: 'broken', detail: failureMessage(failure), advice: null };
}
