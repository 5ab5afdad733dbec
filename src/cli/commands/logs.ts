import { Command, Option } from 'clipanion';
import type { ArchiveRequest } from '../../app/index.ts';
import type { RemoteSession } from '../../ipc/client.ts';
import type { Failure } from '../../model/failure.ts';
import type { Stream } from '../../model/log-line.ts';
import { ALL_LOGS, type LogsRequest } from '../../model/logs-request.ts';
import { ExitCode } from '../exit-code.ts';
import { type LogSource, logPages } from '../log-pages.ts';
import { watchReader } from '../reader-gone.ts';
import { type LineStyle, lineWriter } from '../render/log-lines.ts';
import { ClientCommand } from './client-command.ts';
import { timeOption, wholeNumberOption } from './option-values.ts';
import { Misuse } from './pom-command.ts';

const DEFAULT_LINES = 100;

export class LogsCommand extends ClientCommand {
  static override readonly paths = [['logs']];
  static override readonly usage = Command.Usage({
    category: 'Look',
    description: 'Print what processes wrote.',
    details: `
      Without a name, the lines of all processes are merged in the order in which they were written.

      Without a running session, what the last one has left is printed.

      Every line has an id; \`--after ID\` prints what came after it, and \`--json\` gives the id to go on from as \`next\`.
    `,
    examples: [
      ['The last 50 lines', 'pom logs api --lines 50'],
      ['Only errors, and then as they come', 'pom logs worker --stderr -f'],
      ['A word in all of the history', 'pom logs --lines all --search timeout -C 2'],
      ['What was said before the last crash of the machine', 'pom logs --session -1'],
      ['The exact bytes', 'pom logs api --raw --lines all > api.log'],
    ],
  });

  readonly names = Option.Rest({ name: 'name' });
  readonly lines = Option.String('--lines,-n', {
    description: 'How many lines, from the end; or "all". 100 by default.',
  });
  readonly follow = Option.Boolean('-f,--follow', false, { description: 'Go on as lines are written.' });
  readonly stdout = Option.Boolean('--stdout', false, { description: 'Only standard output.' });
  readonly stderr = Option.Boolean('--stderr', false, { description: 'Only standard error.' });
  readonly since = Option.String('--since', { description: 'Only lines since this time, or this long ago (5m).' });
  readonly until = Option.String('--until', { description: 'Only lines before this time, or before this long ago.' });
  readonly after = Option.String('--after', { description: 'Only lines after the one with this id.' });
  readonly run = Option.String('--run', {
    description: 'Only this run: a number, "current", or -1 for the one before.',
  });
  readonly session = Option.String('--session', {
    description: 'The logs of an earlier session: -1 for the last that is over, -2 for the one before it; or its name.',
  });
  readonly search = Option.String('--search', { description: 'Only lines that contain this text.' });
  readonly regex = Option.String('--regex', { description: 'Only lines that match this RE2 regular expression.' });
  readonly ignoreCase = Option.Boolean('-i,--ignore-case', false, { description: 'Search without regard to case.' });
  readonly contextLines = Option.String('-C,--context', { description: 'Print this many lines around each match.' });
  readonly timestamps = Option.Boolean('--timestamps,-t', false, { description: 'Begin each line with its time.' });
  readonly raw = Option.Boolean('--raw', false, {
    description: 'Print the exact bytes that were written, and nothing else.',
  });
  // `-f` and `-C` are taken here as in `tail -f` and `grep -C`; the two common options keep their long names.
  override readonly file = Option.Array('--file', {
    description: 'A configuration file, instead of the one found by walking up.',
  });
  override readonly directory = Option.String('--directory', { description: 'Act as if called in this directory.' });

  protected async performIn(session: RemoteSession): Promise<number> {
    if (this.session !== undefined) return this.#printArchived(this.session, session.hello);
    const request = this.#request();
    const listed = await session.list(this.names);
    return this.#print(session, request, listed.ok ? listed.value.map(({ name }) => name) : []);
  }

  /** What the last session has left is there until it is too old. */
  protected override async withoutSession(failure: Failure): Promise<number> {
    if (failure.reason !== 'no-session' || this.follow) return this.fail(failure);
    return this.#printArchived(this.session ?? '-1', null);
  }

  async #printArchived(session: string, running: ArchiveRequest['running']): Promise<number> {
    if (this.follow) throw new Misuse('an earlier session does not go on: say --session or -f, not both');
    const request = this.#request();
    const project = this.atRest();
    if (!project.ok) return this.fail(project.failure);
    const { openArchivedSession, systemClock } = await import('../../app/index.ts');
    const opened = openArchivedSession(project.value, { session, running, clock: systemClock() });
    if (!opened.ok) return this.fail(opened.failure);
    if (opened.value === null) {
      return this.fail(
        running === null
          ? { reason: 'no-session' }
          : { reason: 'operation-failed', detail: 'there are no logs of earlier sessions' },
      );
    }
    const names = opened.value.processes(this.names);
    if (!names.ok) return this.fail(names.failure);
    if (!this.json && this.context.terminal !== null) {
      this.warn(`of the session that began ${new Date(opened.value.startedAt).toLocaleString()}`);
    }
    try {
      return await this.#print(opened.value, request, names.value);
    } finally {
      opened.value.close();
    }
  }

  async #print(source: LogSource, request: LogsRequest, names: readonly string[]): Promise<number> {
    const style = this.#style(names);
    const reader = watchReader(this.context.stdout);
    const left = new AbortController();
    void Promise.race([this.output.gone, reader.gone]).then(() => left.abort());
    try {
      return await this.#printPages(source, request, style, left.signal);
    } finally {
      reader.close();
    }
  }

  async #printPages(source: LogSource, request: LogsRequest, style: LineStyle, left: AbortSignal): Promise<number> {
    const writer = lineWriter(this.output, style);
    let next = 0;
    let evicted = 0;
    for await (const page of logPages(source, request, { follow: this.follow, signal: left })) {
      if (left.aborted) return ExitCode.done;
      if (!page.ok) {
        if (this.follow && this.isSessionOver(page.failure)) break;
        return this.fail(page.failure);
      }
      if (page.value.evicted > 0 && !this.json && (request.after !== null || request.limit === null)) {
        this.warn(`${page.value.evicted} lines had been evicted before they were read`);
      }
      next = page.value.next;
      evicted += page.value.evicted;
      if (!(await writer.write(page.value.lines))) return ExitCode.done;
    }
    await writer.end({ next, evicted });
    return ExitCode.done;
  }

  #request(): LogsRequest {
    const after = wholeNumberOption('--after', this.after, 0);
    const limit =
      this.lines === 'all'
        ? null
        : (wholeNumberOption('--lines', this.lines, 0) ?? (after === null ? DEFAULT_LINES : null));
    return {
      ...ALL_LOGS,
      processes: this.names,
      stream: this.#stream(),
      after,
      since: timeOption('--since', this.since),
      until: timeOption('--until', this.until),
      run: this.#runWanted(),
      search: this.#searchWanted(),
      context: wholeNumberOption('-C', this.contextLines, 0) ?? 0,
      limit,
      // From a cursor on, `--lines` asks for the next lines; without one for the last.
      from: limit === null || after !== null ? 'start' : 'end',
      raw: this.raw,
    };
  }

  #stream(): Stream | null {
    if (this.stdout === this.stderr) return null;
    return this.stdout ? 'stdout' : 'stderr';
  }

  #runWanted(): LogsRequest['run'] {
    if (this.run === undefined || this.run === 'current') return this.run ?? null;
    const run = Number(this.run);
    if (!Number.isSafeInteger(run) || run === 0) {
      throw new Misuse(`--run takes the number of a run, "current", or -1 for the one before, not "${this.run}"`);
    }
    return run;
  }

  #searchWanted(): LogsRequest['search'] {
    if (this.search !== undefined && this.regex !== undefined) throw new Misuse('say --search or --regex, not both');
    const pattern = this.search ?? this.regex;
    if (pattern === undefined) return null;
    return { pattern, kind: this.regex === undefined ? 'text' : 'regex', ignoreCase: this.ignoreCase };
  }

  #style(names: readonly string[]): LineStyle {
    if (this.raw && this.json) throw new Misuse('say --raw or --json, not both');
    if (this.raw && this.context.terminal !== null) {
      throw new Misuse(
        '--raw prints whatever the process wrote and could reprogram this terminal; send it to a file or a pipe',
      );
    }
    if (this.raw) return { form: 'raw' };
    if (this.json) return { form: this.follow ? 'ndjson' : 'json' };
    return {
      form: 'text',
      color: this.context.color,
      timestamps: this.timestamps,
      prefixes: names.length > 1 ? names : [],
    };
  }
}
