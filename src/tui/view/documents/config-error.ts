import { plainText } from '../../../util/terminal-text.ts';
import type { DashboardState } from '../../state.ts';
import { EMPTY, type StyledText, styled } from '../../text/styled-text.ts';
import { BAD, DIM, GOOD } from '../theme.ts';

/** The mistakes in the configuration as `pom check` prints them, and what else is not as it should be. */
export function configErrorRows({ known }: DashboardState): readonly StyledText[] {
  const error = known.session?.configError ?? null;
  const warnings = (known.session?.warnings ?? []).map((warning) => styled(`warning: ${plainText(warning)}`));
  const rows =
    error === null
      ? [styled('The running configuration is the one in the files.', GOOD)]
      : [
          styled('The configuration was not reloaded; the one before it runs on.', DIM),
          EMPTY,
          ...diagnosticRows(error.message),
        ];
  return warnings.length === 0 ? rows : [...rows, EMPTY, ...warnings];
}

/** Located mistakes, the squiggles below them in red. */
export function diagnosticRows(message: string): readonly StyledText[] {
  return message
    .trimEnd()
    .split('\n')
    .map((row) => styled(plainText(row), row.includes('^') ? BAD : undefined));
}
