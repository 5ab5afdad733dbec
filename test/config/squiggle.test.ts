import { describe, expect, it } from '@jest/globals';
import stringWidth from 'string-width';
import { renderDiagnostics } from '../../src/config/index.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';

function diagnostic(sourceLine: string, column: number, length: number, rest: Partial<Diagnostic> = {}): Diagnostic {
  const at = { file: 'pom.yaml', line: 7, column, length, sourceLine };
  return { severity: 'error', message: 'wrong', at, related: [], ...rest };
}

const plain = (...diagnostics: readonly Diagnostic[]) => renderDiagnostics(diagnostics, { color: false });

describe('a drawn diagnostic', () => {
  it('is the place, the sentence, the line and carets', () => {
    expect(plain(diagnostic('    restrat: always', 5, 7))).toBe(
      ['pom.yaml:7:5  wrong', '', '  7 │     restrat: always', '    │     ^^^^^^^'].join('\n'),
    );
  });

  it('shows the other places, with gutters as wide as the widest', () => {
    const related = [
      { message: 'first here', at: { file: 'b.yaml', line: 120, column: 1, length: 1, sourceLine: 'x: y' } },
    ];
    expect(plain(diagnostic('a: b', 1, 1, { related }))).toBe(
      [
        'pom.yaml:7:1  wrong',
        '',
        '    7 │ a: b',
        '      │ ^',
        '',
        'b.yaml:120:1  first here',
        '',
        '  120 │ x: y',
        '      │ ^',
      ].join('\n'),
    );
  });

  it('separates several with an empty line, and needs no place', () => {
    const nowhere = diagnostic('', 1, 1, { at: null, message: 'gone.yaml does not exist' });
    expect(plain(nowhere, { ...nowhere, severity: 'warning', message: 'odd' })).toBe(
      'gone.yaml does not exist\n\nwarning: odd',
    );
  });

  it.each([
    ['日本語: x', 6, 1],
    ['👍🏽👍: x', 4, 1],
    ['é: e\u0301x', 5, 1],
  ])('puts carets under the columns of a terminal in %j', (line, column, length) => {
    const [, shown = '', carets = ''] = plain(diagnostic(line, column, length))
      .split('\n')
      .slice(1);
    const before = [...line].slice(0, column - 1).join('');
    expect(shown.endsWith(line)).toBe(true);
    expect(carets.indexOf('^')).toBe(stringWidth('  7 │ ') + stringWidth(before));
  });

  it('repeats tabs so that the terminal lines them up', () => {
    expect(
      plain(diagnostic('\ta:\t\tb', 6, 1))
        .split('\n')
        .at(-1),
    ).toBe('    │ \t  \t\t^');
  });

  it('shows the part of a long line that matters', () => {
    const lines = plain(diagnostic(`${'a'.repeat(5000)}WRONG${'b'.repeat(5000)}`, 5001, 5)).split('\n');
    const [shown = '', carets = ''] = lines.slice(-2);
    expect(shown.length).toBeLessThan(200);
    expect(shown.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('WRONG');
  });

  it('lets nothing of the file reach the terminal but text', () => {
    const text = plain(diagnostic('\u001b]0;x\u0007\u009b31m\u202e\r', 1, 4, { message: 'bad \u001b[2J\nkey' }));
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  });

  it('has colour when asked for, and the same text', () => {
    const wrong = diagnostic('a: b', 1, 1);
    const colored = renderDiagnostics([wrong], { color: true });
    expect(colored).toContain('\u001b[31m^\u001b[39m');
    expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain(wrong));
  });
});
