/**
 * The two limits of a range, as a request gives them: ranks, scores or members. They are read before the key is
 * looked up and then turned into ranks, so that counting, removing and showing a range are one thing for all kinds.
 */
import type { SortedSetValue } from '@redwing/store';
import { parseLimit } from '@redwing/store';
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

export interface Limits {
  /** The rank of the first member of the range, after `apply`. */
  from: number;
  /** The rank behind the last one; not less than `from`. */
  to: number;
  /** Reads the limits in two arguments. */
  read(call: Call, low: number, high: number): void;
  /** Finds the range in a sorted set. */
  apply(set: SortedSetValue, reverse: boolean): void;
}

/** Ranks, negative ones counted from the end; in reverse all are counted from the other end. */
class RankLimits implements Limits {
  from = 0;
  to = 0;
  private start = 0;
  private stop = 0;

  /** @throws notInteger */
  read(call: Call, low: number, high: number): void {
    this.start = call.rounded(low);
    this.stop = call.rounded(high);
  }

  apply({ count }: SortedSetValue, reverse: boolean): void {
    const start = Math.max(this.start < 0 ? this.start + count : this.start, 0);
    const stop = Math.min(this.stop < 0 ? this.stop + count : this.stop, count - 1);
    const length = Math.max(stop - start + 1, 0);
    this.from = reverse ? count - start - length : start;
    this.to = this.from + length;
  }
}

const OPEN = 40;

/** Scores; "(" in front excludes the score itself. */
class ScoreLimits implements Limits {
  from = 0;
  to = 0;
  private min = 0;
  private minIsOut = false;
  private max = 0;
  private maxIsOut = false;

  /** @throws limitsNotFloats */
  read(call: Call, low: number, high: number): void {
    this.minIsOut = isOpen(call, low);
    this.maxIsOut = isOpen(call, high);
    this.min = limitAt(call, low, this.minIsOut);
    this.max = limitAt(call, high, this.maxIsOut);
    if (Number.isNaN(this.min) || Number.isNaN(this.max)) throw errors.limitsNotFloats;
  }

  apply(set: SortedSetValue): void {
    this.from = set.rankOfScore(this.min, this.minIsOut);
    this.to = Math.max(this.from, set.rankOfScore(this.max, !this.maxIsOut));
  }
}

function isOpen({ request }: Call, index: number): boolean {
  return request.length(index) > 0 && request.bytes[request.start(index)] === OPEN;
}

function limitAt({ request }: Call, index: number, skipsFirst: boolean): number {
  const skipped = skipsFirst ? 1 : 0;
  return parseLimit(request.bytes, request.start(index) + skipped, request.length(index) - skipped);
}

const CLOSED = 91;
const LOWEST = 45;
const HIGHEST = 43;

/** Members: "[" or "(" and its bytes, "-" for what is before all and "+" for what is behind them. */
class MemberLimits implements Limits {
  from = 0;
  to = 0;
  private call: Call | undefined;
  private low = 0;
  private high = 0;

  /** @throws limitsNotMembers */
  read(call: Call, low: number, high: number): void {
    for (const index of [low, high]) if (!isMemberLimit(call, index)) throw errors.limitsNotMembers;
    this.call = call;
    this.low = low;
    this.high = high;
  }

  apply(set: SortedSetValue): void {
    this.from = this.rankAt(set, this.low, OPEN);
    this.to = Math.max(this.from, this.rankAt(set, this.high, CLOSED));
  }

  /** The rank of the limit in argument `index`, the member itself being before it if the first byte is `after`. */
  private rankAt(set: SortedSetValue, index: number, after: number): number {
    if (this.call === undefined) throw new Error('the limits are applied before they are read');
    const { request } = this.call;
    const start = request.start(index);
    const mark = request.bytes[start];
    if (mark === LOWEST) return 0;
    if (mark === HIGHEST) return set.count;
    return set.rankOfMember(request.bytes, start + 1, request.length(index) - 1, mark === after);
  }
}

function isMemberLimit({ request }: Call, index: number): boolean {
  const start = request.start(index);
  const length = request.length(index);
  const mark = length === 0 ? 0 : request.bytes[start];
  if (mark === OPEN || mark === CLOSED) return true;
  // For Redis the text ends at a NUL here.
  return (mark === LOWEST || mark === HIGHEST) && (length === 1 || request.bytes[start + 1] === 0);
}

export const rankLimits: Limits = new RankLimits();
export const scoreLimits: Limits = new ScoreLimits();
export const memberLimits: Limits = new MemberLimits();
