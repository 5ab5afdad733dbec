import { describe, expect, it } from '@jest/globals';
import type { Control } from '../../src/model/control.ts';
import { err, ok } from '../../src/model/result.ts';
import { fakeControl } from '../rig/fake-control.ts';
import { served } from '../rig/http.ts';

/** Nothing has happened, and nothing does. */
const nothing: Control['events'] = (_, waitMs, signal) =>
  waitMs === 0
    ? Promise.resolve(ok({ events: [], next: 7, missed: 0 }))
    : new Promise((resolve) => {
        signal?.addEventListener('abort', () => resolve(err({ reason: 'no-session' })));
      });

describe('a server that is closed', () => {
  it('has its streams say that they end', async () => {
    const api = await served(fakeControl({ events: nothing }));
    const stream = await api.get('/events/stream');
    await api[Symbol.asyncDispose]();
    expect(await stream.text()).toMatch(/^id: 7\n\nevent: end\ndata: \{"error":/m);
  });

  it('waits for nobody who does not end', async () => {
    const api = await served(fakeControl({ why: () => new Promise(() => {}) }));
    const answer = expect(api.get('/processes/api/why')).rejects.toThrow('fetch failed');
    // Requests are served in the order in which they come.
    await api.get('/session');
    await api[Symbol.asyncDispose]();
    await answer;
  });
});
