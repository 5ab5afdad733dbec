/** Why a stream ends that nobody has left: the last thing that it says. */
export interface StreamEnding {
  /** Aborts when the stream is to end. */
  readonly signal: AbortSignal;
  readonly lastPart: string;
}

/**
 * A body that is made as it is taken: nothing is made ahead of the client, so one that does not read costs the part it
 * has been offered and nothing more.
 *
 * @param parts given a signal that aborts when no more parts are wanted: the client has gone, or the stream is to end.
 */
export function pullStream(
  parts: (signal: AbortSignal) => AsyncGenerator<string, void, void>,
  ending: StreamEnding,
): ReadableStream<Uint8Array> {
  const over = new AbortController();
  let isCut = ending.signal.aborted;
  const cut = (): void => {
    isCut = true;
    over.abort();
  };
  if (isCut) over.abort();
  else ending.signal.addEventListener('abort', cut, { once: true, signal: over.signal });
  const source = parts(over.signal);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const part = isCut ? null : await source.next();
        if (part !== null && part.done !== true) {
          controller.enqueue(Buffer.from(part.value));
          return;
        }
        if (isCut) controller.enqueue(Buffer.from(ending.lastPart));
        over.abort();
        controller.close();
      },
      cancel() {
        over.abort();
      },
    },
    { highWaterMark: 0 },
  );
}
