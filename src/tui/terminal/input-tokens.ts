import { isUtf8 } from 'node:buffer';

/** What came from a terminal, cut into pieces that mean something by themselves. */
export type InputToken =
  /** A character, or the whole sequence of one key or one movement of the mouse. */
  | { readonly type: 'input'; readonly bytes: Buffer }
  /** Text between the marks of bracketed paste. */
  | { readonly type: 'paste'; readonly text: string };

/**
 * Cuts a terminal's input into tokens, however it came in pieces. What terminals answer to questions (OSC, DCS) is left
 * out, and so is everything that is not UTF-8: whoever reads the tokens cannot be confused by halves.
 */
export class InputTokens {
  #rest: Buffer = NOTHING;
  #paste: Buffer[] | null = null;

  push(chunk: Uint8Array): readonly InputToken[] {
    const input = Buffer.concat([this.#rest, chunk]);
    const tokens: InputToken[] = [];
    let at = 0;
    while (at < input.length) {
      const used =
        this.#paste === null ? this.#take(input, at, tokens) : this.#takePaste(input, at, this.#paste, tokens);
      if (used === 0) break;
      at += used;
    }
    const rest = input.subarray(at);
    this.#rest = rest.length > MAX_PENDING ? NOTHING : Buffer.from(rest);
    return tokens;
  }

  /** Something has begun and not ended: more is to come, or it was the Escape key. */
  get isPending(): boolean {
    return this.#rest.length > 0 && this.#paste === null;
  }

  /** Nothing more came: an escape character by itself is the key, anything else that was begun is noise. */
  flush(): readonly InputToken[] {
    if (!this.isPending) return [];
    const isEscape = this.#rest.length === 1 && this.#rest[0] === ESCAPE;
    this.#rest = NOTHING;
    return isEscape ? [{ type: 'input', bytes: Buffer.from([ESCAPE]) }] : [];
  }

  /** @returns how many bytes were used; 0 when more are needed. */
  #take(input: Buffer, at: number, tokens: InputToken[]): number {
    const first = input[at] ?? 0;
    const length = first === ESCAPE ? escapeLength(input, at) : characterLength(input, at);
    if (length === INVALID) return 1;
    if (length === INCOMPLETE) return 0;
    const bytes = input.subarray(at, at + length);
    if (bytes.equals(PASTE_BEGINS)) this.#paste = [];
    else if (!isString(bytes)) tokens.push({ type: 'input', bytes: Buffer.from(bytes) });
    return length;
  }

  #takePaste(input: Buffer, at: number, parts: Buffer[], tokens: InputToken[]): number {
    const end = input.indexOf(PASTE_ENDS, at);
    if (end === -1) {
      // All but what may be the beginning of the mark.
      const sure = input.length - at - (PASTE_ENDS.length - 1);
      if (sure > 0) parts.push(Buffer.from(input.subarray(at, at + sure)));
      return Math.max(0, sure);
    }
    parts.push(Buffer.from(input.subarray(at, end)));
    this.#paste = null;
    tokens.push({ type: 'paste', text: Buffer.concat(parts).subarray(0, MAX_PASTE).toString('utf8') });
    return end - at + PASTE_ENDS.length;
  }
}

const NOTHING = Buffer.alloc(0);
const ESCAPE = 0x1b;
const BELL = 0x07;
const PASTE_BEGINS = Buffer.from('\x1b[200~');
const PASTE_ENDS = Buffer.from('\x1b[201~');
const MAX_PASTE = 64 * 1024;

/** No key is longer; an answer that is, is given up. */
const MAX_PENDING = 64 * 1024;

const INCOMPLETE = -1;
const INVALID = -2;

function characterLength(input: Buffer, at: number): number {
  const first = input[at] ?? 0;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  if (length === 0) return INVALID;
  for (let index = 1; index < length; index += 1) {
    const byte = input[at + index];
    if (byte === undefined) return INCOMPLETE;
    if ((byte & 0xc0) !== 0x80) return INVALID;
  }
  // The shape does not tell longer spellings than needed, and halves of pairs.
  return isUtf8(input.subarray(at, at + length)) ? length : INVALID;
}

/** Of what begins with an escape character, by ECMA-48 and what xterm and the Linux console add to it. */
function escapeLength(input: Buffer, at: number): number {
  const kind = input[at + 1];
  if (kind === undefined) return INCOMPLETE;
  switch (String.fromCharCode(kind)) {
    case '[':
      return controlLength(input, at);
    case 'O':
      return sequenceLength(input, at, at + 2);
    case ']':
    case 'P':
    case 'X':
    case '^':
    case '_':
      return stringLength(input, at);
    case '\x1b':
      return 1;
    default: {
      const length = characterLength(input, at + 1);
      return length > 0 ? length + 1 : length;
    }
  }
}

function controlLength(input: Buffer, at: number): number {
  const third = input[at + 2];
  if (third === undefined) return INCOMPLETE;
  // X10 mouse reports have three raw bytes after the M, function keys of the Linux console one after a second bracket.
  if (third === 0x4d) return input.length - at < 6 ? INCOMPLETE : 6;
  if (third === 0x5b) return input.length - at < 4 ? INCOMPLETE : 4;
  return sequenceLength(input, at, at + 2);
}

/** Parameters and intermediates, then the final character. */
function sequenceLength(input: Buffer, at: number, from: number): number {
  for (let index = from; index < input.length; index += 1) {
    const byte = input[index] ?? 0;
    if (byte >= 0x40 && byte <= 0x7e) return index + 1 - at;
    if (byte < 0x20 || byte > 0x3f) return INVALID;
  }
  return INCOMPLETE;
}

function stringLength(input: Buffer, at: number): number {
  for (let index = at + 2; index < input.length; index += 1) {
    if (input[index] === BELL) return index + 1 - at;
    if (input[index] === ESCAPE && input[index + 1] === 0x5c) return index + 2 - at;
  }
  return INCOMPLETE;
}

function isString(bytes: Buffer): boolean {
  return bytes.length > 2 && bytes[0] === ESCAPE && ']PX^_'.includes(String.fromCharCode(bytes[1] ?? 0));
}
