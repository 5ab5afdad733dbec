import { LASTING, type WhyAnswer, type WhyLink } from '../../model/why.ts';
import { renderDuration } from './units.ts';

/** The answer of `pom why`. @param now wall time, ms. */
export function renderWhy({ chain, lines, next }: WhyAnswer, now: number): string {
  return [
    ...chain.map((link, depth) => renderLink(link, depth, now)),
    ...section(
      'It said:',
      lines.map(({ line }) => line),
    ),
    ...section('Try:', next),
  ].join('\n');
}

function renderLink({ process, code, message, run, at }: WhyLink, depth: number, now: number): string {
  const age = at === null ? '' : renderDuration(Math.max(0, now - at));
  const since = at === null ? '' : LASTING.has(code) ? ` (run ${run}, for ${age})` : ` (run ${run}, ${age} ago)`;
  const arrow = depth === 0 ? '' : `${'  '.repeat(depth - 1)}└ `;
  return `${arrow}${process} ${message}${since}`;
}

function section(title: string, texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? [] : ['', title, ...texts.map((text) => `  ${text}`)];
}
