import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ProbeCheck } from '../../../src/model/probe-spec.ts';
import { ChildSpawner } from '../../../src/supervisor/child.ts';
import { execProbe } from '../../../src/supervisor/probe/exec-probe.ts';
import { fileProbe } from '../../../src/supervisor/probe/file-probe.ts';
import { httpProbe } from '../../../src/supervisor/probe/http-probe.ts';
import { tcpProbe } from '../../../src/supervisor/probe/tcp-probe.ts';
import { ENVIRONMENT } from '../real-stage.ts';

const patience = () => new AbortController().signal;

/** A server whose answers are their paths: `/503`; `/silent` never answers. */
async function withServer(use: (url: string, port: number) => Promise<void>): Promise<void> {
  const server = createServer((request, response) => {
    const code = Number(request.url?.slice(1));
    if (!Number.isNaN(code)) response.writeHead(code).end(`token ${request.headers['x-token']}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await use(`http://127.0.0.1:${port}`, port);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

function http(url: string, changes: Partial<Extract<ProbeCheck, { kind: 'http' }>> = {}) {
  return httpProbe({ kind: 'http', url, method: 'GET', status: null, headers: new Map(), body: null, ...changes });
}

describe('a probe', () => {
  it('over HTTP looks at the status, sends headers and looks at the body', async () => {
    await withServer(async (url) => {
      expect(await http(`${url}/200`)(patience())).toEqual({ ok: true, answer: 'status 200' });
      expect(await http(`${url}/302`)(patience())).toEqual({ ok: true, answer: 'status 302' });
      expect(await http(`${url}/503`)(patience())).toEqual({ ok: false, answer: 'status 503' });
      expect(await http(`${url}/401`, { status: [401] })(patience())).toMatchObject({ ok: true });
      const headers = new Map([['X-Token', 'abc']]);
      expect(await http(`${url}/200`, { headers, body: 'token a.c$' })(patience())).toMatchObject({ ok: true });
      expect(await http(`${url}/200`, { body: 'abc' })(patience())).toMatchObject({ ok: false });
    });
  });

  it('over HTTP ends when nobody waits for it any more', async () => {
    await withServer(async (url) => {
      const given = new AbortController();
      const answer = http(`${url}/silent`)(given.signal);
      given.abort();
      expect(await answer).toMatchObject({ ok: false });
    });
  });

  it('over TCP is good while somebody listens', async () => {
    let closed = 0;
    await withServer(async (_, port) => {
      closed = port;
      expect(await tcpProbe('127.0.0.1', port)(patience())).toEqual({ ok: true, answer: 'accepts connections' });
    });
    expect(await tcpProbe('127.0.0.1', closed)(patience())).toEqual({ ok: false, answer: 'connection refused' });
  });

  it('is bad, and says so, when a variable made no address of its address', async () => {
    expect(await http('http://127.0.0.1:1,2/')(patience())).toEqual({
      ok: false,
      answer: 'http://127.0.0.1:1,2/ is not a URL',
    });
    for (const port of [0, 65_536, Number.NaN]) {
      expect(await tcpProbe('127.0.0.1', port)(patience())).toEqual({ ok: false, answer: 'there is no such port' });
    }
  });

  it('for a file is good when it is there', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pom-probe-'));
    const file = path.join(folder, 'up');
    expect(await fileProbe(file)(patience())).toEqual({ ok: false, answer: 'not there' });
    writeFileSync(file, '');
    expect(await fileProbe(file)(patience())).toEqual({ ok: true, answer: 'is there' });
    rmSync(folder, { recursive: true });
  });

  it('by a command is good at 0, tells the last line, and is killed with its group', async () => {
    const spawner = new ChildSpawner(tmpdir());
    const run = (text: string, signal = patience()) =>
      execProbe({ argv: ['sh', '-c', text], cwd: '/', environment: ENVIRONMENT }, spawner.spawn)(signal);
    expect(await run('true')).toEqual({ ok: true, answer: 'exited with code 0' });
    expect(await run('echo one; echo no such db >&2; exit 3')).toMatchObject({ ok: false });
    expect((await run('echo no such db; exit 3')).answer).toBe('exited with code 3: no such db');
    const given = new AbortController();
    given.abort();
    expect((await run('sleep 1000 & sleep 1000', given.signal)).answer).toBe('was killed by SIGKILL');
    await spawner.close();
  });
});
