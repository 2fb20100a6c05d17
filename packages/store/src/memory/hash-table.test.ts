import { expect, it } from 'vitest';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import { Numbers } from './hash-table.test-support.ts';

const seed = testSeed();

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
