import type { Stream } from './log-line.ts';
import type { ProbeRecord } from './probe-spec.ts';
import type { RunRecord } from './process-status.ts';

/** What is kept of a run that ended badly, whatever is printed, evicted or run later. */
export interface RunEvidence {
  /** The last of each stream, oldest first. */
  readonly lines: readonly EvidenceLine[];
  /** The last of this run, oldest first. */
  readonly probes: readonly ProbeRecord[];
  /** Of the variables that it was given, sorted. Values are never kept. */
  readonly environmentNames: readonly string[];
}

/** A copy of a stored line, without colours; long ones are cut. */
export interface EvidenceLine {
  readonly stream: Stream;
  /** Wall time, ms since the epoch. */
  readonly at: number;
  readonly line: string;
}

/** A run, with what is kept of it if it ended badly. */
export interface ReportedRun extends RunRecord {
  /** Null: it did not end badly, or worse ones came after it. */
  readonly evidence: RunEvidence | null;
}

/** Lines that tell people most. */
const TOLD_LINES = 8;

const SAYS_WHAT_IS_WRONG =
  /\b(?:error|fatal|panic(?:ked)?|emerg|crit(?:ical)?|exception|traceback|failed|refused|denied|not found|no such|cannot)\b|[a-z](?:Error|Exception)\b/i;
/** Where an error came from, and what Node prints around it: that something is wrong is said elsewhere. */
const SURROUNDINGS =
  /^\s*(?:at |File "|\.{3}|\^+\s*$|[}\])]|- |[\w]+: .*,$|requireStack: )|^Node\.js v|^Emitted 'error'|^Require stack:|^Traceback \(most recent call last\)/;

/** Of these lines the few that say what is wrong: those that sound like it, then standard error, then the last ones. */
export function tellingLines(lines: readonly EvidenceLine[]): readonly EvidenceLine[] {
  const worth = ({ stream, line }: EvidenceLine): number => {
    if (line.trim() === '' || SURROUNDINGS.test(line)) return 0;
    if (SAYS_WHAT_IS_WRONG.test(line)) return 3;
    return stream === 'stderr' ? 2 : 1;
  };
  return lines
    .map((line, index) => ({ line, index, worth: worth(line) }))
    .filter((told) => told.worth > 0)
    .sort((a, b) => b.worth - a.worth || b.index - a.index)
    .slice(0, TOLD_LINES)
    .sort((a, b) => a.index - b.index)
    .map(({ line }) => line);
}
