/** Which of a child's two outputs a line came from. */
export type Stream = 'stdout' | 'stderr';

/** One stored line. */
export interface LogLine {
  /** From 1, grows over the whole session and all its processes, never reused: the order of the merged view. */
  readonly id: number;
  /** The name of the process. */
  readonly process: string;
  readonly stream: Stream;
  /** Number of the run that wrote it, from 1. */
  readonly run: number;
  /** Wall time at which pom read the line's end, ms since the epoch, fractional to the microsecond. */
  readonly timestamp: number;
  /** The bytes as they came, without the newline. May be a view that is valid only as long as its snapshot. */
  readonly bytes: Uint8Array;
  /**
   * True when no newline ends these bytes: the last line of a stream that was closed, a piece of an over-long line
   * whose rest follows in the stream's next line, or a line that is still being written.
   */
  readonly partial: boolean;
}
