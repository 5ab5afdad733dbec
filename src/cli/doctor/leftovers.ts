import { findLeftovers, type Leftovers, removeLeftovers } from '../../ipc/leftovers.ts';
import type { RuntimeEnvironment } from '../../ipc/socket-path.ts';
import { failureMessage } from '../../model/failure-message.ts';
import type { Finding } from './checks.ts';

const check = 'leftovers';

/** What dead sessions have left; removed first when `fix` is set. */
export async function checkLeftovers(environment: RuntimeEnvironment, fix: boolean): Promise<Finding> {
  const found = await findLeftovers(environment);
  // That the directory cannot be used is a finding of its own.
  if (!found.ok || found.value.length === 0) return { check, state: 'ok', detail: 'none', advice: null };
  if (!fix) {
    const detail = `of dead sessions: ${found.value.map(nameOf).join(', ')}`;
    return { check, state: 'limited', detail, advice: '"pom doctor --fix" removes them' };
  }
  const removed: string[] = [];
  const kept: string[] = [];
  for (const leftovers of found.value) {
    const done = await removeLeftovers(leftovers);
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
