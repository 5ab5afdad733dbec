import { PATIENCE_MS, report } from './within.ts';

/** Between two looks. */
const INTERVAL_MS = 10;

/**
 * Looks again and again until `check` holds. Only for what nothing announces: the process table, a file that another
 * program writes. Everything else has an event to wait for.
 *
 * @param received is asked when time is up.
 */
export async function until(
  check: () => boolean | Promise<boolean>,
  waitingFor: string,
  received: () => string = () => '',
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(report(waitingFor, received()));
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  }
}
