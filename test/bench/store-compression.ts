/**
 * What compressing blocks of real-looking logs would give, and cost: whole blocks as they go to disk, by each method
 * that this Node has, and interning, by whole lines and by templates (the text with its numbers taken out).
 */
import * as zlib from 'node:zlib';
import { LINES_PER_BLOCK } from '../../src/store/block.ts';
import { LOG_KINDS, type LogKind, sampleLog } from './lib/log-samples.ts';
import { percent, times } from './lib/measure.ts';
import { report } from './lib/report.ts';

const LINES = 64_000;

interface Method {
  readonly name: string;
  readonly pack: (block: Buffer) => Buffer;
  readonly unpack: (packed: Buffer) => Buffer;
}

const METHODS: readonly Method[] = [
  {
    name: 'deflate 1',
    pack: (block) => zlib.deflateRawSync(block, { level: 1 }),
    unpack: (packed) => zlib.inflateRawSync(packed),
  },
  {
    name: 'deflate 6',
    pack: (block) => zlib.deflateRawSync(block, { level: 6 }),
    unpack: (packed) => zlib.inflateRawSync(packed),
  },
  {
    name: 'brotli 1',
    pack: (block) => zlib.brotliCompressSync(block, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } }),
    unpack: (packed) => zlib.brotliDecompressSync(packed),
  },
  ...zstd(),
];

for (const kind of LOG_KINDS) {
  const blocks = blocksOf(sampleLog(kind, LINES));
  const bytes = blocks.reduce((sum, block) => sum + block.length, 0);
  for (const method of METHODS) measure(kind, method, blocks, bytes);
  intern(kind, blocks, bytes);
}

function measure(kind: LogKind, { name, pack, unpack }: Method, blocks: readonly Buffer[], bytes: number): void {
  let began = process.cpuUsage();
  const packed = blocks.map(pack);
  const packMs = cpuMs(began);
  const packedBytes = packed.reduce((sum, block) => sum + block.length, 0);
  began = process.cpuUsage();
  for (const block of packed) unpack(block);
  const unpackMs = cpuMs(began);
  const megabytes = bytes / 1e6;
  report({
    what: `${kind}, ${name}: smaller by; CPU per MB to pack, to unpack`,
    value: times(bytes / packedBytes),
    reference: `${(packMs / megabytes).toFixed(1)} ms, ${(unpackMs / megabytes).toFixed(1)} ms`,
  });
}

/** What would be stored if each different line, or template, were stored once and every line had a number of 4 bytes. */
function intern(kind: LogKind, blocks: readonly Buffer[], bytes: number): void {
  const lines = blocks.flatMap((block) => block.toString('latin1').trimEnd().split('\n'));
  let began = process.cpuUsage();
  const whole = new Set(lines);
  const wholeMs = cpuMs(began);
  began = process.cpuUsage();
  const templates = new Set<string>();
  let parameters = 0;
  for (const line of lines) {
    templates.add(
      line.replaceAll(/[0-9a-f]*\d[0-9a-f]*/g, (number) => {
        parameters += number.length + 1;
        return '#';
      }),
    );
  }
  const templateMs = cpuMs(began);
  const stored = (texts: ReadonlySet<string>) =>
    [...texts].reduce((sum, text) => sum + text.length, 0) + lines.length * 4;
  const megabytes = bytes / 1e6;
  const different = (texts: ReadonlySet<string>) => percent(texts.size / lines.length);
  report({
    what: `${kind}, whole lines interned: smaller by; CPU per MB`,
    value: times(bytes / stored(whole)),
    reference: `${(wholeMs / megabytes).toFixed(1)} ms, ${different(whole)} differ`,
  });
  report({
    what: `${kind}, templates interned: smaller by; CPU per MB`,
    value: times(bytes / (stored(templates) + parameters)),
    reference: `${(templateMs / megabytes).toFixed(1)} ms, ${different(templates)} differ`,
  });
}

function blocksOf(lines: readonly string[]): readonly Buffer[] {
  const blocks: Buffer[] = [];
  for (let from = 0; from < lines.length; from += LINES_PER_BLOCK) {
    blocks.push(Buffer.from(`${lines.slice(from, from + LINES_PER_BLOCK).join('\n')}\n`));
  }
  return blocks;
}

function cpuMs(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

/** From Node 22.15 on. */
function zstd(): readonly Method[] {
  const codec = zlib as {
    readonly zstdCompressSync?: (block: Buffer) => Buffer;
    readonly zstdDecompressSync?: (packed: Buffer) => Buffer;
  };
  const { zstdCompressSync: pack, zstdDecompressSync: unpack } = codec;
  return pack === undefined || unpack === undefined ? [] : [{ name: 'zstd', pack, unpack }];
}
