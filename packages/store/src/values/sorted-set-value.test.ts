import { describe, expect, it } from 'vitest';
import { NO_EXPIRY } from '../keyspace/database.ts';
import { Keyspace } from '../keyspace/keyspace.ts';
import { memoryOf } from '../keyspace/value-measures.ts';
import { copyEntry } from '../keyspace/value-moves.ts';
import { Slice } from '../memory/slice.ts';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import { SortedSetValue } from './sorted-set-value.ts';

const KEY: Uint8Array = Buffer.from('key');
const COPY: Uint8Array = Buffer.from('copy');
const slice = new Slice();

type Pair = readonly [member: string, score: number];

/** A sorted set and the plain map it should be equal to. */
class Pairing {
  readonly keyspace: Keyspace;
  readonly value = new SortedSetValue();
  readonly model = new Map<string, number>();

  constructor(random: SeededRandom) {
    this.keyspace = new Keyspace({ random: () => random.next(), poison: true });
    this.value.create(this.database, KEY, 0, KEY.length);
  }

  get database(): Keyspace['databases'][number] {
    return this.keyspace.databases[0] as Keyspace['databases'][number];
  }

  set(member: string, score: number): void {
    const bytes = Buffer.from(member, 'latin1');
    const place = this.value.find(bytes, 0, bytes.length);
    expect(place !== 0).toBe(this.model.has(member));
    if (place === 0) this.value.add(bytes, 0, bytes.length, score);
    else this.value.move(place, bytes, 0, bytes.length, score);
    this.model.set(member, score);
  }

  remove(member: string): void {
    const bytes = Buffer.from(member, 'latin1');
    expect(this.value.remove(bytes, 0, bytes.length)).toBe(this.model.delete(member));
  }

  removeRange(rank: number, count: number): void {
    for (const [member] of this.sorted().slice(rank, rank + count)) this.model.delete(member);
    this.value.removeRange(rank, count);
  }

  sorted(): Pair[] {
    return [...this.model].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
  }

  check(random: SeededRandom): void {
    const expected = this.sorted();
    expect(this.value.count).toBe(expected.length);
    expect(walk(this.value)).toEqual(expected);
    expect(walk(this.value, true)).toEqual(expected.toReversed());
    const score = drawScore(random);
    const below = expected.filter(([, other]) => other < score).length;
    const upTo = expected.filter(([, other]) => other <= score).length;
    expect([this.value.rankOfScore(score, false), this.value.rankOfScore(score, true)]).toEqual([
      below,
      upTo,
    ]);
    if (expected.length === 0) return;
    const rank = random.below(expected.length);
    const [member, own] = expected[rank] as Pair;
    const bytes = Buffer.from(member, 'latin1');
    const place = this.value.find(bytes, 0, bytes.length);
    expect([this.value.scoreAt(place), this.value.rank(place)]).toEqual([own, rank]);
    const seen: string[] = [];
    this.value.visitPlaces((at) => seen.push(latin1(this.value.memberAt(at, slice))));
    expect(seen.sort()).toEqual([...this.model.keys()].sort());
  }
}

function latin1({ bytes, start, length }: Slice): string {
  return Buffer.from(bytes.subarray(start, start + length)).toString('latin1');
}

function walk(value: SortedSetValue, back = false): Pair[] {
  const pairs: Pair[] = [];
  let there = value.seek(back ? value.count - 1 : 0);
  while (there) {
    pairs.push([latin1(value.memberAt(value.place, slice)), value.scoreAt(value.place)]);
    there = back ? value.previous() : value.next();
  }
  return pairs;
}

function drawScore(random: SeededRandom): number {
  const kind = random.below(8);
  if (kind < 4) return random.below(10) - 5;
  if (kind === 4) return random.next() * 10 - 5;
  if (kind === 5)
    return random.pick([Infinity, -Infinity, 1e300, -1e-300, 2 ** 53, -(2 ** 60), 2 ** 62, 2 ** 63]);
  return random.below(2 ** 31) * 1000;
}

function drawMember(random: SeededRandom, variety: number): string {
  const kind = random.below(20);
  if (kind === 0) return 'long'.repeat(random.pick([15, 16, 17]));
  if (kind < 5) return String(random.below(variety) - variety / 2);
  return `m${random.below(variety)}${random.chance(0.1) ? '\xff' : ''}`;
}

describe('a sorted set', () => {
  const seed = testSeed();

  for (const [name, variety] of [
    ['few', 30],
    ['some', 300],
    ['many', 3000],
  ] as const) {
    it(`holds what a map holds, in order, with ${name} members, and gives all memory back, seed ${seed}`, () => {
      const random = new SeededRandom(seed);
      const both = new Pairing(random);
      const { database, keyspace, value } = both;
      for (let step = 0; step < 4000 * testScale; step++) {
        const growing = Math.floor(step / 1500) % 2 === 0;
        const member = drawMember(random, variety);
        if (random.chance(growing ? 0.8 : 0.3)) both.set(member, drawScore(random));
        else both.remove(member);
        if (random.chance(0.01))
          both.removeRange(random.below(value.count + 1), random.below(growing ? 5 : 60));
        if (random.chance(0.01)) value.compact();
        if (random.chance(0.02)) both.check(random);
      }
      both.check(random);

      copyEntry(database, value.entry, database, COPY, 0, COPY.length, NO_EXPIRY);
      const copy = new SortedSetValue().open(database, database.find(COPY, 0, COPY.length));
      expect(walk(copy)).toEqual(both.sorted());
      if (!value.isPacked) {
        const before = keyspace.usedBytes;
        database.delete(COPY, 0, COPY.length);
        keyspace.reclaimer.drain();
        const share = before - keyspace.usedBytes;
        expect(share).toBeGreaterThan(0);
      }
      keyspace.clear();
      expect(keyspace.usedBytes).toBe(0);
    });
  }

  it('keeps small ones in the entry, within both limits', () => {
    const both = new Pairing(new SeededRandom(1));
    for (let i = 0; i < 128; i++) both.set(`m${i}`, i);
    expect(both.value.isPacked).toBe(true);
    both.set('one more', 1);
    expect(both.value.isPacked).toBe(false);
    both.removeRange(10, 100);
    expect(both.value.isPacked).toBe(false);
    both.value.compact();
    expect(both.value.isPacked).toBe(true);
    both.set('l'.repeat(64), 3);
    expect(both.value.isPacked).toBe(true);
    both.set('l'.repeat(65), 3);
    expect(both.value.isPacked).toBe(false);
    both.value.compact();
    expect(both.value.isPacked).toBe(false);
    both.check(new SeededRandom(1));
  });

  it('finds the place of bytes among members of one score', () => {
    for (const large of [false, true]) {
      const { value, database, keyspace } = new Pairing(new SeededRandom(2));
      for (const member of ['a', 'b', 'bb', 'd']) value.add(Buffer.from(member), 0, member.length, 7);
      if (large) value.spread();
      const ranks = ['', 'a', 'aa', 'b', 'bc', 'd', 'e'].map((text) => [
        value.rankOfMember(Buffer.from(text), 0, text.length, false),
        value.rankOfMember(Buffer.from(text), 0, text.length, true),
      ]);
      expect(ranks).toEqual([
        [0, 0],
        [0, 1],
        [1, 1],
        [1, 2],
        [3, 3],
        [3, 4],
        [4, 4],
      ]);
      database.delete(KEY, 0, KEY.length);
      expect(keyspace.usedBytes).toBe(0);
    }
  });

  it('tells -0 from 0 where Redis does: only when it is large', () => {
    const { value } = new Pairing(new SeededRandom(3));
    value.add(KEY, 0, KEY.length, -0);
    expect(value.scoreAt(value.find(KEY, 0, KEY.length))).toBe(0);
    value.spread();
    value.add(COPY, 0, COPY.length, -0);
    expect(value.scoreAt(value.find(COPY, 0, COPY.length))).toBe(-0);
  });

  it('says how many bytes it takes, all of them', () => {
    const { value, database, keyspace } = new Pairing(new SeededRandom(4));
    value.spread();
    for (let i = 0; i < 5000; i++) {
      const member = Buffer.from(`member ${i}`);
      value.add(member, 0, member.length, i % 100);
    }
    const told = memoryOf(database, value.entry);
    const before = keyspace.usedBytes;
    database.delete(KEY, 0, KEY.length);
    keyspace.reclaimer.drain();
    // The index of the database goes with its last key, and freed pages count for more than the blocks in them.
    expect(told / (before - keyspace.usedBytes)).toBeCloseTo(1, 1);
  });
});
