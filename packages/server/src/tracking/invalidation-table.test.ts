import { describe, expect, it } from 'vitest';
import { InvalidationTable } from './invalidation-table.ts';

describe('the invalidation table', () => {
  it('knows who holds a key, each once, until it is taken', () => {
    const table = new InvalidationTable();
    for (const id of [7, 7, 8, 7, 8, 9]) table.add('a', id);
    table.add('b', 7);
    expect([table.keys, table.pairs]).toEqual([2, 4]);
    expect([...table.take('a')]).toEqual([7, 8, 9]);
    expect([...table.take('a')]).toEqual([]);
    expect([...table.take('b')]).toEqual([7]);
    expect([table.keys, table.pairs]).toEqual([0, 0]);
  });

  it('names the key that has been held for longest', () => {
    const table = new InvalidationTable();
    for (const key of ['a', 'b', 'c', 'a']) table.add(key, 1);
    expect(table.oldest()).toBe('a');
    table.take('a');
    expect(table.oldest()).toBe('b');
    table.clear();
    expect(table.oldest()).toBeUndefined();
    expect([table.keys, table.pairs]).toEqual([0, 0]);
  });
});
