import path from 'node:path';
import type { Clock } from '../model/clock.ts';
import type { Command } from '../model/command.ts';
import { LIVE_STATUSES, type ProcessStatus } from '../model/process-status.ts';
import type { ServerEvent } from '../model/server-event.ts';
import type { FileChange, WatchSpec, WatchStatus } from '../model/watch-spec.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import { LoopGuard } from '../watch/loop-guard.ts';
import type { TreeWatcher, TreeWatchOptions } from '../watch/tree/watch-tree.ts';

export interface ProcessWatchOptions {
  readonly clock: Clock;
  readonly processes: Pick<Supervisor, 'report' | 'restart' | 'signal' | 'runBeside'>;
  readonly watchTree: (options: TreeWatchOptions) => TreeWatcher;
  readonly onEvent: (event: ServerEvent) => void;
  /** Absolute: files are told of relative to it. */
  readonly directory: string;
}

/** Statuses in which a change is nothing to a process: it has not begun yet, or it is left to its schedule. */
const NOT_BEGUN: ReadonlySet<ProcessStatus> = new Set(['disabled', 'stopped', 'pending', 'skipped', 'scheduled']);

/** The watch of one process: what changes, and what is done about it. */
export class ProcessWatch {
  readonly #name: string;
  readonly #spec: WatchSpec;
  readonly #never: readonly string[];
  readonly #options: ProcessWatchOptions;
  readonly #guard = new LoopGuard();
  readonly #life = new AbortController();
  #watcher: TreeWatcher | null = null;
  #mode: WatchStatus['mode'] = 'watching';
  #warning: string | null = null;
  #lastChange: FileChange | null = null;
  #execution: 'idle' | 'running' | 'once more' = 'idle';

  /** @param never absolute: what pom itself reads and writes. */
  constructor(name: string, spec: WatchSpec, never: readonly string[], options: ProcessWatchOptions) {
    this.#name = name;
    this.#spec = spec;
    this.#never = never;
    this.#options = options;
    this.#open();
  }

  get status(): WatchStatus {
    return { mode: this.#mode, lastChange: this.#lastChange, warning: this.#warning };
  }

  /** Somebody has started or restarted the process: it may have been mended. */
  resume(): void {
    this.#guard.reset();
    if (this.#mode === 'suspended') this.#open();
  }

  /** Ends the watch, and a command that it runs. */
  close(): void {
    this.#watcher?.close();
    this.#life.abort();
  }

  #open(): void {
    const { clock, watchTree } = this.#options;
    this.#mode = 'watching';
    this.#warning = null;
    this.#watcher = watchTree({
      ...this.#spec,
      never: this.#never,
      clock,
      onChange: (files) => this.#changed(files),
      onPolling: (why) => {
        this.#mode = 'polling';
        this.#warning = `the files watched for it are looked at now and then, because they cannot be watched: ${why}`;
      },
    });
  }

  #changed(files: readonly string[]): void {
    const { clock, processes, onEvent } = this.#options;
    const info = processes.report(this.#name)?.process;
    const [first] = files;
    if (info === undefined || first === undefined || info.wanted === 'down' || NOT_BEGUN.has(info.status)) return;
    const { kind } = this.#spec.action;
    if (kind !== 'restart' && info.status !== 'running') return;
    const change = { file: this.#shown(first), others: files.length - 1, at: clock.wallTime(), action: kind };
    this.#lastChange = change;
    const allowed = this.#guard.allows(clock.now());
    if (!allowed) this.#suspend(change);
    onEvent({ type: 'FilesChanged', name: this.#name, change, suspended: !allowed });
    if (allowed) this.#act(change.file);
  }

  #act(file: string): void {
    const { processes } = this.#options;
    const { action, cascade } = this.#spec;
    switch (action.kind) {
      case 'restart':
        void processes.restart([this.#name, ...(cascade ? this.#liveDependents() : [])], {
          reason: 'file-changed',
          file,
        });
        break;
      case 'signal':
        processes.signal([this.#name], action.signal);
        break;
      case 'exec':
        void this.#execute(action.command);
        break;
      default:
        action satisfies never;
    }
  }

  async #execute(command: Command): Promise<void> {
    if (this.#execution !== 'idle') {
      this.#execution = 'once more';
      return;
    }
    do {
      this.#execution = 'running';
      const answer = await this.#options.processes.runBeside(this.#name, command, this.#life.signal);
      if (this.#life.signal.aborted) return;
      if (answer !== null && this.#mode === 'watching') {
        this.#warning = answer.ok ? null : `the command run for a change failed: ${answer.answer}`;
      }
    } while (this.#runsOnceMore());
    this.#execution = 'idle';
  }

  #runsOnceMore(): boolean {
    return this.#execution === 'once more';
  }

  /** Everything that depends on it, directly or not, and lives. */
  #liveDependents(): readonly string[] {
    const { processes } = this.#options;
    const found = new Set<string>();
    const queue = [this.#name];
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      for (const dependent of processes.report(name)?.dependents ?? []) {
        if (found.has(dependent)) continue;
        found.add(dependent);
        queue.push(dependent);
      }
    }
    return [...found].filter((name) => {
      const info = processes.report(name)?.process;
      return info?.wanted === 'up' && LIVE_STATUSES.has(info.status);
    });
  }

  #suspend({ file }: FileChange): void {
    this.#watcher?.close();
    this.#mode = 'suspended';
    this.#warning = `its watch is suspended, because files changed more than ten times in a minute, the last one ${file}; ignore what it writes itself, or restart it to watch again`;
  }

  #shown(file: string): string {
    const relative = path.relative(this.#options.directory, file);
    return relative.startsWith('..') || relative === '' ? file : relative;
  }
}
