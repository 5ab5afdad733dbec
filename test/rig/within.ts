/**
 * How long a wait may last before the test is told what did not happen. Below jest's own limit, so that this message
 * and not "exceeded timeout" is what people read. Nothing is expected to take this long: it is not a sleep.
 */
export const PATIENCE_MS = 20_000;

/**
 * `promise`, or a failure that says what was waited for and everything that was received instead.
 *
 * @param waitingFor completes the sentence "waited for …".
 * @param received is asked only when the wait fails.
 */
export async function within<T>(promise: Promise<T>, waitingFor: string, received: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(report(waitingFor, received()))), PATIENCE_MS);
  });
  try {
    return await Promise.race([promise, expired]);
  } finally {
    clearTimeout(timer);
  }
}

/** The text of such a failure, for waits that end early because they became impossible. */
export function report(waitingFor: string, received: string): string {
  return `waited for ${waitingFor}\n\nreceived:\n${received === '' ? '(nothing)' : received}`;
}
