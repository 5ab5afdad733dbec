import type { Clock } from '../model/clock.ts';
import type { StoreEvent } from '../model/store-event.ts';
import type { Child, OutputSink } from './child.ts';

/** The output of one run: give `sink` to the spawn, and the child when there is one. */
export interface RunOutput {
  readonly sink: OutputSink;
  attach(child: Child): void;
}

/**
 * What the runs of one process print, as store events under the right run.
 *
 * A run's output may outlive it: somebody who left its group can hold the pipe, and is read as long as it lives, over
 * later runs as well.
 */
export class RunOutputs {
  readonly #process: string;
  readonly #clock: Clock;
  readonly #emit: (event: StoreEvent) => void;
  readonly #open = new Set<Child>();

  constructor(process: string, clock: Clock, emit: (event: StoreEvent) => void) {
    this.#process = process;
    this.#clock = clock;
    this.#emit = emit;
  }

  begin(run: number): RunOutput {
    let openStreams = 2;
    let child: Child | null = null;
    return {
      sink: {
        onChunk: (stream, chunk) =>
          this.#emit({ type: 'AppendLog', process: this.#process, run, stream, chunk, at: this.#clock.wallTime() }),
        onEnd: (stream) => {
          this.#emit({ type: 'StreamEnded', process: this.#process, run, stream, at: this.#clock.wallTime() });
          openStreams--;
          if (openStreams === 0 && child !== null) this.#open.delete(child);
        },
      },
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
