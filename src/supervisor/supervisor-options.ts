import type { Clock } from '../model/clock.ts';
import type { Exit } from '../model/exit.ts';
import type { SpawnFailure } from '../model/failure.ts';
import type { ProbeRecord } from '../model/probe-spec.ts';
import type { ProcessSpec } from '../model/process-spec.ts';
import type { RunRecord } from '../model/process-status.ts';
import type { Result } from '../model/result.ts';
import type { ServerEvent } from '../model/server-event.ts';
import type { StoreEvent } from '../model/store-event.ts';
import type { SpawnChild } from './child.ts';
import type { OpenNotifySocket } from './notify/notify-reader.ts';

/** What a supervisor is given. */
export interface SupervisorOptions {
  readonly clock: Clock;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  readonly spawnChild: SpawnChild;
  readonly openNotifySocket: OpenNotifySocket;
  /** Reads the environment of a run afresh, right before its start; fails when it cannot be started as things are. */
  readonly readEnvironment: (spec: ProcessSpec, run: number) => Result<ReadonlyMap<string, string>, SpawnFailure>;
  /** Takes store events, synchronously: the bytes of a chunk are overwritten when this has returned. */
  readonly emit: (event: StoreEvent) => void;
  /** Resident bytes of this leader and all that descends from it; without it, `limits.memory` limits nothing. */
  readonly treeMemory?: (pid: number) => number;
  /** Hears `ProcessStateChanged` whenever people would see a difference, and `ProcessRemoved`. */
  readonly onEvent: (event: ServerEvent) => void;
  /** Something was written to a terminal, or a run with one has begun or ended. */
  readonly onTerminal?: () => void;
  /** A run is over and went badly, not by wish; everything that it had printed by then has been emitted. */
  readonly onRunFailed: (name: string, run: number, probes: readonly ProbeRecord[]) => void;
  /** A run has begun, or more is known of it; what is reported of it is this. */
  readonly onRun?: (name: string, record: RunRecord) => void;
  /** A probe has been answered. */
  readonly onProbe?: (name: string, record: ProbeRecord) => void;
  /** A process whose `exit_project` says so has ended for good. Called at most once. */
  readonly onExitProject: (name: string, exit: Exit | null) => void;
}
