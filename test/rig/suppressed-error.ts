/**
 * What `await using` throws when a test has failed and its disposal fails, too: most often because of what the failure
 * has left behind. Node 20 has no such class, and the name under which @swc/core looks for its own is wrong
 * (https://github.com/swc-project/swc).
 */
class SuppressedFailure extends Error {
  override readonly name = 'SuppressedError';

  /** @param failure of the disposal. @param first what the test had failed with. */
  constructor(failure: unknown, first: unknown) {
    super(`${textOf(first)}\n\nand then, while tidying up: ${textOf(failure)}`, { cause: first });
    if (first instanceof Error && first.stack !== undefined) this.stack = `${this.message}\n${first.stack}`;
  }
}

function textOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}

Object.assign(globalThis, { _SuppressedError: SuppressedFailure });
