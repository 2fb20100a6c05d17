import { describe, expect, it } from 'vitest';
import { NO_EXPIRY } from '../../keyspace/database.ts';
import { memoryOf } from '../../keyspace/value-measures.ts';
import { copyEntry } from '../../keyspace/value-moves.ts';
import { SeededRandom, testScale, testSeed } from '../../persistence/seeded-random.test-support.ts';
import { entryTextBytes } from './stream-appender.ts';
import { idOf, idText, KEY, StreamPair, sourceOf, walk } from './stream-model.test-support.ts';
import { StreamValue } from './stream-value.ts';

const COPY: Uint8Array = Buffer.from('copy');

function trimSomehow(both: StreamPair, random: SeededRandom): void {
  const length = Math.max(0, both.entries.length - random.below(150));
  if (random.chance(0.3)) both.trimToLength(length);
  else if (random.chance(0.5)) both.trimRoughly(length);
  else if (random.chance(0.2)) both.trimFrom(both.drawId());
}

describe('a stream', () => {
  const seed = testSeed();

  it.each([
    [4096, 100],
    [200, 0],
    [0, 7],
    [4096, 300],
  ])(
    `holds what a list of entries holds, in blocks of %i bytes and %i entries, seed ${seed}`,
    (streamNodeBytes, streamNodeEntries) => {
      const random = new SeededRandom(seed);
      const both = new StreamPair(random);
      const { value, keyspace, database } = both;
      Object.assign(keyspace.limits, { streamNodeBytes, streamNodeEntries });
      // Now and then every addition trims, as a stream of bounded length does.
      let bound: number | undefined;
      for (let step = 0; step < 3000 * testScale; step++) {
        if (random.chance(0.01)) bound = random.chance(0.5) ? both.entries.length : undefined;
        if (random.chance(0.75)) {
          both.add(both.drawEntry());
          if (bound !== undefined) both.trimRoughly(bound);
        } else if (random.chance(0.9)) both.delete(both.drawId());
        else trimSomehow(both, random);
        if (random.chance(0.02)) both.check();
      }
      both.check();

      copyEntry(database, value.entry, database, COPY, 0, COPY.length, NO_EXPIRY);
      const copy = new StreamValue().open(database, database.find(COPY, 0, COPY.length));
      expect(walk(copy.all())).toEqual(both.entries);
      expect([copy.entriesAdded, copy.blockCount]).toEqual([value.entriesAdded, value.blockCount]);
      keyspace.clear();
      expect(keyspace.usedBytes).toBe(0);
    },
  );

  it('finds ids as far from each other as there are', () => {
    const ids = ['0-1', '1-18446744073709551615', '2-0', '2-9', '2-4294967297', '2-18446744073709551610'];
    ids.push('5-0', '9007199254740993-1', '9223372036854775808-7', '18446744073709551614-1');
    ids.push('18446744073709551615-0', '18446744073709551615-9223372036854775808');
    for (let first = 0; first < ids.length; first++) {
      const both = new StreamPair(new SeededRandom(1));
      const own = ids.slice(first);
      for (const id of own) both.add([id, 'field', '1']);
      for (const [place, text] of ids.entries()) {
        const [from, to] = [idOf(text), idOf('18446744073709551615-18446744073709551615')];
        const behind = ids.slice(Math.max(place, first));
        expect(walk(both.value.range(from, to)).map(([id]) => id)).toEqual(behind);
        from.increase();
        const after = ids.slice(Math.max(place + 1, first));
        expect(walk(both.value.range(from, to)).map(([id]) => id)).toEqual(after);
        expect(both.value.find(idOf(text))).toBe(place >= first);
      }
    }
  });

  it('is trimmed by its own blocks while another is trimmed in turn', () => {
    const both = new StreamPair(new SeededRandom(1));
    const { value, keyspace, database } = both;
    const other = new StreamValue().create(database, COPY, 0, COPY.length);
    const source = sourceOf(['field', '1']);
    const rule = { from: undefined, approximate: true, limit: 0 };
    for (let i = 1; i <= 100; i++) {
      keyspace.limits.streamNodeEntries = 50;
      both.add([`${i}-0`, 'field', '1']);
      value.trim({ ...rule, length: 1 });
      keyspace.limits.streamNodeEntries = 5;
      other.append(idOf(`${i}-0`), source, entryTextBytes(source) as number);
      other.trim({ ...rule, length: 10 });
      expect(other.count).toBe(i < 15 ? i : 10 + (i % 5));
    }
  });

  it('says how many bytes it takes, and is released bit by bit', () => {
    const both = new StreamPair(new SeededRandom(1));
    const { value, keyspace, database } = both;
    keyspace.limits.streamNodeEntries = 5;
    for (let i = 0; i < 5000; i++) both.add(both.drawEntry());
    const told = memoryOf(database, value.entry);
    const before = keyspace.usedBytes;
    database.delete(KEY, 0, KEY.length);
    let steps = 1;
    while (!keyspace.reclaimer.run(() => false)) steps++;
    expect(steps).toBeGreaterThan(1);
    expect(told / (before - keyspace.usedBytes)).toBeCloseTo(1, 1);
  });
});

describe('ids of entries', () => {
  it('are read as C reads numbers, and written without what may be left out', () => {
    const read = [
      '1-2',
      '0',
      '18446744073709551615-18446744073709551615',
      ' 007-+01',
      '5\0-x',
      '1--9223372036854775809',
    ];
    expect(read.map((text) => idText(idOf(text)))).toEqual([
      '1-2',
      '0-0',
      '18446744073709551615-18446744073709551615',
      '7-1',
      '5-0',
      '1-9223372036854775807',
    ]);
    for (const text of [
      '',
      '-',
      '+',
      '1-',
      '-1',
      '1-2-3',
      '1--1',
      '18446744073709551616',
      '1-x',
      `1${' '.repeat(130)}`,
    ])
      expect(() => idOf(text), text).toThrow();
  });

  it('are counted up and down over every word, and end at both ends', () => {
    const id = idOf('4294967295-18446744073709551615');
    expect([id.increase(), idText(id)]).toEqual([true, '4294967296-0']);
    expect([id.decrease(), idText(id)]).toEqual([true, '4294967295-18446744073709551615']);
    expect(id.setGreatest().increase()).toBe(false);
    expect(id.setLeast().decrease()).toBe(false);
  });
});
