/** Members in a reply, with or without their scores. */
import type { SortedSetValue } from '@redwing/store';
import { Slice } from '@redwing/store';
import type { Call } from '../../execution/call.ts';

const member = new Slice();

/** The array that `count` members make: scores are elements of their own in RESP2, RESP3 has pairs. */
export function beginMembers({ reply }: Call, count: number, withScores: boolean): void {
  reply.array(withScores && !reply.resp3 ? count * 2 : count);
}

/** The member at a place as an element of that array. */
export function replyMember(call: Call, set: SortedSetValue, place: number, withScores: boolean): void {
  const { reply } = call;
  if (withScores && reply.resp3) reply.array(2);
  call.replySlice(set.memberAt(place, member));
  if (withScores) reply.double(set.scoreAt(place));
}

/** Answers with up to `count` members from `rank` on, walking back from there if `reverse`. */
export function replyWalk(
  call: Call,
  set: SortedSetValue,
  rank: number,
  count: number,
  reverse: boolean,
  withScores: boolean,
): void {
  beginMembers(call, count, withScores);
  if (count === 0) return;
  set.seek(rank);
  for (let left = count; left > 0; left--) {
    const { place } = set;
    replyMember(call, set, place, withScores);
    if (left === 1) return;
    if (reverse) set.previous();
    else set.next();
  }
}
