import { describe, expect, it } from '@jest/globals';
import { pullStream } from '../../src/http/pull-stream.ts';

const NEVER = { signal: new AbortController().signal, lastPart: '' };

const text = (value: Uint8Array | undefined) => Buffer.from(value ?? []).toString();

describe('a body that is pulled', () => {
  it('makes no part before somebody takes one, and one for each that is taken', async () => {
    let made = 0;
    const reader = pullStream(async function* () {
      for (;;) yield `part ${++made}`;
    }, NEVER).getReader();
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
    }, NEVER);
    expect(await new Response(stream).text()).toBe('ab');
  });

  it('tells whoever makes the parts that the client has gone', async () => {
    let signal: AbortSignal | null = null;
    const stream = pullStream(async function* (gone) {
      signal = gone;
      yield 'a';
    }, NEVER);
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel();
    expect(signal).toMatchObject({ aborted: true });
  });

  it('says that it ends when it is to end, and stops waiting for the next part', async () => {
    const ending = new AbortController();
    const stream = pullStream(
      async function* (over) {
        yield 'a';
        await new Promise((resolve) => over.addEventListener('abort', resolve));
      },
      { signal: ending.signal, lastPart: 'the end' },
    );
    const reader = stream.getReader();
    expect(text((await reader.read()).value)).toBe('a');
    const next = reader.read();
    ending.abort();
    expect(text((await next).value)).toBe('the end');
    expect((await reader.read()).done).toBe(true);
  });

  it('says nothing else when it was to end before it began', async () => {
    const stream = pullStream(
      async function* () {
        yield 'a';
      },
      { signal: AbortSignal.abort(), lastPart: 'the end' },
    );
    expect(await new Response(stream).text()).toBe('the end');
  });
});
