import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Stream } from '../../../src/model/log-line.ts';
import { removeExcess } from '../../../src/store/disk/archive.ts';
import { ArchivedLogs } from '../../../src/store/disk/archived-logs.ts';
import { FrameCache } from '../../../src/store/disk/frame-cache.ts';
import { packFile } from '../../../src/store/disk/pack-file.ts';
import { Packer } from '../../../src/store/disk/packer.ts';
import type { RecordHeader } from '../../../src/store/disk/record.ts';
import { Segment } from '../../../src/store/disk/segment.ts';
import { contentsOf } from '../../../src/store/disk/segment-index.ts';
import { NODE_FILES } from '../../../src/store/disk/writable-files.ts';
import { ManualClock } from '../../rig/manual-clock.ts';
import { T0 } from '../sample.ts';
import { KIB, type Line, linesOf, numbered, type OpenDiskStore, openDiskStore } from './open-disk-store.ts';

/** The log files in a directory, in their order, and the records in each. */
function filesIn(directory: string): readonly LogFile[] {
  return readdirSync(directory)
    .filter((name) => /^\d+\.log$/.test(name))
    .map((name) => path.join(directory, name))
    .map((file) => ({ file, records: recordsOf(file) }));
}

interface LogFile {
  readonly file: string;
  readonly records: readonly RecordHeader[];
}

function recordsOf(file: string): readonly RecordHeader[] {
  const segment = new Segment(file);
  const records = [...segment.records()].map(({ header }) => header);
  segment.close();
  return records;
}

const kindsOf = ({ records }: Pick<LogFile, 'records'>) => new Set(records.map(({ kind }) => kind));

describe('log files that are finished', () => {
  it('become smaller, and are read as before by the session and by whoever comes later', async () => {
    await using kept = openDiskStore(64 * KIB, 256 * KIB);
    for (let from = 1; from < 20_000; from += 2_000) {
      kept.write('api', numbered(2_000, from));
      await kept.flush();
    }
    const before = await linesOf(kept.store);
    await kept.store.packed();
    const files = filesIn(kept.directory);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files.slice(0, -1)) {
      expect(kindsOf(file)).toEqual(new Set(['frame']));
      expect(statSync(file.file).size).toBeLessThan((256 * KIB) / 4);
    }
    expect(before.lines).toHaveLength(20_000);
    expect(await linesOf(kept.store)).toEqual(before);
    using archive = kept.archived();
    expect((await linesOf(archive)).lines.slice(0, 15_000)).toEqual(before.lines.slice(0, 15_000));
    expect(readdirSync(kept.directory).filter((name) => name.endsWith('.new'))).toEqual([]);
    expect(new Set(files.map(({ file }) => statSync(file).mode & 0o777))).toEqual(new Set([0o600]));
  });

  it('are one history with memory and plain files, whenever the session dies and whatever was packed by then', async () => {
    const step = fc.record({
      process: fc.constantFrom('api', 'web', 'quiet'),
      run: fc.constantFrom(1, 1, 1, 2),
      stream: fc.constantFrom<Stream>('stdout', 'stderr'),
      lines: fc.integer({ min: 1, max: 600 }),
      width: fc.integer({ min: 0, max: 200 }),
      next: fc.constantFrom('flush', 'pack', 'die', 'read', 'nothing'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        await using kept = openDiskStore(32 * KIB, 48 * KIB);
        const expected: Line[] = [];
        for (const [number, { process, run, stream, lines, width, next }] of steps.entries()) {
          const at = T0 + number;
          const texts = Array.from({ length: lines }, (_, index) => `${index} ${'y'.repeat(width)}`);
          kept.write(process, texts.map((text) => `${text}\n`).join(''), { run, stream, at });
          for (const text of texts) {
            expected.push({ id: expected.length + 1, process, run, stream, timestamp: at, text, partial: false });
          }
          if (next === 'nothing') continue;
          if (next === 'read') {
            expect((await linesOf(kept.store)).lines).toEqual(expected);
            continue;
          }
          await kept.flush();
          if (next === 'pack') await kept.store.packed();
          if (next !== 'die') continue;
          // Some file is likely to be half packed in this moment.
          const copy = path.join(kept.root, `copy-${number}`);
          cpSync(kept.directory, copy, { recursive: true });
          using archive = new ArchivedLogs(copy, 7);
          expect((await linesOf(archive)).lines).toEqual(expected);
        }
        expect((await linesOf(kept.store)).lines).toEqual(expected);
        await kept.store.close();
        using archive = kept.archived();
        expect((await linesOf(archive)).lines).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });

  it('lose the lines of a frame that was damaged, and no others', async () => {
    await using kept = openDiskStore(16 * KIB, 1024 * KIB);
    kept.write('api', numbered(20_000));
    await kept.store.close();
    const [first] = filesIn(kept.directory);
    const frames = first?.records.filter(({ kind }) => kind === 'frame') ?? [];
    expect(frames.length).toBeGreaterThan(4);
    const bytes = readFileSync(first?.file ?? '');
    const start = frames[0]?.length ?? 0;
    const middle = start + Math.floor((frames[1]?.length ?? 0) / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 0x55;
    writeFileSync(first?.file ?? '', bytes);
    using archive = kept.archived();
    const ids = (await linesOf(archive)).lines.map(({ id }) => id);
    const gaps = ids.flatMap((id, index) => (index > 0 && id !== (ids[index - 1] ?? 0) + 1 ? [id] : []));
    expect(gaps).toHaveLength(1);
    expect([ids[0], ids.at(-1)]).toEqual([1, 20_000]);
    expect(ids.length).toBeLessThan(20_000);
    expect(ids.length).toBeGreaterThan(10_000);
  });

  it('are read up to the first torn frame when they were cut short', async () => {
    await using kept = openDiskStore(16 * KIB, 8 * 1024 * KIB);
    kept.write('api', numbered(20_000));
    await kept.store.close();
    const [first] = filesIn(kept.directory);
    const whole = readFileSync(first?.file ?? '');
    let most = 20_000;
    for (let size = whole.length - 1; size > 0; size = Math.floor(size * 0.8) - 3) {
      writeFileSync(first?.file ?? '', whole.subarray(0, size));
      using archive = kept.archived();
      const { lines } = await linesOf(archive);
      expect(lines.map(({ id }) => id)).toEqual(lines.map((_, index) => index + 1));
      expect(lines.length).toBeLessThanOrEqual(most);
      most = lines.length;
    }
    expect(most).toBe(0);
  });

  it('stay as they are when packing fails', async () => {
    await using kept = openDiskStore(16 * KIB, 128 * KIB);
    const { file } = await finishedFile(kept);
    mkdirSync(`${file}.new`);
    kept.write('api', numbered(4_000, 513));
    await kept.store.close();
    expect(kindsOf({ records: recordsOf(file) })).toEqual(new Set(['name', 'block', 'index']));
    expect(kept.troubles).toEqual([]);
    using archive = kept.archived();
    expect((await linesOf(archive)).lines).toHaveLength(4_512);
  });

  it('do not come back when somebody removes them meanwhile', async () => {
    await using kept = openDiskStore();
    const { finished, cache, file } = await finishedFile(kept);
    const mayGoOn = () => {
      rmSync(file, { force: true });
      return Promise.resolve(true);
    };
    await packFile(finished, { files: NODE_FILES, cache, mayGoOn });
    expect(readdirSync(kept.directory)).toEqual([]);
  });

  it('do not come back when the limits remove them in the last moment', async () => {
    await using kept = openDiskStore();
    const { finished, cache, file } = await finishedFile(kept);
    const rename = (from: string, to: string) => {
      rmSync(file);
      finished.segment.close();
      return NODE_FILES.rename(from, to);
    };
    await packFile(finished, { files: { ...NODE_FILES, rename }, cache, mayGoOn: () => Promise.resolve(true) });
    expect(readdirSync(kept.directory)).toEqual([]);
  });

  it('stay as they are when there is no time left', async () => {
    await using kept = openDiskStore();
    const { finished, cache, file } = await finishedFile(kept);
    await packFile(finished, { files: NODE_FILES, cache, mayGoOn: () => Promise.resolve(false) });
    expect(kindsOf({ records: recordsOf(file) })).toEqual(new Set(['name', 'block']));
    expect(readdirSync(kept.directory)).toEqual([path.basename(file)]);
  });

  it('wait while the disk has more to do than it can, and may be removed meanwhile', async () => {
    await using kept = openDiskStore();
    const { finished, cache, file } = await finishedFile(kept);
    const packer = new Packer({ clock: new ManualClock(), files: NODE_FILES, cache });
    packer.pause(true);
    packer.add(finished);
    expect([packer.isUsing(file), packer.isUsing(`${file}.new`), packer.isUsing('/else')]).toEqual([
      false,
      true,
      false,
    ]);
    packer.pause(false);
    await packer.done();
    expect(packer.isUsing(`${file}.new`)).toBe(false);
    expect(kindsOf({ records: recordsOf(file) })).toEqual(new Set(['frame']));
  });
});

/** A file with 512 lines, and what a packer wants to know of it. */
async function finishedFile({ write, flush, directory }: OpenDiskStore) {
  write('api', numbered(512));
  await flush();
  const file = path.join(directory, '00000001.log');
  const cache = new FrameCache();
  const segment = new Segment(file);
  return { finished: { segment, ...contentsOf(segment, 7, cache) }, cache, file };
}

describe('removing what is beyond the limits', () => {
  const LIMITS = { maxBytes: 10 * KIB, maxAgeMs: 60_000 };

  it('counts what a killed session was packing, and removes it in its turn', async () => {
    await using kept = openDiskStore();
    const session = path.join(kept.root, '20240101T000000000Z-1');
    makeFiles(session, { '00000001.log.new': 6 * KIB, '00000002.log': 6 * KIB });
    const gone: string[] = [];
    const inUse = { isInUse: () => false, blocksIn: () => 0, forget: (file: string) => gone.push(path.basename(file)) };
    await removeExcess(kept.root, LIMITS, Date.now(), inUse);
    expect(gone).toEqual(['00000002.log']);
    await removeExcess(kept.root, { ...LIMITS, maxBytes: 0 }, Date.now(), inUse);
    expect(gone).toEqual(['00000002.log', '00000001.log.new']);
    expect(existsSync(session)).toBe(false);
  });

  it('counts a block for at least a kibibyte, because memory knows each', async () => {
    await using kept = openDiskStore();
    const session = path.join(kept.root, '20240101T000000000Z-1');
    makeFiles(session, { '00000001.log': 100, '00000002.log': 100 });
    const gone: string[] = [];
    const inUse = { isInUse: () => false, blocksIn: () => 6, forget: (file: string) => gone.push(path.basename(file)) };
    await removeExcess(kept.root, LIMITS, Date.now(), inUse);
    expect(gone).toEqual(['00000001.log']);
  });

  it('does not count what has got another name meanwhile', async () => {
    await using kept = openDiskStore();
    const session = path.join(kept.root, '20240101T000000000Z-1');
    makeFiles(session, { '00000001.log': 4 * KIB, '00000002.log': 8 * KIB, '00000003.log': 4 * KIB });
    const gone: string[] = [];
    const forget = (file: string) => {
      if (gone.length === 0) renameSync(file, path.join(kept.root, 'elsewhere'));
      gone.push(path.basename(file));
    };
    const inUse = { isInUse: () => false, blocksIn: () => 0, forget };
    await removeExcess(kept.root, { ...LIMITS, maxBytes: 12 * KIB }, Date.now(), inUse);
    expect(gone).toEqual(['00000001.log']);
    expect(readdirSync(session)).toEqual(['00000002.log', '00000003.log']);
  });
});

/** Files of these sizes in a new directory. */
function makeFiles(directory: string, sizes: Readonly<Record<string, number>>): void {
  mkdirSync(directory);
  for (const [name, size] of Object.entries(sizes)) writeFileSync(path.join(directory, name), Buffer.alloc(size));
}
