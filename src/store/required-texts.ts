/**
 * Texts of which every match of an RE2 expression contains at least one; null when no useful ones are known. So lines
 * without any of them need not be matched at all.
 *
 * It reads what expressions for logs are mostly made of (text, groups, alternatives, classes, repetition), and gives up
 * at anything else: null is always right.
 */
export function requiredTexts(pattern: string): readonly string[] | null {
  const parser: Parser = { pattern, position: 0, depth: 0 };
  const texts = parseAlternatives(parser);
  return texts === UNKNOWN || parser.position < pattern.length || !isUseful(texts) ? null : texts;
}

/** One of these is in every match. Empty: nothing is known. */
type Texts = readonly string[];

/** The expression has something in it that is not understood here. */
const UNKNOWN = null;

interface Parser {
  readonly pattern: string;
  position: number;
  depth: number;
}

const NOTHING: Texts = [];
const MAX_TEXTS = 32;
const MAX_DEPTH = 50;
const LEAST_LENGTH = 2;

function isUseful(texts: Texts): boolean {
  return texts.length > 0 && texts.length <= MAX_TEXTS && shortest(texts) >= LEAST_LENGTH && !texts.some(isUnfaithful);
}

/** A text that is not the same when its UTF-8 is looked for: the decoder makes U+FFFD of many things. */
function isUnfaithful(text: string): boolean {
  return /[\uFFFD\p{Surrogate}]/u.test(text);
}

function shortest(texts: Texts): number {
  return texts.length === 0 ? 0 : Math.min(...texts.map((text) => text.length));
}

/** Reads up to the end or an unmatched `)`. */
function parseAlternatives(parser: Parser): Texts | typeof UNKNOWN {
  const branches: Texts[] = [];
  for (;;) {
    const branch = parseSequence(parser);
    if (branch === UNKNOWN) return UNKNOWN;
    branches.push(branch);
    if (parser.pattern[parser.position] !== '|') break;
    parser.position += 1;
  }
  return branches.some((branch) => branch.length === 0) ? NOTHING : branches.flat().slice(0, MAX_TEXTS + 1);
}

function parseSequence(parser: Parser): Texts | typeof UNKNOWN {
  let best: Texts = NOTHING;
  let text = '';
  const consider = (texts: Texts): void => {
    if (shortest(texts) > shortest(best)) best = texts;
  };
  for (;;) {
    const item = parseItem(parser);
    if (item === UNKNOWN) return UNKNOWN;
    if (item === END) break;
    const repeated = parseRepetition(parser);
    if (repeated === UNKNOWN) return UNKNOWN;
    if (typeof item === 'string') {
      if (repeated !== 'optional') text += item;
      if (repeated === 'once') continue;
    }
    consider([text].filter((known) => known !== ''));
    text = '';
    if (typeof item !== 'string' && repeated !== 'optional') consider(item);
  }
  consider([text].filter((known) => known !== ''));
  return best;
}

const END = Symbol('the end of a sequence');

/** A character that stands for itself, or what one of a group's alternatives needs. */
function parseItem(parser: Parser): string | Texts | typeof END | typeof UNKNOWN {
  const { pattern } = parser;
  const codePoint = pattern.codePointAt(parser.position);
  if (codePoint === undefined) return END;
  const character = String.fromCodePoint(codePoint);
  if (character === '|' || character === ')') return END;
  if (character === '(') return parseGroup(parser);
  if (character === '[') return skip(parser, /\[\^?(?:[^\][\\]|\\.)+\]/y);
  if (character === '\\') {
    // A punctuation character, or the name of a class or an assertion.
    const literal = take(parser, /\\([!-/:-@[-`{-~])/y);
    return literal === null ? skip(parser, /\\[dDwWsSbB]/y) : literal.slice(1);
  }
  if ('*+?{'.includes(character)) return UNKNOWN;
  parser.position += character.length;
  return '.^$'.includes(character) ? NOTHING : character === '\n' ? UNKNOWN : character;
}

function parseGroup(parser: Parser): Texts | typeof UNKNOWN {
  if (take(parser, /\((?:\?:|\?P?<\w+>|(?!\?))/y) === null || parser.depth === MAX_DEPTH) return UNKNOWN;
  parser.depth += 1;
  const texts = parseAlternatives(parser);
  parser.depth -= 1;
  return texts === UNKNOWN || take(parser, /\)/y) === null ? UNKNOWN : texts;
}

/** `several`: once at least. */
function parseRepetition(parser: Parser): 'once' | 'several' | 'optional' | typeof UNKNOWN {
  const text = take(parser, /(?:[*+?]|\{\d+(?:,\d*)?\})\??/y);
  if (text === null) return parser.pattern[parser.position] === '{' ? UNKNOWN : 'once';
  return /^(?:\+|\{0*[1-9])/.test(text) ? 'several' : 'optional';
}

function skip(parser: Parser, what: RegExp): Texts | typeof UNKNOWN {
  return take(parser, what) === null ? UNKNOWN : NOTHING;
}

/** Reads what matches here, if anything does. */
function take(parser: Parser, what: RegExp): string | null {
  what.lastIndex = parser.position;
  const text = what.exec(parser.pattern)?.[0] ?? null;
  if (text !== null) parser.position += text.length;
  return text;
}
