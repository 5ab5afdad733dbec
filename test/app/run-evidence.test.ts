import { describe, expect, it } from '@jest/globals';
import { RunEvidenceKeeper } from '../../src/app/run-evidence.ts';
import type { RunRecord } from '../../src/model/process-status.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';

const MIB = 1024 * 1024;

function record(run: number): RunRecord {
  return { run, pid: 7, startedAt: 0, endedAt: 1, exit: { code: 1, signal: null }, cause: null };
}

function stage() {
  const store = new MemoryStore({ sessionId: 1, budgetBytes: 8 * MIB });
  const keeper = new RunEvidenceKeeper();
  const print = (run: number, text: string, stream: 'stdout' | 'stderr' = 'stdout') =>
    store.append('api', run, stream, Buffer.from(text), 0);
  const evidenceOf = (run: number) => keeper.with('api', [record(run)])[0]?.evidence ?? null;
  return { store, keeper, print, evidenceOf };
}

describe('evidence of a run', () => {
  it('has the last lines of each stream in their order, an unfinished one as well, and no other run', () => {
    const { store, keeper, print, evidenceOf } = stage();
    print(1, 'of the first run\n');
    print(2, 'FATAL\n', 'stderr');
    print(2, Array.from({ length: 30 }, (_, n) => `${n}\n`).join(''));
    print(2, 'last words');
    keeper.keep('api', 2, store.snapshot('api'), []);
    const lines = evidenceOf(2)?.lines ?? [];
    expect(lines).toHaveLength(21);
    expect(lines[0]).toMatchObject({ stream: 'stderr', line: 'FATAL' });
    expect(lines.at(-1)?.line).toBe('last words');
  });

  it('survives what is printed later, without colours, and cut', () => {
    const { store, keeper, print, evidenceOf } = stage();
    print(1, `\x1b[31mFATAL\x1b[0m\n${'x'.repeat(10_000)}\n`);
    keeper.keep('api', 1, store.snapshot('api'), []);
    const before = structuredClone(evidenceOf(1));
    for (let turn = 0; turn < 200; turn++) print(2, `${'y'.repeat(99_999)}\n`);
    expect(evidenceOf(1)).toEqual(before);
    expect(before?.lines.map(({ line }) => line)).toEqual(['FATAL', 'x'.repeat(500)]);
  });

  it('is kept of the last five such runs, and of none that is forgotten', () => {
    const { store, keeper, evidenceOf } = stage();
    for (let run = 1; run <= 6; run++) keeper.keep('api', run, store.snapshot('api'), []);
    expect(evidenceOf(1)).toBeNull();
    expect(evidenceOf(2)).not.toBeNull();
    keeper.forget('api');
    expect(evidenceOf(6)).toBeNull();
  });

  it('has the names of its variables', () => {
    const { store, keeper, evidenceOf } = stage();
    keeper.environmentRead('api', ['PORT', 'HOME']);
    keeper.keep('api', 1, store.snapshot('api'), []);
    expect(evidenceOf(1)?.environmentNames).toEqual(['HOME', 'PORT']);
  });
});
