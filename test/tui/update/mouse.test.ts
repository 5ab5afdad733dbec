import { describe, expect, it } from '@jest/globals';
import { Headless } from '../headless.ts';
import { ScriptedSession } from '../scripted-session.ts';

/** At 80 columns the list is 19 wide, and there is a line and a cell for the stream before the text of the log. */
const LOG_X = 21;
const LOG_Y = 2;

async function opened(lines = 100): Promise<Headless> {
  const made = new ScriptedSession();
  made.add('api');
  made.add('web');
  for (let line = 1; line <= lines; line += 1) made.write('api', `line ${line} of many\n`);
  made.write('web', 'only one\n');
  const dashboard = await Headless.open(made, 80, 24);
  await dashboard.press('1');
  return dashboard;
}

const copied = (dashboard: Headless) =>
  dashboard.effects.flatMap((effect) => (effect.type === 'copy' ? [effect.range] : []));

describe('the mouse', () => {
  it('selects processes', async () => {
    const dashboard = await opened();
    await dashboard.mouse('press', 5, 3);
    expect(dashboard.state.chosen.process).toBe('web');
    await dashboard.mouse('press', 5, 1);
    expect(dashboard.state.chosen.process).toBeNull();
    await dashboard.mouse('wheel-down', 5, 5);
    expect(dashboard.state.chosen.process).toBe('api');
    await dashboard.mouse('press', 5, 20);
    expect(dashboard.state.chosen.process).toBe('api');
  });

  it('opens details with a double click', async () => {
    const dashboard = await opened();
    await dashboard.mouse('press', 5, 3);
    await dashboard.mouse('press', 5, 3);
    expect(dashboard.screen).toContain('─ web ');
  });

  it('selects text of the log and nothing beside it, and copies it when the button is released', async () => {
    const dashboard = await opened();
    const first = dashboard.rows[LOG_Y]?.slice(LOG_X).trim() ?? '';
    expect(first).toMatch(/^line 80 of many/);
    await dashboard.mouse('press', LOG_X + 5, LOG_Y);
    await dashboard.mouse('drag', LOG_X + 2, LOG_Y + 2);
    await dashboard.mouse('release', LOG_X + 2, LOG_Y + 2);
    expect(copied(dashboard)).toEqual([{ from: { id: 80, column: 5 }, to: { id: 82, column: 2 } }]);
    expect(dashboard.screen).toContain('paused');
  });

  it('selects upwards as well, and a word with a double click', async () => {
    const dashboard = await opened();
    await dashboard.mouse('press', LOG_X + 2, LOG_Y + 2);
    await dashboard.mouse('drag', LOG_X + 5, LOG_Y);
    await dashboard.mouse('release', LOG_X + 5, LOG_Y);
    await dashboard.mouse('press', LOG_X + 11, LOG_Y);
    await dashboard.mouse('release', LOG_X + 11, LOG_Y);
    await dashboard.mouse('press', LOG_X + 11, LOG_Y);
    await dashboard.mouse('release', LOG_X + 11, LOG_Y);
    expect(copied(dashboard)).toEqual([
      { from: { id: 80, column: 5 }, to: { id: 82, column: 2 } },
      { from: { id: 80, column: 11 }, to: { id: 80, column: 14 } },
    ]);
  });

  it('scrolls on while it is held beyond the edge, and takes the selection along', async () => {
    const dashboard = await opened();
    await dashboard.mouse('press', LOG_X, LOG_Y + 3);
    await dashboard.mouse('drag', LOG_X, 0);
    for (let moment = 0; moment < 30; moment += 1) await dashboard.send({ type: 'EdgeHeld' });
    expect(dashboard.rows[LOG_Y]).toContain('line 50 of');
    await dashboard.mouse('release', LOG_X, 0);
    expect(copied(dashboard)).toEqual([{ from: { id: 50, column: 0 }, to: { id: 83, column: 0 } }]);
    await dashboard.send({ type: 'EdgeHeld' });
    expect(dashboard.rows[LOG_Y]).toContain('line 50 of');
  });

  it('does not select with a click, and goes on following', async () => {
    const dashboard = await opened();
    await dashboard.mouse('press', LOG_X, LOG_Y);
    await dashboard.mouse('release', LOG_X, LOG_Y);
    expect(copied(dashboard)).toEqual([]);
    expect(dashboard.screen).not.toContain('paused');
  });

  it('scrolls with the wheel, and anywhere with the scroll bar', async () => {
    const dashboard = await opened(1_000);
    await dashboard.mouse('wheel-up', 50, 10);
    expect(dashboard.rows[LOG_Y]).toContain('line 977 of');
    await dashboard.mouse('press', 79, LOG_Y);
    expect(dashboard.rows[LOG_Y]).toContain('line 1 of');
    await dashboard.mouse('drag', 40, LOG_Y + 10);
    expect(dashboard.rows[LOG_Y]).toContain('line 501 of');
    await dashboard.mouse('drag', 40, 99);
    expect(dashboard.rows[22]).toContain('line 1000 of');
    await dashboard.mouse('release', 40, 99);
    await dashboard.mouse('drag', 40, LOG_Y);
    expect(dashboard.rows[22]).toContain('line 1000 of');
  });

  it('presses the keys that the last row shows', async () => {
    const dashboard = await opened();
    const x = dashboard.rows.at(-1)?.indexOf('restart') ?? -1;
    await dashboard.mouse('press', x, 23);
    expect(dashboard.effects).toEqual([{ type: 'act', verb: 'restart', targets: ['api'] }]);
  });

  it('chooses in lists, scrolls documents, and closes them with a click beside', async () => {
    const dashboard = await opened();
    await dashboard.press('K');
    const y = dashboard.rows.findIndex((row) => row.includes('SIGINT'));
    await dashboard.mouse('press', 40, y);
    expect(dashboard.effects).toEqual([{ type: 'signal', signal: 'SIGINT', targets: ['api'] }]);
    await dashboard.press('?');
    const before = dashboard.screen;
    await dashboard.mouse('wheel-down', 40, 10);
    expect(dashboard.screen).not.toBe(before);
    await dashboard.mouse('press', 40, 23);
    expect(dashboard.screen).not.toContain('─ Keys');
  });
});

describe('selecting with the keys', () => {
  it('extends by movements and copies with y', async () => {
    const dashboard = await opened();
    await dashboard.press('v', 'k', 'k', 'w', 'l', 'y');
    expect(copied(dashboard)).toEqual([{ from: { id: 98, column: 6 }, to: { id: 100, column: 0 } }]);
    expect(dashboard.state.chosen.selection).toBeNull();
  });

  it('begins anew where the cursor is, changes ends, and takes whole lines', async () => {
    const dashboard = await opened();
    await dashboard.press('v', 'k', 'space', 'j', '$', 'o', 'h', 'y');
    await dashboard.press('V', 'k', 'y');
    expect(copied(dashboard)).toEqual([
      { from: { id: 99, column: 0 }, to: { id: 100, column: 15 } },
      { from: { id: 99, column: 0 }, to: { id: 100, column: Number.POSITIVE_INFINITY } },
    ]);
  });

  it('reaches back to the first line that is stored', async () => {
    const dashboard = await opened(2_000);
    await dashboard.press('v', 'g', 'y');
    expect(copied(dashboard)).toEqual([{ from: { id: 0, column: 0 }, to: { id: 2_000, column: 0 } }]);
    await dashboard.press('v', 'escape');
    expect(copied(dashboard)).toHaveLength(1);
  });
});
