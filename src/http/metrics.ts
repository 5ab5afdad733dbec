import type { LoopDelay, SessionInfo, SessionUsage, StoredLogs } from '../model/control.ts';
import type { ProcessInfo, ProcessStatus } from '../model/process-status.ts';

export interface MetricsFacts {
  readonly session: SessionInfo;
  readonly processes: readonly ProcessInfo[];
  readonly usage: SessionUsage;
  readonly delay: LoopDelay;
}

interface Metric {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  readonly samples: readonly Sample[];
}

interface Sample {
  readonly labels: { readonly [name: string]: string };
  readonly value: number;
}

/** A record, so that the compiler misses none. */
const STATUSES: Readonly<Record<ProcessStatus, true>> = {
  disabled: true,
  pending: true,
  starting: true,
  running: true,
  stopping: true,
  backoff: true,
  scheduled: true,
  stopped: true,
  completed: true,
  crashed: true,
  skipped: true,
};

/** The text format of Prometheus. What is unknown has no sample. */
export function metricsText(facts: MetricsFacts): string {
  return [...sessionMetrics(facts), ...processMetrics(facts.processes), ...logMetrics(facts.usage.logs)]
    .filter(({ samples }) => samples.length > 0)
    .map(metricText)
    .join('');
}

function sessionMetrics({ session, usage, delay }: MetricsFacts): readonly Metric[] {
  const gauge = (name: string, help: string, value: number): Metric => ({
    name,
    type: 'gauge',
    help,
    samples: [{ labels: {}, value }],
  });
  return [
    {
      ...gauge('pom_session_info', 'The project of the session.', 1),
      samples: [{ labels: { project: session.name }, value: 1 }],
    },
    gauge('pom_session_start_time_seconds', 'When the session began, since the epoch.', session.startedAt / 1000),
    gauge(
      'pom_session_config_rejected',
      'Whether the configuration in the files has mistakes and an older one runs.',
      session.configError === null ? 0 : 1,
    ),
    gauge('pom_session_memory_bytes', "Resident memory of the session's own process.", usage.memory),
    gauge('pom_session_logs_memory_bytes', 'Memory of all logs together, with their index.', usage.logBytes),
    gauge('pom_session_logs_memory_limit_bytes', 'What the logs may take of memory.', usage.logBudgetBytes),
    gauge(
      'pom_event_loop_delay_median_seconds',
      'How late the event loop came to what was due, now: the median.',
      delay.medianMs / 1000,
    ),
    gauge('pom_event_loop_delay_p99_seconds', 'The same: all but one in a hundred came sooner.', delay.p99Ms / 1000),
    gauge('pom_event_loop_delay_max_seconds', 'The same: the latest.', delay.maxMs / 1000),
  ];
}

function processMetrics(processes: readonly ProcessInfo[]): readonly Metric[] {
  const gauge = (name: string, help: string, read: (info: ProcessInfo) => number | null): Metric => ({
    name,
    type: 'gauge',
    help,
    samples: processes.flatMap((info) => sample({ process: info.name }, read(info))),
  });
  const statuses = Object.keys(STATUSES);
  return [
    {
      name: 'pom_process_status',
      type: 'gauge',
      help: 'The status of a process: 1 for the one that it is in.',
      samples: processes.flatMap((info) =>
        statuses.map((status) => ({ labels: { process: info.name, status }, value: info.status === status ? 1 : 0 })),
      ),
    },
    gauge('pom_process_ready', 'Whether a process with a readiness check is ready.', ({ ready }) =>
      ready === null ? null : Number(ready),
    ),
    {
      ...gauge('pom_process_restarts_total', 'Restarts since the session began.', ({ restarts }) => restarts),
      type: 'counter',
    },
    gauge('pom_process_uptime_seconds', 'How long the current run lasts.', ({ uptimeMs }) =>
      uptimeMs === null ? null : uptimeMs / 1000,
    ),
    gauge('pom_process_cpu_ratio', 'CPU time of a process and its descendants, in cores.', ({ cpu }) => cpu),
    gauge('pom_process_memory_bytes', 'Resident memory of a process and its descendants.', ({ memory }) => memory),
  ];
}

function logMetrics(logs: readonly StoredLogs[]): readonly Metric[] {
  const metric = (name: string, type: Metric['type'], help: string, read: (of: StoredLogs) => number): Metric => ({
    name,
    type,
    help,
    samples: logs.map((of) => ({ labels: { process: of.process }, value: read(of) })),
  });
  return [
    metric('pom_process_log_lines', 'gauge', 'Lines of the log that are stored.', ({ lines }) => lines),
    metric('pom_process_log_bytes', 'gauge', 'Bytes of the log that are stored.', ({ bytes }) => bytes),
    metric(
      'pom_process_log_evicted_lines_total',
      'counter',
      'Lines that were stored and are no longer.',
      ({ evictedLines }) => evictedLines,
    ),
    metric(
      'pom_process_log_evicted_bytes_total',
      'counter',
      'Bytes of lines that were stored and are no longer.',
      ({ evictedBytes }) => evictedBytes,
    ),
  ];
}

function sample(labels: Sample['labels'], value: number | null): readonly Sample[] {
  return value === null ? [] : [{ labels, value }];
}

function metricText({ name, type, help, samples }: Metric): string {
  const lines = samples.map(({ labels, value }) => {
    const inner = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
    return `${name}${inner.length === 0 ? '' : `{${inner.join(',')}}`} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function escaped(label: string): string {
  return label.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`));
}
