/** Taking the first or last members: ZPOPMIN, ZPOPMAX, ZMPOP. */
import { SORTED_SET, SortedSetValue } from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { replyMember } from './members-reply.ts';

const set = new SortedSetValue();

const noKeys = new CommandError('ERR numkeys should be greater than 0');
const noCount = new CommandError('ERR count should be greater than 0');

/** ZPOPMIN key [count] */
export function zpopmin(call: Call): void {
  popFromOne(call, false);
}

/** ZPOPMAX key [count] */
export function zpopmax(call: Call): void {
  popFromOne(call, true);
}

function popFromOne(call: Call, highest: boolean): void {
  const { reply } = call;
  if (call.count > 3) throw errors.syntax;
  const isCounted = call.count === 3;
  const count = isCounted ? call.rounded(2, errors.mustBePositive) : 1;
  if (count < 0) throw errors.mustBePositive;
  const entry = call.writeOf(SORTED_SET, 1);
  const taken = entry === 0 ? 0 : Math.min(count, set.open(call.db, entry).count);
  if (taken === 0) {
    reply.array(0);
    return;
  }
  const inPairs = isCounted && reply.resp3;
  reply.array(inPairs ? taken : taken * 2);
  pop(call, 1, taken, highest, inPairs);
}

/** ZMPOP numkeys key [key …] MIN|MAX [COUNT count] */
export function zmpop(call: Call): void {
  const { keys, highest, count } = readMultiplePop(call, 1);
  for (let key = 2; key < 2 + keys; key++) {
    if (call.writeOf(SORTED_SET, key) === 0) continue;
    popWithKey(call, key, count, highest);
    return;
  }
  call.reply.nullArray();
}

/** What ZMPOP and BZMPOP are told from the number of keys on. */
export interface MultiplePop {
  readonly keys: number;
  readonly highest: boolean;
  readonly count: number;
}

/** Reads `numkeys key [key …] MIN|MAX [COUNT count]` from argument `index` on. */
export function readMultiplePop(call: Call, index: number): MultiplePop {
  const keys = call.rounded(index, noKeys);
  if (keys < 1) throw noKeys;
  const where = index + keys + 1;
  const highest = where < call.count && call.is(where, 'MAX');
  if (where >= call.count || !(highest || call.is(where, 'MIN'))) throw errors.syntax;
  return { keys, highest, count: readCount(call, where + 1) };
}

/** Answers with the key in argument `key` and up to `count` members of its sorted set, which are taken out. */
export function popWithKey(call: Call, key: number, count: number, highest: boolean): void {
  const { reply, request } = call;
  const taken = Math.min(count, set.open(call.db, call.writeOf(SORTED_SET, key)).count);
  reply.array(2);
  reply.bulk(request.bytes, request.start(key), request.length(key));
  reply.array(taken);
  pop(call, key, taken, highest, true);
  call.propagateAs(highest ? 'ZPOPMAX' : 'ZPOPMIN', request.copy(key), String(taken));
}

/** Answers with the key in argument `key`, a member and its score, and takes the member out. */
export function popOneWithKey(call: Call, key: number, highest: boolean): void {
  const { reply, request } = call;
  set.open(call.db, call.writeOf(SORTED_SET, key));
  reply.array(3);
  reply.bulk(request.bytes, request.start(key), request.length(key));
  pop(call, key, 1, highest, false);
}

/** @throws syntax, and an error of its own for a count below 1 */
function readCount(call: Call, from: number): number {
  if (from === call.count) return 1;
  if (!call.is(from, 'COUNT') || from + 1 === call.count) throw errors.syntax;
  const count = call.rounded(from + 1, noCount);
  if (count < 1) throw noCount;
  if (from + 2 < call.count) throw errors.syntax;
  return count;
}

/** Takes members out of the open sorted set, which is under the key in argument `key`, and shows each. */
function pop(call: Call, key: number, taken: number, highest: boolean, inPairs: boolean): void {
  const { count } = set;
  set.seek(highest ? count - 1 : 0);
  for (let left = taken; left > 0; left--) {
    const { place } = set;
    if (inPairs) call.reply.array(2);
    replyMember(call, set, place, false);
    call.reply.double(set.scoreAt(place));
    if (left === 1) break;
    if (highest) set.previous();
    else set.next();
  }
  set.removeRange(highest ? count - taken : 0, taken);
  call.shrunk(key, highest ? 'zpopmax' : 'zpopmin', count - taken, taken);
}
