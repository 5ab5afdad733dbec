import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LogView } from '../../../src/tui/logs/log-view.ts';
import { EffectRunner, type PageLink } from '../../../src/tui/session/effect-runner.ts';
import type { TuiEvent } from '../../../src/tui/tui-event.ts';
import { deferred } from '../../../src/util/deferred.ts';
import { ScriptedSession } from '../scripted-session.ts';

const API: LogView = { process: 'api', stream: null, filter: null, after: 0 };

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'pom-tui-'));
});
afterEach(() => rm(directory, { recursive: true }));

const PAGE = { origin: 'http://127.0.0.1:7070', link: 'http://127.0.0.1:7070/#token=secret' };

function runner(
  session: ScriptedSession,
  environment: Readonly<Record<string, string>> = {},
  page: PageLink | null = null,
) {
  const events: TuiEvent[] = [];
  const written: string[] = [];
  const effects = new EffectRunner({
    control: session.control,
    emit: (event) => events.push(event),
    write: (sequence) => written.push(sequence),
    environment,
    directory,
    page: () => page,
  });
  return { effects, events, written };
}

const copiedText = (written: readonly string[]): string => {
  const encoded = /^\x1b\]52;c;([A-Za-z0-9+/=]*)\x07$/.exec(written.join(''))?.[1];
  return encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString();
};

describe('copying', () => {
  it('takes the selected cells of all lines, on the screen or not, without colours', async () => {
    const session = new ScriptedSession();
    for (let line = 1; line <= 12_000; line += 1) session.write('api', `\x1b[31mline\x1b[0m ${line} 日本\n`);
    const { effects, events, written } = runner(session);
    const range = { from: { id: 1, column: 5 }, to: { id: 3, column: 3 } };
    await effects.run({ type: 'copy', view: API, range, json: false });
    expect(copiedText(written)).toBe('1 日本\nline 2 日本\nline');
    expect(events).toEqual([{ type: 'Said', text: 'copied 3 lines', tone: 'done' }]);
    written.length = 0;
    const rest = { from: { id: 11_998, column: 0 }, to: { id: 12_000, column: Number.POSITIVE_INFINITY } };
    await effects.run({ type: 'copy', view: API, range: rest, json: false });
    expect(copiedText(written)).toBe('line 11998 日本\nline 11999 日本\nline 12000 日本');
  });

  it('takes the link to the page, and does not show its token', async () => {
    const { effects, events, written } = runner(new ScriptedSession(), {}, PAGE);
    await effects.run({ type: 'copy-page-link' });
    expect(copiedText(written)).toBe(PAGE.link);
    expect(events).toEqual([
      { type: 'Said', text: 'copied the link to http://127.0.0.1:7070; "pom open" prints it', tone: 'done' },
    ]);
  });

  it('says so when there is no page to link to', async () => {
    const { effects, events, written } = runner(new ScriptedSession());
    await effects.run({ type: 'copy-page-link' });
    expect(written).toEqual([]);
    expect(events).toMatchObject([{ type: 'Said', text: expect.stringContaining('http: true'), tone: 'failed' }]);
  });

  it('takes JSON as it was shown', async () => {
    const session = new ScriptedSession();
    session.write('api', '{"a":1,"b":[true]}\n');
    const { effects, written } = runner(session);
    const range = { from: { id: 1, column: 0 }, to: { id: 1, column: Number.POSITIVE_INFINITY } };
    await effects.run({ type: 'copy', view: API, range, json: true });
    expect(copiedText(written)).toBe('{\n  "a": 1,\n  "b": [\n    true\n  ]\n}');
  });

  it('says so when it was too much for the terminal', async () => {
    const session = new ScriptedSession();
    session.write('api', `${'x'.repeat(99)}\n`.repeat(2_000));
    const { effects, events, written } = runner(session);
    const range = { from: { id: 1, column: 0 }, to: { id: 2_000, column: 98 } };
    await effects.run({ type: 'copy', view: API, range, json: false });
    expect(copiedText(written)).toBe('');
    expect(events).toMatchObject([{ type: 'Said', tone: 'failed' }]);
  });

  it('gives the text to the clipboard of the desktop, too', async () => {
    const command = path.join(directory, 'xclip');
    await writeFile(command, `#!/bin/sh\ncat > "${directory}/clipboard"\n`, { mode: 0o755 });
    const session = new ScriptedSession();
    session.write('api', 'hello\n');
    const { effects, events } = runner(session, { DISPLAY: ':0', PATH: `${directory}:/usr/bin:/bin` });
    const range = { from: { id: 1, column: 0 }, to: { id: 1, column: 3 } };
    await effects.run({ type: 'copy', view: API, range, json: false });
    expect(await readFile(path.join(directory, 'clipboard'), 'utf8')).toBe('hell');
    expect(events).toEqual([{ type: 'Said', text: 'copied 4 characters (xclip)', tone: 'done' }]);
  });
});

describe('saving', () => {
  it('writes the bytes that the process wrote', async () => {
    const session = new ScriptedSession();
    const bytes = Buffer.from('\x1b[31mred\x1b[0m\r\n\xff\xfe\n{"a":1}\n', 'latin1');
    session.write('api', bytes);
    session.write('web', 'not this\n');
    const { effects, events } = runner(session);
    await effects.run({ type: 'save', view: API, path: 'api.log' });
    expect(await readFile(path.join(directory, 'api.log'))).toEqual(bytes);
    expect(events).toEqual([{ type: 'Said', text: `3 lines saved to ${directory}/api.log`, tone: 'done' }]);
  });

  it('overwrites nothing, and says what went wrong', async () => {
    const { effects, events } = runner(new ScriptedSession());
    await writeFile(path.join(directory, 'mine'), 'precious');
    await effects.run({ type: 'save', view: API, path: 'mine' });
    await effects.run({ type: 'save', view: API, path: 'no/such/folder' });
    expect(await readFile(path.join(directory, 'mine'), 'utf8')).toBe('precious');
    expect(events.map((event) => (event.type === 'Said' ? event.text : ''))).toEqual([
      `${directory}/mine exists already`,
      `${directory}/no/such/folder cannot be written: ENOENT`,
    ]);
  });
});

describe('finding', () => {
  const request = (pattern: string, token: number) =>
    ({
      type: 'find',
      request: {
        token,
        view: API,
        query: { pattern, kind: 'text', ignoreCase: false },
        direction: 'older',
        from: 1_000,
      },
    }) as const;

  it('forgets what was looked for when something else is', async () => {
    const session = new ScriptedSession();
    const gate = deferred<void>();
    const { logs } = session.control;
    const slow = new ScriptedSession({
      overrides: {
        logs: async (asked, signal) => {
          if (asked.search?.pattern === 'slow') await gate.promise;
          return logs(asked, signal);
        },
      },
    });
    session.write('api', 'slow\nfast\n');
    const { effects, events } = runner(slow);
    const first = effects.run(request('slow', 1));
    await effects.run(request('fast', 2));
    gate.resolve();
    await first;
    expect(events).toEqual([{ type: 'Found', token: 2, line: 2, wrapped: false }]);
  });

  it('says what is wrong with an expression', async () => {
    const { effects, events } = runner(new ScriptedSession());
    const query = { pattern: '(', kind: 'regex', ignoreCase: false } as const;
    await effects.run({ type: 'find', request: { ...request('', 7).request, query } });
    expect(events).toMatchObject([{ type: 'FindFailed', token: 7, failure: { reason: 'invalid-pattern' } }]);
  });
});

describe('acting on processes', () => {
  it('waits for the outcome and tells it', async () => {
    const session = new ScriptedSession();
    const { effects, events } = runner(session);
    await effects.run({ type: 'act', verb: 'restart', targets: ['api'] });
    await effects.run({ type: 'signal', signal: 'SIGHUP', targets: ['api'] });
    expect(session.control.calls.slice(-2)).toEqual([
      ['act', 'restart', ['api'], { wait: true, dependencies: true }],
      ['signal', ['api'], 'SIGHUP'],
    ]);
    expect(events.map(({ type }) => type)).toEqual(['Acted', 'Acted']);
  });

  it('tells what cannot be done', async () => {
    const session = new ScriptedSession({
      overrides: { reload: async () => ({ ok: false, failure: { reason: 'no-session' } }) },
    });
    const { effects, events } = runner(session);
    await effects.run({ type: 'reload' });
    await effects.run({ type: 'read-links', process: 'nobody' });
    await effects.run({ type: 'open-link', url: 'file:///etc/passwd' });
    expect(events.map((event) => (event.type === 'Said' ? event.text : ''))).toEqual([
      'no session of this project is running; "pom up" starts one',
      'no process is called "nobody"',
      'no browser could be started here: file:///etc/passwd',
    ]);
  });
});
