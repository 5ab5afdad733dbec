import type { Clock } from '../model/clock.ts';
import type { SpawnFailure } from '../model/failure.ts';
import type { ProbeRecord } from '../model/probe-spec.ts';
import type { ProcessSpec } from '../model/process-spec.ts';
import type { ProcessInfo, RunRecord } from '../model/process-status.ts';
import type { Result } from '../model/result.ts';
import type { StoreEvent } from '../model/store-event.ts';
import type { SpawnChild } from './child.ts';
import type { OpenNotifySocket } from './notify/notify-reader.ts';
import type { Gate, ProcessState, Verdict } from './process-state.ts';

/** What an actor is given by the supervisor. */
export interface ActorSurroundings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly spawnChild: SpawnChild;
  readonly openNotifySocket: OpenNotifySocket;
  readonly readEnvironment: (spec: ProcessSpec, run: number) => Result<ReadonlyMap<string, string>, SpawnFailure>;
  readonly emit: (event: StoreEvent) => void;
  readonly treeMemory: (pid: number) => number;
  /** How the dependencies of `spec` stand now, for one that has waited for them so long. */
  readonly verdict: (spec: ProcessSpec, gate: Gate, waitedMs: number) => Verdict;
  /** Something about the process is different: what people see (then `shown` is how it was), or what it is asked for. */
  readonly onChange: (name: string, shown: ProcessInfo | null) => void;
  /** Something about its terminal is different. */
  readonly onTerminal: () => void;
  /** A run is over and went badly; everything that it had printed by then has been emitted. */
  readonly onRunFailed: (name: string, run: number, probes: readonly ProbeRecord[]) => void;
  /** A run has begun, or more is known of it. */
  readonly onRun: (name: string, record: RunRecord) => void;
  /** A probe has been answered. */
  readonly onProbe: (name: string, record: ProbeRecord) => void;
  readonly onEndedForGood: (spec: ProcessSpec, state: ProcessState) => void;
}
