/** HRANDFIELD key [count [WITHVALUES]] */
import { HashValue, Slice, sampleDistinct } from '@redwing/store';
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

const hash = new HashValue();
const field = new Slice();
const value = new Slice();

export function hrandfield(call: Call): void {
  if (call.count === 2) {
    const entry = call.readHash(1);
    if (entry === 0) call.reply.null();
    else {
      const { random } = call.engine.keyspace;
      const place = hash.open(call.db, entry).randomPlace(random);
      if (place === 0) call.reply.null();
      else call.replySlice(hash.fieldAt(place, field));
    }
    return;
  }
  const count = readSampleCount(call, 2);
  const withValues = call.count === 4 && call.is(3, 'WITHVALUES');
  if (call.count > 3 && !withValues) throw errors.syntax;
  if (withValues && count > SAMPLE_PAIRS_MAX) throw errors.outOfRange;
  const entry = call.readHash(1);
  if (entry === 0 || count === 0) {
    call.reply.array(0);
    return;
  }
  replyPlaces(call, choose(call, entry, count), withValues);
}

export const SAMPLE_PAIRS_MAX: number = 2 ** 62;
/** A negative count may name the same element over and over: no more often than this. */
const REPEATED_MAX = 2 ** 27;

/**
 * How many elements a command is to choose: different ones if positive, any if negative. @throws notInteger,
 * outOfRange, and an error of its own for the smallest integer, which has no opposite
 */
export function readSampleCount(call: Call, index: number): number {
  const count = call.withOpposite(index);
  if (count < -REPEATED_MAX) throw errors.outOfRange;
  return count;
}

function choose(call: Call, entry: number, count: number): number[] {
  const { random } = call.engine.keyspace;
  hash.open(call.db, entry);
  if (count > 0) return sampleDistinct(hash, count, random);
  if (hash.count === 0) return [];
  return Array.from({ length: -count }, () => hash.randomPlace(random));
}

function replyPlaces(call: Call, places: readonly number[], withValues: boolean): void {
  const { reply } = call;
  const inPairs = withValues && reply.resp3;
  reply.array(withValues && !inPairs ? places.length * 2 : places.length);
  for (const place of places) {
    if (inPairs) reply.array(2);
    call.replySlice(hash.fieldAt(place, field));
    if (withValues) call.replySlice(hash.valueAt(place, value));
  }
}
