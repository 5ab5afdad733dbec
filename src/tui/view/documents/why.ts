import { HEALTHY, LASTING, type WhyLink } from '../../../model/why.ts';
import { plainText } from '../../../util/terminal-text.ts';
import type { DashboardState } from '../../state.ts';
import { concat, EMPTY, type StyledText, spaces, styled } from '../../text/styled-text.ts';
import { wrapWords } from '../../text/wrap.ts';
import { ACCENT, BAD, BOLD, DIM, HEADING, statusStyle } from '../theme.ts';
import { countdownText, durationText } from '../units.ts';
import { diagnosticRows } from './config-error.ts';

/** The reasons of one process down to the root, what that said last, and what to try: as `pom why` has it. */
export function whyRows(state: DashboardState, name: string, width: number): readonly StyledText[] {
  const { why, processes } = state.known;
  if (!processes.some((process) => process.name === name)) return [styled('it is no longer in the project', DIM)];
  if (why?.process !== name) return [styled('reading …', DIM)];
  const { chain, lines, next, configError } = why.answer;
  const said = lines.map(({ stream, line }) => styled(plainText(line), stream === 'stderr' ? BAD : undefined));
  const advice = next.map((text) => styled(plainText(text), ACCENT));
  return [
    ...chain.flatMap((link, depth) => linkRows(state, link, depth, width)),
    ...section('It said', said, width),
    ...section('Try', advice, width),
    ...(configError === null
      ? []
      : [EMPTY, styled('Mistakes in the configuration on disk', HEADING), ...diagnosticRows(configError)]),
  ];
}

/** Reasons further down are no longer indented more: a long chain leaves room to say what they are. */
const DEEPEST = 8;
/** Of a step of the chain, and of the texts below a heading. */
const STEP = 2;

function linkRows(state: DashboardState, link: WhyLink, depth: number, width: number): readonly StyledText[] {
  const { process, code, status, message, run, at, retryAt } = link;
  const glyph = state.setup.look.glyphs.status[status];
  const age = at === null ? '' : durationText(state.known.clock.wall - at);
  const when = at === null ? '' : LASTING.has(code) ? `  run ${run}, for ${age}` : `  run ${run}, ${age} ago`;
  const retry = retryAt === null ? '' : `  in ${countdownText(retryAt - state.known.clock.wall)}`;
  const lead = depth === 0 ? EMPTY : concat(spaces(STEP * Math.min(depth - 1, DEEPEST)), styled('└ ', DIM));
  const text = concat(
    lead,
    styled(`${glyph} `, statusStyle(status)),
    styled(plainText(process), BOLD),
    styled(` ${plainText(message)}`, HEALTHY.has(code) ? undefined : statusStyle(status)),
    styled(when + retry, DIM),
  );
  return wrapWords(text, width, Math.min(STEP * (Math.min(depth, DEEPEST + 1) + 2), Math.floor(width / 3)));
}

function section(title: string, texts: readonly StyledText[], width: number): readonly StyledText[] {
  if (texts.length === 0) return [];
  const rows = texts.flatMap((text) => wrapWords(concat(spaces(STEP), text), width, STEP * 2));
  return [EMPTY, styled(title, HEADING), ...rows];
}
