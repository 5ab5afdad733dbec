import { type LoadedProject, renderDiagnostics } from '../config/index.ts';
import type { Lock } from '../ipc/lock.ts';
import type { SessionDirectory } from '../ipc/socket-path.ts';
import type { Control, Outcome, SessionInfo } from '../model/control.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Enlist } from '../model/enlistment.ts';
import { type EnvironmentVariable, type ExplainedVariable, variablesOf } from '../model/environment.ts';
import type { Exit } from '../model/exit.ts';
import type { Failure, SpawnFailure } from '../model/failure.ts';
import type { ProcessSpec } from '../model/process-spec.ts';
import type { ProjectSpec } from '../model/project-spec.ts';
import type { ReloadPlan } from '../model/reload-plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { ServerEvent } from '../model/server-event.ts';
import type { StoreEvent } from '../model/store-event.ts';
import { StoreManager } from '../store/store-manager.ts';
import { NotifyReader } from '../supervisor/notify/notify-reader.ts';
import { Supervisor } from '../supervisor/supervisor.ts';
import { Bus } from '../util/bus.ts';
import { deferred } from '../util/deferred.ts';
import { watchTree } from '../watch/tree/watch-tree.ts';
import { type FileWatcher, watchFiles } from '../watch/watch-files.ts';
import { awakeClock } from './awake-clock.ts';
import type { Testimony } from './crash/crash-report.ts';
import { EventHistory } from './event-history.ts';
import { type GuardedSpawner, guardedSpawner } from './guarded-spawner.ts';
import { HttpListener } from './http-listener.ts';
import { systemPorts } from './listening-ports.ts';
import { logDirectory } from './log-directory.ts';
import { ownerOf } from './port-owner.ts';
import { environmentOfRun, explainedEnvironmentOfRun, type RunSurroundings } from './process-environment.ts';
import { readProcessTable } from './process-table.ts';
import { ProcessWatches } from './process-watches.ts';
import { Reloader } from './reloader.ts';
import { ResourceSampler } from './resource-sampler.ts';
import { ResourceUsage } from './resource-usage.ts';
import { RunEvidenceKeeper } from './run-evidence.ts';
import { select } from './selection.ts';
import { loadSessionProject, type Session, type SessionEnd, type SessionOptions } from './session.ts';
import { sessionControl } from './session-control.ts';
import { SessionLogs } from './session-logs.ts';
import { SessionPorts } from './session-ports.ts';
import { SessionPresence } from './session-presence.ts';
import { TimelineHistory } from './timeline-history.ts';
import { TreeMemory } from './tree-memory.ts';
import { WakeUp } from './wake-up.ts';

const RELOAD_DEBOUNCE_MS = 100;
const WATCH_POLL_MS = 1_000;

/** See `Session`: the parts of a running pom, put together. */
export class RunningSession implements Session {
  readonly control: Control;
  readonly #options: SessionOptions;
  readonly #directory: SessionDirectory;
  readonly #presence: SessionPresence;
  readonly #logs: SessionLogs;
  readonly #storeEvents = new Bus<StoreEvent>();
  readonly #events: EventHistory;
  readonly #eventRecorded: WakeUp;
  readonly #linesStored: WakeUp;
  readonly #terminalChanged: WakeUp;
  readonly #timeline: TimelineHistory;
  readonly #evidence = new RunEvidenceKeeper();
  readonly #spawner: GuardedSpawner;
  readonly #notifyReader: NotifyReader;
  readonly #supervisor: Supervisor;
  /** What is watched for processes, as opposed to for the configuration. */
  readonly #watches: ProcessWatches;
  readonly #reloader: Reloader;
  readonly #ports: SessionPorts;
  readonly #http: HttpListener;
  readonly #resources: ResourceSampler;
  readonly #inherited: ReadonlyMap<string, string>;
  readonly #startedAt: number;
  readonly #warnings: string[] = [];
  readonly #end = deferred<SessionEnd>();
  #watcher: FileWatcher | null = null;
  #stopping: Promise<readonly Outcome[]> | null = null;

  /** @param project what of `loaded` it runs. */
  constructor(
    options: SessionOptions,
    directory: SessionDirectory,
    lock: Lock,
    loaded: LoadedProject,
    project: ProjectSpec,
  ) {
    const { clock } = options;
    this.#options = options;
    this.#directory = directory;
    this.#inherited = variablesOf(options.environment);
    this.#startedAt = clock.wallTime();
    this.#events = new EventHistory(clock);
    this.#timeline = new TimelineHistory(clock, this.#startedAt);
    // What takes its time is not judged by time in which pom itself did not run; nor is whoever waits for it.
    const awake = awakeClock(clock);
    this.#eventRecorded = new WakeUp(awake);
    this.#linesStored = new WakeUp(clock);
    this.#terminalChanged = new WakeUp(clock);
    this.#logs = new SessionLogs(this.#storeEvents, {
      root: logDirectory(options.files[0] ?? '', options.environment),
      project,
      pid: process.pid,
      startedAt: this.#startedAt,
      clock,
    });
    const manager = new StoreManager(this.#logs.store, this.#storeEvents, {
      onChange: () => this.#linesStored.notify(),
    });
    const searchPath = options.environment.PATH ?? '/usr/bin:/bin';
    this.#notifyReader = new NotifyReader({ directory: directory.path, searchPath });
    this.#spawner = guardedSpawner({
      directory,
      gate: this.#logs.gate,
      clock,
      environment: options.environment,
      onTrouble: (message) => this.#warnings.push(message),
    });
    const memory = new TreeMemory(clock, readProcessTable);
    this.#supervisor = new Supervisor(project, {
      clock: awake,
      treeMemory: (pid) => memory.of(pid),
      random: Math.random,
      spawnChild: this.#spawner.spawn,
      openNotifySocket: this.#notifyReader.open,
      readEnvironment: (spec, run) => this.#childEnvironment(spec, run),
      emit: (event) => this.#storeEvents.emit(event),
      onEvent: (event) => this.#record(event),
      onTerminal: () => this.#terminalChanged.notify(),
      onRunFailed: (name, run, probes) => this.#evidence.keep(name, run, this.#logs.store.snapshot(name), probes),
      onRun: (name, record) => this.#timeline.run(name, record),
      onProbe: (name, record) => this.#timeline.probe(name, record),
      onExitProject: (name, exit) => void this.#shutdown(`${name} ended`, exit),
    });
    this.#ports = new SessionPorts({
      system: systemPorts(process.platform),
      project: () => this.#reloader.project,
      ownerOf: (pid) => ownerOf(pid, this.#supervisor.list()),
    });
    this.#reloader = new Reloader(loaded, project, {
      // Whoever reads about a mistake later may stand anywhere in the project.
      load: () => loadSessionProject({ ...options, displayFrom: project.directory }),
      select: (read) => select(read, options.selection),
      apply: (plan) => this.#apply(plan),
      onSources: (sources) => this.#watcher?.setPaths(sources),
      onEvent: (event) => this.#record(event),
    });
    this.#watches = new ProcessWatches({
      clock,
      processes: this.#supervisor,
      watchTree,
      onEvent: (event) => this.#record(event),
      directory: project.directory,
      never: () => this.#ownFiles(),
    });
    const usage = new ResourceUsage(clock, readProcessTable);
    this.#resources = new ResourceSampler({ clock, usage, processes: () => this.#supervisor.list() });
    this.control = sessionControl({
      supervisor: this.#supervisor,
      watches: this.#watches,
      store: manager.handle,
      evidence: this.#evidence,
      reloader: this.#reloader,
      events: this.#events,
      eventRecorded: this.#eventRecorded,
      linesStored: this.#linesStored,
      terminalChanged: this.#terminalChanged,
      clock,
      usage,
      resources: this.#resources,
      timeline: this.#timeline,
      ownMemory: () => process.memoryUsage.rss(),
      describe: () => this.#describe(),
      environmentOf: (name) => this.#environmentOf(name),
      explainEnvironmentOf: (name) => this.#explainEnvironmentOf(name),
      portsOf: (spec) => this.#ports.of(spec),
      shutdown: (why) => this.shutdown(why),
    });
    this.#http = new HttpListener({
      control: this.control,
      directory,
      asked: options.http,
      onServing: (isServing) => (isServing ? this.#resources.begin() : this.#resources.end()),
      version: options.version,
    });
    this.#presence = new SessionPresence({
      directory,
      lock,
      control: this.control,
      record: {
        name: project.name,
        dir: project.directory,
        pid: process.pid,
        startedAt: this.#startedAt,
        socket: directory.socketPath,
        configFile: options.files[0] ?? '',
      },
      clock,
      searchPath,
      healMore: () => this.#spawner.heal(),
      onReplaced: () => void this.shutdown('another session of this project has begun'),
    });
  }

  get ended(): Promise<SessionEnd> {
    return this.#end.promise;
  }

  get enlist(): Enlist {
    return this.#spawner.enlist;
  }

  /** Listens, and only then starts processes: whoever sees a child of ours can ask about it. */
  async listen(): Promise<Result<void, Failure>> {
    const listening = await this.#presence.begin();
    const serving = listening.ok ? await this.#http.configure(this.#reloader.project.http) : listening;
    if (!serving.ok) {
      await this.#presence.close();
      await this.#spawner.close();
      this.#presence.release();
      return serving;
    }
    this.#watch();
    this.#spawner.guard();
    void this.#spawner.prepare(this.#supervisor.list().length);
    void this.#supervisor.start(null, { dependencies: true });
    return ok(undefined);
  }

  /** Something that is not as it should be, and does not stop anything. */
  warn(message: string): void {
    this.#warnings.push(message);
  }

  shutdown(why: string): Promise<readonly Outcome[]> {
    return this.#shutdown(why, null);
  }

  kill(): void {
    this.#supervisor.kill();
  }

  testimony(): Testimony {
    const { name, directory: dir } = this.#reloader.project;
    return { session: { name, dir, startedAt: this.#startedAt }, events: this.#events.after(0).events };
  }

  #shutdown(why: string, exit: Exit | null): Promise<readonly Outcome[]> {
    this.#stopping ??= this.#stop(why, exit);
    return this.#stopping;
  }

  async #stop(why: string, exit: Exit | null): Promise<readonly Outcome[]> {
    this.#record({ type: 'SessionStopping', why });
    this.#watcher?.close();
    this.#watches.close();
    const outcomes = await this.#supervisor.shutdown();
    // Whoever is told that the project is down finds all of its logs.
    await this.#logs.close();
    // The reply to whoever asked is written by `close`, which waits for answers under way; the lock goes last.
    void this.#release().then(() => this.#end.resolve({ why, exit, outcomes }));
    return outcomes;
  }

  async #release(): Promise<void> {
    this.#eventRecorded.close();
    this.#linesStored.close();
    this.#terminalChanged.close();
    await Promise.all([this.#http.close(), this.#presence.close()]);
    await this.#spawner.close();
    await this.#notifyReader.close();
    this.#presence.release();
  }

  #watch(): void {
    this.#watcher = watchFiles(this.#reloader.project.sources, {
      clock: this.#options.clock,
      debounceMs: RELOAD_DEBOUNCE_MS,
      pollMs: WATCH_POLL_MS,
      // Asked at each change: a reload may have turned reloading itself on or off.
      onChange: () => {
        if (this.#reloader.project.reload === 'auto') void this.#reloader.reload();
      },
      onTrouble: (message) => this.#warnings.push(message),
    });
  }

  async #apply(plan: ReloadPlan): Promise<readonly Outcome[]> {
    this.#logs.configure(plan.next);
    // What cannot be done is a warning: the processes are reloaded all the same.
    const [outcomes] = await Promise.all([this.#supervisor.apply(plan), this.#http.configure(plan.next.http)]);
    this.#http.settle();
    this.#watches.followAll();
    return outcomes;
  }

  #record(event: ServerEvent): void {
    this.#timeline.record(this.#events.record(event));
    this.#eventRecorded.notify();
    if (event.type === 'ProcessRemoved') this.#evidence.forget(event.name);
    if (event.type === 'ProcessStateChanged') this.#watches.follow(event.process.name);
    if (event.type === 'ProcessRemoved') this.#watches.follow(event.name);
    const { exitCodeFrom } = this.#options;
    if (event.type !== 'ProcessStateChanged' || event.process.name !== exitCodeFrom) return;
    const { name, status, exit } = event.process;
    if (status === 'completed' || status === 'crashed' || status === 'skipped')
      void this.#shutdown(`${name} ended`, exit);
  }

  /** What pom reads and writes: a change there is no change of anybody's program. */
  #ownFiles(): readonly string[] {
    const { sources, processes } = this.#reloader.project;
    const logs = [...processes.values()].flatMap(({ logs: { file } }) => (file === null ? [] : [file.path]));
    const { files, environment } = this.#options;
    const kept = logDirectory(files[0] ?? '', environment);
    return [...sources, this.#directory.path, ...(kept.ok ? [kept.value] : []), ...logs];
  }

  #describe(): SessionInfo {
    const { project } = this.#reloader;
    const diagnostics = this.#reloader.rejected?.diagnostics ?? null;
    return {
      name: project.name,
      dir: project.directory,
      pid: process.pid,
      socket: this.#directory.socketPath,
      startedAt: this.#startedAt,
      configError:
        diagnostics === null ? null : { message: renderDiagnostics(diagnostics, { color: false }), diagnostics },
      warnings: [
        ...this.#reloader.warnings.map(warningText),
        ...this.#watches.warnings,
        ...this.#warnings,
        ...this.#logs.warnings,
        ...this.#ports.warnings(this.#live()),
        ...this.#presence.warnings,
        ...this.#http.warnings,
      ],
    };
  }

  #live(): readonly ProcessSpec[] {
    return this.#supervisor
      .list()
      .flatMap(({ name, pid }) => (pid === null ? [] : (this.#supervisor.report(name)?.spec ?? [])));
  }

  #environmentOf(name: string): Result<readonly EnvironmentVariable[], Failure> {
    const report = this.#supervisor.report(name);
    if (report === null) return { ok: false, failure: { reason: 'unknown-process', name, suggestion: null } };
    const { spec, process: info } = report;
    const live = info.pid === null ? 1 : 0;
    return this.#environmentOfRun(spec, info.run + live);
  }

  /** Of what was loaded last: what an unchanged process is run with may have been read from other lines. */
  #explainEnvironmentOf(name: string): Result<readonly ExplainedVariable[], Failure> {
    const spec = this.#reloader.project.processes.get(name);
    const report = this.#supervisor.report(name);
    if (spec === undefined || report === null) return err({ reason: 'unknown-process', name, suggestion: null });
    const live = report.process.pid === null ? 1 : 0;
    const places = this.#reloader.variablePlaces;
    return explainedEnvironmentOfRun(spec, report.process.run + live, this.#surroundingsOf(spec), places);
  }

  #childEnvironment(spec: ProcessSpec, run: number): Result<ReadonlyMap<string, string>, SpawnFailure> {
    const claimed = this.#ports.claim(spec);
    if (!claimed.ok) return claimed;
    this.#ports.started(spec);
    const variables = this.#environmentOfRun(spec, run);
    this.#evidence.environmentRead(spec.name, variables.ok ? variables.value.map(({ name }) => name) : []);
    return variables.ok ? ok(new Map(variables.value.map(({ name, value }) => [name, value]))) : variables;
  }

  #environmentOfRun(spec: ProcessSpec, run: number): ReturnType<typeof environmentOfRun> {
    return environmentOfRun(spec, run, this.#surroundingsOf(spec));
  }

  #surroundingsOf(spec: ProcessSpec): RunSurroundings {
    return {
      project: this.#reloader.project.name,
      socketPath: this.#directory.socketPath,
      inherited: this.#inherited,
      ports: this.#ports.variablesFor(spec),
    };
  }
}

function warningText({ at, message }: Diagnostic): string {
  return at === null ? message : `${at.file}:${at.line}:${at.column} ${message}`;
}
