import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { RunningHttp } from '../http/index.ts';
import { removeHttpRecord, writeHttpRecord } from '../ipc/http-record.ts';
import type { SessionDirectory } from '../ipc/socket-path.ts';
import type { Control } from '../model/control.ts';
import type { HttpFailure } from '../model/failure.ts';
import { failureMessage } from '../model/failure-message.ts';
import { type HttpAddress, type HttpSpec, isLoopback, wantedHttp } from '../model/http-spec.ts';
import { err, ok, type Result } from '../model/result.ts';

export interface HttpListenerOptions {
  readonly control: Control;
  readonly directory: SessionDirectory;
  /** What was asked for when the session was started. */
  readonly asked: HttpAddress | null;
  /** The API is there now, or no longer. May be said again. */
  readonly onServing: (isServing: boolean) => void;
  /** Of pom. */
  readonly version: string;
}

const TOKEN_BYTES = 32;

/**
 * The HTTP API of a session: there when it is wanted, and where it is wanted, over reloads. Where it is, and the token,
 * stand in a file of the session's directory that only this user can read.
 *
 * Nothing of it is loaded before it is wanted for the first time.
 */
export class HttpListener {
  readonly #options: HttpListenerOptions;
  /** One for the whole session, so that a link goes on working. */
  readonly #ownToken = randomBytes(TOKEN_BYTES).toString('base64url');
  #running: { readonly spec: HttpSpec; readonly http: RunningHttp } | null = null;
  /** Those that listen no more and answer to the end. */
  readonly #leaving = new Set<RunningHttp>();
  #trouble: HttpFailure | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(options: HttpListenerOptions) {
    this.#options = options;
  }

  /** What is not as it should be now, for people. */
  get warnings(): readonly string[] {
    return this.#trouble === null ? [] : [failureMessage(this.#trouble)];
  }

  /**
   * Does what the configuration says from now on. Where it cannot, there is no HTTP API until it says something else.
   *
   * Requests that are being answered get their answer: one of them may be what has asked for this. Where it was is left
   * for good by `settle`.
   */
  configure(spec: HttpSpec | null): Promise<Result<void, HttpFailure>> {
    const done = this.#last.then(async () => {
      const result = await this.#configure(wantedHttp(spec, this.#options.asked));
      this.#options.onServing(this.#running !== null);
      return result;
    });
    this.#last = done;
    return done;
  }

  /** What `configure` was asked to do is done, and is about to be answered: nobody need be where it was any longer. */
  settle(): void {
    for (const http of this.#leaving) void this.#close(http);
  }

  /** Ends every connection when it has been answered. Nothing listens afterwards. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#last;
    this.#options.onServing(false);
    const running = this.#unlist();
    await Promise.all([...this.#leaving, ...running].map((http) => this.#close(http)));
  }

  async #configure(wanted: HttpSpec | null): Promise<Result<void, HttpFailure>> {
    if (this.#isClosed) return ok(undefined);
    // One that is there was left by a session that was killed.
    if (this.#running === null) removeHttpRecord(this.#options.directory);
    this.#trouble = null;
    if (isDeepStrictEqual(wanted, this.#running?.spec ?? null)) return ok(undefined);
    const begun = wanted === null ? this.#leave() : await this.#begin(wanted);
    this.#trouble = begun.ok ? null : begun.failure;
    return begun;
  }

  async #begin(spec: HttpSpec): Promise<Result<void, HttpFailure>> {
    const { control, version } = this.#options;
    const { host, port } = spec;
    const before = this.#running;
    const token = spec.token ?? this.#ownToken;
    const isSafe = spec.token !== null || isLoopback(host);
    if (isSafe && before?.spec.host === host && before.spec.port === port) {
      before.http.admit(token);
      return this.#serve(spec, before.http, token);
    }
    // First: it may have the port that the next one is to have.
    this.#leave();
    if (!isSafe) {
      const detail = 'others can connect there, so a token has to be set; write "http: {token: …}" in pom.yaml';
      return err({ reason: 'http-failed', address: `${host}:${port}`, detail });
    }
    const { serveHttp } = await import('../http/index.ts');
    const http = await serveHttp(control, { host, port, token, version });
    if (!http.ok) return http;
    return this.#serve(spec, http.value, token);
  }

  /** Says where it is. */
  #serve(spec: HttpSpec, http: RunningHttp, token: string): Result<void, HttpFailure> {
    this.#running = { spec, http };
    const written = writeHttpRecord(this.#options.directory, { origin: http.origin, token });
    if (!written.ok) this.#leave();
    return written;
  }

  /** Nothing listens afterwards. */
  #leave(): Result<void, never> {
    for (const http of this.#unlist()) {
      this.#leaving.add(http);
      http.leave();
    }
    return ok(undefined);
  }

  /** What runs, if anything, of which nobody is told any longer. */
  #unlist(): readonly RunningHttp[] {
    const running = this.#running;
    if (running === null) return [];
    this.#running = null;
    removeHttpRecord(this.#options.directory);
    return [running.http];
  }

  async #close(http: RunningHttp): Promise<void> {
    await http.close();
    this.#leaving.delete(http);
  }
}
