/** Removing members: ZREM, ZREMRANGEBYRANK, ZREMRANGEBYSCORE, ZREMRANGEBYLEX. */
import { SORTED_SET, SortedSetValue } from '@redwing/store';
import type { Call } from '../../execution/call.ts';
import type { Limits } from './limits.ts';
import { memberLimits, rankLimits, scoreLimits } from './limits.ts';

const set = new SortedSetValue();

/** ZREM key member [member …] */
export function zrem(call: Call): void {
  const entry = call.writeOf(SORTED_SET, 1);
  let removed = 0;
  if (entry !== 0) {
    const { request } = call;
    set.open(call.db, entry);
    for (let i = 2; i < call.count && set.count > 0; i++) {
      if (set.remove(request.bytes, request.start(i), request.length(i))) removed++;
    }
    if (removed > 0) call.shrunk(1, 'zrem', set.count, removed);
  }
  call.reply.integer(removed);
}

/** ZREMRANGEBYRANK key start stop */
export function zremrangebyrank(call: Call): void {
  removeRange(call, rankLimits, 'zremrangebyrank');
}

/** ZREMRANGEBYSCORE key min max */
export function zremrangebyscore(call: Call): void {
  removeRange(call, scoreLimits, 'zremrangebyscore');
}

/** ZREMRANGEBYLEX key min max */
export function zremrangebylex(call: Call): void {
  removeRange(call, memberLimits, 'zremrangebylex');
}

type RangeEvent = 'zremrangebyrank' | 'zremrangebyscore' | 'zremrangebylex';

function removeRange(call: Call, limits: Limits, event: RangeEvent): void {
  limits.read(call, 2, 3);
  const entry = call.writeOf(SORTED_SET, 1);
  let removed = 0;
  if (entry !== 0) {
    limits.apply(set.open(call.db, entry), false);
    removed = limits.to - limits.from;
    set.removeRange(limits.from, removed);
    if (removed > 0) call.shrunk(1, event, set.count, removed);
  }
  call.reply.integer(removed);
}
