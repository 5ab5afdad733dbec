import { sessionFacts } from '../../wire/facts.ts';
import { toJson } from '../../wire/json.ts';
import { answerRef } from '../answer-schemas.ts';
import { JSON_TYPE, type Route, replyWith, route } from '../route.ts';

/** The session itself. */
export const SESSION_ROUTES: readonly Route[] = [
  route({
    method: 'get',
    path: '/session',
    tag: 'session',
    summary: 'The session: whose it is, since when, and what is not as it should be',
    request: 'GetSession',
    parameters: [],
    body: [],
    answers: { [JSON_TYPE]: answerRef('Session') },
    problems: [],
    answer: async ({ control }) =>
      replyWith(await control.session(), (session) => toJson({ ...sessionFacts(session), warnings: session.warnings })),
  }),
];
