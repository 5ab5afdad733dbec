import type { KeptCrash } from '../../app/index.ts';
import { durationText } from '../../util/units.ts';
import type { Finding } from './checks.ts';

const check = 'crashes';

/**
 * The crash reports of the project.
 *
 * @param now wall time, ms since the epoch. @param remove null: they are kept.
 */
export function checkCrashes(
  crashes: readonly KeptCrash[],
  now: number,
  remove: ((crash: KeptCrash) => void) | null,
): Finding {
  if (crashes.length === 0) return { check, state: 'ok', detail: 'none', advice: null };
  const reports = crashes.length === 1 ? '1 report' : `${crashes.length} reports`;
  if (remove !== null) {
    for (const crash of crashes) remove(crash);
    return { check, state: 'ok', detail: `removed ${reports}`, advice: null };
  }
  const lines = crashes.map(({ at, error, path }) => `${durationText(now - at)} ago: ${error} (${path})`);
  const detail = [`${reports} of sessions that came into a state that cannot be`, ...lines].join(LINE);
  return { check, state: 'limited', detail, advice: 'report the bug with the file; "pom doctor --fix" removes them' };
}

/** Under the first, as `pom doctor` indents its advice. */
const LINE = '\n           ';
