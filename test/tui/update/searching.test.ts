import { describe, expect, it } from '@jest/globals';
import { Headless } from '../headless.ts';
import { ScriptedSession } from '../scripted-session.ts';

function session(): ScriptedSession {
  const made = new ScriptedSession();
  made.add('api');
  for (let line = 1; line <= 1_000; line += 1) made.write('api', `line ${line}${line % 100 === 0 ? ' needle' : ''}\n`);
  return made;
}

const current = (dashboard: Headless): string =>
  dashboard.rows
    .find((row) => row.startsWith('►'))
    ?.slice(1, -1)
    .trim() ?? '';
const status = (dashboard: Headless): string =>
  /(match .*?|no match)(?: {2}|$)/.exec(dashboard.rows.at(-1)?.trimEnd() ?? '')?.[1] ?? '';

async function opened(made = session()): Promise<Headless> {
  const dashboard = await Headless.open(made, 59, 13);
  await dashboard.press('1', 'tab');
  return dashboard;
}

describe('searching', () => {
  it('finds the nearest older match as it is typed, in all that is stored', async () => {
    const dashboard = await opened();
    await dashboard.type('/line 5');
    expect(current(dashboard)).toBe('line 599');
    await dashboard.type('00');
    expect(current(dashboard)).toBe('line 500 needle');
    await dashboard.press('backspace', 'backspace', 'backspace', 'backspace');
    await dashboard.type('e 1 ');
    expect(status(dashboard)).toBe('no match');
  });

  it('goes from match to match, around the ends, and says where it is', async () => {
    const dashboard = await opened();
    await dashboard.type('/needle');
    await dashboard.press('enter');
    expect([current(dashboard), status(dashboard)]).toEqual(['line 1000 needle', 'match 10 of 10']);
    await dashboard.press('N', 'N');
    expect([current(dashboard), status(dashboard)]).toEqual(['line 800 needle', 'match 8 of 10']);
    await dashboard.press('n', 'n', 'n');
    expect([current(dashboard), status(dashboard)]).toEqual(['line 100 needle', 'match 1 of 10 (from the other end)']);
    await dashboard.press('N');
    expect(current(dashboard)).toBe('line 1000 needle');
  });

  it('goes back to where it began when it is given up', async () => {
    const dashboard = await opened();
    const before = dashboard.rows.slice(1, -1);
    await dashboard.type('/line 5');
    await dashboard.press('escape');
    expect(dashboard.rows.slice(1, -1)).toEqual(before);
    expect(dashboard.effects.at(-1)).toEqual({ type: 'stop-finding' });
  });

  it('knows texts and expressions, any case and this case', async () => {
    const dashboard = await opened();
    await dashboard.type('/LINE 7.0 ');
    expect(status(dashboard)).toBe('no match');
    await dashboard.press('ctrl-r');
    expect(current(dashboard)).toBe('line 700 needle');
    await dashboard.press('ctrl-t');
    expect(status(dashboard)).toBe('no match');
  });

  it('counts what is added while the reader is at a match', async () => {
    const made = session();
    const dashboard = await opened(made);
    await dashboard.type('/needle');
    await dashboard.press('enter', 'N');
    made.write('api', 'another needle\n');
    await made.clock.advance(5_000);
    await dashboard.refresh();
    expect(status(dashboard)).toBe('match 9 of 11');
  });

  it('searches what a filter leaves', async () => {
    const dashboard = await opened();
    await dashboard.type('&needle');
    await dashboard.press('enter');
    await dashboard.type('/line 6');
    await dashboard.press('enter');
    expect([current(dashboard), status(dashboard)]).toEqual(['line 600 needle', 'match 1 of 1']);
    await dashboard.press('escape', 'escape');
    // What was on top stays there, with its neighbours.
    expect(dashboard.rows.slice(2, 4).map((row) => row.slice(0, 20).trim())).toEqual(['line 100 needle', 'line 101']);
  });

  it('treats what was pasted as text, one line of it', async () => {
    const dashboard = await opened();
    await dashboard.press('/');
    await dashboard.send({ type: 'Paste', text: 'line 42\nq\x03' });
    expect(current(dashboard)).toBe('line 429');
    await dashboard.press('escape');
    await dashboard.send({ type: 'Paste', text: 'xXq' });
    expect(dashboard.effects.filter(({ type }) => type !== 'stop-finding')).toEqual([]);
  });
});

describe('a filter', () => {
  it('hides what does not match, also of what comes', async () => {
    const made = session();
    const dashboard = await opened(made);
    await dashboard.type('&needle');
    await dashboard.press('enter');
    made.write('api', 'hay\nneedle in hay\nmore hay\n');
    await dashboard.refresh();
    const shown = dashboard.rows.slice(2, -1).map((row) => row.slice(1, -1).trim());
    expect(shown.at(-1)).toBe('needle in hay');
    expect(shown.every((row) => row.includes('needle'))).toBe(true);
    await dashboard.press('&', 'ctrl-u', 'enter');
    expect(dashboard.rows.at(-2)).toContain('more hay');
  });
});
