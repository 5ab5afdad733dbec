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

/** Sends a signal to what runs of a process. */
export async function sendSignal({ api, notices }: PageState, name: string, signal: string): Promise<void> {
  const answer = await api.post<OutcomesAnswer>(`${pathOf(name)}/signal`, { signal });
  if (answer.ok) notices.tell('done', `sent ${signal} to ${name}`);
  else notices.tell('failed', apiFailureMessage(answer.failure));
}

/** Writes a line to what a process reads from. */
export async function sendLine({ api, notices }: PageState, name: string, line: string): Promise<void> {
  const answer = await api.post<OutcomesAnswer>(`${pathOf(name)}/send`, { text: `${line}\n` });
  if (answer.ok) notices.tell('done', `sent to ${name}`);
  else notices.tell('failed', apiFailureMessage(answer.failure));
}

/** Has a replica set run as so many processes. */
export async function scale({ api, notices }: PageState, name: string, replicas: number): Promise<void> {
  const answer = await api.post<OutcomesAnswer>(`${pathOf(name)}/scale`, { replicas });
  if (answer.ok) notices.tell('done', `${name} has ${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`);
  else notices.tell('failed', apiFailureMessage(answer.failure));
}

/** Applies what `pom.yaml` says now. */
export async function reload({ api, notices }: PageState): Promise<void> {
  const answer = await api.post('/config/reload');
  if (answer.ok) notices.tell('done', 'pom.yaml is applied');
  else notices.tell('failed', apiFailureMessage(answer.failure));
}
