import { acquireLock, type Lock } from '../ipc/lock.ts';
import { type RunningServer, serve } from '../ipc/server.ts';
import { type SessionRecord, type WrittenRecord, writeSessionRecord } from '../ipc/session-record.ts';
import type { SessionDirectory } from '../ipc/socket-path.ts';
import type { Cancel, Clock } from '../model/clock.ts';
import type { Control } from '../model/control.ts';
import type { Failure } from '../model/failure.ts';
import { failureMessage } from '../model/failure-message.ts';
import { ok, type Result } from '../model/result.ts';

export interface SessionPresenceOptions {
  readonly directory: SessionDirectory;
  /** Held; this releases it. */
  readonly lock: Lock;
  readonly control: Control;
  readonly record: SessionRecord;
  readonly clock: Clock;
  /** Where the programs that take a lock are looked for. */
  readonly searchPath: string;
  /** Called when another session has the project and keeps it: this one cannot be reached by anybody any more. */
  readonly onReplaced: () => void;
  /** Called at each look when the directory is there, for what else is kept in it. */
  readonly healMore: () => void;
}

/** Three looks at the names of files cost 20 µs. */
const LOOK_EVERY_MS = 1_000;

/** A session that is about to begin holds the lock for a moment, and gives it back when it has found this one. */
const REPLACED_AFTER_LOOKS = 3;

/**
 * What others find a session by: its lock, its socket and its record. All of them are names in a directory, which people
 * and programs that tidy up may remove while the session lives; so it looks after them, and makes anew what is gone.
 * What it does not know to be its own it leaves alone, and says so.
 */
export class SessionPresence {
  readonly #options: SessionPresenceOptions;
  #lock: Lock;
  #server: RunningServer | null = null;
  #record: WrittenRecord | null = null;
  #trouble: string | null = null;
  #looksAtAnother = 0;
  #cancelLook: Cancel | null = null;
  #looking: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: SessionPresenceOptions) {
    this.#options = options;
    this.#lock = options.lock;
  }

  /** What is not as it should be now, for people. */
  get warnings(): readonly string[] {
    return this.#trouble === null ? [] : [this.#trouble];
  }

  /** Listens, and looks after it from now on. @returns a failure when it cannot: the lock is held on. */
  async begin(): Promise<Result<void, Failure>> {
    const { control, directory } = this.#options;
    const server = await serve(control, directory.socketPath, {});
    if (!server.ok) return server;
    this.#server = server.value;
    this.#tell(this.#writeRecord());
    this.#lookLater();
    return ok(undefined);
  }

  /** Ends every connection when it has been answered, and removes the socket. The lock is held on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelLook?.();
    await this.#looking;
    await this.#server?.close();
  }

  /** Lets the next session begin. */
  release(): void {
    this.#lock.release();
  }

  #lookLater(): void {
    if (this.#isClosed) return;
    this.#cancelLook = this.#options.clock.schedule(LOOK_EVERY_MS, () => {
      this.#looking = this.#look();
    });
  }

  async #look(): Promise<void> {
    this.#tell(await this.#heal());
    this.#lookLater();
  }

  /** The lock first: only who holds it may touch the rest. */
  async #heal(): Promise<Result<void, Failure>> {
    const locked = await this.#healLock();
    if (!locked.ok || this.#isClosed) return locked;
    if (this.#server?.isInPlace() === false) {
      const reopened = await this.#server.reopen();
      if (!reopened.ok) return reopened;
    }
    this.#options.healMore();
    return this.#record?.isInPlace() === true ? ok(undefined) : this.#writeRecord();
  }

  async #healLock(): Promise<Result<void, Failure>> {
    if (this.#lock.isInPlace()) return ok(undefined);
    const { directory, searchPath, onReplaced } = this.#options;
    const taken = await acquireLock(directory, { searchPath });
    if (!taken.ok) {
      this.#looksAtAnother = taken.failure.reason === 'session-exists' ? this.#looksAtAnother + 1 : 0;
      if (this.#looksAtAnother === REPLACED_AFTER_LOOKS) onReplaced();
      return taken;
    }
    this.#looksAtAnother = 0;
    this.#lock.release();
    this.#lock = taken.value;
    return ok(undefined);
  }

  #writeRecord(): Result<void, Failure> {
    const written = writeSessionRecord(this.#options.directory, this.#options.record);
    if (!written.ok) return written;
    this.#record = written.value;
    return ok(undefined);
  }

  #tell(result: Result<void, Failure>): void {
    this.#trouble = result.ok ? null : `others may not find this session: ${failureMessage(result.failure)}`;
  }
}
