import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../model/clock.ts';
import type { ProcessSpec } from '../model/process-spec.ts';
import type { StoreEvent } from '../model/store-event.ts';
import type { Child, OutputSink } from './child.ts';
import type { LogWatch } from './probe/log-watch.ts';
import { redactingSink } from './redacting-sink.ts';
import { Redaction } from './redaction.ts';

/** The output of one run: give `sink` to the spawn, and the child when there is one. */
export interface RunOutput {
  readonly sink: OutputSink;
  attach(child: Child): void;
}

/**
 * What the runs of one process print, as store events under the right run, without what its patterns take out.
 *
 * A run's output may outlive it: somebody who left its group can hold the pipe, and is read as long as it lives, over
 * later runs as well.
 */
export class RunOutputs {
  readonly #process: string;
  readonly #clock: Clock;
  readonly #emit: (event: StoreEvent) => void;
  readonly #open = new Set<Child>();
  #patterns: readonly string[] = [];
  #redaction: Redaction | null = null;

  constructor(spec: ProcessSpec, clock: Clock, emit: (event: StoreEvent) => void) {
    this.#process = spec.name;
    this.#clock = clock;
    this.#emit = emit;
    this.follow(spec);
  }

  /** Goes by the patterns of another spec, for every run and what is still to come of it. */
  follow({ logs: { redact } }: ProcessSpec): void {
    if (isDeepStrictEqual(redact, this.#patterns)) return;
    this.#patterns = redact;
    this.#redaction = redact.length === 0 ? null : new Redaction(redact);
  }

  /** @param log looks at what is stored, and sees as little of what is taken out as any other reader. */
  begin(run: number, log: LogWatch): RunOutput {
    let openStreams = 2;
    let child: Child | null = null;
    const stored: OutputSink = {
      onChunk: (stream, chunk) =>
        this.#emit({ type: 'AppendLog', process: this.#process, run, stream, chunk, at: this.#clock.wallTime() }),
      onEnd: (stream) => {
        this.#emit({ type: 'StreamEnded', process: this.#process, run, stream, at: this.#clock.wallTime() });
        openStreams--;
        if (openStreams === 0 && child !== null) this.#open.delete(child);
      },
    };
    return {
      sink: redactingSink(() => this.#redaction, log.watching(stored)),
      attach: (attached) => {
        child = attached;
        if (openStreams > 0) this.#open.add(attached);
      },
    };
  }

  /** Takes what is in the pipes that are still held open, and gives them up. */
  release(): void {
    for (const child of [...this.#open]) child.releaseOutput();
  }
}
