import type { SignalName } from '../../model/exit.ts';
import { type SignalResult, sendSignal } from '../process-group.ts';
import { type ProcessMark, tagLinkOf } from './process-mark.ts';
import type { ProcessScanner, ProcessTable, ScannedProcess } from './process-scan.ts';

/** Rounds of stopping whoever is new; a tree that forks faster than that is looked at again by whoever ends it. */
const MOST_ROUNDS = 8;

export interface TreeOptions {
  /** The pid of the child; null when it may be somebody else's by now: then it is found by its mark alone. */
  readonly leader: number | null;
  /** In clock ticks since boot: nobody who began before is in the tree. */
  readonly since: number;
  readonly mark: ProcessMark;
  readonly scanner: ProcessScanner;
  /** By the scanner's clock: a table that is older does not have the child in it. */
  readonly bornAt: number;
}

/**
 * Everything descended from one child: by parent, group and session, and, whatever a process did to leave those, by
 * the mark that it inherited. Nobody else is ever in it: neither pom itself, nor who began before the child.
 *
 * Where there is no /proc it is empty, and the group of the child is all that can be known.
 */
export class ProcessTree {
  readonly #leader: number | null;
  readonly #marks: readonly string[];
  readonly #scanner: ProcessScanner;
  /** A table that is older does not have the child in it. */
  readonly #bornAt: number;
  readonly #since: number;
  /** Whether the leader's pid can still be the number of its group or session; later it may be a stranger's. */
  #numbersHold: boolean;
  /** Seen in the last table: as long as one of them lives there is no need for another. */
  #known: readonly ScannedProcess[] = [];

  constructor({ leader, since, mark, scanner, bornAt }: TreeOptions) {
    const tagLink = tagLinkOf(mark);
    this.#leader = leader;
    this.#marks = tagLink === null ? [mark.token] : [mark.token, tagLink];
    this.#scanner = scanner;
    this.#bornAt = bornAt;
    this.#since = since;
    this.#numbersHold = leader !== null;
  }

  /** Whether none of those that count lives; false when that could not be seen. */
  isEmpty(counts: (member: ScannedProcess) => boolean = () => true): boolean {
    const mayLive = ({ pid, startTime }: ScannedProcess) => this.#scanner.look(pid, startTime) !== 'gone';
    if (this.#known.some((member) => counts(member) && mayLive(member))) return false;
    const table = this.#scanner.table(this.#bornAt);
    return !this.#find(table).some(counts) && table.isComplete;
  }

  /** May name some who have died since. */
  members(): readonly ScannedProcess[] {
    return this.#find(this.#scanner.table(this.#bornAt));
  }

  /** To every member but those who get the signal otherwise. */
  signalBut(isReached: (member: ScannedProcess) => boolean, signal: SignalName): SignalResult {
    return this.#send(
      this.members().filter((member) => !isReached(member)),
      signal,
    );
  }

  /**
   * SIGKILL to all but those who get it otherwise, all of them at once. If there are others, they are stopped first,
   * until nobody is left who could fork.
   */
  killBut(isReached: (member: ScannedProcess) => boolean): SignalResult {
    if (this.members().every(isReached)) return 'gone';
    const stopped = new Set<number>();
    let members: readonly ScannedProcess[] = [];
    for (let round = 0; round < MOST_ROUNDS; round++) {
      members = this.#find(this.#scanner.tableNow());
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
    return this.#scanner.look(pid, startTime) === 'alive';
  }

  #find(table: ProcessTable): readonly ScannedProcess[] {
    const found = new Set<ScannedProcess>();
    const add = (processes: readonly ScannedProcess[]) => {
      for (const each of processes) if (each.startTime >= this.#since && each.pid !== process.pid) found.add(each);
    };
    for (const mark of this.#marks) add(table.with(mark));
    if (this.#numbersHold) this.#addByNumbers(table, add);
    // Numbers that lead out of the tree: 0 is whoever is outside this pid namespace, and a child on a terminal is in
    // the session of pom for a moment.
    const self = table.byPid.get(process.pid);
    const foreign = new Set([0, self?.pgid, self?.sid]);
    // A set gives what is added while it is walked through, too.
    for (const { pid, pgid, sid } of found) {
      add(table.childrenOf(pid));
      if (!foreign.has(pgid)) add(table.inGroup(pgid));
      if (!foreign.has(sid)) add(table.inSession(sid));
    }
    this.#known = [...found];
    return this.#known;
  }

  #addByNumbers(table: ProcessTable, add: (processes: readonly ScannedProcess[]) => void): void {
    if (this.#leader === null) return;
    const leader = table.byPid.get(this.#leader);
    const byNumber = [
      ...(leader === undefined ? [] : [leader]),
      ...table.inGroup(this.#leader),
      ...table.inSession(this.#leader),
    ].filter(({ startTime }) => startTime >= this.#since);
    if (byNumber.length === 0 && table.isComplete) this.#numbersHold = false;
    add(byNumber);
  }
}
