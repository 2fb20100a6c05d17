import { describe, expect, it } from 'vitest';
import { SeededRandom, testSeed } from '../persistence/seeded-random.test-support.ts';
import { USE_COUNT_START, UseCounter } from './use-counter.ts';

const seed = testSeed();
const MINUTE = 60_000;

function makeCounter(random: () => number = () => 0.5): { counter: UseCounter; clock: { now: number } } {
  const clock = { now: 1_700_000_000_000, random };
  return { counter: new UseCounter(clock), clock };
}

/** The counter after `uses` uses, the mean of `trials`. */
function meanCount(counter: UseCounter, uses: number, trials: number): number {
  let sum = 0;
  for (let trial = 0; trial < trials; trial++) {
    let clock = counter.clockAt(0);
    for (let use = 0; use < uses; use++) clock = counter.used(clock);
    sum += counter.count(clock);
  }
  return sum / trials;
}

/** How many uses it takes to bring the counter to `count`, in the mean: each step waits 1/p uses. */
function expectedUses(count: number, logFactor: number): number {
  let uses = USE_COUNT_START;
  for (let at = USE_COUNT_START; at < count; at++) uses += (at - USE_COUNT_START) * logFactor + 1;
  return uses;
}

describe(`the counter of uses, seed ${seed}`, () => {
  it.each([
    [0, 100, 100],
    [1, 100, 18],
    [1, 1000, 49],
    [10, 100, 10],
    [10, 1000, 18],
    [100, 1000, 11],
  ])(
    'grows at factor %d and %d uses to about %d, as the documentation of Redis has it',
    (factor, uses, expected) => {
      const random = new SeededRandom(seed);
      const { counter } = makeCounter(() => random.next());
      counter.logFactor = factor;
      const mean = meanCount(counter, uses, 100);
      // The documented counters are those of single runs, which vary by a few.
      expect(Math.abs(mean - expected)).toBeLessThan(Math.max(2.5, expected * 0.12));
    },
  );

  it('grows by one at the rate that its formula says', () => {
    const random = new SeededRandom(seed);
    const { counter } = makeCounter(() => random.next());
    for (const count of [5, 6, 10, 30]) {
      const clock = counter.clockAt(count);
      let grown = 0;
      for (let i = 0; i < 100_000; i++) grown += counter.count(counter.used(clock)) - count;
      const chance = 1 / ((count - 5) * 10 + 1);
      const deviation = Math.sqrt(100_000 * chance * (1 - chance));
      expect(Math.abs(grown - 100_000 * chance)).toBeLessThanOrEqual(5 * deviation);
    }
  });

  it('needs as many uses for a count as the steps to it need in the mean', () => {
    const random = new SeededRandom(seed);
    const { counter } = makeCounter(() => random.next());
    const trials = 400;
    let uses = 0;
    for (let trial = 0; trial < trials; trial++) {
      let clock = counter.clockAt(0);
      for (; counter.count(clock) < 15; uses++) clock = counter.used(clock);
    }
    const expected = expectedUses(15, 10);
    expect(Math.abs(uses / trials - expected)).toBeLessThan(expected * 0.15);
  });

  it('stays at 255', () => {
    const { counter } = makeCounter(() => 0);
    let clock = counter.clockAt(254);
    for (let i = 0; i < 3; i++) clock = counter.used(clock);
    expect(counter.count(clock)).toBe(255);
  });

  it('falls by one for each period without a use, down to zero, and not at all without a period', () => {
    const { counter, clock } = makeCounter(() => 0.999);
    counter.decayMinutes = 2;
    const used = counter.clockAt(10);
    clock.now += 2 * MINUTE;
    expect(counter.count(used)).toBe(9);
    clock.now += 3 * MINUTE;
    expect(counter.count(used)).toBe(8);
    // A use makes what has decayed final, and begins a new period.
    const again = counter.used(used);
    clock.now += 2 * MINUTE;
    expect(counter.count(again)).toBe(7);
    clock.now += 100 * MINUTE;
    expect(counter.count(again)).toBe(0);
    counter.decayMinutes = 0;
    expect(counter.count(again)).toBe(8);
  });

  it('counts minutes across the wrap of its clock', () => {
    const { counter, clock } = makeCounter();
    clock.now = (2 ** 16 * 3 - 1) * MINUTE;
    const used = counter.clockAt(10);
    clock.now += 4 * MINUTE;
    expect([counter.minutesSince(used), counter.count(used)]).toEqual([4, 6]);
  });
});
