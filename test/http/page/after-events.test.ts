import { describe, expect, it } from '@jest/globals';
import { afterEvents } from '../../../src/http/page/session/after-events.ts';
import { neverRun, type ProcessInfo } from '../../../src/model/process-status.ts';
import type { ServerEvent } from '../../../src/model/server-event.ts';

const api = { ...neverRun('api', 'running'), cpu: 0.5, memory: 1024 };
const db = neverRun('db', 'running');

function listAfter(processes: readonly ProcessInfo[], ...events: readonly ServerEvent[]): readonly ProcessInfo[] {
  return afterEvents(
    processes,
    events.map((event, index) => ({ id: index + 1, at: 0, event })),
  );
}

const changed = (process: ProcessInfo): ServerEvent => ({ type: 'ProcessStateChanged', previous: null, process });

describe('the processes after events', () => {
  it('are where they were, as the last event says', () => {
    const later = listAfter([api, db], changed(neverRun('api', 'stopping')), changed(neverRun('api', 'stopped')));
    expect(later.map(({ name, status }) => `${name} ${status}`)).toEqual(['api stopped', 'db running']);
  });

  it('use what they used, of which events know nothing', () => {
    expect(listAfter([api], changed({ ...api, run: 2, cpu: null, memory: null }))).toEqual([{ ...api, run: 2 }]);
  });

  it('come at the end, and go', () => {
    expect(listAfter([api], changed(db), { type: 'ProcessRemoved', name: 'api' })).toEqual([db]);
  });

  it('are the same after anything else', () => {
    expect(listAfter([api, db], { type: 'SessionStopping', why: 'pom down' })).toEqual([api, db]);
  });
});
