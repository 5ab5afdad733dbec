import { toJson } from '../../wire/json.ts';
import { answerRef } from '../answer-schemas.ts';
import { JSON_TYPE, type Parameter, type Route, replyWith, route } from '../route.ts';

const NAME: Parameter = {
  in: 'query',
  name: 'name',
  field: 'process_id',
  repeated: true,
  description: 'A process, a replica set or a glob. All of them, also those that were removed, without one.',
};

const AFTER: Parameter = {
  in: 'query',
  name: 'after_ms',
  field: 'after_ms',
  description: 'Only rows with a greater offset. Read all of them when began_at or every_ms is another than before.',
};

const SINCE: Parameter = {
  in: 'query',
  name: 'since',
  field: 'since',
  description:
    'Without what was over by this time, but for the last run of each process: RFC 3339, or milliseconds since the epoch. With the "now" of an answer, what came after that.',
};

/** What there is to look back at, besides the logs. */
export const HISTORY_ROUTES: readonly Route[] = [
  route({
    method: 'get',
    path: '/resources/history',
    tag: 'history',
    summary: 'What processes have used since the API is on',
    description:
      'CPU and memory as columns with one time axis. At first there is a row every two seconds; when the table is full, its rows are merged two to one, and the interval doubles.',
    request: 'GetResourceHistory',
    parameters: [NAME, AFTER],
    body: [],
    answers: { [JSON_TYPE]: answerRef('ResourceHistory') },
    problems: ['unknown-process'],
    answer: async ({ control, request }) =>
      replyWith(await control.resourceHistory(request.processId, request.afterMs), toJson),
  }),
  route({
    method: 'get',
    path: '/timeline',
    tag: 'history',
    summary: 'What happened since the session began: runs, failed probes, reloads',
    description:
      'Times and numbers are those of a status. Of each process the last 500 runs and failed probes are kept, fewer where there are more than 100 processes; those before are counted.',
    request: 'GetTimeline',
    parameters: [NAME, SINCE],
    body: [],
    answers: { [JSON_TYPE]: answerRef('Timeline') },
    problems: ['unknown-process'],
    answer: async ({ control, request }) => replyWith(await control.timeline(request.processId, request.since), toJson),
  }),
];
