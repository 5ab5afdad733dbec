/** What a server that goes does with those who wait for its answers. */
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { err, ok } from '../../src/model/result.ts';
import { type Deferred, deferred } from '../../src/util/deferred.ts';
import { fakeControl, SAMPLE } from '../rig/fake-control.ts';
import { served, TOKEN } from '../rig/http.ts';

/** A session that is over when the test says so: until then nothing happens in it. */
function endingControl(over: Deferred<void>) {
  return fakeControl({
    async events(_after, waitMs, signal) {
      if (waitMs === 0) return ok({ events: [], next: 12, missed: 0 });
      const gone = new Promise((resolve) => signal?.addEventListener('abort', resolve));
      await Promise.race([over.promise, gone]);
      return err({ reason: 'no-session' });
    },
  });
}

/** Reads on to the end of a stream; throws when it breaks off instead. */
async function lastEvent(stream: Response): Promise<string | undefined> {
  const events = (await stream.text()).split('\n\n').slice(0, -1);
  return events.at(-1);
}

describe('a server that closes', () => {
  it('lets streams say that the session is over', async () => {
    const over = deferred<void>();
    await using http = await served(endingControl(over), { closeGraceMs: 60_000 });
    const stream = await http.get('/events/stream');
    over.resolve();
    await http.server.close();
    expect(await lastEvent(stream)).toMatch(/^event: end\ndata: .*"code":"no-session"/);
  });

  it('answers what it was asked before, and nothing more', async () => {
    const asked = deferred<void>();
    const answered = deferred<void>();
    const control = fakeControl({
      async reload() {
        asked.resolve();
        await answered.promise;
        return ok(SAMPLE.plan);
      },
    });
    await using http = await served(control, { closeGraceMs: 60_000 });
    const reloaded = http.post('/config/reload', {});
    await asked.promise;
    const closed = http.server.close();
    await expect(http.get('/session')).rejects.toThrow();
    answered.resolve();
    const response = await reloaded;
    expect([response.status, response.headers.get('connection')]).toEqual([200, 'close']);
    await response.text();
    await closed;
  });

  it('waits for nobody who asks nothing', async () => {
    await using http = await served(fakeControl(), { closeGraceMs: 60_000 });
    const silent = connect({ host: '127.0.0.1', port: http.port });
    const hungUp = new Promise((resolve) => silent.once('close', resolve));
    // Connections are accepted in order.
    await (await http.get('/session')).text();
    await http.server.close();
    await hungUp;
  });

  it('waits no longer than it was told to', async () => {
    await using http = await served(endingControl(deferred<void>()), { closeGraceMs: 1 });
    const stream = await http.get('/events/stream');
    await http.server.close();
    await expect(lastEvent(stream)).rejects.toThrow();
  });
});

describe('a server that leaves', () => {
  it('ends streams at once, and answers the rest for as long as it takes', async () => {
    const asked = deferred<void>();
    const answered = deferred<void>();
    const control = fakeControl({
      ...endingControl(deferred<void>()),
      async reload() {
        asked.resolve();
        await answered.promise;
        return ok(SAMPLE.plan);
      },
    });
    await using http = await served(control, { closeGraceMs: 60_000 });
    const stream = await http.get('/events/stream');
    const reloaded = http.post('/config/reload', {});
    await asked.promise;
    http.server.leave();
    expect(await lastEvent(stream)).toMatch(/^event: end\ndata: .*"code":"operation-failed"/);
    answered.resolve();
    expect(await (await reloaded).json()).toMatchObject({ added: ['cache'] });
  });
});

describe('a server that admits another token', () => {
  it('ends the streams of whoever had the old one, and is deaf to it', async () => {
    await using http = await served(endingControl(deferred<void>()), { closeGraceMs: 60_000 });
    const stream = await http.get('/events/stream');
    http.server.admit(`${TOKEN}-2`);
    expect(await lastEvent(stream)).toMatch(/^event: end\n/);
    expect((await http.get('/session')).status).toBe(401);
    const headers = { authorization: `Bearer ${TOKEN}-2` };
    expect((await fetch(`${http.origin}/api/v1/session`, { headers })).status).toBe(200);
  });
});
