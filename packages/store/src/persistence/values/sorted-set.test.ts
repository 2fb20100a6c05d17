import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../keyspace/database.ts';
import { Keyspace } from '../../keyspace/keyspace.ts';
import { Slice } from '../../memory/slice.ts';
import { SortedSetValue } from '../../values/sorted-set-value.ts';
import { DumpWriter, readDump } from '../dump.ts';
import { RdbEntry } from '../rdb/entry.ts';
import { TYPE_SORTED_SET, TYPE_SORTED_SET_LISTPACK, TYPE_SORTED_SET_TEXT } from '../rdb/format.ts';
import type { RdbOutput } from '../rdb/output.ts';
import { CorruptRdbError } from '../rdb/rdb-error.ts';
import { hasRedis, RedisOracle } from '../redis-oracle.test-support.ts';
import { SeededRandom, testScale, testSeed } from '../seeded-random.test-support.ts';
import { rdbTypeOf, valueReaders, writeValue } from './index.ts';

const keyspace = new Keyspace({ random: () => 0.5, poison: true });
const [database] = keyspace.databases as [Database];
const writer = new DumpWriter(true);

/** The entry that a payload becomes, under the empty key. */
function restore(payload: Uint8Array): number {
  let ref = 0;
  const readers = valueReaders({
    databaseOf: () => database,
    complete: (_entry, _database, built) => {
      ref = built;
    },
  });
  readDump(payload, 0, payload.length, new RdbEntry(), readers);
  return ref;
}

function dump(ref: number): Buffer {
  return Buffer.from(writer.write(rdbTypeOf(database, ref), (output) => writeValue(output, database, ref)));
}

function pairsOf(ref: number): [string, number][] {
  const set = new SortedSetValue().open(database, ref);
  const member = new Slice();
  const pairs: [string, number][] = [];
  for (let there = set.seek(0); there; there = set.next()) {
    pairs.push([
      Buffer.from(set.memberAt(set.place, member).copy()).toString('latin1'),
      set.scoreAt(set.place),
    ]);
  }
  return pairs;
}

function text(output: RdbOutput, value: string): void {
  output.text(value);
}

/** A score as old files have it. */
function textScore(output: RdbOutput, score: string): void {
  output.byte(score.length);
  output.raw(Buffer.from(score), 0, score.length);
}

function binaryScore(output: RdbOutput, score: number): void {
  output.raw(Buffer.from(new Float64Array([score]).buffer), 0, 8);
}

describe('sorted sets in RDB', () => {
  it('are read from files with scores as text', () => {
    const payload = writer.write(TYPE_SORTED_SET_TEXT, (output) => {
      output.length(5);
      for (const [member, score] of [
        ['c', '2.5'],
        ['b', '-1e3'],
        ['a', '-0'],
      ] as const) {
        text(output, member);
        textScore(output, score);
      }
      for (const [member, length] of [
        ['most', 254],
        ['least', 255],
      ] as const) {
        text(output, member);
        output.byte(length);
      }
    });
    const ref = restore(payload);
    expect(pairsOf(ref)).toEqual([
      ['least', -Infinity],
      ['b', -1000],
      ['a', 0],
      ['c', 2.5],
      ['most', Infinity],
    ]);
    expect(rdbTypeOf(database, ref)).toBe(TYPE_SORTED_SET_LISTPACK);
  });

  it.each<[string, number, (output: RdbOutput) => void]>([
    ['no members', TYPE_SORTED_SET, (output) => output.length(0)],
    [
      'a member twice',
      TYPE_SORTED_SET,
      (output) => {
        output.length(2);
        for (const score of [1, 2]) {
          text(output, 'a');
          binaryScore(output, score);
        }
      },
    ],
    [
      'a score that is no number',
      TYPE_SORTED_SET,
      (output) => {
        output.length(1);
        text(output, 'a');
        binaryScore(output, Number.NaN);
      },
    ],
    [
      'a text that is no score',
      TYPE_SORTED_SET_TEXT,
      (output) => {
        output.length(1);
        text(output, 'a');
        textScore(output, 'x');
      },
    ],
    [
      'a listpack of one element',
      TYPE_SORTED_SET_LISTPACK,
      (output) => output.string(Buffer.from([10, 0, 0, 0, 1, 0, 0x81, 0x61, 2, 0xff]), 0, 10),
    ],
  ])('are refused with %s', (_, type, write) => {
    expect(() => restore(writer.write(type, write))).toThrow(CorruptRdbError);
    database.clear();
    keyspace.reclaimer.drain();
  });

  it('give all memory back, also what was read half', () => {
    database.clear();
    keyspace.reclaimer.drain();
    expect(keyspace.usedBytes).toBe(0);
  });
});

describe.skipIf(!hasRedis)('sorted sets exchanged with redis-server', () => {
  const seed = testSeed();
  let redis: RedisOracle;
  beforeAll(async () => {
    redis = await RedisOracle.start();
  });
  afterAll(() => redis.stop());

  function scoreFor(random: SeededRandom): string {
    const kind = random.below(6);
    if (kind < 2) return String(random.below(40) - 20);
    if (kind === 2) return String(random.next() * 10 ** (random.below(40) - 20));
    if (kind === 3) return random.pick(['inf', '-inf', '-0', '0.1', '1e308', '5e-324', '3.14']);
    if (kind === 4) return String(2n ** BigInt(random.below(66)) * (random.chance(0.5) ? 1n : -1n));
    return String(1_700_000_000_000 + random.below(1e9));
  }

  it(`are dumped in the same bytes, whatever their form, and read back equal (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < 60 * testScale; round++) {
      const most = random.pick([5, 60, 128, 129, 500]);
      const longest = random.chance(0.1) ? 70 : 20;
      const words = Array.from({ length: most }, (_, i) => [
        scoreFor(random),
        random.chance(0.3) ? String(random.below(1e6) - 5e5) : `${i}`.padEnd(random.below(longest), 'x'),
      ]).flat();
      await redis.call('DEL', 'k');
      await redis.call('ZADD', 'k', ...words);
      const payload = (await redis.call('DUMP', 'k')) as Buffer;
      const ref = restore(payload);
      expect(dump(ref).equals(payload)).toBe(true);
      const range = (await redis.call('ZRANGE', 'k', '0', '-1')) as Buffer[];
      expect(pairsOf(ref).map(([member]) => member)).toEqual(range.map(String));
    }
    database.clear();
    keyspace.reclaimer.drain();
    expect(keyspace.usedBytes).toBe(0);
  });
});
