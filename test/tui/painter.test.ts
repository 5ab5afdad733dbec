import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Painter } from '../../src/tui/painter.ts';
import { plainOf, styled, toWidth } from '../../src/tui/text/styled-text.ts';
import { PLAIN } from '../../src/util/style.ts';
import { Terminal } from './terminal.ts';
import { mixedText } from './text/mixed-text.ts';

const COLUMNS = 30;
const row = fc
  .array(fc.tuple(mixedText, fc.constantFrom(PLAIN, { ...PLAIN, foreground: 1 }, { ...PLAIN, attributes: 16 })))
  .map((parts) =>
    toWidth(
      parts.flatMap(([text, style]) => styled(text, style)),
      COLUMNS,
    ),
  );
const frame = fc.array(row, { minLength: 5, maxLength: 5 });

describe('painting', () => {
  it('leaves on the terminal what was to be shown, whatever was there before', () => {
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 5 }), (frames) => {
        const painter = new Painter('256');
        const terminal = new Terminal(COLUMNS, 5);
        for (const rows of frames) {
          terminal.write(painter.paint(rows));
          expect(terminal.rows.map((text) => text.trimEnd())).toEqual(rows.map((shown) => plainOf(shown).trimEnd()));
        }
      }),
    );
  });

  it('writes nothing when nothing has changed, and only the rows that have', () => {
    const painter = new Painter('256');
    const rows = ['one', 'two', 'three'].map((text) => toWidth(styled(text), 10));
    expect(painter.paint(rows)).toContain('two');
    expect(painter.paint(rows)).toBe('');
    const changed = painter.paint(rows.with(1, toWidth(styled('2'), 10)));
    expect(changed).toContain('\x1b[2;1H');
    expect(changed).not.toContain('one');
    painter.forget();
    expect(painter.paint(rows)).toContain('one');
  });

  it('tells the terminal where text of doubtful width ends', () => {
    const painted = new Painter('none').paint([toWidth(styled('日本│x'), 6)]);
    expect(painted).toContain('日本│x\x1b[7G');
  });
});
