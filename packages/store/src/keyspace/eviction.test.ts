import { describe, expect, it } from 'vitest';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import { NO_EXPIRY } from './database.ts';
import { Evictor } from './eviction.ts';
import { Keyspace } from './keyspace.ts';

const seed = testSeed();

/** A keyspace of numbered keys, and an evictor that tells which it chose. */
class Trial {
  readonly random = new SeededRandom(seed);
  readonly keyspace = new Keyspace({ random: () => this.random.next(), poison: true });
  readonly evictor = new Evictor(this.keyspace);
  /** The numbers of the evicted keys, in order; "expired" counts separately. */
  readonly evicted: number[] = [];
  readonly expired: number[] = [];

  constructor() {
    this.keyspace.now = 1_700_000_000_000;
    const numberOf = (bytes: Uint8Array, start: number, length: number): number =>
      Number(Buffer.from(bytes.subarray(start, start + length)).toString('latin1'));
    this.keyspace.observer = {
      expired: (_, bytes, start, length) => this.expired.push(numberOf(bytes, start, length)),
      evicted: (_, bytes, start, length) => this.evicted.push(numberOf(bytes, start, length)),
      fieldsExpired: () => {},
    };
  }

  set(key: number, expireAt: number = NO_EXPIRY, database = 0): void {
    const [bytes, value] = [Buffer.from(String(key)), Buffer.from('v'.repeat(key % 40))];
    this.keyspace.databases[database]?.setString(bytes, 0, bytes.length, value, 0, value.length, expireAt);
  }

  read(key: number): boolean {
    const bytes = Buffer.from(String(key));
    return this.keyspace.databases[0]?.read(bytes, 0, bytes.length) !== 0;
  }

  /** Sets keys 0 to count - 1, each `step` ms after the one before. */
  fill(count: number, step: number, expireAt: (key: number) => number = () => NO_EXPIRY): void {
    for (let key = 0; key < count; key++) {
      this.keyspace.now += step;
      this.set(key, expireAt(key));
    }
  }

  evict(count: number): void {
    for (let i = 0; i < count; i++) expect(this.evictor.evict()).toBe(true);
  }
}

/** How many of the numbers are below `bound`, as a share. */
function shareBelow(numbers: readonly number[], bound: number): number {
  return numbers.filter((number) => number < bound).length / numbers.length;
}

/** One of 2000 keys; a tenth of them is asked for more than half of the time. */
function favoured(random: SeededRandom): number {
  return Math.floor(random.next() ** 4 * 2000);
}

/** The share of questions answered by a cache of `size` keys that drops exactly the least recently used. */
function exactHits(questions: number, size: number): number {
  const random = new SeededRandom(seed + 1);
  const keys = new Set<number>();
  let hits = 0;
  for (let i = 0; i < questions; i++) {
    const key = favoured(random);
    if (keys.delete(key)) hits++;
    keys.add(key);
    if (keys.size > size) keys.delete(keys.values().next().value ?? -1);
  }
  return hits / questions;
}

describe(`evicting what was not used for longest, seed ${seed}`, () => {
  it.each([
    [5, 0.7],
    [10, 0.95],
  ])('takes with %d samples mostly the oldest fifth, when a tenth has to go at once', (samples, share) => {
    const trial = new Trial();
    trial.evictor.samples = samples;
    trial.fill(5000, 1000);
    trial.evict(500);
    expect(new Set(trial.evicted).size).toBe(500);
    expect(shareBelow(trial.evicted, 1000)).toBeGreaterThan(share);
    // Chance may show it five young keys in a row, but hardly ever.
    expect(shareBelow(trial.evicted, 2500)).toBeGreaterThan(0.99);
  });

  it.each([
    [5, 0.2],
    [10, 0.1],
  ])('takes with %d samples from the oldest part of %d, while old makes room for new', (samples, part) => {
    const trial = new Trial();
    trial.evictor.samples = samples;
    trial.fill(1000, 1000);
    const live = new Set(Array.from({ length: 1000 }, (_, key) => key));
    const ranks: number[] = [];
    for (let key = 1000; key < 6000; key++) {
      trial.evict(1);
      const victim = trial.evicted.at(-1) ?? -1;
      if (key >= 5000) ranks.push([...live].filter((other) => other < victim).length);
      live.delete(victim);
      trial.keyspace.now += 1000;
      trial.set(key);
      live.add(key);
    }
    // A pool of 16 is a larger part of a thousand than of a million.
    expect(shareBelow(ranks, part * 1000 + 20)).toBeGreaterThan(0.9);
  });

  it('spares what is read again, also when it was a candidate before', () => {
    const trial = new Trial();
    trial.fill(1000, 1000);
    trial.evict(50);
    trial.keyspace.now += 1000;
    const gone = new Set(trial.evicted);
    const read = Array.from({ length: 100 }, (_, key) => key).filter((key) => !gone.has(key));
    for (const key of read) trial.read(key);
    trial.evict(200);
    // A sample may hold nothing but what was just read; the pool makes that rare, not impossible.
    expect(trial.evicted.slice(50).filter((key) => key < 100).length).toBeLessThan(10);
  });

  it('is exact among no more entries than samples', () => {
    const trial = new Trial();
    trial.fill(5, 1000);
    trial.read(0);
    trial.keyspace.now += 1000;
    trial.read(1);
    trial.evict(5);
    expect(trial.evicted.slice(0, 2)).toEqual([2, 3]);
    expect(trial.evicted.at(-1)).toBe(1);
    expect(trial.evictor.evict()).toBe(false);
  });

  it('is asked in vain hardly more often than an exact order would be, and less often than chance', () => {
    const questions = 20_000 * testScale;
    const hits = (order: 'idle' | 'random'): number => {
      const trial = new Trial();
      trial.evictor.choose(order, false);
      let hit = 0;
      for (let i = 0; i < questions; i++) {
        trial.keyspace.now += 500;
        const key = favoured(trial.random);
        if (trial.read(key)) hit++;
        else trial.set(key);
        if ((trial.keyspace.databases[0]?.size ?? 0) > 400) trial.evict(1);
      }
      return hit / questions;
    };
    const [idle, exact] = [hits('idle'), exactHits(questions, 400)];
    expect(Math.abs(idle - exact)).toBeLessThan(0.025);
    expect(idle).toBeGreaterThan(hits('random') + 0.02);
  });
});

describe(`evicting what is used least, seed ${seed}`, () => {
  it('keeps what was used often although something else was used last', () => {
    const trial = new Trial();
    trial.keyspace.countsUses = true;
    trial.evictor.choose('frequency', false);
    trial.fill(1000, 0);
    for (let round = 0; round < 50; round++) for (let key = 0; key < 100; key++) trial.read(key);
    trial.keyspace.now += 30_000;
    for (let key = 100; key < 1000; key++) trial.read(key);
    trial.evict(800);
    expect(trial.evicted.filter((key) => key < 100).length).toBeLessThan(8);
  });

  it('goes by the last use among what was used equally often', () => {
    const trial = new Trial();
    trial.keyspace.countsUses = true;
    trial.keyspace.useCounter.decayMinutes = 0;
    trial.evictor.choose('frequency', false);
    trial.fill(1000, 60_000);
    trial.evict(100);
    expect(shareBelow(trial.evicted, 300)).toBeGreaterThan(0.9);
  });

  it('lets go of what was used often once, and not since', () => {
    const trial = new Trial();
    trial.keyspace.countsUses = true;
    trial.evictor.choose('frequency', false);
    trial.fill(3, 0);
    for (let round = 0; round < 200; round++) trial.read(0);
    trial.keyspace.now += 60 * 60_000;
    trial.read(1);
    trial.read(2);
    trial.evict(1);
    expect(trial.evicted).toEqual([0]);
  });
});

describe(`evicting what expires, seed ${seed}`, () => {
  it('takes what expires soonest first, mostly', () => {
    const trial = new Trial();
    trial.evictor.choose('expiry', true);
    const { now } = trial.keyspace;
    trial.fill(2000, 0, (key) => now + 1_000_000 + key);
    trial.evict(200);
    expect(shareBelow(trial.evicted, 400)).toBeGreaterThan(0.65);
    expect(shareBelow(trial.evicted, 1000)).toBe(1);
  });

  it('spares a candidate whose expiry was put off', () => {
    const trial = new Trial();
    trial.evictor.choose('expiry', true);
    const { now } = trial.keyspace;
    trial.fill(6, 0, (key) => now + 1_000_000 + key);
    trial.evictor.samples = 6;
    trial.evict(1);
    trial.set(1, now + 9_000_000);
    trial.evict(4);
    expect(trial.evicted).toEqual([0, 2, 3, 4, 5]);
  });

  it.each(['idle', 'frequency', 'expiry', 'random'] as const)(
    'never takes by %s an entry that does not expire',
    (order) => {
      const trial = new Trial();
      trial.keyspace.countsUses = order === 'frequency';
      trial.evictor.choose(order, true);
      const later = trial.keyspace.now + 10_000_000;
      trial.fill(300, 10, (key) => (key % 3 === 0 ? later + key : NO_EXPIRY));
      trial.evict(50);
      // What was a candidate may become persistent.
      for (let key = 0; key < 300; key += 6) trial.set(key);
      while (trial.evictor.evict());
      expect(trial.evicted.every((key) => key % 3 === 0)).toBe(true);
      expect(trial.keyspace.databases[0]?.volatile.count).toBe(0);
      expect(trial.keyspace.databases[0]?.size).toBeGreaterThanOrEqual(250);
    },
  );

  it('takes first what has expired, and as expired', () => {
    const trial = new Trial();
    const soon = trial.keyspace.now + 100;
    trial.fill(4, 1000, (key) => (key === 3 ? soon + 3000 : NO_EXPIRY));
    trial.keyspace.now = soon + 3001;
    trial.evict(2);
    expect([trial.expired, trial.evicted]).toEqual([[3], [0]]);
    expect([trial.keyspace.expired, trial.keyspace.evicted]).toEqual([1, 1]);
  });

  it('evicts it where another server decides about expiry', () => {
    const trial = new Trial();
    trial.keyspace.expiring = false;
    trial.set(1, trial.keyspace.now + 1);
    trial.keyspace.now += 10;
    trial.evict(1);
    expect([trial.expired, trial.evicted]).toEqual([[], [1]]);
  });
});

describe(`evicting by chance, seed ${seed}`, () => {
  it('favours neither old nor new, nor a small database', () => {
    const trial = new Trial();
    trial.evictor.choose('random', false);
    trial.fill(3000, 1000);
    for (let key = 3000; key < 4000; key++) trial.set(key, NO_EXPIRY, 7);
    trial.evict(1000);
    expect(Math.abs(shareBelow(trial.evicted, 1500) - 0.375)).toBeLessThan(0.08);
    expect(Math.abs(shareBelow(trial.evicted, 3000) - 0.75)).toBeLessThan(0.08);
  });
});

it(`gives every byte back, whatever happens between evictions, seed ${seed}`, () => {
  const trial = new Trial();
  const { keyspace, evictor, random } = trial;
  const orders = ['idle', 'frequency', 'expiry', 'random'] as const;
  for (let i = 0; i < 20_000 * testScale; i++) {
    const key = random.below(500);
    keyspace.now += random.below(20_000);
    const choice = random.below(1000);
    if (choice < 400) {
      trial.set(
        key,
        random.chance(0.5) ? NO_EXPIRY : keyspace.now + random.below(1_000_000),
        random.below(3),
      );
    } else if (choice < 800) {
      const before = keyspace.databases.reduce((sum, { size }) => sum + size, 0);
      if (evictor.evict())
        expect(keyspace.databases.reduce((sum, { size }) => sum + size, 0)).toBe(before - 1);
    } else if (choice < 980) trial.read(key);
    else if (choice < 985) keyspace.clear();
    else if (choice < 990) keyspace.swap(0, 1);
    else {
      const order = random.pick(orders);
      keyspace.countsUses = order === 'frequency';
      evictor.samples = 1 + random.below(20);
      evictor.choose(order, random.chance(0.5));
    }
  }
  evictor.choose('idle', false);
  while (evictor.evict());
  expect([keyspace.usedBytes, keyspace.arena.blocks]).toEqual([0, 0]);
});
