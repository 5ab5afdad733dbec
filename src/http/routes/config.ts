import { toJson } from '../../wire/json.ts';
import { answerRef } from '../answer-schemas.ts';
import { configurationWithoutValues } from '../redacted.ts';
import { JSON_TYPE, type Route, replyWith, route } from '../route.ts';

/** The configuration: what runs, what the files would change, and to have them change it. */
export const CONFIG_ROUTES: readonly Route[] = [
  route({
    method: 'get',
    path: '/config',
    tag: 'config',
    summary: 'The configuration that is running, resolved',
    description: 'As "pom config --json", without the values of variables.',
    request: 'GetConfiguration',
    parameters: [],
    body: [],
    answers: { [JSON_TYPE]: { type: 'object' } },
    problems: [],
    answer: async ({ control }) => replyWith(await control.configuration(), configurationWithoutValues),
  }),
  route({
    method: 'get',
    path: '/config/plan',
    tag: 'config',
    summary: 'What a reload would do now',
    request: 'Plan',
    parameters: [],
    body: [],
    answers: { [JSON_TYPE]: answerRef('Reload') },
    problems: ['invalid-config', 'unknown-process'],
    answer: async ({ control }) => replyWith(await control.plan(), toJson),
  }),
  route({
    method: 'post',
    path: '/config/reload',
    tag: 'config',
    summary: 'Load the configuration and apply it',
    request: 'Reload',
    parameters: [],
    body: [],
    answers: { [JSON_TYPE]: answerRef('Reload') },
    problems: ['invalid-config', 'unknown-process', 'operation-failed'],
    answer: async ({ control }) => replyWith(await control.reload(), toJson),
  }),
];
