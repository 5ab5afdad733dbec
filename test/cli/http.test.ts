/** The HTTP API of a session, as somebody uses it. One session for all that needs no other. */
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProject, type Project } from '../rig/project.ts';
import type { PsAnswer } from './answers.ts';

interface OpenAnswer {
  readonly origin: string;
  readonly api: string;
  readonly token: string;
  readonly link: string;
}

interface LogsAnswer {
  readonly lines: readonly { readonly run: number; readonly text: string }[];
  readonly next: number;
  readonly revision: number;
}

const CONFIG = `
processes:
  talker: {command: "for i in 1 2 3 4 5 6 7 8 9 10; do echo line $i; done; exec sleep 1000"}
  web/api: {command: "printf begun; exec sleep 1000", env: {PASSWORD: hush}}
`;

let project: Project;
let open: OpenAnswer;

beforeAll(async () => {
  project = await createProject({ 'pom.yaml': CONFIG });
  await project.up('--http');
  open = await project.json<OpenAnswer>(['open']);
});

afterAll(() => project[Symbol.asyncDispose]());

function get(pathname: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(open.api + pathname, { headers: { authorization: `Bearer ${open.token}`, ...headers } });
}

function post(pathname: string, body: object): Promise<Response> {
  const headers = { authorization: `Bearer ${open.token}`, 'content-type': 'application/json' };
  return fetch(open.api + pathname, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** The sockets in /proc that listen on TCP and are open in a process: as `ss -ltn` lists them. */
function listening(pid: number): readonly string[] {
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .flatMap(([, local, , state, , , , , , inode]) => (state === '0A' ? [{ local: local ?? '', inode }] : []))
      .filter(({ inode }) => socketsOf(pid).has(`socket:[${inode}]`))
      .map(({ local }) => local),
  );
}

function socketsOf(pid: number): ReadonlySet<string> {
  const folder = `/proc/${pid}/fd`;
  return new Set(
    readdirSync(folder).map((fd) => {
      try {
        return readlinkSync(path.join(folder, fd));
      } catch {
        // Closed since it was listed.
        return '';
      }
    }),
  );
}

/** The first event of a stream that has data; the stream is left then. */
async function firstEvent(response: Response): Promise<{ readonly id: string; readonly text: string }> {
  let received = '';
  for await (const chunk of response.body ?? []) {
    received += Buffer.from(chunk).toString();
    const [, id, data] = /^id: (\d+)\ndata: (.+)\n\n/m.exec(received) ?? [];
    if (id !== undefined && data !== undefined) return { id, text: (JSON.parse(data) as { text: string }).text };
  }
  throw new Error(`the stream ended after:\n${received}`);
}

describe('a session with an HTTP API', () => {
  it('answers with what "pom ps" prints', async () => {
    const answer = (await (await get('/processes')).json()) as PsAnswer;
    const printed = await project.json<PsAnswer>(['ps']);
    expect(answer.session).toEqual(printed.session);
    expect(answer.processes.map(({ name, pid }) => [name, pid])).toEqual(
      printed.processes.map(({ name, pid }) => [name, pid]),
    );
  });

  it('keeps where it is, and its token, to the user', async () => {
    const file = path.join(
      path.dirname((await project.json<{ sessions: { socket: string }[] }>(['ls'])).sessions[0]?.socket ?? ''),
      'http.json',
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await project.pom(['open'])).stdout.trim()).toBe(`${open.origin}/#token=${open.token}`);
  });

  it('listens on this machine only', async () => {
    const { session } = await project.json<PsAnswer>(['ps']);
    const port = Number(new URL(open.origin).port);
    expect(listening(session?.pid ?? 0)).toEqual([`0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`]);
  });

  it('reads logs after a cursor', async () => {
    const first = await (await get('/logs?process=talker&after=0&limit=3')).json();
    expect(first).toMatchObject({ lines: [{ text: 'line 1' }, { text: 'line 2' }, { text: 'line 3' }], more: true });
    const second = await (await get(`/logs?process=talker&after=${(first as { next: number }).next}&limit=1`)).json();
    expect(second).toMatchObject({ lines: [{ text: 'line 4' }] });
  });

  it('counts without lines', async () => {
    const counted = await (await get('/logs?process=talker&count_only=true&search=line')).json();
    expect(counted).toMatchObject({ lines: [], matches: 10 });
  });

  it('waits for what is not there yet, beginnings of lines too', async () => {
    const of = 'process=web%2Fapi&run=current';
    const { next, revision } = (await (await get(`/logs?${of}`)).json()) as LogsAnswer;
    await post('/processes/web%2Fapi/restart', { wait: false });
    let tail = { revision, lines: [] } as Pick<LogsAnswer, 'revision' | 'lines'>;
    while (tail.lines.at(-1)?.run !== 2) {
      const later = `&after=${next}&from=end&wait_ms=60000&revision=${tail.revision}`;
      tail = (await (await get(`/logs?${of}${later}`)).json()) as LogsAnswer;
    }
    expect(tail.lines).toMatchObject([{ text: 'begun', partial: true }]);
  });

  it('streams lines that go on after a break, without a gap or a repeat', async () => {
    const seen: string[] = [];
    let lastId = '0';
    while (seen.length < 10) {
      const response = await get('/logs/stream?process=talker', {
        accept: 'text/event-stream',
        'last-event-id': lastId,
      });
      // Hung up after each line.
      const line = await firstEvent(response);
      lastId = line.id;
      seen.push(line.text);
    }
    expect(seen).toEqual(Array.from({ length: 10 }, (_, index) => `line ${index + 1}`));
  });

  it('does what it is asked to', async () => {
    const restarted = await post('/processes/web%2Fapi/restart', {});
    expect(await restarted.json()).toEqual({
      processes: [{ name: 'web/api', ok: true, status: 'running', error: null }],
    });
    expect((await post('/processes/nobody/stop', {})).status).toBe(404);
  });

  it('tells no values of variables', async () => {
    for (const where of ['/config', '/processes/web%2Fapi']) {
      const text = await (await get(where)).text();
      expect(text).toContain('PASSWORD');
      expect(text).not.toContain('hush');
    }
  });

  it('is described to whoever says "pom up --http" again', async () => {
    const again = await project.pom(['up', '-d', '--http']);
    expect(again).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(open.link) });
  });
});

describe('a session', () => {
  it('listens nowhere unless it is asked to, and does so when a reload asks', async () => {
    await using quiet = await createProject({ 'pom.yaml': `reload: manual${CONFIG}` });
    await quiet.up();
    const { session } = await quiet.json<PsAnswer>(['ps']);
    expect(listening(session?.pid ?? 0)).toEqual([]);
    expect(await quiet.pom(['open'])).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('http: true') });
    expect(await quiet.pom(['up', '-d', '--http'])).toMatchObject({ exitCode: 2 });

    await quiet.write({ 'pom.yaml': `reload: manual\nhttp: {token: 0123456789abcdef}${CONFIG}` });
    await quiet.pom(['reload']);
    const { origin, token } = await quiet.json<OpenAnswer>(['open']);
    expect(token).toBe('0123456789abcdef');
    expect((await fetch(origin)).status).toBe(200);

    await quiet.write({ 'pom.yaml': `reload: manual${CONFIG}` });
    await quiet.pom(['reload']);
    expect(listening(session?.pid ?? 0)).toEqual([]);
  });

  it('does not start where it cannot listen', async () => {
    const { port } = new URL(open.origin);
    await using other = await createProject({ 'pom.yaml': CONFIG });
    const taken = await other.pom(['up', '-d', `--http=${port}`]);
    expect(taken).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('somebody else listens there') });
    const exposed = await other.pom(['up', '-d', '--http=0.0.0.0:0']);
    expect(exposed).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('a token has to be set') });
    expect((await other.pom(['ps'])).exitCode).toBe(3);
    expect(await other.pom(['up', '-d', '--http=nowhere:at:all'])).toMatchObject({ exitCode: 2 });
  });

  it('answers the reload that moves its API or changes its token, and ends the streams', async () => {
    const configured = (http: string) => ({ 'pom.yaml': `reload: manual\nhttp: ${http}${CONFIG}` });
    await using moving = await createProject(configured('true'));
    await moving.up();
    /** Reloads over HTTP while somebody follows the log; gives where the API was. */
    const reloadTo = async (http: string) => {
      const { origin, api, token } = await moving.json<OpenAnswer>(['open']);
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const stream = await fetch(`${api}/logs/stream?process=talker`, { headers });
      await moving.write(configured(http));
      const reloaded = await fetch(`${api}/config/reload`, { method: 'POST', headers, body: '{}' });
      expect([reloaded.status, await reloaded.json()]).toEqual([
        200,
        expect.objectContaining({ restarted: [], unchanged: ['talker', 'web/api'] }),
      ]);
      expect((await stream.text()).trimEnd().split('\n').at(-1)).toContain('configured anew');
      return { origin, api, headers };
    };

    const first = await reloadTo('{token: 0123456789abcdef}');
    const second = await moving.json<OpenAnswer>(['open']);
    expect(second).toMatchObject({ origin: first.origin, token: '0123456789abcdef' });
    expect((await fetch(`${first.api}/processes`, { headers: first.headers })).status).toBe(401);

    await reloadTo('{host: localhost, token: 0123456789abcdef}');
    await expect(fetch(second.origin)).rejects.toThrow();
    const third = await moving.json<OpenAnswer>(['open']);
    expect((await fetch(third.origin)).status).toBe(200);

    await reloadTo('false');
    await expect(fetch(third.origin)).rejects.toThrow();
    expect((await moving.pom(['open'])).exitCode).toBe(1);
  });

  it('tells whoever follows it that it is over, before it closes the connection', async () => {
    await using ending = await createProject({ 'pom.yaml': `http: true${CONFIG}` });
    await ending.up();
    const { api, token } = await ending.json<OpenAnswer>(['open']);
    const follow = (where: string, accept: string) =>
      fetch(api + where, { headers: { authorization: `Bearer ${token}`, accept } });
    const streams = await Promise.all([
      follow('/events/stream', 'text/event-stream'),
      follow('/logs/stream', 'text/event-stream'),
      follow('/logs/stream?process=talker', 'application/x-ndjson'),
    ]);
    expect((await ending.pom(['down'])).exitCode).toBe(0);
    const ends = await Promise.all(streams.map(async (stream) => (await stream.text()).trimEnd().split('\n').at(-1)));
    const over = expect.stringMatching(/"code":"no-session"/);
    expect(ends).toEqual([over, over, over]);
  });
});
