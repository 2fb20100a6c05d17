/** PFCOUNT. */
import { hyperloglog, RAW } from '@redwing/store';
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { readSketch } from './sketch-entry.ts';

/** The union of several sketches, a byte for each register. */
const union = new Uint8Array(hyperloglog.REGISTERS);

/** PFCOUNT key [key …] */
export function pfcount(call: Call): void {
  if (call.count > 2) countUnion(call);
  else countOne(call);
}

/**
 * The count of a single sketch is kept in its value. So a command that only reads changes bytes, even on a replica
 * that takes no writes; that is propagated, because values should be equal byte for byte.
 */
function countOne(call: Call): void {
  const entry = readSketch(call, 1);
  if (entry === 0) {
    call.reply.integer(0);
    return;
  }
  call.db.entries.setEncoding(entry, RAW);
  const { bytes, start, length } = call.value(entry);
  const cached = hyperloglog.cachedCount(bytes, start);
  if (cached !== undefined) {
    call.reply.integer(cached);
    return;
  }
  const count = hyperloglog.countElements(bytes, start, length);
  if (count === undefined) throw errors.corruptSketch;
  hyperloglog.cacheCount(bytes, start, count);
  call.refreshed(1);
  replyCount(call, count);
}

function countUnion(call: Call): void {
  union.fill(0);
  for (let i = 1; i < call.count; i++) {
    const entry = readSketch(call, i);
    if (entry === 0) continue;
    const { bytes, start, length } = call.value(entry);
    if (!hyperloglog.mergeRegisters(bytes, start, length, union)) throw errors.corruptSketch;
  }
  replyCount(call, hyperloglog.countMerged(union));
}

/** No elements bring about a count beyond 2^53, but bytes that somebody has SET may. */
function replyCount(call: Call, count: number): void {
  call.reply.integer(Number.isSafeInteger(count) ? count : BigInt(count));
}
