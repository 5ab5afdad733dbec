import type { SignalName } from '../../model/exit.ts';
import type { KillScope } from '../../model/process-spec.ts';
import type { Endable } from '../endable.ts';
import { type SignalResult, sendSignal } from '../process-group.ts';
import { tagPathOf } from '../tree/process-mark.ts';
import type { ProcessScanner, ScannedProcess } from '../tree/process-scan.ts';
import { ProcessTree } from '../tree/process-tree.ts';
import type { ChildRecord, ProcessIdentity } from './child-record.ts';

/**
 * A child of a session that is dead. Nobody holds its pid for us any more, so that each signal goes to one process
 * whose start time was looked at just before, and never to a group by its number.
 */
export class RecordedChild implements Endable {
  readonly #leader: ProcessIdentity | null;
  readonly #scanner: ProcessScanner;
  readonly #tree: ProcessTree;

  /**
   * @param directory of the session.
   * @param isRecent whether the session has just died, so that the number of a group or session cannot have been given
   *   to others when its leader is dead.
   */
  constructor({ token, leader }: ChildRecord, directory: string, scanner: ProcessScanner, isRecent: boolean) {
    this.#leader = leader;
    this.#scanner = scanner;
    this.#tree = new ProcessTree({
      leader: isRecent || this.#leaderLives() ? (leader?.pid ?? null) : null,
      since: leader?.startTime ?? 0,
      mark: { token, tagPath: tagPathOf(directory, token) },
      scanner,
      bornAt: Number.NEGATIVE_INFINITY,
    });
  }

  signalGroup(signal: SignalName, kill: KillScope): SignalResult {
    if (kill === 'leader') return this.signalLeader(signal);
    if (kill === 'tree' && signal === 'SIGKILL') return this.#tree.killBut(() => false);
    return this.#tree.signalBut((member) => !this.#isIn(kill, member), signal);
  }

  signalLeader(signal: SignalName): SignalResult {
    return this.#leader !== null && this.#leaderLives() ? sendSignal(this.#leader.pid, signal) : 'gone';
  }

  groupIsEmpty(kill: KillScope): boolean {
    if (kill === 'leader') return this.#leaderState() === 'gone';
    return this.#tree.isEmpty((member) => this.#isIn(kill, member));
  }

  groupMembers(kill: KillScope): readonly number[] {
    return this.#tree
      .members()
      .filter((member) => this.#isIn(kill, member))
      .map(({ pid }) => pid);
  }

  #leaderLives(): boolean {
    return this.#leaderState() === 'alive';
  }

  #leaderState(): 'alive' | 'gone' | 'unknown' {
    return this.#leader === null ? 'gone' : this.#scanner.look(this.#leader.pid, this.#leader.startTime);
  }

  #isIn(kill: KillScope, { pid, pgid }: ScannedProcess): boolean {
    if (kill === 'tree') return true;
    return kill === 'group' ? pgid === this.#leader?.pid : pid === this.#leader?.pid;
  }
}
