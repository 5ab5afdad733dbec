import type { LogLine, Stream } from '../model/log-line.ts';
import type { ProbeRecord } from '../model/probe-spec.ts';
import type { RunRecord } from '../model/process-status.ts';
import type { EvidenceLine, ReportedRun, RunEvidence } from '../model/run-evidence.ts';
import { EVERYTHING } from '../store/query.ts';
import type { LogSnapshot } from '../store/snapshot.ts';
import { terminalText } from '../util/terminal-text.ts';

/** Failed runs of one process that are kept: a process that crashes for ever costs no more than these. */
const KEPT_RUNS = 5;
/** Lines of each stream: what is chatty on one does not push the other out. */
const KEPT_LINES = 20;
const MAX_LINE_BYTES = 500;

/** What is kept of the runs that ended badly: copies, so that it survives later output, eviction and later runs. */
export class RunEvidenceKeeper {
  readonly #kept = new Map<string, Map<number, RunEvidence>>();
  /** Of the latest run of each process. */
  readonly #environmentNames = new Map<string, readonly string[]>();

  /** A run is about to be given these variables. */
  environmentRead(process: string, names: Iterable<string>): void {
    this.#environmentNames.set(process, [...names].sort());
  }

  /**
   * Keeps what there is of a run that has just ended badly.
   *
   * @param logs with everything that it had printed.
   */
  keep(process: string, run: number, logs: LogSnapshot, probes: readonly ProbeRecord[]): void {
    const kept = this.#kept.get(process) ?? new Map<number, RunEvidence>();
    this.#kept.set(process, kept);
    const environmentNames = this.#environmentNames.get(process) ?? [];
    kept.set(run, { lines: lastLines(logs, run), probes: [...probes], environmentNames });
    for (const oldest of [...kept.keys()].slice(0, -KEPT_RUNS)) kept.delete(oldest);
  }

  /** The runs of a process with what is kept of them. */
  with(process: string, runs: readonly RunRecord[]): readonly ReportedRun[] {
    const kept = this.#kept.get(process);
    return runs.map((record) => ({ ...record, evidence: kept?.get(record.run) ?? null }));
  }

  /** The process is no more. */
  forget(process: string): void {
    this.#kept.delete(process);
    this.#environmentNames.delete(process);
  }
}

function lastLines(logs: LogSnapshot, run: number): readonly EvidenceLine[] {
  return [...lastOf('stdout', logs, run), ...lastOf('stderr', logs, run)]
    .sort((a, b) => a.id - b.id)
    .map(({ stream, timestamp, bytes }) => ({
      stream,
      at: timestamp,
      line: terminalText(bytes.subarray(0, MAX_LINE_BYTES), { color: false }),
    }));
}

function lastOf(stream: Stream, logs: LogSnapshot, run: number): readonly LogLine[] {
  return logs.query({ ...EVERYTHING, run, stream }).tail(KEPT_LINES);
}
