import { unlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../model/clock.ts';
import type { StopPolicy } from '../../model/process-spec.ts';
import { GroupEnding } from '../group-ending.ts';
import { sendSignal } from '../process-group.ts';
import { tagPathOf } from '../tree/process-mark.ts';
import { ProcessScanner } from '../tree/process-scan.ts';
import type { ChildRecord, EndTerms, ProcessIdentity } from './child-record.ts';
import { readLedger } from './read-ledger.ts';
import { RecordedChild } from './recorded-child.ts';

/** What became of those whom a dead session had left behind. Pids, each once. */
export interface LeftChildren {
  readonly ended: readonly number[];
  /** They could not be ended. */
  readonly survivors: readonly number[];
}

export interface EndLeftOptions {
  /** Of the session; its children's tags had their names there. */
  readonly directory: string;
  readonly ledgerFile: string;
  readonly clock: Clock;
  /**
   * What the marks of the session begin with, for who has seen it die: then whoever carries such a mark is ended even if
   * the ledger is lost. Null: whichever session the ledger is of, however long ago it died.
   */
  readonly session: string | null;
}

/** For those whom no ledger tells about. */
const USUAL_TERMS: EndTerms = { kill: 'tree', signal: 'SIGTERM', graceMs: 10_000 };

/** A guardian that is at work is waited for; how often to look. */
const LOOK_EVERY_MS = 20;

/** Longer than any guardian takes after the longest grace. */
const GUARDIAN_PATIENCE_MS = 10_000;

/**
 * Ends whom a dead session has left behind, as the ledger says: the stop signal, the grace, SIGKILL; all at the same
 * time. Not to be called while the session lives. The ledger goes when nobody is left.
 */
export async function endLeftChildren(options: EndLeftOptions): Promise<LeftChildren> {
  const { directory, ledgerFile, clock, session } = options;
  const scanner = new ProcessScanner();
  const content = readLedger(ledgerFile);
  const isOurs = content !== null && (session === null || content.session === session);
  const records = isOurs ? content.children : session === null ? [] : unrecordedChildren(scanner, directory, session);
  const found = new Set<number>();
  const survivors = new Set<number>();
  await Promise.all(
    records.map(async (record) => {
      const child = new RecordedChild(record, directory, scanner, session !== null);
      if (child.groupIsEmpty(record.terms.kill)) return;
      for (const pid of child.groupMembers(record.terms.kill)) found.add(pid);
      for (const pid of await end(child, record.terms, clock)) survivors.add(pid);
    }),
  );
  if (survivors.size === 0 && isOurs) removeLedger(ledgerFile);
  return { ended: [...found].filter((pid) => !survivors.has(pid)), survivors: [...survivors] };
}

/**
 * Waits for the guardian of a dead session to do its work. One that does not come to an end, for whatever reason, is not
 * waited for longer than its work can take.
 */
export async function awaitGuardian(ledgerFile: string): Promise<void> {
  const content = readLedger(ledgerFile);
  if (content === null || content.guardian === null) return;
  const { guardian, children } = content;
  const scanner = new ProcessScanner();
  const longestGraceMs = Math.max(0, ...children.map(({ terms }) => terms.graceMs));
  const giveUpAt = performance.now() + longestGraceMs + GUARDIAN_PATIENCE_MS;
  while (lives(guardian, scanner) && performance.now() < giveUpAt) {
    // Somebody may have stopped it.
    sendSignal(guardian.pid, 'SIGCONT');
    await delay(LOOK_EVERY_MS);
  }
}

function lives({ pid, startTime }: ProcessIdentity, scanner: ProcessScanner): boolean {
  return scanner.look(pid, startTime) !== 'gone';
}

/** @returns the pids of who could not be ended. */
function end(child: RecordedChild, { kill, signal, graceMs }: EndTerms, clock: Clock): Promise<readonly number[]> {
  return new Promise((resolve) => {
    const policy: StopPolicy = { signal, graceMs, command: null, leaderOnly: false };
    const ending = new GroupEnding({
      child,
      policy,
      kill,
      clock,
      signal: new AbortController().signal,
      runStopCommand: null,
      onEmpty: () => resolve([]),
      onSurvived: resolve,
    });
    ending.begin(signal === 'SIGKILL');
  });
}

/** Whoever carries a mark of the session. */
function unrecordedChildren(scanner: ProcessScanner, directory: string, session: string): readonly ChildRecord[] {
  const names = tagPathOf(directory, '');
  const tokens = new Set<string>();
  for (const mark of scanner.tableNow().marks()) {
    // The file of a tag has been removed, and the link to it says so behind a blank.
    const token = mark.startsWith(names) ? (mark.slice(names.length).split(' ', 1)[0] ?? '') : mark;
    if (token.startsWith(`${session}.`)) tokens.add(token);
  }
  return [...tokens].map((token) => ({ token, leader: null, terms: USUAL_TERMS }));
}

function removeLedger(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // It was removed by somebody else.
  }
}
