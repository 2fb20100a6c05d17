/**
 * Waiting for members: BZPOPMIN, BZPOPMAX, BZMPOP.
 *
 * Each does at once what its namesake without the B does, and is propagated as that; without a member it blocks, and
 * runs again when there may be one: see blocking/blocked-clients.ts.
 */
import { SORTED_SET } from '@redwing/store';
import { readTimeout } from '../../blocking/timeout.ts';
import type { Call } from '../../execution/call.ts';
import { popOneWithKey, popWithKey, readMultiplePop } from './pop.ts';

/** BZPOPMIN key [key …] timeout */
export function bzpopmin(call: Call): void {
  waitToPop(call, false);
}

/** BZPOPMAX key [key …] timeout */
export function bzpopmax(call: Call): void {
  waitToPop(call, true);
}

function waitToPop(call: Call, highest: boolean): void {
  const keys = call.count - 2;
  const milliseconds = readTimeout(call, call.count - 1);
  const index = firstSortedSet(call, 1, keys);
  if (index === 0) {
    waitForMembers(call, 1, keys, milliseconds);
    return;
  }
  popOneWithKey(call, index, highest);
  call.propagateAs(highest ? 'ZPOPMAX' : 'ZPOPMIN', call.request.copy(index));
}

/** BZMPOP timeout numkeys key [key …] MIN|MAX [COUNT count] */
export function bzmpop(call: Call): void {
  const { keys, highest, count } = readMultiplePop(call, 2);
  const milliseconds = readTimeout(call, 1);
  const index = firstSortedSet(call, 3, keys);
  if (index === 0) waitForMembers(call, 3, keys, milliseconds);
  else popWithKey(call, index, count, highest);
}

/** The first of `keys` arguments from `first` on that is a sorted set, 0 if none is. @throws wrongType */
function firstSortedSet(call: Call, first: number, keys: number): number {
  if (call.wakeKey !== 0) return call.wakeKey;
  for (let index = first; index < first + keys; index++) {
    if (call.writeOf(SORTED_SET, index) !== 0) return index;
  }
  return 0;
}

function waitForMembers(call: Call, first: number, count: number, milliseconds: number): void {
  call.block({ firstKey: first, keyCount: count, type: SORTED_SET, milliseconds, refused: 'nullArray' });
}
