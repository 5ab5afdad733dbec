import { Command, Option } from 'clipanion';
import type { Session } from '../../app/index.ts';
import type { RemoteSession } from '../../ipc/client.ts';
import type { HttpRecord } from '../../ipc/http-record.ts';
import { sessionDirectory } from '../../ipc/socket-path.ts';
import type { Control } from '../../model/control.ts';
import type { Failure } from '../../model/failure.ts';
import type { Result } from '../../model/result.ts';
import { plainText } from '../../util/terminal-text.ts';
import { outcomeFacts } from '../../wire/facts.ts';
import { startInBackground } from '../background.ts';
import { type DashboardStage, openStage, showAttached, showSession } from '../dashboard.ts';
import { ExitCode, exitCodeOfOutcomes } from '../exit-code.ts';
import { attachInForeground, runInForeground } from '../foreground.ts';
import { httpAddressOption, httpRecordOf, linkOf } from '../http-link.ts';
import type { LineStyle } from '../render/log-lines.ts';
import { alsoStartedText, renderAlsoStarted, renderOutcomes, whyHints } from '../render/outcomes.ts';
import { timeoutOption } from './option-values.ts';
import { Misuse } from './pom-command.ts';
import { UpOptions } from './up-options.ts';

/** While a session starts or ends it holds the lock and does not answer: how long, and how often, to look again. */
const CHANGEOVER_MS = 15_000;
const LOOK_EVERY_MS = 50;

export class UpCommand extends UpOptions {
  static override readonly paths = [['up']];
  static override readonly usage = Command.Usage({
    category: 'Run',
    description: 'Start everything, or the named processes and what they depend on, and stay.',
    details: `
      On a running session it starts what is missing, and stays until you leave.

      On a terminal it shows the dashboard: "?" lists its keys, "q" stops everything and quits. Elsewhere, and with
      --no-tui, it prints log lines; Ctrl-C stops everything in order and ends the session, a second one kills at once.
    `,
    examples: [
      ['Everything, in this terminal', 'pom up'],
      ['In the background, until all is ready', 'pom up -d --wait --timeout 60s'],
      ['One process and what it needs', 'pom up api'],
      ['With the page and the HTTP API, on a port of its own choice', 'pom up -d --http'],
      ['With the page and the HTTP API on this one', 'pom up -d --http=127.0.0.1:7070'],
      ['As a test of the whole project', 'pom up --exit-code-from tests'],
    ],
  });

  readonly detach = Option.Boolean('-d,--detach', false, { description: 'Run the session in the background.' });
  readonly wait = Option.Boolean('--wait', false, {
    description: 'Answer when everything is ready or completed. Implies -d.',
  });
  readonly timeout = Option.String('--timeout', { description: 'Give up waiting after this long, such as 60s.' });
  readonly noTui = Option.Boolean('--no-tui', false, { description: 'Print prefixed log lines even on a terminal.' });

  protected async perform(): Promise<number> {
    const timeoutMs = timeoutOption(this.timeout);
    if (timeoutMs !== null && !this.wait) throw new Misuse('--timeout says how long to --wait; say that too');
    if (this.#inBackground && this.exitCodeFrom !== undefined) {
      throw new Misuse('--exit-code-from needs a session in the foreground, without -d or --wait');
    }
    httpAddressOption(this.http);
    const stage = await this.#stage();
    if (!stage.ok) return this.fail(stage.failure);
    const giveUpAt = performance.now() + CHANGEOVER_MS;
    for (;;) {
      const running = await this.connect();
      if (running.ok) return this.#join(running.value, timeoutMs, stage.value);
      if (running.failure.reason !== 'no-session') return this.fail(running.failure);
      const started = this.#inBackground
        ? await this.#startInBackground(timeoutMs)
        : await this.#startHere(stage.value);
      if (started.ok) return started.value;
      // Another `pom up` was faster, or a session is just ending.
      if (started.failure.reason !== 'session-exists' || performance.now() > giveUpAt)
        return this.fail(started.failure);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  get #inBackground(): boolean {
    return this.detach || this.wait;
  }

  /** Where the dashboard is shown; null when lines are printed instead. What is wrong with its keys is told first. */
  async #stage(): Promise<Result<DashboardStage | null, Failure>> {
    if (this.#inBackground || this.noTui || this.json) return { ok: true, value: null };
    const files = this.findFiles();
    return files.ok ? openStage(this.context, files.value[0] ?? '') : files;
  }

  async #startHere(stage: DashboardStage | null): Promise<Result<number, Failure>> {
    const started = await this.startSession();
    if (!started.ok) return started;
    return { ok: true, value: await this.#stay(started.value, stage) };
  }

  async #stay(session: Session, stage: DashboardStage | null): Promise<number> {
    if (stage !== null) return showSession(session, stage);
    await this.#warnOf(session.control);
    this.#sayWhereHttpIs();
    return runInForeground(session, this.context, this.output, await this.#style(session.control));
  }

  async #startInBackground(timeoutMs: number | null): Promise<Result<number, Failure>> {
    const files = this.findFiles();
    if (!files.ok) return files;
    const directory = sessionDirectory(files.value[0] ?? '', this.context.env);
    if (!directory.ok) return directory;
    const { executable, cwd, env } = this.context;
    const args = this.sessionArguments();
    const started = await startInBackground({ executable, args, cwd, env, directory: directory.value });
    if (!started.ok) return started;
    const connected = await this.connect();
    if (!connected.ok) return connected;
    await this.#sayWhatElse(connected.value);
    this.#sayWhereHttpIs();
    const code = await this.#reportStart(connected.value, timeoutMs);
    connected.value.close();
    return { ok: true, value: code };
  }

  /** Who asked for an HTTP API is told where it is. */
  #sayWhereHttpIs(): void {
    const record = this.http === undefined || this.json ? null : this.#httpRecord();
    if (record !== null) this.warn(`the page and the HTTP API are at ${linkOf(record)}`);
  }

  #httpRecord(): HttpRecord | null {
    const files = this.findFiles();
    return files.ok ? httpRecordOf(files.value[0] ?? '', this.context.env) : null;
  }

  /** Names what runs in a new session because something that was named needs it. */
  async #sayWhatElse(session: Control): Promise<void> {
    if (this.names.length === 0 || this.json) return;
    const [all, named] = await Promise.all([session.list([]), session.list(this.names)]);
    if (!all.ok || !named.ok) return;
    const asked = new Set(named.value.map(({ name }) => name));
    const others = all.value.filter(({ name, wanted }) => wanted === 'up' && !asked.has(name));
    const line = alsoStartedText(others.map(({ name }) => name));
    if (line !== null) this.context.stderr.write(`${line}\n`);
  }

  /** Starts what is missing in a session that somebody else has started. */
  async #join(session: RemoteSession, timeoutMs: number | null, stage: DashboardStage | null): Promise<number> {
    try {
      if (this.exitCodeFrom !== undefined) {
        throw new Misuse('a session is running already; --exit-code-from needs one of its own');
      }
      if (this.http !== undefined && this.#httpRecord() === null) {
        throw new Misuse('a session is running already, and has no HTTP API; write "http: true" in pom.yaml');
      }
      if (stage === null) this.#sayWhereHttpIs();
      const targets = await this.#targetsInRunningSession();
      if (!targets.ok) return await this.fail(targets.failure);
      const started = await session.act('start', targets.value, { wait: this.wait, dependencies: !this.noDeps });
      if (!started.ok) return await this.fail(started.failure);
      const also = renderAlsoStarted(started.value);
      if (also !== null && stage === null && !this.json) this.context.stderr.write(`${also}\n`);
      if (this.#inBackground) return await this.#reportStart(session, timeoutMs);
      if (stage !== null) return await showAttached(session, stage);
      return await attachInForeground(session, this.context, this.output, await this.#style(session));
    } finally {
      session.close();
    }
  }

  /** The names asked for and those of the profiles asked for: the session itself may have been started without them. */
  async #targetsInRunningSession(): Promise<Result<readonly string[], Failure>> {
    const profiles = this.profiles ?? [];
    if (profiles.length === 0) return { ok: true, value: this.names };
    const loaded = await this.load();
    if (!loaded.ok) return loaded;
    const specs = [...loaded.value.project.processes.values()];
    const chosen = specs.filter((spec) => spec.profiles.some((profile) => profiles.includes(profile)));
    return { ok: true, value: [...this.names, ...chosen.map(({ name }) => name)] };
  }

  /** Prints where every process that is wanted stands; with `--wait`, when all of them are there. */
  async #reportStart(session: Control, timeoutMs: number | null): Promise<number> {
    await this.#warnOf(session);
    const listed = await session.list(this.names);
    if (!listed.ok) return this.fail(listed.failure);
    const wanted = listed.value.filter((info) => info.wanted === 'up');
    const names = wanted.map(({ name }) => name);
    if (this.wait && names.length > 0) {
      const settled = await session.wait(names, 'ready', timeoutMs);
      if (!settled.ok) return this.fail(settled.failure);
      await this.print({ processes: outcomeFacts(settled.value) }, () => renderOutcomes(settled.value));
      if (!this.json) for (const hint of whyHints(settled.value)) this.warn(hint);
      return exitCodeOfOutcomes(settled.value);
    }
    const outcomes = wanted.map(({ name, status }) => ({ name, ok: true, status, error: null }));
    await this.print({ processes: outcomeFacts(outcomes) }, () => renderOutcomes(outcomes));
    return ExitCode.done;
  }

  async #style(control: Control): Promise<LineStyle> {
    if (this.json) return { form: 'ndjson' };
    const listed = await control.list([]);
    const prefixes = listed.ok ? listed.value.map(({ name }) => name) : [];
    return { form: 'text', color: this.context.color, timestamps: false, prefixes };
  }

  async #warnOf(control: Control): Promise<void> {
    const info = await control.session();
    if (info.ok) for (const warning of info.value.warnings) this.warn(plainText(warning));
  }
}
