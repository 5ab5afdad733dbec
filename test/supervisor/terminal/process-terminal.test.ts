import { describe, expect, it } from '@jest/globals';
import type { TerminalPage, TerminalSize } from '../../../src/model/terminal.ts';
import { ProcessTerminal } from '../../../src/supervisor/terminal/process-terminal.ts';

function textOf(page: TerminalPage | null): string | null {
  return page === null ? null : Buffer.from(page.bytes).toString();
}

/** A terminal with a living run, and the sizes its run was told. */
function living() {
  const sizes: TerminalSize[] = [];
  let changes = 0;
  const terminal = new ProcessTerminal(() => {
    changes++;
  });
  const begin = (run: number) => {
    terminal.begin(run);
    terminal.opened({ resize: (size) => sizes.push(size) });
  };
  begin(1);
  const write = (text: string) => terminal.written(Buffer.from(text));
  return { terminal, sizes, begin, write, changes: () => changes };
}

describe('the terminal of a process', () => {
  it('gives a reader what came after its cursor, a line without end as well', () => {
    const { terminal, write } = living();
    write('> ');
    const first = terminal.page(null);
    expect(textOf(first)).toBe('> ');
    expect(terminal.page(first?.next ?? null)).toBeNull();
    write('1');
    write('2');
    const second = terminal.page(first?.next ?? null);
    expect(textOf(second)).toBe('12');
    expect(second?.next).toEqual({ run: 1, offset: 4, live: true });
  });

  it('shows whoever attaches the last screenful, from the beginning of a line', () => {
    const { terminal, write } = living();
    terminal.resize({ columns: 80, rows: 3 });
    write('one\r\ntwo\r\nthree\r\nfour\r\n> ');
    expect(textOf(terminal.page(null))).toBe('three\r\nfour\r\n> ');
  });

  it('tells who has fallen behind how much is gone', () => {
    const { terminal, write } = living();
    const page = terminal.page(null);
    write('x'.repeat(300 * 1024));
    const late = terminal.page(page?.next ?? null);
    expect(late?.missed).toBe(44 * 1024);
    expect(late?.bytes.length).toBe(64 * 1024);
    expect(late?.next.offset).toBe(108 * 1024);
  });

  it('says that a run is over with its last bytes, and not before', () => {
    const { terminal, write } = living();
    write('x'.repeat(100 * 1024));
    terminal.closed();
    const first = terminal.page({ run: 1, offset: 0, live: true });
    expect(first?.next).toEqual({ run: 1, offset: 64 * 1024, live: true });
    const last = terminal.page(first?.next ?? null);
    expect(last?.next).toEqual({ run: 1, offset: 100 * 1024, live: false });
    expect(terminal.page(last?.next ?? null)).toBeNull();
  });

  it('goes on with the beginning of the next run', () => {
    const { terminal, write, begin } = living();
    write('first run');
    const page = terminal.page(null);
    terminal.closed();
    begin(2);
    write('a\nb\n');
    expect(textOf(terminal.page(page?.next ?? null))).toBe('a\nb\n');
    expect(terminal.page(page?.next ?? null)?.next).toEqual({ run: 2, offset: 4, live: true });
  });

  it('tells a living run its size, keeps it for the next, and never resizes a dead one', () => {
    const { terminal, sizes } = living();
    terminal.resize({ columns: 100, rows: 30 });
    terminal.closed();
    terminal.resize({ columns: 120, rows: 40 });
    expect(sizes).toEqual([{ columns: 100, rows: 30 }]);
    expect(terminal.size).toEqual({ columns: 120, rows: 40 });
  });

  it('says each time that there is something new', () => {
    const { terminal, write, changes } = living();
    const before = changes();
    write('x');
    terminal.closed();
    expect(changes()).toBe(before + 2);
  });
});
