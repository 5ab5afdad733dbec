import { Attribute, PLAIN, type Style } from '../../util/style.ts';
import { concat, plainOf, type StyledText, styled } from '../text/styled-text.ts';
import type { ShownLine } from './shown-line.ts';

/** A log line that is a JSON object or array, as one indented row per value; null when it is none. */
export function jsonRows(line: ShownLine): readonly StyledText[] | null {
  const text = plainOf(line.text).trim();
  if (!/^[{[].*[}\]]$/s.test(text)) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // It only looks like JSON: it is shown as it is.
    return null;
  }
  const rows: StyledText[] = [];
  addValue(rows, [], value, 0, '');
  return rows;
}

const KEY: Style = { ...PLAIN, foreground: 6 };
const STRING: Style = { ...PLAIN, foreground: 2 };
const LITERAL: Style = { ...PLAIN, foreground: 3 };
const PUNCTUATION: Style = { ...PLAIN, attributes: Attribute.dim };

/** Deeper values stay on the row of their key. */
const MAX_DEPTH = 20;

/** @param label what precedes the value on its first row. @param end what follows it on its last: a comma or nothing. */
function addValue(rows: StyledText[], label: StyledText, value: unknown, depth: number, end: string): void {
  const indent = styled('  '.repeat(depth));
  const entries = entriesOf(value);
  if (entries === null || entries.length === 0 || depth >= MAX_DEPTH) {
    rows.push(concat(indent, label, scalar(value), styled(end, PUNCTUATION)));
    return;
  }
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  rows.push(concat(indent, label, styled(open, PUNCTUATION)));
  for (const [index, [key, member]] of entries.entries()) {
    const name = key === null ? [] : concat(styled(JSON.stringify(key), KEY), styled(': ', PUNCTUATION));
    addValue(rows, name, member, depth + 1, index < entries.length - 1 ? ',' : '');
  }
  rows.push(concat(indent, styled(`${close}${end}`, PUNCTUATION)));
}

function entriesOf(value: unknown): readonly (readonly [key: string | null, member: unknown])[] | null {
  if (Array.isArray(value)) return value.map((member) => [null, member] as const);
  return typeof value === 'object' && value !== null ? Object.entries(value) : null;
}

/** Characters that JSON escapes stay escaped: a string in a log may hold controls. */
function scalar(value: unknown): StyledText {
  const text = JSON.stringify(value).replace(
    /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return styled(text, typeof value === 'string' ? STRING : LITERAL);
}
