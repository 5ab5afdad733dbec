import type { Failure } from '../model/failure.ts';
import { deferred } from '../util/deferred.ts';
import { Mailbox } from '../util/mailbox.ts';
import type { ProcessCommand, ProcessMessage, ProcessQuery, ProcessResponse } from './messages.ts';
import type { Answer, Connection } from './process-context.ts';
import type { ProcessEvent } from './process-state.ts';
import { Ticket } from './ticket.ts';

/** Commands and queries that may wait for one actor. It never blocks on one, so more than this is somebody's mistake. */
const MOST_REQUESTS = 1_000;

/** What happens to a process is never refused: it is a handful of events at a time, and this is their room. */
const ROOM_FOR_EVENTS = 100;

export interface InboxOwner {
  readonly name: string;
  /** A ticket exists from the moment its command is sent. */
  opened(tickets: readonly Ticket[]): void;
  refused(tickets: readonly Ticket[], why: Failure): void;
  answerNow(query: ProcessQuery): ProcessResponse;
}

/** The bounded mailbox of one actor, with both its sides. */
export class Inbox implements Connection {
  readonly #owner: InboxOwner;
  readonly #mailbox = new Mailbox<ProcessMessage>(MOST_REQUESTS + ROOM_FOR_EVENTS);
  #sent = 0;
  #lookAgainWaits = false;
  /** After a Shutdown; what happens to the process is still of interest. */
  #refusing = false;
  #closed = false;

  constructor(owner: InboxOwner) {
    this.#owner = owner;
  }

  get now(): number {
    return this.#sent;
  }

  send(command: ProcessCommand, wishedAt?: number): Answer {
    const tickets = ticketsFor(this.#owner.name, command);
    this.#owner.opened(tickets);
    const { length, 0: first, [length - 1]: last } = tickets;
    if (first === undefined || last === undefined) throw new Error('Internal error: a command without a ticket');
    const sequence = ++this.#sent;
    const message = { kind: 'command', command, tickets, sequence: wishedAt ?? sequence } as const;
    if (!this.#accepts() || !this.#mailbox.send(message, overtakes(command) ? 'urgent' : 'normal')) {
      this.#owner.refused(tickets, this.#refusal());
    }
    if (command.type === 'Shutdown') this.#refusing = true;
    return { down: first.outcome, done: last.outcome };
  }

  ask(query: ProcessQuery): Promise<ProcessResponse> {
    const { promise, resolve } = deferred<ProcessResponse>();
    if (!this.#accepts() || !this.#mailbox.send({ kind: 'query', query, reply: resolve })) {
      resolve(this.#owner.answerNow(query));
    }
    return promise;
  }

  lookAgain(): void {
    if (this.#lookAgainWaits || this.#closed) return;
    this.#lookAgainWaits = true;
    this.#mailbox.send({ kind: 'look-again' }, 'urgent');
  }

  /** Something happened to the process. After the actor's end nobody needs to know. */
  post(event: ProcessEvent): void {
    if (this.#closed) return;
    if (!this.#mailbox.send({ kind: 'event', event }, 'urgent')) {
      throw new Error(`Internal error: no room for "${event.type}" in the mailbox of ${this.#owner.name}`);
    }
  }

  /** What was sent is still delivered; then `messages` ends. */
  close(): void {
    this.#closed = true;
    this.#mailbox.close();
  }

  async *messages(): AsyncGenerator<ProcessMessage, void, void> {
    for await (const message of this.#mailbox) {
      if (message.kind === 'look-again') this.#lookAgainWaits = false;
      yield message;
    }
  }

  #accepts(): boolean {
    return !this.#refusing && !this.#closed && this.#mailbox.size < MOST_REQUESTS;
  }

  #refusal(): Failure {
    const { name } = this.#owner;
    return this.#refusing || this.#closed
      ? { reason: 'operation-failed', detail: `"${name}" is no longer supervised` }
      : { reason: 'operation-failed', detail: `${MOST_REQUESTS} requests already wait for "${name}"` };
  }
}

function ticketsFor(name: string, { type }: ProcessCommand): readonly Ticket[] {
  switch (type) {
    case 'Start':
      return [new Ticket(name, 'up')];
    case 'Restart':
      return [new Ticket(name, 'down'), new Ticket(name, 'up again')];
    case 'Stop':
    case 'Kill':
    case 'Shutdown':
      return [new Ticket(name, 'down')];
    case 'Update':
      return [new Ticket(name, 'taken note')];
    default:
      return type satisfies never;
  }
}

/** The others are carried out in the order in which they were sent. */
function overtakes({ type }: ProcessCommand): boolean {
  return type === 'Stop' || type === 'Kill' || type === 'Shutdown';
}
