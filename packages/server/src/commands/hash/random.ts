/** HRANDFIELD key [count [WITHVALUES]] */
import type { PlaceSource } from '@redwing/store';
import { HashValue, Slice, sampleDistinct } from '@redwing/store';
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { replyRepeated } from '../repeated-elements.ts';

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
  if (withValues && Math.abs(count) >= SAMPLE_PAIRS_MAX) throw errors.outOfRange;
  const entry = call.readHash(1);
  if (entry === 0 || count === 0) {
    call.reply.array(0);
    return;
  }
  hash.open(call.db, entry);
  const inPairs = withValues && call.reply.resp3;
  const write = (place: number): void => {
    if (inPairs) call.reply.array(2);
    call.replySlice(hash.fieldAt(place, field));
    if (withValues) call.replySlice(hash.valueAt(place, value));
  };
  replySample(call, hash, count, withValues && !inPairs ? 2 : 1, write);
}

/** As many pairs as a reply of Redis may have. */
export const SAMPLE_PAIRS_MAX: number = 2 ** 62;

/**
 * How many elements a command is to choose: different ones if positive, any if negative. @throws notInteger, and an error
 * of its own for the smallest integer, which has no opposite
 */
export function readSampleCount(call: Call, index: number): number {
  return call.withOpposite(index);
}

/**
 * Answers with elements of `source`, as many as argument 2 says, which is `count`; `write` writes the one at a place, as
 * `parts` elements of the array.
 */
export function replySample(
  call: Call,
  source: PlaceSource,
  count: number,
  parts: 1 | 2,
  write: (place: number) => void,
): void {
  // Every field may have expired.
  if (count < 0 && source.count > 0) {
    replyRepeated(call, source, -BigInt(call.int64(2)), parts, write);
    return;
  }
  const places = sampleDistinct(source, count, call.engine.keyspace.random);
  call.reply.array(places.length * parts);
  for (const place of places) write(place);
}
