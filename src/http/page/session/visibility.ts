/**
 * Does `work` whenever somebody sees this tab, until `ended` aborts. A browser has six connections for a site: tabs that
 * nobody sees must have none.
 *
 * @param work ends when the signal that it is given aborts, or sooner.
 */
export async function whileVisible(ended: AbortSignal, work: (hidden: AbortSignal) => Promise<void>): Promise<void> {
  while (!ended.aborted) {
    await becomes('visible', ended);
    const hidden = new AbortController();
    const gone = becomes('hidden', ended).then(() => hidden.abort());
    await Promise.all([work(hidden.signal), gone]);
  }
}

function becomes(state: DocumentVisibilityState, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const settled = new AbortController();
    const look = () => {
      if (document.visibilityState !== state && !ended.aborted) return;
      settled.abort();
      resolve();
    };
    document.addEventListener('visibilitychange', look, { signal: settled.signal });
    ended.addEventListener('abort', look, { signal: settled.signal });
    look();
  });
}
