import { expect, it } from 'vitest';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import { Arena } from './arena.ts';
import { hashBytes } from './hash.ts';
import { HashTable } from './hash-table.ts';

const seed = testSeed();
const encoder = new TextEncoder();

/** A table whose records are numbers and whose keys are their digits. */
class Numbers {
  readonly arena = new Arena({ poison: true });
  readonly table: HashTable = new HashTable(this.arena, {
    matches: (record, bytes, start, length) =>
      Buffer.from(bytes.subarray(start, start + length)).toString() === String(record),
  });

  readonly root: number = this.table.create();

  hash(record: number): number {
    const bytes = encoder.encode(String(record));
    return hashBytes(bytes, 0, bytes.length, 1, 2);
  }

  has(record: number): boolean {
    const bytes = encoder.encode(String(record));
    return this.table.find(this.root, this.hash(record), bytes, 0, bytes.length) === record;
  }

  add(record: number): void {
    this.table.add(this.root, this.hash(record), record);
  }

  remove(record: number): void {
    this.table.remove(this.root, this.hash(record), record);
  }

  scanAll(between: () => void): Set<number> {
    const seen = new Set<number>();
    let position = 0;
    do {
      position = this.table.scan(this.root, position, (record) => seen.add(record));
      between();
    } while (position !== 0);
    return seen;
  }
}

it(`holds what a set holds, through growing and shrinking, seed ${seed}`, () => {
  const random = new SeededRandom(seed);
  const numbers = new Numbers();
  const model = new Set<number>();
  for (let step = 0; step < 60_000 * testScale; step++) {
    const growing = Math.floor(step / 15_000) % 2 === 0;
    const record = 1 + random.below(20_000);
    expect(numbers.has(record)).toBe(model.has(record));
    if (!model.has(record) && random.chance(growing ? 0.9 : 0.1)) {
      numbers.add(record);
      model.add(record);
    } else if (model.has(record) && random.chance(growing ? 0.1 : 0.9)) {
      numbers.remove(record);
      model.delete(record);
    }
    expect(numbers.table.count(numbers.root)).toBe(model.size);
  }
  expect(numbers.scanAll(() => {})).toEqual(model);
  for (const record of model) numbers.remove(record);
  numbers.table.destroy(numbers.root);
  expect(numbers.arena.usedBytes).toBe(0);
});

it('is given back bit by bit, every record seen once more', () => {
  for (const size of [0, 1, 6, 3000, 50_000]) {
    const numbers = new Numbers();
    for (let record = 1; record <= size; record++) numbers.add(record);
    const seen = new Set<number>();
    let position = 0;
    do position = numbers.table.release(numbers.root, position, (record) => seen.add(record));
    while (position !== 0);
    expect([seen.size, numbers.table.count(numbers.root)]).toEqual([size, 0]);
    numbers.table.destroy(numbers.root);
    expect(numbers.arena.usedBytes).toBe(0);
  }
});

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
    const record = numbers.table.random(numbers.root, () => random.next());
    times.set(record, (times.get(record) ?? 0) + 1);
  }
  expect(times.size).toBe(100);
  for (const count of times.values()) expect(count).toBeGreaterThan(600);
});

it('is walked through in an order that fills another table evenly', () => {
  const numbers = new Numbers();
  const count = 50_000;
  for (let record = 1; record <= count; record++) numbers.add(record);
  const order: number[] = [];
  numbers.table.visitAll(numbers.root, (record) => order.push(record));
  expect(new Set(order).size).toBe(count);
  // Of the first records in any sixteenth of the walk, about half have a hash in the upper half.
  for (let from = 0; from < count; from += count / 16) {
    const upper = order.slice(from, from + 500).filter((record) => numbers.hash(record) < 0).length;
    expect(upper).toBeGreaterThan(150);
    expect(upper).toBeLessThan(350);
  }
});
