import type { SignalName } from '../model/exit.ts';
import type { KillScope } from '../model/process-spec.ts';
import type { EndTerms } from './guardian/child-record.ts';
import type { LedgerEntry } from './guardian/children-ledger.ts';
import { type ProcessGroup, type SignalResult, sendSignal } from './process-group.ts';
import type { ProcessMark } from './tree/process-mark.ts';
import type { ProcessScanner, ScannedProcess } from './tree/process-scan.ts';
import { ProcessTree } from './tree/process-tree.ts';

/** Whom a signal to the group reaches. */
interface Group extends Pick<ProcessGroup, 'signal' | 'isEmpty' | 'members'> {
  reaches(member: ScannedProcess): boolean;
}

/** How the processes of a child are known, and where it is written down. */
export interface Registration {
  readonly mark: ProcessMark;
  readonly scanner: ProcessScanner;
  readonly entry: LedgerEntry;
  readonly terms: EndTerms;
}

/** The processes that a child stands for: itself, its group, or its whole tree. */
export class ChildProcesses {
  readonly #pid: number;
  readonly #group: Group;
  readonly #tree: ProcessTree;
  readonly #entry: LedgerEntry;
  #terms: EndTerms;
  #exited = false;
  #groupEmpty = false;
  #treeEmpty = false;

  /** To be made in the turn in which the child was spawned. */
  constructor(pid: number, group: Group, { mark, scanner, entry, terms }: Registration) {
    const startTime = startTimeOf(pid, scanner);
    this.#pid = pid;
    this.#group = group;
    this.#tree = new ProcessTree({ leader: pid, since: startTime, mark, scanner, bornAt: scanner.now });
    this.#entry = entry;
    this.#terms = terms;
    entry.spawned({ pid, startTime }, () => this.isEmpty(this.#terms.kill));
  }

  /** What is to be done should pom die. */
  setEndTerms(terms: EndTerms): void {
    this.#terms = terms;
    this.#entry.revise(terms);
  }

  /** The leader is dead, and its pid may be somebody else's from now on. */
  leaderExited(): void {
    this.#exited = true;
  }

  signalLeader(signal: SignalName): SignalResult {
    return this.#exited ? 'gone' : sendSignal(this.#pid, signal);
  }

  signal(signal: SignalName, kill: KillScope): SignalResult {
    if (kill === 'leader') return this.signalLeader(signal);
    if (kill === 'group') return this.#signalGroup(signal);
    const isReached = (member: ScannedProcess) => this.#group.reaches(member);
    const others = signal === 'SIGKILL' ? this.#tree.killBut(isReached) : this.#tree.signalBut(isReached, signal);
    const group = this.#signalGroup(signal);
    return others === 'not-permitted' || group === 'gone' ? others : group;
  }

  /** Once true it stays so. */
  isEmpty(kill: KillScope): boolean {
    const isEmpty = this.#isEmpty(kill);
    if (isEmpty) this.#entry.over();
    return isEmpty;
  }

  /** The pids of who lives. */
  members(kill: KillScope): readonly number[] {
    if (kill === 'leader') return this.#exited ? [] : [this.#pid];
    const group = this.#groupEmpty ? [] : this.#group.members();
    if (kill === 'group') return group;
    return [...new Set([...group, ...this.#tree.members().map(({ pid }) => pid)])];
  }

  #isEmpty(kill: KillScope): boolean {
    if (!this.#exited) return false;
    if (kill === 'leader') return true;
    this.#groupEmpty ||= this.#group.isEmpty();
    if (kill === 'group') return this.#groupEmpty;
    this.#treeEmpty ||= this.#groupEmpty && this.#tree.isEmpty();
    return this.#treeEmpty;
  }

  #signalGroup(signal: SignalName): SignalResult {
    if (this.#groupEmpty) return 'gone';
    const result = this.#group.signal(signal);
    // On a terminal it may not lead its session yet, when it has just been spawned.
    return result === 'gone' && !this.#exited ? sendSignal(this.#pid, signal) : result;
  }
}

/** Nobody is excluded by his age when that of the leader cannot be seen; where there is no leader, everybody. */
function startTimeOf(pid: number, scanner: ProcessScanner): number {
  const startTime = scanner.startTimeOf(pid);
  if (startTime === 'unknown') return 0;
  return startTime === 'gone' ? Number.POSITIVE_INFINITY : startTime;
}
