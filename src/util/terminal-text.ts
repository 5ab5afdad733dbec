/**
 * What a terminal may be sent of texts that others wrote: the characters, and colour. Everything else that a terminal
 * would act on is taken out, so that no output of a program moves the cursor, sets a title, fills the clipboard, asks
 * the terminal to type an answer, or shows text in another order than it has.
 *
 * The grammar is that of ECMA-48 and xterm (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html). Each line stands
 * by itself: a sequence that it does not finish ends with it.
 */

export interface TerminalTextOptions {
  /** Keep colours and other graphic rendition (SGR), and reset it at the end. */
  readonly color: boolean;
}

/** One line of output, without its newline; what is not UTF-8 shows as U+FFFD, and tabs become spaces. */
export function terminalText(bytes: Uint8Array, options: TerminalTextOptions): string {
  const buffer = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isPrintableAscii(buffer)) return buffer.toString('latin1');
  const text = buffer.toString('utf8');
  return options.color ? coloredText(text) : neutralize(text, false);
}

/** One line of output that is text already, with its colours. */
export function coloredText(text: string): string {
  return PLAINLY_COLORED.test(text) ? text + RESET : neutralize(text, true);
}

/** A name, a message, a file's text: without colour, on one line. */
export function plainText(text: string): string {
  return neutralize(text, false);
}

/** Lines of our own in which there may be texts of others: the lines and the colours stay, and tabs. */
export function safeLines(text: string): string {
  return text
    .split('\n')
    .map((line) => withoutControls(line, true).replaceAll('\r', ''))
    .join('\n');
}

/**
 * Everything that is not text. Alternatives are tried in order and none of them can fail late, so a line is read once,
 * whatever is in it.
 */
const CONTROL = new RegExp(
  [
    // Control sequences: parameters, intermediates, and the final character unless the line ends before it.
    String.raw`(?:\x1b\[|\x9b)([0-?]*)([ -/]*[@-~]?)`,
    // DCS, SOS, OSC, PM, APC and screen's title: a string up to ST, BEL, CAN, SUB, or whatever else begins with ESC.
    String.raw`(?:\x1b[PX\]^_k]|[\x90\x98\x9d-\x9f])[^\x07\x18\x1a\x1b\x9c\n]*(?:[\x07\x18\x1a\x9c]|\x1b\\)?`,
    // All other escape sequences: character sets, reset, keypad.
    String.raw`\x1b[ -/]*[0-~]?`,
    // C0 and C1 controls, DEL, line and paragraph separators, and what reorders text.
    String.raw`[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]`,
  ].join('|'),
  'g',
);

/** What most programs that use colours write: nothing in it has to be taken out. */
const PLAINLY_COLORED = /^(?:[ -~]|\x1b\[[0-9;:]{0,61}m)+$/;

/** What a colour may have as parameters: no private prefix, and no more than any real colour needs. */
const COLOR_PARAMETERS = /^[0-9;:]{0,61}$/;

/** A colour that has been let through. */
const COLOR = /\x1b\[[0-9;:]*m/g;
const RESET = '\x1b[0m';
const TAB_WIDTH = 8;

function neutralize(line: string, color: boolean): string {
  const shown = expandTabs(overwrite(withoutControls(line, color)));
  return shown.includes('\x1b') ? shown + RESET : shown;
}

function withoutControls(line: string, color: boolean): string {
  return line.replace(CONTROL, (sequence, parameters?: string, rest?: string) => {
    if (parameters === undefined) return harmless(sequence);
    return color && rest === 'm' && COLOR_PARAMETERS.test(parameters) ? `\x1b[${parameters}m` : '';
  });
}

/** What stands for a control that is not a control sequence. */
function harmless(sequence: string): string {
  if (sequence === '\t' || sequence === '\r') return sequence;
  if (sequence === '\n') return ' ';
  // Beyond C1 it is no control, but a character that changes how others are laid out: show that something is there.
  return sequence.length === 1 && sequence > '\x9f' ? '\ufffd' : '';
}

/** Text is overwritten by what follows a carriage return: of a progress bar the last state is left, in its colours. */
function overwrite(line: string): string {
  if (!line.includes('\r')) return line;
  const states = line.split('\r');
  const last = states.findLastIndex((state) => state.replace(COLOR, '') !== '');
  const colorsBefore = colorsInForce(states.slice(0, Math.max(0, last)).join(''));
  return `${colorsBefore}${states.slice(Math.max(0, last)).join('')}`;
}

function colorsInForce(text: string): string {
  const colors = text.match(COLOR) ?? [];
  return colors.slice(colors.findLastIndex((color) => color === RESET || color === '\x1b[m') + 1).join('');
}

/** Counts characters, not cells: a tab after wide ones is a little longer than a terminal's. */
function expandTabs(line: string): string {
  if (!line.includes('\t')) return line;
  let column = 0;
  return line.replace(/\x1b\[[0-9;:]*m|\t|[^\t\x1b]+/g, (part) => {
    if (part.startsWith('\x1b')) return part;
    const shown = part === '\t' ? ' '.repeat(TAB_WIDTH - (column % TAB_WIDTH)) : part;
    column += Array.from(shown).length;
    return shown;
  });
}

function isPrintableAscii(bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte < 0x20 || byte > 0x7e) return false;
  }
  return true;
}
