import type { SignalName } from '../../model/exit.ts';
import type { KillScope, ProcessSpec } from '../../model/process-spec.ts';

/** How a child is to be ended by whoever outlives pom. */
export interface EndTerms {
  readonly kill: KillScope;
  readonly signal: SignalName;
  /** Time between the signal and SIGKILL. */
  readonly graceMs: number;
}

/** For those whose work is worth nothing without pom, such as probes. */
export const END_AT_ONCE: EndTerms = { kill: 'tree', signal: 'SIGKILL', graceMs: 0 };

export function endTermsOf({ kill, stop }: Pick<ProcessSpec, 'kill' | 'stop'>): EndTerms {
  return { kill, signal: stop.signal, graceMs: stop.graceMs };
}

/** A process, and no other that gets the same pid later. */
export interface ProcessIdentity {
  readonly pid: number;
  /** In clock ticks since boot. */
  readonly startTime: number;
}

/** What is known outside of pom of a child that may live. */
export interface ChildRecord {
  /** Of its mark; see `ProcessMark`. */
  readonly token: string;
  /** Null: it is just being spawned, or has been and pom died before it could say so. */
  readonly leader: ProcessIdentity | null;
  readonly terms: EndTerms;
}

/** A line of the ledger of a session. A child's later lines replace its earlier ones. */
export type LedgerLine =
  | { readonly type: 'session'; readonly session: string; readonly bootId: string }
  | { readonly type: 'guardian'; readonly guardian: ProcessIdentity }
  | { readonly type: 'child'; readonly child: ChildRecord }
  /** Nobody is left of it who should be ended. */
  | { readonly type: 'over'; readonly token: string };

export function formatLedgerLine(line: LedgerLine): string {
  return `${JSON.stringify(line)}\n`;
}
