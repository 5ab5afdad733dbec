import { graphemesOf } from '../../src/tui/text/cells.ts';

/** The part of a terminal that a painter needs: a grid of cells, a cursor, erasing. Anything else it is sent is an error. */
export class Terminal {
  readonly #cells: string[][];
  readonly #columns: number;
  #x = 0;
  #y = 0;

  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#cells = Array.from({ length: rows }, () => Array.from({ length: columns }, () => ' '));
  }

  get rows(): readonly string[] {
    return this.#cells.map((cells) => cells.join(''));
  }

  write(output: string): void {
    const pieces = /\x1b\[(\d+);1H|\x1b\[(\d+)G|\x1b\[([02]?)K|\x1b\[[\d;]*m|\x1b\[\?2026[hl]|([^\x1b]+)/gy;
    let at = 0;
    for (const piece of output.matchAll(pieces)) {
      const [all, y, x, erase, text] = piece;
      at += all.length;
      if (y !== undefined) [this.#y, this.#x] = [Number(y) - 1, 0];
      else if (x !== undefined) this.#x = Number(x) - 1;
      else if (erase !== undefined) this.#cells[this.#y]?.fill(' ', erase === '2' ? 0 : this.#x);
      else if (text !== undefined) this.#print(text);
    }
    if (at !== output.length) throw new Error(`unexpected output ${JSON.stringify(output.slice(at, at + 20))}`);
  }

  #print(text: string): void {
    for (const { grapheme, width } of graphemesOf(text)) {
      const cells = this.#cells[this.#y];
      if (cells === undefined) throw new Error(`there is no row ${this.#y}`);
      if (this.#x + width > this.#columns) throw new Error('text goes beyond the right edge');
      cells[this.#x] = grapheme;
      for (let index = 1; index < width; index += 1) cells[this.#x + index] = '';
      this.#x += width;
    }
  }
}
