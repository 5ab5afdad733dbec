import type { SignalName } from '../../model/exit.ts';
import { type SignalResult, sendSignal } from '../process-group.ts';
import { hasMark, hasTag, type ProcessMark } from './process-mark.ts';
import type { ProcessScanner, ScannedProcess } from './process-scan.ts';

/** Rounds of stopping whoever is new; a tree that forks faster than that is looked at again by whoever ends it. */
const MOST_ROUNDS = 8;

/**
 * Everything descended from one child: by parent, group and session, and, whatever a process did to leave those, by
 * the mark that it inherited. Nobody else is ever in it: neither pom itself, nor who began before the child.
 *
 * Where there is no /proc it is empty, and the group of the child is all that can be known.
 */
export class ProcessTree {
  readonly #leader: number;
  readonly #mark: ProcessMark;
  readonly #scanner: ProcessScanner;
  readonly #since: number;
  /** Whether the leader's pid can still be the number of its group or session; later it may be a stranger's. */
  #numbersHold = true;
  /** Seen in the last scan: as long as one of them lives there is no need for another. */
  #known: readonly ScannedProcess[] = [];

  /** To be made while the leader cannot have been reaped. */
  constructor(leader: number, mark: ProcessMark, scanner: ProcessScanner) {
    this.#leader = leader;
    this.#mark = mark;
    this.#scanner = scanner;
    this.#since = scanner.startTimeOf(leader) ?? Number.POSITIVE_INFINITY;
  }

  isEmpty(): boolean {
    if (this.#known.some((member) => this.#lives(member))) return false;
    return this.members().length === 0;
  }

  members(): readonly ScannedProcess[] {
    return this.#find(this.#scanner.scan());
  }

  /** To every member but those who get the signal otherwise. */
  signalBut(others: readonly number[], signal: SignalName): SignalResult {
    return this.#send(
      this.#find(this.#scanner.scanNow()).filter(({ pid }) => !others.includes(pid)),
      signal,
    );
  }

  /** SIGKILL to all of them: they are stopped first, until nobody is left who could fork. */
  kill(): SignalResult {
    const stopped = new Set<number>();
    let members: readonly ScannedProcess[] = [];
    for (let round = 0; round < MOST_ROUNDS; round++) {
      members = this.#find(this.#scanner.scanNow());
      const fresh = members.filter(({ pid }) => !stopped.has(pid));
      if (fresh.length === 0) break;
      this.#send(fresh, 'SIGSTOP');
      for (const { pid } of fresh) stopped.add(pid);
    }
    return this.#send(members, 'SIGKILL');
  }

  /** `not-permitted` when one of them may not be signalled, whoever else was. */
  #send(members: readonly ScannedProcess[], signal: SignalName): SignalResult {
    const results = members.map((member) => (this.#lives(member) ? sendSignal(member.pid, signal) : 'gone'));
    if (results.includes('not-permitted')) return 'not-permitted';
    return results.includes('sent') ? 'sent' : 'gone';
  }

  #lives({ pid, startTime }: ScannedProcess): boolean {
    return this.#scanner.look(pid)?.startTime === startTime;
  }

  #find(table: readonly ScannedProcess[]): readonly ScannedProcess[] {
    const self = table.find(({ pid }) => pid === process.pid);
    // Numbers that lead out of the tree: 0 is whoever is outside this pid namespace, and a child on a terminal is in
    // the session of pom for a moment.
    const foreign = new Set([0, self?.pgid, self?.sid]);
    const candidates = table.filter(({ pid, startTime }) => startTime >= this.#since && pid !== process.pid);
    const numbers = candidates.some(({ pgid, sid }) => pgid === this.#leader || sid === this.#leader);
    const found = new Set(candidates.filter((candidate) => this.#isSeed(candidate)));
    if (!numbers && !candidates.some(({ pid }) => pid === this.#leader)) this.#numbersHold = false;
    for (let before = -1; before !== found.size; ) {
      before = found.size;
      const pids = new Set([...found].map(({ pid }) => pid));
      const groups = new Set([...found].map(({ pgid }) => pgid).filter((pgid) => !foreign.has(pgid)));
      const sessions = new Set([...found].map(({ sid }) => sid).filter((sid) => !foreign.has(sid)));
      for (const candidate of candidates) {
        const { ppid, pgid, sid } = candidate;
        if (pids.has(ppid) || groups.has(pgid) || sessions.has(sid)) found.add(candidate);
      }
    }
    this.#known = [...found];
    return this.#known;
  }

  #isSeed(candidate: ScannedProcess): boolean {
    const { pid, pgid, sid } = candidate;
    if (this.#numbersHold && [pid, pgid, sid].includes(this.#leader)) return true;
    return hasTag(candidate.tagLink, this.#mark) || hasMark(candidate.environ, this.#mark);
  }
}
