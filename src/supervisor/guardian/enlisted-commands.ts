import { type Enlist, enlistNowhere } from '../../model/enlistment.ts';
import type { ProcessMarks } from '../tree/process-mark.ts';
import type { ProcessScanner } from '../tree/process-scan.ts';
import type { EndTerms } from './child-record.ts';
import type { Ledger, LedgerEntry } from './children-ledger.ts';

/** Nobody has said how long such a command may take to end: what a process gets by default. */
const TERMS: EndTerms = { kill: 'tree', signal: 'SIGTERM', graceMs: 10_000 };

export interface EnlistingMeans {
  readonly marks: ProcessMarks;
  readonly scanner: ProcessScanner;
  readonly ledger: Ledger;
}

/** The enlisted commands of one session. */
export class EnlistedCommands {
  readonly #means: EnlistingMeans;
  readonly #entries = new Set<LedgerEntry>();
  #isClosed = false;

  constructor(means: EnlistingMeans) {
    this.#means = means;
  }

  readonly enlist: Enlist = (environment) => {
    if (this.#isClosed) return enlistNowhere(environment);
    const { marks, scanner, ledger } = this.#means;
    const mark = marks.next(new Map(Object.entries(environment)));
    const entry = ledger.begin(mark.token, TERMS);
    this.#entries.add(entry);
    const over = () => {
      if (this.#entries.delete(entry)) entry.over();
    };
    return {
      environment: Object.fromEntries(mark.environment),
      moreStdio: mark.moreStdio,
      spawned: (pid) => {
        mark.close();
        const startTime = pid === null ? 'gone' : scanner.startTimeOf(pid);
        if (pid === null || startTime === 'gone') return;
        entry.spawned({ pid, startTime: startTime === 'unknown' ? 0 : startTime }, () => false);
      },
      over,
    };
  };

  /** The session ends in order: commands that outlive it are none of the next one's business. */
  close(): void {
    this.#isClosed = true;
    for (const entry of this.#entries) entry.over();
    this.#entries.clear();
  }
}
