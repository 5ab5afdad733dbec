import type { LogLine, Stream } from '../model/log-line.ts';
import { partitionPoint } from '../util/partition-point.ts';
import { Block, LINES_PER_BLOCK } from './block.ts';
import type { LineMatcher } from './line-matcher.ts';
import { microseconds } from './microseconds.ts';
import type { StoredBlock } from './stored-block.ts';

/** What can be scanned: the frozen lines of one process. */
export interface ScannedLogs {
  readonly process: string;
  readonly processId: number;
  readonly sessionId: number;
  /** Oldest first. */
  readonly blocks: readonly StoredBlock[];
  /** Lines that had begun and not ended, in the order in which their streams first wrote. */
  readonly openLines: readonly OpenLineView[];
  /** The id that the next line of any process was going to get. */
  readonly nextId: number;
  /** How many lines of `blocks[index]` may be seen. */
  visibleLines(index: number): number;
}

/** A line that has not ended. */
export interface OpenLineView {
  readonly run: number;
  readonly stream: Stream;
  /** When its latest bytes came, microseconds since the epoch. */
  readonly timeUs: number;
  readonly bytes: Buffer;
}

/** Which lines are looked at. */
export interface LineFilter {
  readonly stream: Stream | null;
  readonly run: number | null;
  /** Ids in `(afterId, beforeId)`. */
  readonly afterId: number;
  readonly beforeId: number;
  /** Wall times in `[since, until)`, ms since the epoch. */
  readonly since: number;
  readonly until: number;
}

export interface Scan {
  readonly filter: LineFilter;
  /** Null: every line that passes the filter matches. */
  readonly matcher: LineMatcher | null;
  /** How many lines before and after a match to give with it, of those that pass the filter. */
  readonly context: number;
  readonly direction: Direction;
  /** The id that the first open line is shown with; null: open lines are left out. */
  readonly openFromId: number | null;
}

/** Towards greater ids, or towards smaller ones. */
export type Direction = 'forward' | 'backward';

/** Either a line, or the news that a block was looked at and every later step is at `id` or past it. */
export type ScanStep =
  | { readonly type: 'line'; readonly id: number; readonly line: LogLine; readonly role: LineRole }
  | { readonly type: 'progress'; readonly id: number };

/** A match, or the context of one: `lead` lines come before their match in the order of the walk, `trail` lines after. */
export type LineRole = 'match' | 'lead' | 'trail';

/**
 * Walks through the lines of one process, a block at a time, each step at a greater id than the one before it (a
 * smaller one, when going backward). There is a `progress` step before each block, so that whoever merges several
 * scans need not run one ahead of the others, and whoever is short of time can pause.
 */
export function* scan(
  logs: ScannedLogs,
  { filter, matcher, context, direction, openFromId }: Scan,
): Iterable<ScanStep> {
  const indexes = new Uint8Array(LINES_PER_BLOCK);
  const hits = new Uint8Array(LINES_PER_BLOCK);
  /** Lines that were passed by and are context if a match follows soon. */
  const held: Place[] = [];
  /** How many more lines are context of the last match. */
  let owed = 0;

  for (const { block, visible } of blocksOf(logs, filter, direction, openFromId)) {
    const edge = direction === 'forward' ? block.baseId : block.idAt(visible - 1);
    yield { type: 'progress', id: held[0] === undefined ? edge : held[0].block.idAt(held[0].index) };

    const any = matcher === null || matcher.mark(block, visible, hits);
    if (!any && context === 0) continue;
    const count = select(block, visible, filter, matcher !== null && context === 0 ? hits : null, indexes);
    if (direction === 'backward') indexes.subarray(0, count).reverse();
    let position = 0;
    if (!any) {
      // Only the first lines can still be context, and only the last can become it.
      for (; position < count && owed > 0; position += 1, owed -= 1) {
        yield step(logs, block, indexes[position] ?? 0, 'trail');
      }
      position = Math.max(position, count - context);
    }
    for (; position < count; position += 1) {
      const index = indexes[position] ?? 0;
      if (any && (matcher === null || hits[index] === 1)) {
        for (const place of held.splice(0)) yield step(logs, place.block, place.index, 'lead');
        yield step(logs, block, index, 'match');
        owed = context;
      } else if (owed > 0) {
        yield step(logs, block, index, 'trail');
        owed -= 1;
      } else if (context > 0) {
        held.push({ block, index });
        if (held.length > context) held.shift();
      }
    }
  }
}

interface Place {
  readonly block: Block;
  readonly index: number;
}

interface VisibleBlock {
  readonly block: Block;
  readonly visible: number;
}

/** The blocks that may hold lines of the filter, in the order of the walk. */
function* blocksOf(
  logs: ScannedLogs,
  filter: LineFilter,
  direction: Direction,
  openFromId: number | null,
): Iterable<VisibleBlock> {
  const open = openFromId === null ? [] : openBlocks(logs, openFromId).filter((entry) => mayHold(entry.block, filter));
  const { blocks } = logs;
  const from = Math.max(0, firstFrom(blocks, filter.afterId + 2) - 1);
  const to = firstFrom(blocks, filter.beforeId);
  if (direction === 'backward') yield* open.reverse();
  for (let turn = 0; turn < to - from; turn += 1) {
    const index = direction === 'forward' ? from + turn : to - 1 - turn;
    const stored = blocks[index];
    const visible = logs.visibleLines(index);
    if (stored === undefined || visible === 0 || !mayHold(stored, filter)) continue;
    const block = stored.load();
    if (block !== null) yield { block, visible };
  }
  if (direction === 'forward') yield* open;
}

/** The first of the blocks whose lines all have an id of at least `id`. */
function firstFrom(blocks: readonly StoredBlock[], id: number): number {
  return partitionPoint(blocks.length, (index) => (blocks[index]?.baseId ?? 0) < id);
}

function mayHold(block: StoredBlock, { run, since, until }: LineFilter): boolean {
  if (run !== null && block.run !== run) return false;
  return block.baseTimeUs < microseconds(until) && block.latestTimeUs >= microseconds(since);
}

/**
 * Puts the indexes of the lines that pass the filter, and are among the `hits` if any are given, into `indexes`,
 * ascending, and says how many they are.
 */
function select(
  block: Block,
  visible: number,
  filter: LineFilter,
  hits: Uint8Array | null,
  indexes: Uint8Array,
): number {
  const { stream, afterId, beforeId } = filter;
  const sinceUs = microseconds(filter.since);
  const untilUs = microseconds(filter.until);
  const isWhole = block.baseTimeUs >= sinceUs && block.latestTimeUs < untilUs;
  const to = block.indexOfId(beforeId, visible);
  let count = 0;
  for (let index = block.indexOfId(afterId + 1, visible); index < to; index += 1) {
    if (hits !== null && hits[index] === 0) continue;
    if (stream !== null && block.streamAt(index) !== stream) continue;
    if (!isWhole && !(block.timeUsAt(index) >= sinceUs && block.timeUsAt(index) < untilUs)) continue;
    indexes[count] = index;
    count += 1;
  }
  return count;
}

function step(logs: ScannedLogs, block: Block, index: number, role: LineRole): ScanStep {
  const id = block.idAt(index);
  const line: LogLine = {
    id,
    process: logs.process,
    stream: block.streamAt(index),
    run: block.run,
    timestamp: block.timeUsAt(index) / 1000,
    bytes: block.bytesAt(index),
    partial: block.isPartialAt(index),
  };
  return { type: 'line', id, line, role };
}

/** Open lines as blocks of one line each, so that they are filtered, matched and given like the others. */
function openBlocks({ processId, sessionId, openLines }: ScannedLogs, fromId: number): VisibleBlock[] {
  return openLines.map(({ run, stream, timeUs, bytes }, order) => {
    const id = fromId + order;
    const block = new Block({ processId, sessionId, run, baseId: id, baseTimeUs: timeUs, linesBefore: 0 });
    block.appendLine(bytes, 0, bytes.length, { id, timeUs, stream, partial: true });
    return { block, visible: 1 };
  });
}
