import type { SpawnFailure } from '../../model/failure.ts';
import type { ProbePurpose, ProbeSpec } from '../../model/probe-spec.ts';
import type { ProcessSpec } from '../../model/process-spec.ts';
import type { Result } from '../../model/result.ts';
import { plainText } from '../../util/terminal-text.ts';
import type { Child, SpawnChild, SpawnRequest } from '../child.ts';
import { type AskOnce, bad, good, type ProbeAnswer } from '../probe/probe-answer.ts';
import type { NotifySocket, OpenNotifySocket } from './notify-reader.ts';

/**
 * What one run tells of itself by sd_notify(3): READY=1, STATUS=, WATCHDOG=1, and as a status RELOADING=1 and STOPPING=1.
 * Anybody of the run may; MAINPID, EXTEND_TIMEOUT_USEC and everything else is taken and not looked at.
 */
export class NotifyWatch {
  readonly #spec: ProcessSpec;
  #socket: NotifySocket | null = null;
  #closed = false;
  #ready = false;
  #status: string | null = null;
  /** Whether WATCHDOG=1 has come since it was last looked for. */
  #beaten = false;
  /** Called when READY=1 has come. */
  onReady: () => void = () => undefined;

  constructor(spec: ProcessSpec) {
    this.#spec = spec;
  }

  /** The last STATUS=, or what else it said it was doing; null: nothing. */
  get status(): string | null {
    return this.#status;
  }

  /** Spawns the run; one that has a `notify` check gets a socket, which is there before it is. */
  async spawn(
    request: SpawnRequest,
    spawnChild: SpawnChild,
    openSocket: OpenNotifySocket,
  ): Promise<Result<Child, SpawnFailure>> {
    if (!hasNotify(this.#spec.ready) && !hasNotify(this.#spec.alive)) return spawnChild(request);
    const opened = await openSocket((datagram) => this.#take(datagram));
    if (!opened.ok) return opened;
    if (this.#closed) opened.value.close();
    else this.#socket = opened.value;
    return spawnChild({ ...request, environment: this.#environment(request.environment, opened.value.path) });
  }

  /** The question of a probe. */
  asker(purpose: ProbePurpose): AskOnce {
    if (purpose === 'ready') return async () => this.#answer(this.#ready, 'READY=1');
    // Before the first look at it nothing was due.
    this.#beaten = true;
    return async () => {
      const beaten = this.#beaten;
      this.#beaten = false;
      return this.#answer(beaten, 'WATCHDOG=1');
    };
  }

  /** Nothing more is heard. */
  close(): void {
    this.#closed = true;
    this.#socket?.close();
    this.#socket = null;
  }

  #answer(holds: boolean, message: string): ProbeAnswer {
    const said = this.#status === null ? '' : `; it says: ${this.#status}`;
    if (this.#socket === null) {
      // A reload has asked for it since: what cannot have been said is not held against a run that is well.
      const late = 'the run was begun without NOTIFY_SOCKET; the next one will have it';
      return message === 'READY=1' ? bad(late) : good(late);
    }
    return holds ? good(this.#status ?? message) : bad(`${message} has not come${said}`);
  }

  #environment(environment: ReadonlyMap<string, string>, socket: string): ReadonlyMap<string, string> {
    const { alive } = this.#spec;
    const own = new Map(environment).set('NOTIFY_SOCKET', socket);
    // What a service manager has told pom is not for its processes.
    for (const name of ['WATCHDOG_USEC', 'WATCHDOG_PID']) own.delete(name);
    if (alive !== null && hasNotify(alive)) own.set('WATCHDOG_USEC', String(alive.periodMs * alive.failures * 1000));
    return own;
  }

  #take(datagram: Buffer): void {
    for (const line of datagram.toString('utf8').split('\n')) {
      const [key = '', ...rest] = line.split('=');
      const value = plainText(rest.join('=')).trim();
      if (key === 'STATUS') this.#status = value === '' ? null : value;
      if (value !== '1') continue;
      if (key === 'WATCHDOG') this.#beaten = true;
      if (key === 'RELOADING') this.#status = 'reloading';
      if (key === 'STOPPING') this.#status = 'stopping';
      if (key === 'READY') {
        this.#ready = true;
        if (this.#status === 'reloading') this.#status = null;
      }
    }
    if (this.#ready) this.onReady();
  }
}

function hasNotify(probe: ProbeSpec | null): boolean {
  return probe?.checks.some(({ kind }) => kind === 'notify') === true;
}
