import type { SignalName } from '../model/exit.ts';
import type { KillScope } from '../model/process-spec.ts';
import type { SignalResult } from './process-group.ts';

/** What can be ended: a child, with all that it stands for. */
export interface Endable {
  signalGroup(signal: SignalName, kill: KillScope): SignalResult;
  signalLeader(signal: SignalName): SignalResult;
  /** Whether nobody lives of what `kill` says. */
  groupIsEmpty(kill: KillScope): boolean;
  /** The pids of who lives. */
  groupMembers(kill: KillScope): readonly number[];
}
