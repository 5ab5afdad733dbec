import { plainText } from '../../util/terminal-text.ts';

/** How a column is laid out. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/**
 * Rows under their titles, two spaces between columns, as wide as what they hold. Of cells only the text is shown; its
 * characters are taken to be one column wide, as those of process names, numbers and statuses are.
 */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => row.map(plainText))];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  const cell = (text: string, i: number) =>
    columns[i]?.align === 'right' ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0);
  return lines.map((line) => line.map(cell).join('  ').trimEnd()).join('\n');
}
