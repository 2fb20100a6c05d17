import { describe, expect, it } from 'vitest';
import { NO_EXPIRY } from '../../keyspace/database.ts';
import { memoryOf } from '../../keyspace/value-measures.ts';
import { copyEntry } from '../../keyspace/value-moves.ts';
import { SeededRandom, testScale, testSeed } from '../../persistence/seeded-random.test-support.ts';
import { GroupPair } from './group-model.test-support.ts';
import { KEY } from './stream-model.test-support.ts';
import { StreamValue } from './stream-value.ts';

const COPY: Uint8Array = Buffer.from('copy');

describe('consumer groups', () => {
  const seed = testSeed();

  it(`hold what a plain model holds, seed ${seed}`, () => {
    const random = new SeededRandom(seed);
    const both = new GroupPair(random);
    const { stream, keyspace } = both;
    const [database] = keyspace.databases;
    if (database === undefined) throw new Error('there is no database');
    for (let step = 0; step < 6000 * testScale; step++) {
      both.step();
      if (random.chance(0.01)) both.check();
    }
    both.check();

    const before = keyspace.usedBytes;
    copyEntry(database, stream.entry, database, COPY, 0, COPY.length, NO_EXPIRY);
    const copy = database.find(COPY, 0, COPY.length);
    expect(memoryOf(database, copy) / (keyspace.usedBytes - before)).toBeCloseTo(1, 1);
    both.check(new StreamValue().open(database, copy));
    database.delete(COPY, 0, COPY.length);
    both.check();
    keyspace.clear();
    expect(keyspace.usedBytes).toBe(0);
  });

  it('are freed bit by bit with their stream or without it, and all that belongs to them', () => {
    const both = new GroupPair(new SeededRandom(1));
    const { keyspace } = both;
    both.fill('destroyed', 20_000);
    both.fill('kept', 20_000);
    const filled = keyspace.usedBytes;
    both.destroy('destroyed');
    expect(keyspace.reclaimer.pending).toBe(1);
    let steps = 0;
    while (!keyspace.reclaimer.run(() => false)) steps++;
    expect(steps).toBeGreaterThan(20);
    expect(keyspace.usedBytes).toBeLessThan(filled * 0.7);
    both.check();
    keyspace.databases[0]?.delete(KEY, 0, KEY.length);
    expect(keyspace.reclaimer.pending).toBe(1);
    for (steps = 0; !keyspace.reclaimer.run(() => false); ) steps++;
    expect(steps).toBeGreaterThan(20);
    keyspace.clear();
    expect(keyspace.usedBytes).toBe(0);
  });
});
