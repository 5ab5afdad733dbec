import { describe, expect, it } from '@jest/globals';
import { keymapFrom } from '../../../src/tui/keymap.ts';
import { Headless, SETUP } from '../headless.ts';
import { ScriptedSession } from '../scripted-session.ts';

function session(): ScriptedSession {
  const made = new ScriptedSession();
  for (const name of ['api', 'worker', 'web']) made.add(name);
  made.write('api', 'hello\n');
  return made;
}

const open = (mode: 'session' | 'attached' = 'session') => Headless.open(session(), 80, 24, { ...SETUP, mode });

describe('actions', () => {
  it('are about the selected process', async () => {
    const dashboard = await open();
    await dashboard.press('2', 's', 'x', 'r');
    expect(dashboard.effects).toEqual([
      { type: 'act', verb: 'start', targets: ['worker'] },
      { type: 'act', verb: 'stop', targets: ['worker'] },
      { type: 'act', verb: 'restart', targets: ['worker'] },
    ]);
  });

  it('are about the marked ones, in the order of the list, and ask before they stop several', async () => {
    const dashboard = await open();
    await dashboard.press('3', 'space', '1', 'space', 's');
    expect(dashboard.effects).toEqual([{ type: 'act', verb: 'start', targets: ['api', 'web'] }]);
    await dashboard.press('x');
    expect(dashboard.screen).toContain('Stop 2 processes?');
    await dashboard.press('n');
    expect(dashboard.effects).toHaveLength(1);
    await dashboard.press('x', 'y');
    expect(dashboard.effects.at(-1)).toEqual({ type: 'act', verb: 'stop', targets: ['api', 'web'] });
    await dashboard.press('escape');
    expect(dashboard.screen).not.toContain('marked');
  });

  it('are about all of them when none is selected', async () => {
    const dashboard = await open();
    await dashboard.press('s');
    expect(dashboard.effects).toEqual([{ type: 'act', verb: 'start', targets: [] }]);
    await dashboard.press('r');
    expect(dashboard.screen).toContain('Restart all processes?');
  });

  it('send any signal, and ask before they kill', async () => {
    const dashboard = await open();
    await dashboard.press('1', 'K', 'down', 'enter', 'X');
    expect(dashboard.effects).toEqual([{ type: 'signal', signal: 'SIGUSR1', targets: ['api'] }]);
    await dashboard.press('y');
    expect(dashboard.effects.at(-1)).toEqual({ type: 'signal', signal: 'SIGKILL', targets: ['api'] });
  });

  it('scale the replica set of what is selected, and say what that does', async () => {
    const made = session();
    for (const number of [1, 2]) made.add(`job-${number}`, { replicaOf: 'job' });
    const dashboard = await Headless.open(made);
    await dashboard.press('4', 'f2');
    expect(dashboard.screen).toContain('Replicas of job, now 2');
    expect(dashboard.screen).toContain('0    stop job-1 to job-2; "pom scale job 1" starts one again');
    expect(dashboard.screen).toContain('1    stop job-2');
    await dashboard.press('enter', '5', 'f2', 'up', 'enter');
    expect(dashboard.effects).toEqual([
      { type: 'scale', set: 'job', replicas: 3 },
      { type: 'scale', set: 'job', replicas: 1 },
    ]);
  });

  it('do not scale what is no replica', async () => {
    const dashboard = await open();
    await dashboard.press('1', 'f2');
    expect(dashboard.rows.at(-1)).toContain('api: not a replica set; "replicas: 1" makes one');
    await dashboard.press('0', 'f2');
    expect(dashboard.rows.at(-1)).toContain('select a replica first');
    expect(dashboard.effects).toEqual([]);
  });

  it('retry only what waits for a retry', async () => {
    const made = session();
    const dashboard = await Headless.open(made);
    made.change('web', { status: 'backoff', pid: null, retryAt: made.clock.wallTime() + 5_000 });
    await dashboard.refresh();
    await dashboard.press('1', '!', '0', '!');
    expect(dashboard.effects).toEqual([{ type: 'act', verb: 'start', targets: ['web'] }]);
  });

  it('can be called by name', async () => {
    const dashboard = await open();
    await dashboard.press('1', ':', ...'restworker', 'enter', 'p', ...'reload', 'enter', 'p', 'escape');
    expect(dashboard.effects).toEqual([{ type: 'act', verb: 'restart', targets: ['worker'] }, { type: 'reload' }]);
  });

  it('tell what became of them', async () => {
    const dashboard = await open();
    const failed = {
      ok: false,
      status: 'crashed',
      error: { reason: 'command-not-found', command: 'nod\x1b[2Je' },
    } as const;
    await dashboard.send({ type: 'Acted', did: 'start', outcomes: [{ name: 'api', ...failed }] });
    expect(dashboard.rows.at(-1)?.trim()).toBe('start failed: api: command not found: node');
    await dashboard.press('j');
    expect(dashboard.screen).not.toContain('start failed');
  });

  it('open links, one at once and several by choice', async () => {
    const dashboard = await open();
    await dashboard.press('1', 'o');
    await dashboard.send({ type: 'LinksRead', process: 'api', links: ['http://a/'] });
    await dashboard.send({ type: 'LinksRead', process: 'api', links: ['http://a/', 'http://b/'] });
    await dashboard.press('j', 'enter');
    await dashboard.send({ type: 'LinksRead', process: 'api', links: [] });
    expect(dashboard.effects).toEqual([
      { type: 'read-links', process: 'api' },
      { type: 'open-link', url: 'http://a/' },
      { type: 'open-link', url: 'http://b/' },
    ]);
    expect(dashboard.screen).toContain('api has no links');
  });

  it('are on the keys that people chose for them', async () => {
    const keymap = keymapFrom(
      new Map([
        ['ctrl-x', 'stop'],
        ['x', 'none'],
      ] as const),
    );
    if (!keymap.ok) throw new Error('unexpected mistakes');
    const dashboard = await Headless.open(session(), 80, 24, { ...SETUP, keymap: keymap.value });
    await dashboard.press('1', 'x', 'ctrl-x', 'j');
    expect(dashboard.effects).toEqual([{ type: 'act', verb: 'stop', targets: ['api'] }]);
    expect(dashboard.rows.at(-1)).toContain('Ctrl-X stop');
  });
});

describe('leaving', () => {
  it('asks before it stops the project', async () => {
    const dashboard = await open();
    await dashboard.press('q', 'n');
    expect(dashboard.effects).toEqual([]);
    await dashboard.press('q', 'y');
    expect(dashboard.effects).toEqual([{ type: 'shutdown' }]);
  });

  it('asks once for Ctrl-C, does it for the second, and kills for one while it stops', async () => {
    const made = session();
    const dashboard = await Headless.open(made);
    await dashboard.press('/', 'x', 'ctrl-c');
    expect(dashboard.screen).toContain('Stop the project and quit?');
    await dashboard.press('ctrl-c');
    expect(dashboard.effects.at(-1)).toEqual({ type: 'shutdown' });
    made.tell({ type: 'SessionStopping', why: 'asked to' });
    await dashboard.refresh();
    await dashboard.press('q');
    expect(dashboard.effects.at(-1)).toEqual({ type: 'shutdown' });
    await dashboard.press('ctrl-c');
    expect(dashboard.effects.at(-1)).toEqual({ type: 'kill' });
  });

  it('leaves the session alone when the dashboard was attached to it', async () => {
    const quit = await open('attached');
    await quit.press('q');
    expect(quit.effects).toEqual([{ type: 'detach' }]);
    const interrupted = await open('attached');
    await interrupted.press('ctrl-c', 'ctrl-c');
    expect(interrupted.effects).toEqual([{ type: 'detach' }]);
  });

  it('is possible when the session cannot be reached any more', async () => {
    const dashboard = await open();
    await dashboard.send({ type: 'SessionLost', failure: { reason: 'no-session' } });
    expect(dashboard.screen).toContain('connection lost');
    await dashboard.press('q');
    expect(dashboard.effects).toEqual([{ type: 'detach' }]);
  });
});

describe('the process list', () => {
  it('stays on the selected process while others come and go', async () => {
    const made = session();
    const dashboard = await Headless.open(made);
    await dashboard.press('2');
    made.processes = made.processes.filter(({ name }) => name !== 'api');
    made.tell({ type: 'ProcessRemoved', name: 'api' });
    made.add('new');
    await dashboard.refresh();
    expect(dashboard.state.chosen.process).toBe('worker');
    made.processes = made.processes.filter(({ name }) => name !== 'worker');
    made.tell({ type: 'ProcessRemoved', name: 'worker' });
    await dashboard.refresh();
    expect(dashboard.state.chosen.process).toBeNull();
    expect(dashboard.screen).not.toContain('worker');
  });

  it('scrolls to what is selected', async () => {
    const made = new ScriptedSession();
    for (let index = 1; index <= 40; index += 1) made.add(`process-${index}`);
    const dashboard = await Headless.open(made, 80, 12);
    await dashboard.press('G');
    expect(dashboard.screen).toContain('process-40');
    expect(dashboard.screen).not.toContain('All  40');
    await dashboard.press('0');
    expect(dashboard.screen).toContain('All  40');
  });

  it('is sorted one way, the other way, and as in pom.yaml', async () => {
    const made = session();
    made.processes = made.processes.map((info, index) => ({ ...info, restarts: [1, 3, 2][index] ?? 0 }));
    const dashboard = await Headless.open(made);
    const order = () => dashboard.rows.slice(2, 5).map((row) => row.slice(3, 9).trim());
    await dashboard.press('R');
    expect(order()).toEqual(['worker', 'web', 'api']);
    await dashboard.press('R');
    expect(order()).toEqual(['api', 'web', 'worker']);
    await dashboard.press('R');
    expect(order()).toEqual(['api', 'worker', 'web']);
    await dashboard.press('N', 'N');
    expect(order()).toEqual(['worker', 'web', 'api']);
  });
});
