/** Counting the members of a range: ZCOUNT, ZLEXCOUNT. */
import { SORTED_SET, SortedSetValue } from '@redwing/store';
import type { Call } from '../../execution/call.ts';
import type { Limits } from './limits.ts';
import { memberLimits, scoreLimits } from './limits.ts';

const set = new SortedSetValue();

/** ZCOUNT key min max */
export function zcount(call: Call): void {
  replyCount(call, scoreLimits);
}

/** ZLEXCOUNT key min max */
export function zlexcount(call: Call): void {
  replyCount(call, memberLimits);
}

function replyCount(call: Call, limits: Limits): void {
  limits.read(call, 2, 3);
  const entry = call.readOf(SORTED_SET, 1);
  if (entry === 0) {
    call.reply.integer(0);
    return;
  }
  limits.apply(set.open(call.db, entry), false);
  call.reply.integer(limits.to - limits.from);
}
