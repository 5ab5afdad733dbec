/** How a benchmark tells what it measured: `main.ts` reads it from a pipe, people from a terminal. */

/** One line of the table. Nothing here is ever asserted: a slow machine is not a mistake. */
export interface Row {
  readonly what: string;
  /** With its unit. */
  readonly value: string;
  /** What it is compared with, measured in the same run. Empty: nothing. */
  readonly reference: string;
  /** `value` against `reference`. Empty: nothing. */
  readonly ratio: string;
  /** What is to be reached. Empty: it is only good to know. */
  readonly goal: string;
}

/** Set by `main.ts`: rows are JSON, one per line. */
export const ROWS_AS_JSON = 'BENCH_ROWS_AS_JSON';

export function report(row: Partial<Row> & { readonly what: string; readonly value: string }): void {
  const { what, value, reference = '', ratio = '', goal = '' } = row;
  const whole: Row = { what, value, reference, ratio, goal };
  const text = process.env[ROWS_AS_JSON] === undefined ? renderRows([whole], false) : JSON.stringify(whole);
  process.stdout.write(`${text}\n`);
}

/** Rows as a table. Without a title the columns are as wide as is usual, so that single rows align. */
export function renderRows(rows: readonly Row[], withTitle: boolean): string {
  const title: Row = { what: 'WHAT', value: 'POM', reference: 'AGAINST', ratio: 'RATIO', goal: 'GOAL' };
  const lines = withTitle ? [title, ...rows] : rows;
  const usual = { what: 60, value: 12, reference: 24, ratio: 8 };
  const width = (key: keyof typeof usual) =>
    withTitle ? Math.max(...lines.map((line) => line[key].length)) : usual[key];
  return lines
    .map((line) =>
      [
        line.what.padEnd(width('what')),
        line.value.padStart(width('value')),
        line.reference.padEnd(width('reference')),
        line.ratio.padStart(width('ratio')),
        line.goal,
      ]
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
