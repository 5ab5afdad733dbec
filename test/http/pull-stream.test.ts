import { describe, expect, it } from '@jest/globals';
import { pullStream } from '../../src/http/pull-stream.ts';

const text = (value: Uint8Array | undefined) => Buffer.from(value ?? []).toString();

describe('a body that is pulled', () => {
  it('makes no part before somebody takes one, and one for each that is taken', async () => {
    let made = 0;
    const reader = pullStream(async function* () {
      for (;;) yield `part ${++made}`;
    }).getReader();
    await Promise.resolve();
    expect(made).toBe(0);
    expect(text((await reader.read()).value)).toBe('part 1');
    expect(made).toBe(1);
    expect(text((await reader.read()).value)).toBe('part 2');
    expect(made).toBe(2);
  });

  it('ends when there are no more parts', async () => {
    const stream = pullStream(async function* () {
      yield 'a';
      yield 'b';
    });
    expect(await new Response(stream).text()).toBe('ab');
  });

  it('tells whoever makes the parts that the client has gone', async () => {
    let signal: AbortSignal | null = null;
    const stream = pullStream(async function* (gone) {
      signal = gone;
      yield 'a';
    });
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel();
    expect(signal).toMatchObject({ aborted: true });
  });
});
