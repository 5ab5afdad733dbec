import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseDetachKeys } from '../../../src/model/detach-keys.ts';
import { DetachWatch } from '../../../src/tui/attach/detach-watch.ts';

function typed(keys: string, chunks: readonly Uint8Array[]) {
  const parsed = parseDetachKeys(keys);
  if (!parsed.ok) throw new Error(parsed.failure);
  const watch = new DetachWatch(parsed.value);
  const passed: Uint8Array[] = [];
  for (const chunk of chunks) {
    const result = watch.push(chunk);
    passed.push(result.passed);
    if (result.detached) return { passed: Buffer.concat(passed).toString('latin1'), detached: true };
  }
  return { passed: Buffer.concat(passed).toString('latin1'), detached: false };
}

describe('the detach keys', () => {
  it('are found wherever they are typed, and nothing after them is passed on', () => {
    expect(typed('ctrl-\\', [Buffer.from('ls\n\x1cmore')])).toEqual({ passed: 'ls\n', detached: true });
  });

  it('are passed on when the sequence is not completed', () => {
    expect(typed('ctrl-p,ctrl-q', [Buffer.from('\x10\x10x')])).toEqual({ passed: '\x10\x10x', detached: false });
    expect(typed('ctrl-p,ctrl-q', [Buffer.from('\x10\x10\x11')])).toEqual({ passed: '\x10', detached: true });
  });

  it('are the same however what is typed is cut', () => {
    const bytes = fc.array(fc.constantFrom(0x10, 0x11, 0x61), { maxLength: 12 });
    fc.assert(
      fc.property(bytes, (all) => {
        const cut = all.map((byte) => Uint8Array.of(byte));
        expect(typed('ctrl-p,ctrl-q', cut)).toEqual(typed('ctrl-p,ctrl-q', [Uint8Array.from(all)]));
      }),
    );
  });

  it.each(['', 'ctrl-', 'ctrl-1', 'ab', 'ctrl-p,', 'é'])('cannot be %j', (keys) => {
    expect(parseDetachKeys(keys)).toMatchObject({ ok: false });
  });
});
