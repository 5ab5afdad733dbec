/** What a program may have switched in a terminal, and what switches it back. */
const UNDO: readonly (readonly [RegExp, string])[] = [
  // Keyboard protocols, cursor shapes, scroll regions, the keypad, character sets.
  [/\x1b\[>[\d;]*u/, '\x1b[<9u'],
  [/\x1b\[>4;[\d]*m/, '\x1b[>4m'],
  [/\x1b\[\d* q/, '\x1b[0 q'],
  [/\x1b\[\d+;\d+r/, '\x1b7\x1b[r\x1b8'],
  [/\x1b=/, '\x1b>'],
  [/\x1b\(0|\x0e/, '\x0f\x1b(B'],
  [/\x1b\[4h/, '\x1b[4l'],
];

const PRIVATE_MODE = /\x1b\[\?([\d;]+)([hl])/g;

/** Private modes that are on in a terminal at rest: autowrap and the cursor. */
const USUALLY_ON: ReadonlySet<string> = new Set(['7', '25']);

/** Longer sequences are none of those that are looked for. */
const LONGEST = 48;

/**
 * What a program has switched on in a terminal that it does not own, from the bytes that it has written: so that the
 * terminal can be given back as it was, whatever the program was in the middle of.
 */
export class TerminalModes {
  readonly #changed = new Set<string>();
  readonly #undo = new Set<string>();
  #tail = '';

  /** Looks at more output, however it is cut. */
  watch(bytes: Uint8Array): void {
    const text = this.#tail + Buffer.from(bytes).toString('latin1');
    for (const [, modes = '', end] of text.matchAll(PRIVATE_MODE)) {
      for (const mode of modes.split(';')) {
        if ((end === 'h') !== USUALLY_ON.has(mode)) this.#changed.add(mode);
        else this.#changed.delete(mode);
      }
    }
    for (const [sequence, undo] of UNDO) if (sequence.test(text)) this.#undo.add(undo);
    this.#tail = text.slice(-LONGEST);
  }

  /** What puts the terminal back, colours included. */
  restore(): string {
    const modes = [...this.#changed].sort((a, b) => Number(a) - Number(b));
    const back = modes.map((mode) => `\x1b[?${mode}${USUALLY_ON.has(mode) ? 'h' : 'l'}`);
    return `\x1b[0m${[...this.#undo].join('')}${back.join('')}`;
  }
}
