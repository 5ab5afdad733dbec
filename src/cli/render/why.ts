import { LASTING, type WhyAnswer, type WhyLink } from '../../model/why.ts';
import { plainText } from '../../util/terminal-text.ts';
import { durationText } from '../../util/units.ts';
import { wrapText } from './wrap-text.ts';

/**
 * The answer of `pom why`.
 *
 * @param now wall time, ms.
 * @param columns of the terminal that it is for; null: it is for none, and each text stays on one line.
 */
export function renderWhy({ chain, lines, next }: WhyAnswer, now: number, columns: number | null): string {
  return [
    ...chain.map((link, depth) => renderLink(link, depth, now, columns)),
    ...section(
      'It said:',
      lines.map(({ line }) => line),
      columns,
    ),
    ...section('Try:', next, columns),
  ].join('\n');
}

/** Reasons further down are no longer indented more: a long chain leaves room to say what they are. */
const DEEPEST = 8;

function renderLink(
  { process, code, message, run, at, retryAt }: WhyLink,
  depth: number,
  now: number,
  columns: number | null,
): string {
  const age = at === null ? '' : durationText(Math.max(0, now - at));
  const since = at === null ? '' : LASTING.has(code) ? ` (run ${run}, for ${age})` : ` (run ${run}, ${age} ago)`;
  const retry = retryAt === null ? '' : ` (in ${durationText(Math.ceil(Math.max(0, retryAt - now) / 1000) * 1000)})`;
  const arrow = depth === 0 ? '' : `${'  '.repeat(Math.min(depth - 1, DEEPEST))}└ `;
  return wrapText(`${arrow}${process} ${plainText(message)}${since}${retry}`, columns, arrow.length + 2);
}

function section(title: string, texts: readonly string[], columns: number | null): readonly string[] {
  return texts.length === 0 ? [] : ['', title, ...texts.map((text) => wrapText(`  ${plainText(text)}`, columns, 4))];
}
