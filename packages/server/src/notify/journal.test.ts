import { describe, expect, it } from 'vitest';
import type { Change } from './change.ts';
import { CHANGE_BYTES, Journal } from './journal.ts';

function change(revision: number, value = ''): Change {
  return { database: 0, key: 'k', event: 'set', dataType: undefined, value, revision, origin: 0 };
}

function revisionsAfter(journal: Journal, revision: number): number[] {
  return [...journal.after(revision)].map((one) => one.revision);
}

describe('the journal', () => {
  it('hands out what came after a revision, which need not be one it holds', () => {
    const journal = new Journal();
    journal.restart(10);
    for (const revision of [11, 14, 15, 20]) journal.append(change(revision), 1e6);
    expect(revisionsAfter(journal, 10)).toEqual([11, 14, 15, 20]);
    expect(revisionsAfter(journal, 12)).toEqual([14, 15, 20]);
    expect(revisionsAfter(journal, 15)).toEqual([20]);
    expect(revisionsAfter(journal, 20)).toEqual([]);
  });

  it('drops the oldest beyond its bytes and raises the floor to them', () => {
    const journal = new Journal();
    journal.restart(0);
    const bytesMax = 3 * (CHANGE_BYTES + 1);
    for (let revision = 1; revision <= 5; revision++) journal.append(change(revision), bytesMax);
    expect(revisionsAfter(journal, journal.floor)).toEqual([3, 4, 5]);
    expect(journal.floor).toBe(2);
    expect(journal.bytes).toBe(bytesMax);
    journal.append(change(6, 'x'.repeat(bytesMax)), bytesMax);
    expect([journal.floor, journal.count, journal.bytes]).toEqual([6, 0, 0]);
  });

  it('agrees with a plain list through thousands of changes', () => {
    const journal = new Journal();
    journal.restart(0);
    for (let revision = 1; revision <= 10_000; revision++) {
      journal.append(change(revision), 1000 * (CHANGE_BYTES + 1));
      expect(journal.count).toBe(Math.min(revision, 1000));
    }
    expect(journal.floor).toBe(9000);
    expect(revisionsAfter(journal, 9990)).toEqual([
      9991, 9992, 9993, 9994, 9995, 9996, 9997, 9998, 9999, 10_000,
    ]);
  });
});
