import path from 'node:path';
import type { Clock } from '../model/clock.ts';
import type { RuntimeDirectoryUnsafe } from '../model/failure.ts';
import { failureMessage } from '../model/failure-message.ts';
import type { LogPersistence, ProjectSpec } from '../model/project-spec.ts';
import type { Result } from '../model/result.ts';
import type { StoreEvent } from '../model/store-event.ts';
import { removeExcess, sessionName } from '../store/disk/archive.ts';
import { DiskStore } from '../store/disk/disk-store.ts';
import type { Bus } from '../util/bus.ts';
import { Gate } from '../util/gate.ts';
import { LogFiles } from './log-files.ts';

export interface SessionLogsOptions {
  /** Where the logs of all sessions of the project are; a failure: nothing is kept on disk. */
  readonly root: Result<string, RuntimeDirectoryUnsafe>;
  readonly project: ProjectSpec;
  readonly pid: number;
  /** Wall time, ms since the epoch. */
  readonly startedAt: number;
  readonly clock: Clock;
}

/** Long enough to be few, short enough that removing one is no great loss. */
const SEGMENT_BYTES = 8 * 1024 * 1024;
const LEAST_SEGMENT_BYTES = 64 * 1024;
const SEGMENTS_WITHIN_LIMIT = 8;

/** The logs of a running session: its store, what of all sessions stays on disk, and the files that `logs.file` asks for. */
export class SessionLogs {
  readonly store: DiskStore;
  /** Closed while the disk cannot keep up with what processes print. */
  readonly gate = new Gate();
  readonly #files: LogFiles;
  readonly #behind = new Set<'store' | 'files'>();
  readonly #root: SessionLogsOptions['root'];
  readonly #clock: Clock;
  #persistence: LogPersistence | null;
  #trouble: string | null = null;
  #removing: Promise<void> | null = null;
  #isRemovalDue = false;

  /** Nothing is written before something is appended. @param events what processes print, for the files. */
  constructor(events: Bus<StoreEvent>, { root, project, pid, startedAt, clock }: SessionLogsOptions) {
    this.#root = root;
    this.#clock = clock;
    this.#persistence = project.logPersistence;
    const directory = path.join(root.ok ? root.value : '', sessionName(startedAt, pid));
    const share = Math.floor((project.logPersistence?.maxBytes ?? 0) / SEGMENTS_WITHIN_LIMIT);
    this.store = new DiskStore({
      sessionId: pid,
      budgetBytes: project.logMemoryBytes,
      directory,
      segmentBytes: Math.max(LEAST_SEGMENT_BYTES, Math.min(SEGMENT_BYTES, share)),
      clock,
      onSegment: () => this.#keepWithinLimits(),
      onBehind: (isBehind) => this.#tellBehind('store', isBehind),
      onTrouble: (error) => {
        this.#trouble = error === null ? null : `logs are not written to disk now: ${error.message}`;
      },
    });
    this.#files = new LogFiles(events, clock, project.directory, (isBehind) => this.#tellBehind('files', isBehind));
    this.configure(project);
  }

  /** What is not as it should be, for people. */
  get warnings(): readonly string[] {
    const onDisk = this.#root.ok || this.#persistence === null ? this.#trouble : notKept(this.#root.failure);
    return [...(onDisk === null ? [] : [onDisk]), ...this.#files.warnings];
  }

  /** Takes over what a configuration says about logs, at once. */
  configure(project: ProjectSpec): void {
    this.#persistence = project.logPersistence;
    this.#files.configure(project);
    this.store.setBudget(project.logMemoryBytes);
    this.store.setWriting(this.#root.ok && project.logPersistence !== null);
    for (const spec of project.processes.values()) this.store.setLimits(spec.name, spec.logs);
    this.#keepWithinLimits();
  }

  /** Everything that is known goes to disk. Nothing may be appended afterwards. */
  async close(): Promise<void> {
    await Promise.all([this.store.close(), this.#files.close()]);
    await this.#removing;
  }

  #tellBehind(who: 'store' | 'files', isBehind: boolean): void {
    if (isBehind) this.#behind.add(who);
    else this.#behind.delete(who);
    if (this.#behind.size > 0) this.gate.close();
    else this.gate.open();
  }

  /** Removes what is too much, now or once more when that is being done. */
  #keepWithinLimits(): void {
    this.#isRemovalDue = true;
    this.#removing ??= this.#remove();
  }

  async #remove(): Promise<void> {
    while (this.#isRemovalDue) {
      this.#isRemovalDue = false;
      // Who asked goes on first: there is always a step between the beginning and the end of this.
      await Promise.resolve();
      if (!this.#root.ok || this.#persistence === null) continue;
      await removeExcess(this.#root.value, this.#persistence, this.#clock.wallTime(), this.store);
    }
    // In the same step in which nothing was due: who comes next begins anew.
    this.#removing = null;
  }
}

function notKept(failure: RuntimeDirectoryUnsafe): string {
  return `logs are not kept on disk: ${failureMessage(failure)}`;
}
