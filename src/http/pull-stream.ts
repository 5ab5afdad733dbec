/**
 * A body that is made as it is taken: nothing is made ahead of the client, so one that does not read costs the part it
 * has been offered and nothing more.
 *
 * @param parts given a signal that aborts when the client has gone.
 */
export function pullStream(
  parts: (signal: AbortSignal) => AsyncGenerator<string, void, void>,
): ReadableStream<Uint8Array> {
  const gone = new AbortController();
  const source = parts(gone.signal);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const part = await source.next();
        if (part.done === true) controller.close();
        else controller.enqueue(Buffer.from(part.value));
      },
      cancel() {
        gone.abort();
      },
    },
    { highWaterMark: 0 },
  );
}
