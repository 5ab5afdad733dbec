import { isDeepStrictEqual } from 'node:util';
import type { Cancel, Clock } from '../../model/clock.ts';
import type { ProbeCheck, ProbePurpose, ProbeRecord, ProbeSpec } from '../../model/probe-spec.ts';
import { argvOf, type ProcessSpec } from '../../model/process-spec.ts';
import type { StatusCause } from '../../model/process-status.ts';
import { bindProbe } from '../bind-ports.ts';
import type { SpawnChild } from '../child.ts';
import type { NotifyWatch } from '../notify/notify-watch.ts';
import { execProbe } from './exec-probe.ts';
import { fileProbe } from './file-probe.ts';
import { httpProbe } from './http-probe.ts';
import type { LogWatch } from './log-watch.ts';
import type { AskOnce } from './probe-answer.ts';
import { type KindAnswer, ProbeLoop } from './probe-loop.ts';
import { tcpProbe } from './tcp-probe.ts';

export interface HealthOptions {
  readonly run: number;
  /** What the run was spawned with: `exec` gets the same. */
  readonly cwd: string;
  readonly environment: ReadonlyMap<string, string>;
  readonly clock: Clock;
  readonly spawnChild: SpawnChild;
  readonly log: LogWatch;
  readonly notify: NotifyWatch;
  readonly onProbe: (record: ProbeRecord) => void;
  /** Called at most once. */
  readonly onReady: () => void;
  /** The run has failed; nothing follows. */
  readonly onFailed: (cause: StatusCause) => void;
}

/**
 * The health of one run: first whether it is ready, within the deadline, then whether it is alive. Nothing is probed
 * before the first `follow` and after `close`.
 */
export class Health {
  readonly #options: HealthOptions;
  #specs: Pick<ProcessSpec, 'ready' | 'alive'> | null = null;
  #ready = false;
  #loop: ProbeLoop | null = null;
  #cancelDeadline: Cancel = () => undefined;
  #lastAnswer: KindAnswer | null = null;

  constructor(options: HealthOptions) {
    this.#options = options;
    options.log.onMatch = () => this.#loop?.hurry();
    options.notify.onReady = () => {
      if (!this.#ready) this.#loop?.hurry();
    };
  }

  /**
   * Goes by the probes of a spec from now on; those that have not changed go on as they are. What was ready stays so.
   *
   * @param ready whether the run has been found ready.
   */
  follow(spec: ProcessSpec, isReady: boolean): void {
    const { environment, log } = this.#options;
    log.follow(spec.ready);
    const ready = spec.ready && bindProbe(spec.ready, environment);
    const alive = spec.alive && bindProbe(spec.alive, environment);
    if (isDeepStrictEqual(this.#specs, { ready, alive })) return;
    this.#specs = { ready, alive };
    this.#ready ||= isReady;
    this.#begin();
  }

  /** Ends what is under way. */
  close(): void {
    this.#loop?.close();
    this.#loop = null;
    this.#cancelDeadline();
  }

  #begin(): void {
    this.close();
    const { ready, alive } = this.#specs ?? { ready: null, alive: null };
    if (ready !== null && !this.#ready) {
      if (ready.deadlineMs !== null) {
        const late = () => this.#fail('ready', this.#lastAnswer);
        this.#cancelDeadline = this.#options.clock.schedule(ready.deadlineMs, late);
      }
      this.#loop = this.#loopOf('ready', ready);
    } else if (alive !== null) {
      this.#loop = this.#loopOf('alive', alive);
    }
  }

  #loopOf(purpose: ProbePurpose, spec: ProbeSpec): ProbeLoop {
    const { clock, run, onProbe, onReady } = this.#options;
    this.#lastAnswer = null;
    return new ProbeLoop({
      spec,
      clock,
      checks: spec.checks.map((check) => ({ kind: check.kind, ask: this.#askerOf(check, purpose) })),
      onAnswer: (answer) => {
        if (!answer.ok) this.#lastAnswer = answer;
        const { kind, ok, answer: said } = answer;
        onProbe({ run, purpose, at: clock.wallTime(), kind, ok, answer: said });
      },
      onSuccess: () => {
        if (purpose === 'alive') return;
        this.#ready = true;
        onReady();
        this.#begin();
      },
      // What is not ready yet may be in a while; only the deadline ends that.
      onFailure: (answer) => {
        if (purpose === 'alive') this.#fail('alive', answer);
      },
    });
  }

  #fail(purpose: ProbePurpose, answer: KindAnswer | null): void {
    this.close();
    this.#options.onFailed({
      reason: 'probe-failed',
      purpose,
      kind: answer?.kind ?? null,
      answer: answer?.answer ?? 'no probe has been answered',
    });
  }

  #askerOf(check: ProbeCheck, purpose: ProbePurpose): AskOnce {
    const { cwd, environment, spawnChild, log, notify } = this.#options;
    switch (check.kind) {
      case 'http':
        return httpProbe(check);
      case 'tcp':
        return tcpProbe(check.host, Number(check.port));
      case 'exec':
        return execProbe({ argv: argvOf(check.command), cwd, environment }, spawnChild);
      case 'log':
        return log.ask;
      case 'file':
        return fileProbe(check.path);
      case 'notify':
        return notify.asker(purpose);
      default:
        return check satisfies never;
    }
  }
}
