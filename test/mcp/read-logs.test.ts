import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cut } from '../../src/mcp/log-text.ts';
import { type BudgetedLogs, type LogBudget, type LogSource, readLogs } from '../../src/mcp/read-logs.ts';
import type { LogLine } from '../../src/model/log-line.ts';
import { ALL_LOGS, type LogsRequest } from '../../src/model/logs-request.ts';
import { ok } from '../../src/model/result.ts';

const never = new AbortController().signal;

function lineOf(text: string, index: number): LogLine {
  const bytes = Buffer.from(text);
  return { id: index * 2 + 1, process: 'p', stream: 'stdout', run: 1, timestamp: index, bytes, partial: false };
}

/** A log whose pages carry so many lines. */
function sourceOf(texts: readonly string[], pageLines: number): LogSource {
  const all = texts.map(lineOf);
  return {
    logs: async ({ after, before, limit, from, countOnly }) => {
      const matching = all.filter(({ id }) => id > (after ?? 0) && id < (before ?? Number.POSITIVE_INFINITY));
      const wanted = Math.min(pageLines, limit ?? pageLines, matching.length);
      const lines = countOnly
        ? []
        : from === 'end'
          ? matching.slice(matching.length - wanted)
          : matching.slice(0, wanted);
      const last = from === 'end' ? matching.at(-1) : lines.at(-1);
      const more = wanted < Math.min(limit ?? matching.length, matching.length);
      const matches = countOnly ? matching.length : lines.length;
      return ok({ lines, next: last?.id ?? after ?? 0, more, evicted: 0, matches, revision: 0 });
    },
  };
}

async function read(source: LogSource, request: Partial<LogsRequest>, budget: LogBudget): Promise<BudgetedLogs> {
  const result = await readLogs(source, { ...ALL_LOGS, ...request }, budget, never);
  if (!result.ok) throw new Error(result.failure.reason);
  return result.value;
}

const texts = fc.array(fc.string({ maxLength: 60 }), { maxLength: 40 });
const pageLines = fc.integer({ min: 1, max: 12 });
const characters = fc.integer({ min: 30, max: 1500 });

describe('reading logs within a budget', () => {
  it('gives every line once when read back, never more than the budget, and counts what it leaves out', () =>
    fc.assert(
      fc.asyncProperty(texts, pageLines, characters, async (written, perPage, size) => {
        const source = sourceOf(written, perPage);
        const ids: number[] = [];
        let before: number | null = null;
        for (let leftOut = written.length; leftOut > 0; ) {
          const page = await read(source, { before }, { characters: size, lineCharacters: 1000 });
          expect(page.lines.map(({ text }) => text.length).reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(size);
          ids.unshift(...page.lines.map(({ id }) => id));
          expect(page.leftOut).toBe(written.length - ids.length);
          leftOut = page.leftOut;
          before = page.lines[0]?.id ?? 0;
        }
        expect(ids).toEqual(written.map((text, index) => lineOf(text, index).id));
      }),
    ));

  it('gives every line once when read on from the oldest', () =>
    fc.assert(
      fc.asyncProperty(texts, pageLines, characters, async (written, perPage, size) => {
        const source = sourceOf(written, perPage);
        const ids: number[] = [];
        let after = 0;
        for (let leftOut = written.length; leftOut > 0; ) {
          const page = await read(source, { after, from: 'start' }, { characters: size, lineCharacters: 1000 });
          ids.push(...page.lines.map(({ id }) => id));
          expect(page.leftOut).toBe(written.length - ids.length);
          ({ leftOut, next: after } = page);
        }
        expect(ids).toEqual(written.map((text, index) => lineOf(text, index).id));
      }),
    ));

  it('keeps to a number of lines over pages that carry fewer', async () => {
    const source = sourceOf(['a', 'b', 'c', 'd', 'e', 'f'], 2);
    const generous = { characters: 10_000, lineCharacters: 100 };
    const newest = await read(source, { limit: 5 }, generous);
    expect(newest.lines.map(({ text }) => text.at(-1)).join('')).toBe('bcdef');
    expect(newest).toMatchObject({ leftOut: 1, next: 11 });
    const oldest = await read(source, { limit: 5, from: 'start' }, generous);
    expect(oldest.lines.map(({ text }) => text.at(-1)).join('')).toBe('abcde');
    expect(oldest).toMatchObject({ leftOut: 1, next: 9 });
  });
});

describe('a line that is too long', () => {
  it('says how much of it is missing, within what it may have', () => {
    const text = cut('x'.repeat(500), 100);
    const [, shown = '', missing] = /^(x+) \[(\d+) characters more\]$/.exec(text) ?? [];
    expect(shown.length + Number(missing)).toBe(500);
    expect(text.length).toBeLessThanOrEqual(100);
  });

  it('is not cut through a character', () => {
    for (let size = 60; size < 70; size++)
      expect(cut('😀'.repeat(100), size)).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
  });
});
