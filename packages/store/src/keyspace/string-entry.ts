/**
 * Entries that are strings: which encoding they have, and how a part of one is changed.
 *
 * A string's bytes are text in each encoding, which only tells how they came to be, for OBJECT ENCODING: set as a whole
 * (an integer, a short or a long text), or put together by APPEND and the like, and then it is no integer to Redis
 * whatever it looks like. Strings that are set as a whole go through `Database.setString`; what appends, sets a bit or
 * overwrites a range makes the string as long as it needs, and writes into it.
 */
import { isCanonicalInt64 } from '../numbers/integer.ts';
import type { Database } from './database.ts';
import { EMBSTR, INT, RAW } from './entry.ts';

/** Longer strings are "raw". */
const EMBSTR_BYTES_MAX = 44;
/** Room to spare, at most. */
const SLACK_BYTES_MAX = 2 ** 20;

/** The encoding of a string that was set as a whole. */
export function encodingOf(bytes: Uint8Array, start: number, length: number): number {
  return length <= 20 && isCanonicalInt64(bytes, start, length) ? INT : textEncoding(length);
}

/** The same for a string that is not to be taken for an integer, whatever its bytes. */
export function textEncoding(length: number): number {
  return length <= EMBSTR_BYTES_MAX ? EMBSTR : RAW;
}

/**
 * Makes the string of `ref` `length` bytes long, zeroes where it grew, with room to spare for the next growth: as much
 * again, unless it grew for the first time. Returns the entry, which may have moved.
 */
export function resizeString(db: Database, ref: number, length: number): number {
  const { entries } = db;
  const before = entries.valueLength(ref);
  const target = db.resizeValue(ref, length, before === 0 ? 0 : Math.min(length, SLACK_BYTES_MAX));
  const start = entries.valueStart(target);
  if (length > before) entries.bytes(target).fill(0, start + before, start + length);
  return target;
}
