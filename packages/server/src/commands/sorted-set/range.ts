/**
 * Ranges: ZRANGE, ZRANGESTORE, and the older commands that are one form of it each.
 */
import { Slice, SORTED_SET, SortedSetValue } from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import type { Limits } from './limits.ts';
import { memberLimits, rankLimits, scoreLimits } from './limits.ts';
import { replyWalk } from './members-reply.ts';
import { storeResult } from './store.ts';

const set = new SortedSetValue();
const result = new SortedSetValue();
const member = new Slice();

const limitNeedsKind = new CommandError(
  'ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX',
);
const noScoresByMember = new CommandError(
  'ERR syntax error, WITHSCORES not supported in combination with BYLEX',
);

/** ZRANGE key start stop [BYSCORE|BYLEX] [REV] [LIMIT offset count] [WITHSCORES] */
export function zrange(call: Call): void {
  replyRange(call, undefined, undefined);
}

/** ZREVRANGE key start stop [WITHSCORES] */
export function zrevrange(call: Call): void {
  replyRange(call, rankLimits, true);
}

/** ZRANGEBYSCORE key min max [WITHSCORES] [LIMIT offset count] */
export function zrangebyscore(call: Call): void {
  replyRange(call, scoreLimits, false);
}

/** ZREVRANGEBYSCORE key max min [WITHSCORES] [LIMIT offset count] */
export function zrevrangebyscore(call: Call): void {
  replyRange(call, scoreLimits, true);
}

/** ZRANGEBYLEX key min max [LIMIT offset count] */
export function zrangebylex(call: Call): void {
  replyRange(call, memberLimits, false);
}

/** ZREVRANGEBYLEX key max min [LIMIT offset count] */
export function zrevrangebylex(call: Call): void {
  replyRange(call, memberLimits, true);
}

/** ZRANGESTORE dst src min max [BYSCORE|BYLEX] [REV] [LIMIT offset count] */
export function zrangestore(call: Call): void {
  const { request } = call;
  const { workshop } = call.engine.keyspace;
  const range = readRange(call, 2, undefined, undefined, true);
  const entry = call.readOf(SORTED_SET, 2);
  result.create(workshop, request.bytes, request.start(1), request.length(1));
  if (entry !== 0) {
    const { from, count } = cut(set.open(call.db, entry), range);
    let there = count > 0 && set.seek(from);
    for (let left = count; left > 0 && there; left--) {
      const { place } = set;
      const score = set.scoreAt(place);
      const { bytes, start, length } = set.memberAt(place, member);
      result.add(bytes, start, length, score);
      there = range.reverse ? set.previous() : set.next();
    }
  }
  storeResult(call, result, 'zrangestore');
}

interface Range {
  limits: Limits;
  reverse: boolean;
  withScores: boolean;
  /** How many members of the range are passed over; a negative number passes over all. */
  offset: number;
  /** How many are wanted; all of them if negative. */
  count: number;
}

/** Which kind of range it is, and its direction, is for the options to say where it is not given. */
function replyRange(call: Call, limits: Limits | undefined, reverse: boolean | undefined): void {
  const range = readRange(call, 1, limits, reverse, false);
  const entry = call.readOf(SORTED_SET, 1);
  if (entry === 0) {
    call.reply.array(0);
    return;
  }
  const { from, count } = cut(set.open(call.db, entry), range);
  replyWalk(call, set, from, count, range.reverse, range.withScores);
}

/** The range that begins behind the key in argument `key`. @throws syntax and what the limits throw */
function readRange(
  call: Call,
  key: number,
  limits: Limits | undefined,
  reverse: boolean | undefined,
  stores: boolean,
): Range {
  const range: Range = {
    limits: limits ?? rankLimits,
    reverse: reverse ?? false,
    withScores: false,
    offset: 0,
    count: -1,
  };
  let kindIsGiven = limits !== undefined;
  for (let i = key + 3; i < call.count; i++) {
    if (!stores && call.is(i, 'WITHSCORES')) range.withScores = true;
    else if (call.is(i, 'LIMIT') && i + 2 < call.count) {
      range.offset = call.rounded(++i);
      range.count = call.rounded(++i);
    } else if (reverse === undefined && !range.reverse && call.is(i, 'REV')) range.reverse = true;
    else if (!kindIsGiven && (call.is(i, 'BYLEX') || call.is(i, 'BYSCORE'))) {
      range.limits = call.is(i, 'BYLEX') ? memberLimits : scoreLimits;
      kindIsGiven = true;
    } else throw errors.syntax;
  }
  if (range.count !== -1 && range.limits === rankLimits) throw limitNeedsKind;
  if (range.withScores && range.limits === memberLimits) throw noScoresByMember;
  // Scores and members are given highest first in reverse, ranks are counted from the other end.
  const swaps = range.reverse && range.limits !== rankLimits;
  range.limits.read(call, key + (swaps ? 2 : 1), key + (swaps ? 1 : 2));
  return range;
}

/** The rank where a walk through the range begins, and how many members it meets. */
function cut(from: SortedSetValue, range: Range): { from: number; count: number } {
  const { limits, reverse } = range;
  limits.apply(from, reverse);
  const total = limits.to - limits.from;
  const offset = limits === rankLimits ? 0 : range.offset;
  const skipped = offset < 0 ? total : Math.min(offset, total);
  const left = total - skipped;
  return {
    from: reverse ? limits.to - 1 - skipped : limits.from + skipped,
    count: range.count < 0 ? left : Math.min(range.count, left),
  };
}
