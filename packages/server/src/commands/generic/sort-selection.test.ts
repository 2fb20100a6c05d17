import { expect, test } from 'vitest';
import { sortedUpTo } from './sort-selection.ts';

/** Numbers with few different values, each with its place, so that equal ones can be told apart. */
function itemsOf(count: number): { value: number; place: number }[] {
  return Array.from({ length: count }, (_, place) => ({ value: (place * 7919) % 37, place }));
}

test.each([0, 1, 2, 9, 100, 125, 126, 999, 1000])(
  'the first %d of a thousand are those of a whole sort',
  (wanted) => {
    const compare = (a: { value: number }, b: { value: number }): number => a.value - b.value;
    const whole = itemsOf(1000).sort(compare);
    expect(sortedUpTo(itemsOf(1000), wanted, compare).slice(0, wanted)).toEqual(whole.slice(0, wanted));
  },
);
