import { describe, expect, it } from '@jest/globals';
import { type EvidenceLine, tellingLines } from '../../src/model/run-evidence.ts';
import { adviceFromLines } from '../../src/model/why-lines.ts';

const linesOf = (stream: EvidenceLine['stream'], ...texts: readonly string[]): readonly EvidenceLine[] =>
  texts.map((line) => ({ stream, at: 0, line }));
const told = (lines: readonly EvidenceLine[]) => tellingLines(lines).map(({ line }) => line);

describe('the lines that tell most', () => {
  it('are those that sound like errors, among much that does not', () => {
    const chatter = Array.from({ length: 12 }, (_, n) => `request ${n}`);
    const lines = linesOf('stdout', 'level=fatal msg="no disk"', ...chatter);
    expect(told(lines)[0]).toBe('level=fatal msg="no disk"');
    expect(told(lines)).toHaveLength(8);
  });

  it('prefer standard error, and keep the order in which they were printed', () => {
    const lines = [...linesOf('stderr', 'one', 'two'), ...linesOf('stdout', ...'abcdefghij')];
    expect(told(lines)).toEqual(['one', 'two', 'e', 'f', 'g', 'h', 'i', 'j']);
  });

  it('leave out the stack', () => {
    expect(told(linesOf('stderr', 'TypeError: x is null', '    at run (a.js:1:2)', 'Node.js v24.0.0'))).toEqual([
      'TypeError: x is null',
    ]);
  });
});

describe('what lines give away', () => {
  it.each([
    [
      'Error: listen EADDRINUSE: address already in use :::4000',
      'another program has port 4000; see who: ss -ltnp "sport = :4000"',
    ],
    [
      'nginx: [emerg] bind() to 0.0.0.0:8080 failed (98: Address already in use)',
      'another program has port 8080; see who: ss -ltnp "sport = :8080"',
    ],
    ["Error: Cannot find module 'express'", 'npm install (in /shop): "express" is missing'],
    ["Error: Cannot find module '/shop/api.js'", 'is this path right? /shop/api.js'],
    ["ModuleNotFoundError: No module named 'flask'", 'pip install flask, or is its virtualenv the one in PATH?'],
    ['sh: 1: postgress: not found', 'is "postgress" installed, and in its PATH?'],
    ['bash: line 1: postgress: command not found', 'is "postgress" installed, and in its PATH?'],
    ['sh: 1: ./run.sh: Permission denied', 'it may not use ./run.sh; see: ls -ld ./run.sh'],
    [
      'Error: connect ECONNREFUSED 127.0.0.1:5432',
      'nothing listens at 127.0.0.1:5432: does what it needs stand in depends_on?',
    ],
    ['cat: data.csv: No such file or directory', 'is this path right? data.csv'],
  ])('%s', (line, advice) => {
    expect(adviceFromLines(linesOf('stderr', line), '/shop')).toEqual([advice]);
  });

  it('is nothing when no line is understood', () => {
    expect(adviceFromLines(linesOf('stderr', 'boom'), '/shop')).toEqual([]);
  });
});
