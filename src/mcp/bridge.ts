import type { Control, SessionInfo } from '../model/control.ts';
import type { Failure } from '../model/failure.ts';
import { err, type Result } from '../model/result.ts';

/** The running session of the project, for as long as one call needs it. */
export interface OpenSession extends Control {
  /** The session as it was when it was connected to. */
  readonly hello: SessionInfo;
  close(): void;
}

/** Speaks to the session that runs now; fails when there is none. */
export type OpenSessionNow = () => Promise<Result<OpenSession, Failure>>;

/**
 * Between the tools and the session. Each call connects anew, which takes a millisecond: so it meets the session that
 * runs at this moment, however often that was restarted since the call before.
 */
export class Bridge {
  readonly #open: OpenSessionNow;
  readonly #left = new AbortController();
  readonly #calls = new Set<Promise<unknown>>();

  constructor(open: OpenSessionNow) {
    this.#open = open;
  }

  /**
   * What `ask` gets from the session.
   *
   * @param signal aborted when the client cancels the call. The signal that `ask` is given is aborted then, too, and
   *   when the client has left.
   */
  call<T>(
    signal: AbortSignal,
    ask: (session: OpenSession, signal: AbortSignal) => Promise<Result<T, Failure>>,
  ): Promise<Result<T, Failure>> {
    const call = this.#call(AbortSignal.any([signal, this.#left.signal]), ask);
    this.#calls.add(call);
    void call.finally(() => this.#calls.delete(call));
    return call;
  }

  /** The client has left: nothing is waited for any more. Resolves when every call has been answered. */
  async leave(): Promise<void> {
    this.#left.abort();
    await Promise.allSettled(this.#calls);
  }

  async #call<T>(
    signal: AbortSignal,
    ask: (session: OpenSession, signal: AbortSignal) => Promise<Result<T, Failure>>,
  ): Promise<Result<T, Failure>> {
    const session = await this.#open();
    if (!session.ok) return session;
    try {
      return await ask(session.value, signal);
    } finally {
      session.value.close();
    }
  }
}

/** `promise`, or a failure as soon as nobody waits for it: what was asked of the session goes on there. */
export async function unlessLeft<T>(
  promise: Promise<Result<T, Failure>>,
  signal: AbortSignal,
): Promise<Result<T, Failure>> {
  const detail = 'the call was cancelled before it was done; what it had begun goes on';
  const left = new Promise<Result<T, Failure>>((resolve) => {
    const leave = () => resolve(err({ reason: 'operation-failed', detail }));
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
  return Promise.race([promise, left]);
}
