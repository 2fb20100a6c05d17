/** Sorting only as much as is asked for: SORT with a LIMIT that takes few of many. */

type Compare<T> = (a: T, b: T) => number;

/** Among so many times as many, and up to so many, it is quicker to find the first than to sort all. */
const SHARE = 8;
const SELECTED_MAX = 1000;

/** The items in order, at least the first `wanted` of them; equal ones stay as they came. */
export function sortedUpTo<T>(items: T[], wanted: number, compare: Compare<T>): T[] {
  const isFew = wanted > 0 && wanted <= SELECTED_MAX && wanted * SHARE <= items.length;
  return isFew ? firstOf(items, wanted, compare) : items.sort(compare);
}

/** Keeps the first so far in order; most items are behind all of them, which one comparison tells. */
function firstOf<T>(items: readonly T[], count: number, compare: Compare<T>): T[] {
  const first: T[] = [];
  for (const item of items) {
    if (first.length === count && compare(item, first[count - 1] as T) >= 0) continue;
    first.splice(placeIn(first, item, compare), 0, item);
    if (first.length > count) first.pop();
  }
  return first;
}

/** Where an item belongs, behind those that are equal. */
function placeIn<T>(sorted: readonly T[], item: T, compare: Compare<T>): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(item, sorted[middle] as T) < 0) high = middle;
    else low = middle + 1;
  }
  return low;
}
