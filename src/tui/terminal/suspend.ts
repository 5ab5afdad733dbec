/**
 * Suspends this process, and those that were started with it as one job of the shell, as Ctrl-Z does elsewhere.
 *
 * @returns when it goes on: at once when nobody could wake it up (its group is orphaned), and the signal had no effect.
 */
export async function suspendJob(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.kill(0, 'SIGTSTP');
    // The process stands still here. The timer fires when it goes on, or soon, if it never stood still.
    setTimeout(resolve, RESUME_MS);
  });
}

/** The signal may be delivered to another thread than this: give it the time to stop this one. */
const RESUME_MS = 50;
