/** Asking about members: ZCARD, ZSCORE, ZMSCORE, ZRANK, ZREVRANK. */
import { SORTED_SET, SortedSetValue } from '@redwing/store';
import type { Call } from '../../execution/call.ts';

const set = new SortedSetValue();

/** ZCARD key */
export function zcard(call: Call): void {
  const entry = call.readOf(SORTED_SET, 1);
  call.reply.integer(entry === 0 ? 0 : set.open(call.db, entry).count);
}

/** ZSCORE key member */
export function zscore(call: Call): void {
  replyScore(call, call.readOf(SORTED_SET, 1), 2);
}

/** ZMSCORE key member [member …] */
export function zmscore(call: Call): void {
  const entry = call.readOf(SORTED_SET, 1);
  call.reply.array(call.count - 2);
  for (let i = 2; i < call.count; i++) replyScore(call, entry, i);
}

function replyScore(call: Call, entry: number, index: number): void {
  const place = placeOf(call, entry, index);
  if (place === 0) call.reply.null();
  else call.reply.double(set.scoreAt(place));
}

/** ZRANK key member */
export function zrank(call: Call): void {
  replyRank(call, false);
}

/** ZREVRANK key member */
export function zrevrank(call: Call): void {
  replyRank(call, true);
}

function replyRank(call: Call, reverse: boolean): void {
  const place = placeOf(call, call.readOf(SORTED_SET, 1), 2);
  if (place === 0) call.reply.null();
  else call.reply.integer(reverse ? set.count - 1 - set.rank(place) : set.rank(place));
}

/** The place of the member in argument `index`, or 0. */
function placeOf(call: Call, entry: number, index: number): number {
  if (entry === 0) return 0;
  const { request } = call;
  return set.open(call.db, entry).find(request.bytes, request.start(index), request.length(index));
}
