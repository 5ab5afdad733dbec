import type { Outcome } from '../model/control.ts';
import type { ProcessSpec } from '../model/process-spec.ts';
import type { ProcessInfo, RunRecord, StatusCause } from '../model/process-status.ts';
import type { Gate, ProcessEvent } from './process-state.ts';
import type { Ticket } from './ticket.ts';

/** What the supervisor may ask of a process actor. */
export type ProcessCommand =
  /** `onSchedule`: a process that has a schedule waits for its time. */
  | { readonly type: 'Start'; readonly gate: Gate; readonly onSchedule: boolean }
  | { readonly type: 'Stop' }
  /** Stop, then start; with `spec`, the next run and everything after it go by that one, and none begins between two runs on a schedule. */
  | {
      readonly type: 'Restart';
      readonly gate: Gate;
      readonly spec: ProcessSpec | null;
      /** What the run that lives is stopped for, where that is more than somebody's wish. */
      readonly why: StatusCause | null;
    }
  /** Stop without grace. */
  | { readonly type: 'Kill' }
  /** Go by another spec from now on; a child that lives is left alone. */
  | { readonly type: 'Update'; readonly spec: ProcessSpec }
  /** Stop, then end the actor: whatever is sent to it later is refused. */
  | { readonly type: 'Shutdown' };

/** What the supervisor may ask about a process; answered when everything sent before has been carried out or begun. */
export type ProcessQuery = { readonly type: 'GetStatus' };

export type ProcessResponse =
  | { readonly type: 'Status'; readonly info: ProcessInfo; readonly runs: readonly RunRecord[] }
  | { readonly type: 'Done'; readonly outcome: Outcome };

/** Everything that goes through an actor's mailbox. */
export type ProcessMessage =
  | {
      readonly kind: 'command';
      readonly command: ProcessCommand;
      readonly tickets: readonly Ticket[];
      /** When it was wished for, in commands: the last wish counts, in whatever order the commands arrive. */
      readonly sequence: number;
    }
  | { readonly kind: 'query'; readonly query: ProcessQuery; readonly reply: (response: ProcessResponse) => void }
  /** Something happened to the process. */
  | { readonly kind: 'event'; readonly event: ProcessEvent }
  /** A process that this one may wait for has changed. */
  | { readonly kind: 'look-again' };
