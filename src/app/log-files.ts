import type { Clock } from '../model/clock.ts';
import type { LogFileSpec } from '../model/process-spec.ts';
import type { ProjectSpec } from '../model/project-spec.ts';
import type { StoreEvent } from '../model/store-event.ts';
import type { Bus } from '../util/bus.ts';
import { LogFile } from './log-file.ts';

/**
 * Writes the output of processes with a `logs.file` to those files, as it is stored: redacted, both streams in order.
 * Whoever creates it configures it, and closes it when nothing is printed any more.
 */
export class LogFiles {
  readonly #clock: Clock;
  readonly #onBehind: (isBehind: boolean) => void;
  readonly #behind = new Set<string>();
  readonly #directory: string;
  /** By path: replicas of one process share a file. */
  readonly #files = new Map<string, LogFile>();
  #fileOf: ReadonlyMap<string, LogFile> = new Map();
  readonly #closing = new Set<Promise<void>>();

  /**
   * @param directory what paths in warnings are relative to.
   * @param onBehind so much waits for the disk that the processes should wait, too; or no longer.
   */
  constructor(
    events: Bus<StoreEvent>,
    clock: Clock,
    directory: string,
    onBehind: (isBehind: boolean) => void = () => undefined,
  ) {
    this.#clock = clock;
    this.#onBehind = onBehind;
    this.#directory = directory;
    events.subscribe((event) => {
      if (event.type === 'AppendLog') this.#fileOf.get(event.process)?.write(event.chunk);
    });
  }

  /** What is not as it should be, for people. */
  get warnings(): readonly string[] {
    return [...this.#files].flatMap(([path, file]) => {
      const name = path.startsWith(`${this.#directory}/`) ? path.slice(this.#directory.length + 1) : path;
      const { trouble, droppedBytes } = file;
      return [
        ...(trouble === null ? [] : [`nothing can be written to ${name}: ${trouble}; trying again every second`]),
        ...(droppedBytes === 0 ? [] : [`${droppedBytes} bytes are missing in ${name}: the disk could not keep up`]),
      ];
    });
  }

  /** Goes by this configuration for what is printed from now on. */
  configure({ processes }: Pick<ProjectSpec, 'processes'>): void {
    const fileOf = new Map<string, LogFile>();
    const wanted = new Set<string>();
    for (const { name, logs } of processes.values()) {
      if (logs.file === null) continue;
      fileOf.set(name, this.#file(logs.file));
      wanted.add(logs.file.path);
    }
    this.#fileOf = fileOf;
    for (const [path, file] of this.#files) {
      if (wanted.has(path)) continue;
      this.#files.delete(path);
      const closed = file.close().finally(() => this.#closing.delete(closed));
      this.#closing.add(closed);
    }
  }

  /** Writes what is queued. A disk that does not answer is given up after some seconds. */
  async close(): Promise<void> {
    this.configure({ processes: new Map() });
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.schedule(LONGEST_CLOSE_MS, resolve);
      void Promise.all(this.#closing).then(() => {
        cancel();
        resolve();
      });
    });
  }

  #file(spec: LogFileSpec): LogFile {
    const known = this.#files.get(spec.path);
    known?.follow(spec);
    const file = known ?? new LogFile(spec, this.#clock, (isBehind) => this.#tellBehind(spec.path, isBehind));
    this.#files.set(spec.path, file);
    return file;
  }

  #tellBehind(path: string, isBehind: boolean): void {
    if (isBehind) this.#behind.add(path);
    else this.#behind.delete(path);
    this.#onBehind(this.#behind.size > 0);
  }
}

const LONGEST_CLOSE_MS = 5_000;
