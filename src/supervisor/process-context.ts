import type { Outcome } from '../model/control.ts';
import type { ProcessInfo } from '../model/process-status.ts';
import type { ProcessCommand, ProcessQuery, ProcessResponse } from './messages.ts';

/** What the supervisor holds of one process: what is known of it, the way to its actor, and the actor's life. */
export interface ProcessContext {
  /** As the actor last left it, with the uptime of this moment. */
  readonly info: ProcessInfo;
  readonly connection: Connection;
  /** Resolves when the actor's loop has ended. */
  readonly handle: Promise<void>;
}

/** The sending side of an actor's mailbox. Nothing sent is lost: what the actor does not take is refused in the answer. */
export interface Connection {
  /** How many commands have been sent: a moment in the order of wishes. */
  readonly now: number;
  /**
   * The answers resolve when the command has been carried out. Stop, Kill and Shutdown overtake what waits.
   *
   * @param wishedAt the `now` at which a start or restart was asked for, when it is sent later than that: a stop that
   * was sent in between wins.
   */
  send(command: ProcessCommand, wishedAt?: number): Answer;
  ask(query: ProcessQuery): Promise<ProcessResponse>;
  /** A process that this one may wait for has changed. */
  lookAgain(): void;
}

/** When the run that lived is gone, and when the process has got where it was sent. */
export interface Answer {
  readonly down: Promise<Outcome>;
  readonly done: Promise<Outcome>;
}
