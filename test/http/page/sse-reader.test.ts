import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { SseReader } from '../../../src/http/page/api/sse-reader.ts';
import { sseEvent, ssePosition, sseRetry } from '../../../src/http/sse.ts';

const STREAM = [
  sseRetry(),
  ssePosition(7),
  sseEvent({ id: 8, text: '{"a":1}' }),
  sseEvent({ type: 'missed', text: '{"missed":2}' }),
  sseEvent({ id: 9, type: 'end', text: '' }),
].join('');

const EVENTS = [
  { type: 'message', id: null, data: null },
  { type: 'message', id: '7', data: null },
  { type: 'message', id: '8', data: '{"a":1}' },
  { type: 'missed', id: '8', data: '{"missed":2}' },
  { type: 'end', id: '9', data: '' },
];

describe('a stream of Server-Sent Events', () => {
  it('is read as the session writes it', () => {
    expect(new SseReader().read(STREAM)).toEqual(EVENTS);
  });

  it('may come in any pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(STREAM.length)), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), STREAM.length];
        const reader = new SseReader();
        const read = at.slice(1).flatMap((to, index) => reader.read(STREAM.slice(at[index], to)));
        expect(read).toEqual(EVENTS);
      }),
    );
  });
});
