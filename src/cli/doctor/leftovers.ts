import { findLeftovers, type Leftovers } from '../../ipc/leftovers.ts';
import type { RuntimeEnvironment } from '../../ipc/socket-path.ts';
import { failureMessage } from '../../model/failure-message.ts';
import type { Finding } from './checks.ts';

const check = 'leftovers';

type Environment = RuntimeEnvironment & { readonly PATH?: string | undefined };

/** What dead sessions have left; removed first when `fix` is set, with the processes of theirs that live. */
export async function checkLeftovers(environment: Environment, fix: boolean): Promise<Finding> {
  const found = await findLeftovers(environment);
  // That the directory cannot be used is a finding of its own.
  if (!found.ok || found.value.length === 0) return { check, state: 'ok', detail: 'none', advice: null };
  if (!fix) {
    const detail = `of dead sessions: ${found.value.map(nameOf).join(', ')}`;
    return { check, state: 'limited', detail, advice: '"pom doctor --fix" removes them' };
  }
  const { endDeadSession } = await import('../../app/index.ts');
  const removed: string[] = [];
  const kept: string[] = [];
  for (const leftovers of found.value) {
    const done = await endDeadSession(leftovers.directory, environment.PATH ?? '/usr/bin:/bin');
    if (done.ok) removed.push(nameOf(leftovers));
    else kept.push(`${nameOf(leftovers)} (${failureMessage(done.failure)})`);
  }
  const details = [
    ...(removed.length > 0 ? [`removed those of ${removed.join(', ')}`] : []),
    ...(kept.length > 0 ? [`left those of ${kept.join(', ')}`] : []),
  ];
  return { check, state: kept.length > 0 ? 'limited' : 'ok', detail: details.join('; '), advice: null };
}

function nameOf({ session, directory }: Leftovers): string {
  return session === null ? directory.path : `${session.name} in ${session.dir}`;
}
