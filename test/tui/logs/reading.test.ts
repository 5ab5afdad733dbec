import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { plainOfLine } from '../../../src/tui/logs/shown-line.ts';
import { Headless } from '../headless.ts';
import { ScriptedSession } from '../scripted-session.ts';

/** The text of the log pane's rows, which has the whole width below 60 columns. */
function logOf(dashboard: Headless): readonly string[] {
  return dashboard.rows.slice(2, -1).map((row) => row.slice(1, -1).trimEnd());
}

function session(lines: number, options: { readonly budgetBytes?: number } = {}): ScriptedSession {
  const made = new ScriptedSession(options);
  made.add('api');
  for (let line = 1; line <= lines; line += 1) made.write('api', `line ${line}\n`);
  return made;
}

async function opened(made: ScriptedSession, rows = 13): Promise<Headless> {
  const dashboard = await Headless.open(made, 50, rows);
  await dashboard.press('1', 'tab');
  return dashboard;
}

const numbered = (from: number, count: number) => Array.from({ length: count }, (_, index) => `line ${from + index}`);

describe('the log pane', () => {
  it('reaches every line that is stored, forwards and backwards, and never holds more than a few screens', async () => {
    const dashboard = await opened(session(5_000));
    const seen = new Set<string>();
    await dashboard.press('g');
    for (let page = 0; page < 600; page += 1) {
      for (const row of logOf(dashboard)) seen.add(row);
      expect(dashboard.state.known.window.lines.length).toBeLessThan(200);
      await dashboard.press('page-down');
    }
    expect([...seen]).toEqual(numbered(1, 5_000));
    seen.clear();
    for (let page = 0; page < 600; page += 1) {
      for (const row of logOf(dashboard)) seen.add(row);
      await dashboard.press('page-up');
    }
    expect(seen.size).toBe(5_000);
    expect(logOf(dashboard)).toEqual(numbered(1, 10));
  });

  it('does not move the text under the reader while the log grows and its beginning is evicted', async () => {
    const made = session(3_000, { budgetBytes: 200_000 });
    const dashboard = await opened(made);
    await dashboard.press('page-up', 'page-up');
    const before = logOf(dashboard);
    for (let round = 1; round <= 20; round += 1) {
      for (let line = 0; line < 100; line += 1) made.write('api', `later ${round} ${line}\n`);
      await dashboard.refresh();
      expect(logOf(dashboard)).toEqual(before);
    }
    expect(before[0]).toBe('line 2973');
    await dashboard.press('G');
    expect(logOf(dashboard).at(-1)).toBe('later 20 99');
  });

  it('shows the oldest line that is left when the reader’s own is evicted', async () => {
    const made = session(2_000, { budgetBytes: 100_000 });
    const dashboard = await opened(made);
    await dashboard.press('g');
    for (let line = 0; line < 20_000; line += 1) made.write('api', `later ${line}\n`);
    await dashboard.refresh();
    await dashboard.press('page-down', 'page-up', 'g');
    expect(logOf(dashboard)[0]).toMatch(/^── api · [\d,]+ older lines were/);
    expect(logOf(dashboard)[1]).toMatch(/^later \d+$/);
  });

  it('follows a flood with the last lines, whatever it missed', async () => {
    const made = session(10);
    const dashboard = await opened(made);
    for (let line = 1; line <= 10_000; line += 1) made.write('api', `flood ${line}\n`);
    await dashboard.refresh();
    expect(logOf(dashboard)).toEqual(Array.from({ length: 10 }, (_, index) => `flood ${9_991 + index}`));
    await dashboard.press('up');
    expect(logOf(dashboard)[0]).toBe('flood 9990');
  });

  it('shows a line while it is being written, and once when it has been', async () => {
    const made = session(2);
    const dashboard = await opened(made);
    made.write('api', 'Pass');
    await dashboard.refresh();
    expect(logOf(dashboard).slice(0, 3)).toEqual(['line 1', 'line 2', 'Pass▏']);
    made.write('api', 'word: ');
    await dashboard.refresh();
    expect(logOf(dashboard)[2]).toBe('Password: ▏');
    made.write('api', 'ok\nnext\n');
    await dashboard.refresh();
    expect(logOf(dashboard).slice(0, 5)).toEqual(['line 1', 'line 2', 'Password: ok', 'next', '']);
  });

  it('stops following when the reader scrolls up, and follows again at the end', async () => {
    const made = session(100);
    const dashboard = await opened(made);
    const follows = () => dashboard.screen.includes('paused') === false;
    await dashboard.press('up');
    expect(follows()).toBe(false);
    await dashboard.press('down');
    expect(follows()).toBe(true);
    await dashboard.press('f');
    made.write('api', 'line 101\n');
    await dashboard.refresh();
    expect(logOf(dashboard).at(-1)).toBe('line 100');
    await dashboard.press('f');
    expect(logOf(dashboard).at(-1)).toBe('line 101');
  });

  it('keeps its place in each log', async () => {
    const made = session(100);
    made.add('web');
    made.write('web', 'hello\n');
    const dashboard = await opened(made);
    await dashboard.press('g', 'down', 'down', ']', '[');
    expect(logOf(dashboard)[0]).toBe('line 3');
  });

  it('says what an empty log means', async () => {
    const dashboard = await opened(session(0));
    expect(logOf(dashboard)[0]).toBe(' no output yet');
  });

  it('clears the pane and not the store', async () => {
    const made = session(50);
    const dashboard = await opened(made);
    await dashboard.press('ctrl-k');
    expect(logOf(dashboard)[0]).toBe(' no output yet');
    made.write('api', 'line 51\n');
    await dashboard.refresh();
    expect(logOf(dashboard).slice(0, 2)).toEqual(['line 51', '']);
    await dashboard.press('p', ...'unclear', 'enter');
    expect(logOf(dashboard).at(-2)).toBe('line 50');
  });

  it('is a stretch of the log without holes, whatever is pressed, stored and evicted', async () => {
    const doings = fc.array(
      fc.oneof(
        fc.constantFrom('up', 'down', 'page-up', 'page-down', 'ctrl-u', 'ctrl-d', 'g', 'G', 'f', 'w'),
        fc.integer({ min: 1, max: 400 }),
        fc.record({ columns: fc.integer({ min: 20, max: 59 }), rows: fc.integer({ min: 6, max: 30 }) }),
      ),
      { maxLength: 25 },
    );
    await fc.assert(
      fc.asyncProperty(doings, async (sequence) => {
        const made = session(300, { budgetBytes: 40_000 });
        const dashboard = await opened(made);
        let written = 300;
        for (const doing of sequence) {
          if (typeof doing === 'string') await dashboard.press(doing);
          else if (typeof doing === 'object') await dashboard.send({ type: 'Resize', size: doing });
          else {
            for (let count = 1; count <= doing; count += 1) made.write('api', `line ${written + count}\n`);
            written += doing;
            await dashboard.refresh();
          }
          const ids = dashboard.state.known.window.lines.map(({ id }) => id);
          expect(ids).toEqual(ids.map((_, index) => (ids[0] ?? 0) + index));
          for (const line of dashboard.state.known.window.lines) expect(plainOfLine(line)).toBe(`line ${line.id}`);
          const shown = logOf(dashboard).filter((row) => row !== '' && !row.startsWith('──'));
          const numbers = shown.map((row) => Number(row.replace('line ', '')));
          expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
          expect(numbers.length).toBeGreaterThan(0);
        }
        await dashboard.press('G');
        expect(logOf(dashboard).at(-1)).toBe(`line ${written}`);
      }),
      { numRuns: 60 },
    );
  });
});
