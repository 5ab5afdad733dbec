import type { OutcomesAnswer } from '../api/answers.ts';
import { apiFailureMessage, pathOf } from '../api/api.ts';
import type { PageState } from '../view/page-state.ts';

export type Verb = 'start' | 'stop' | 'restart';

const DONE: Readonly<Record<Verb, string>> = { start: 'started', stop: 'stopped', restart: 'restarted' };

/** Does something with processes, and says what became of it. */
export async function act({ api, notices }: PageState, verb: Verb, names: readonly string[]): Promise<void> {
  if (names.length === 0) return notices.tell('failed', `select the process to ${verb}`);
  const answers = await Promise.all(names.map((name) => api.post<OutcomesAnswer>(`${pathOf(name)}/${verb}`)));
  const failed = answers.flatMap((answer) => (answer.ok ? [] : [apiFailureMessage(answer.failure)]));
  if (failed.length > 0) notices.tell('failed', failed.join('; '));
  else notices.tell('done', `${DONE[verb]} ${names.join(', ')}`);
}

/** Applies what `pom.yaml` says now. */
export async function reload({ api, notices }: PageState): Promise<void> {
  const answer = await api.post('/config/reload');
  if (answer.ok) notices.tell('done', 'pom.yaml is applied');
  else notices.tell('failed', apiFailureMessage(answer.failure));
}
