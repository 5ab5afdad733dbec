import { ok } from '../../model/result.ts';
import { metricsText } from '../metrics.ts';
import { type Route, route } from '../route.ts';

/** Prometheus says so: https://prometheus.io/docs/instrumenting/exposition_formats/ */
const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** How long the event loop is watched for each scrape. */
const LOOP_WATCH_MS = 100;

/** For a monitor. */
export const METRICS_ROUTES: readonly Route[] = [
  route({
    method: 'get',
    path: '/metrics',
    tag: 'metrics',
    summary: 'Prometheus metrics of the session and its processes',
    request: 'GetUsage',
    parameters: [],
    body: [],
    answers: { [METRICS_TYPE]: { type: 'string' } },
    problems: [],
    async answer({ control }) {
      const [session, processes, usage, delay] = await Promise.all([
        control.session(),
        control.list([]),
        control.usage(),
        control.loopDelay(LOOP_WATCH_MS),
      ]);
      if (!session.ok) return session;
      if (!processes.ok) return processes;
      if (!usage.ok) return usage;
      if (!delay.ok) return delay;
      const facts = { session: session.value, processes: processes.value, usage: usage.value, delay: delay.value };
      return ok({ kind: 'whole', text: metricsText(facts) });
    },
  }),
];
