/**
 * Breaks a line between words so that it fits a terminal; what follows the first row is indented. A word that is longer
 * than a row stays whole, for the terminal to break and for people to copy.
 *
 * @param columns null: it is for no terminal, and is left as it is.
 * @param indent of the rows after the first; they keep at least half of the columns.
 */
export function wrapText(line: string, columns: number | null, indent: number): string {
  if (columns === null || columns < NARROWEST || line.length <= columns) return line;
  const lead = ' '.repeat(Math.min(indent, Math.floor(columns / 2)));
  const rows: string[] = [];
  let row = '';
  for (const word of line.split(WORD_START)) {
    if (row.trim() !== '' && (row + word).trimEnd().length > columns) {
      rows.push(row.trimEnd());
      row = lead + word;
    } else {
      row += word;
    }
  }
  return [...rows, row.trimEnd()].join('\n');
}

/** Terminals that do not know their width say 0. */
const NARROWEST = 20;

/** Between spaces and what follows them, so that no space is lost but at the end of a row. */
const WORD_START = /(?<=\s)(?=\S)/;
