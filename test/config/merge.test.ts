import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Diagnostics } from '../../src/config/diagnostic.ts';
import { mergeMaps } from '../../src/config/merge.ts';
import { entriesOf, type MapNode, toPlain } from '../../src/config/node.ts';
import { parse } from '../../src/config/parse.ts';
import { SourceFile } from '../../src/config/source-file.ts';

const value = fc.letrec<{ value: unknown; map: Readonly<Record<string, unknown>> }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.integer(), fc.constantFrom('x', 'y'), fc.array(fc.nat(9)), tie('map')),
  map: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value')),
})).map;

function mapOf(plain: unknown, name = 'file'): MapNode {
  const root = parse(new SourceFile(`/${name}`, name, JSON.stringify(plain)), new Diagnostics());
  if (root === null) throw new Error('not a map');
  return root;
}

/** What merging means, over plain values. */
function merged(base: unknown, over: unknown): unknown {
  if (!isRecord(base) || !isRecord(over)) return over;
  const keys = [...new Set([...Object.keys(base), ...Object.keys(over)])];
  return Object.fromEntries(
    keys.map((key) => [key, key in over ? (key in base ? merged(base[key], over[key]) : over[key]) : base[key]]),
  );
}

function isRecord(plain: unknown): plain is Readonly<Record<string, unknown>> {
  return typeof plain === 'object' && plain !== null && !Array.isArray(plain);
}

describe('merging', () => {
  it('merges maps and replaces everything else', () => {
    fc.assert(
      fc.property(value, value, (base, over) => {
        expect(plainOf(mergeMaps(mapOf(base), mapOf(over)))).toEqual(merged(base, over));
      }),
    );
  });

  it('does not care how three are grouped', () => {
    fc.assert(
      fc.property(value, value, value, (...plain) => {
        const [a, b, c] = plain.map((each) => mapOf(each)) as [MapNode, MapNode, MapNode];
        const left = mergeMaps(mergeMaps(a, b), c);
        // A scalar between two maps cuts the lower one off only when it is merged first.
        fc.pre(isDeeplyMap(plain));
        expect(plainOf(left)).toEqual(plainOf(mergeMaps(a, mergeMaps(b, c))));
      }),
    );
  });

  it('changes nothing when a map is laid over itself', () => {
    fc.assert(
      fc.property(value, (plain) => {
        expect(plainOf(mergeMaps(mapOf(plain), mapOf(plain)))).toEqual(plain);
      }),
    );
  });

  it('keeps every value at the place it was written', () => {
    fc.assert(
      fc.property(value, value, (base, over) => {
        for (const [key, { node, keyAt }] of entriesOf(mergeMaps(mapOf(base, 'base'), mapOf(over, 'over')))) {
          expect(keyAt.source.shownAs).toBe(key in over ? 'over' : 'base');
          if (node.kind !== 'map') expect(node.at.source.shownAs).toBe(key in over ? 'over' : 'base');
        }
      }),
    );
  });
});

/** Whether no key is a map in one and something else in another, at any depth. */
function isDeeplyMap(values: readonly unknown[]): boolean {
  const records = values.filter(isRecord);
  if (records.length === 0) return true;
  if (records.length < values.length) return false;
  const keys = new Set(records.flatMap((record) => Object.keys(record)));
  return [...keys].every((key) => isDeeplyMap(records.filter((record) => key in record).map((record) => record[key])));
}

function plainOf(node: MapNode): unknown {
  return JSON.parse(JSON.stringify(toPlain(node)));
}
