import { describe, expect, it } from '@jest/globals';
import { Headless } from '../headless.ts';
import { ScriptedSession } from '../scripted-session.ts';

const EXIT = { code: 1, signal: null } as const;
const CRASHED = { status: 'crashed', pid: null, exit: EXIT, cause: { reason: 'exited', exit: EXIT } } as const;

async function opened(...keys: readonly string[]) {
  const session = new ScriptedSession();
  session.add('db', CRASHED);
  session.add('api', { ready: false });
  const dashboard = await Headless.open(session);
  await dashboard.press(...keys);
  const asked = () => session.control.calls.filter(([verb]) => verb === 'why').length;
  return { session, dashboard, asked };
}

describe('the why view', () => {
  it('says another thing as soon as something has happened', async () => {
    const { session, dashboard } = await opened('1', 'W');
    expect(dashboard.screen).toContain('db exited with code 1');
    session.change('db', { status: 'running', pid: 12, cause: null, exit: null });
    const events = await session.control.events(0, 0);
    if (!events.ok) throw new Error('Internal error: the script has no events');
    await dashboard.send({ type: 'ServerEvents', events: events.value.events, missed: 0, isPast: false });
    expect(dashboard.screen).not.toContain('exited with code 1');
    expect(dashboard.screen).toContain('db runs');
  });

  it('asks anew with time, as checks answer without an event, and only while it is open', async () => {
    const { dashboard, asked } = await opened('2', 'W');
    const before = asked();
    await dashboard.refresh();
    expect(asked()).toBe(before + 1);
    await dashboard.press('W');
    await dashboard.refresh();
    expect(asked()).toBe(before + 1);
  });

  it('never shows the reasons of another process', async () => {
    const { dashboard } = await opened('1', 'W', 'escape', '2', 'W');
    expect(dashboard.screen).toContain('Why api');
    expect(dashboard.screen).not.toContain('db exited');
  });

  it('says that a process is gone', async () => {
    const { session, dashboard } = await opened('1', 'W');
    session.processes = session.processes.filter(({ name }) => name !== 'db');
    await dashboard.send({
      ...{ type: 'ServerEvents', missed: 0, isPast: false },
      events: [{ id: 9, at: 0, event: { type: 'ProcessRemoved', name: 'db' } }],
    });
    expect(dashboard.screen).toContain('it is no longer in the project');
  });

  it('needs a selected process', async () => {
    const { dashboard } = await opened('0', 'W');
    expect(dashboard.screen).toContain('select a process first');
  });

  it('is hinted at for a process in trouble, and for no other', async () => {
    const { dashboard } = await opened('1');
    expect(dashboard.rows.at(-1)).toContain(' W why ');
    await dashboard.press('2');
    expect(dashboard.rows.at(-1)).not.toContain('why');
  });
});
