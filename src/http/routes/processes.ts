import type { Control, Outcome, ProcessReport, SessionInfo } from '../../model/control.ts';
import type { Failure } from '../../model/failure.ts';
import { readGraph } from '../../model/read-graph.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { answer } from '../../wire/answer.ts';
import { outcomeFacts, reportFacts, sessionFacts } from '../../wire/facts.ts';
import { toJson } from '../../wire/json.ts';
import type { RequestType } from '../../wire/parse-request.ts';
import { answerRef } from '../answer-schemas.ts';
import { problemOf } from '../problem.ts';
import { withoutValues } from '../redacted.ts';
import { type Call, JSON_TYPE, type Parameter, type Reply, type Route, replyWith, route, whole } from '../route.ts';

const NAME: Parameter = {
  in: 'path',
  name: 'name',
  field: 'process_id',
  description: 'A process, a replica set or a glob, percent-encoded: "web/api" is "web%2Fapi".',
};

/** The processes: what they are, and what can be done with them. */
export const PROCESS_ROUTES: readonly Route[] = [
  route({
    method: 'get',
    path: '/processes',
    tag: 'processes',
    summary: 'All processes, or some',
    request: 'ListProcesses',
    parameters: [
      {
        in: 'query',
        name: 'name',
        field: 'process_id',
        repeated: true,
        description: 'A process, a replica set or a glob. All of them without one.',
      },
    ],
    body: [],
    answers: { [JSON_TYPE]: answerRef('Processes') },
    problems: ['unknown-process'],
    async answer({ control, request }) {
      const [session, processes] = await Promise.all([control.session(), control.list(request.processId)]);
      if (!session.ok) return session;
      return replyWith(processes, (list) => toJson({ session: sessionFacts(session.value), processes: list }));
    },
  }),
  route({
    method: 'get',
    path: '/processes/{name}',
    tag: 'processes',
    summary: 'Everything about one process',
    description:
      'The name of one process is answered by an object, that of a replica set or a glob by `{"processes": […]}`.',
    request: 'GetProcessStatus',
    parameters: [NAME],
    body: [],
    answers: {
      [JSON_TYPE]: {
        anyOf: [
          answerRef('Report'),
          {
            type: 'object',
            properties: { processes: { type: 'array', items: answerRef('Report') } },
            required: ['processes'],
          },
        ],
      },
    },
    problems: ['unknown-process'],
    async answer({ control, request }) {
      const read = await reportsOf(control, request.processId);
      if (!read.ok) return read;
      const { session, reports } = read.value;
      const facts = reports.map((report) => reportFacts(withoutValues(report), session));
      const isOne = reports.length === 1 && reports[0]?.process.name === request.processId;
      return whole(toJson(isOne ? facts[0] : { processes: facts }));
    },
  }),
  route({
    method: 'get',
    path: '/processes/{name}/why',
    tag: 'processes',
    summary: 'Why a process is where it is, down to the root',
    request: 'Why',
    parameters: [NAME],
    body: [],
    answers: { [JSON_TYPE]: answerRef('Why') },
    problems: ['unknown-process'],
    answer: async ({ control, request }) => replyWith(await control.why(request.processId), toJson),
  }),
  route({
    method: 'get',
    path: '/graph',
    tag: 'processes',
    summary: 'Which process waits for which, and for what',
    request: 'ListProcesses',
    parameters: [],
    body: [],
    answers: { [JSON_TYPE]: answerRef('Graph') },
    problems: [],
    answer: async ({ control }) => replyWith(await readGraph(control), (processes) => toJson({ processes })),
  }),
  acting('start', 'Start', 'StartProcess', ['wait', 'dependencies']),
  acting('stop', 'Stop', 'StopProcess', ['wait']),
  acting('restart', 'Restart', 'RestartProcess', ['wait']),
  acting('signal', 'Send a signal to', 'SignalProcess', ['signal']),
  acting('send', 'Write text, or bytes in base64, to the input of', 'SendInput', ['text', 'data', 'timeout_ms']),
  acting('scale', 'Change how many replicas there are of', 'ScaleProcess', ['replicas']),
];

type ActingType = Extract<
  RequestType,
  'StartProcess' | 'StopProcess' | 'RestartProcess' | 'SignalProcess' | 'SendInput' | 'ScaleProcess'
>;

function acting(verb: string, summary: string, request: ActingType, body: readonly string[]): Route {
  return route({
    method: 'post',
    path: `/processes/{name}/${verb}`,
    tag: 'processes',
    summary: `${summary} processes`,
    description: 'Where it fails for one of them, the problem has the member `processes` with what became of each.',
    request,
    parameters: [NAME],
    body,
    answers: { [JSON_TYPE]: answerRef('Outcomes') },
    problems: ['unknown-process', 'process-not-running', 'no-input', 'operation-failed', 'timed-out', 'impossible'],
    answer: act,
  });
}

async function act({ control, request, signal }: Call<ActingType>): Promise<Result<Reply, Failure>> {
  const response = await answer(control, request, signal);
  if (response.type === 'Error') return err(response.failure);
  if (response.type !== 'Ok') throw new Error(`Internal error: ${request.type} was answered with ${response.type}`);
  return outcomesReply(response.outcomes);
}

function outcomesReply(outcomes: readonly Outcome[]): Result<Reply, Failure> {
  const processes = outcomeFacts(outcomes);
  const failed = outcomes.find(({ error }) => error !== null)?.error ?? null;
  return failed === null
    ? whole(toJson({ processes }))
    : ok({ kind: 'problem', problem: problemOf(failed, { processes }) });
}

async function reportsOf(
  control: Control,
  name: string,
): Promise<Result<{ readonly session: SessionInfo; readonly reports: readonly ProcessReport[] }, Failure>> {
  const [session, named] = await Promise.all([control.session(), control.list([name])]);
  if (!session.ok) return session;
  if (!named.ok) return named;
  const reports: ProcessReport[] = [];
  for (const { name: each } of named.value) {
    const report = await control.status(each);
    if (!report.ok) return report;
    reports.push(report.value);
  }
  return ok({ session: session.value, reports });
}
