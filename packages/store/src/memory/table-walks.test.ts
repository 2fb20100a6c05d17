import { expect, it } from 'vitest';
import { SeededRandom, testSeed } from '../persistence/seeded-random.test-support.ts';
import { Numbers } from './hash-table.test-support.ts';
import { randomRecord, visitTable } from './table-walks.ts';

const seed = testSeed();

it(`shows a scan everything that stays, while the table grows and shrinks under it, seed ${seed}`, () => {
  const random = new SeededRandom(seed);
  for (const [before, after] of [
    [100, 30_000],
    [30_000, 100],
  ] as const) {
    const numbers = new Numbers();
    for (let record = 1; record <= before; record++) numbers.add(record);
    let size = before;
    const stay = Math.min(before, after);
    const seen = numbers.scanAll(() => {
      for (let i = random.below(60); i > 0 && size !== after; i--) {
        if (after > before) numbers.add(++size);
        else numbers.remove(size--);
      }
    });
    for (let record = 1; record <= stay; record++) expect(seen.has(record), String(record)).toBe(true);
  }
});

it(`chooses at random evenly enough, seed ${seed}`, () => {
  const random = new SeededRandom(seed);
  const numbers = new Numbers();
  for (let record = 1; record <= 100; record++) numbers.add(record);
  const times = new Map<number, number>();
  for (let i = 0; i < 100_000; i++) {
    const record = randomRecord(numbers.arena, numbers.root, () => random.next());
    times.set(record, (times.get(record) ?? 0) + 1);
  }
  expect(times.size).toBe(100);
  for (const count of times.values()) expect(count).toBeGreaterThan(600);
});

it('walks through a table in an order that fills another table evenly', () => {
  const numbers = new Numbers();
  const count = 50_000;
  for (let record = 1; record <= count; record++) numbers.add(record);
  const order: number[] = [];
  visitTable(numbers.arena, numbers.root, (record) => order.push(record));
  expect(new Set(order).size).toBe(count);
  // Of the first records in any sixteenth of the walk, about half have a hash in the upper half.
  for (let from = 0; from < count; from += count / 16) {
    const upper = order.slice(from, from + 500).filter((record) => numbers.hash(record) < 0).length;
    expect(upper).toBeGreaterThan(150);
    expect(upper).toBeLessThan(350);
  }
});
