/**
 * Patterns of SORT: `weight_*` is the key whose name has the element in the place of the star, `user_*->age` a field of
 * the hash that is there, `#` the element itself. A pattern without a star finds nothing.
 */
import { HASH, HashValue, Slice, STRING } from '@redwing/store';
import type { Call } from '../../execution/call.ts';

const STAR = 42;
const HASH_SIGN = 35;
const ARROW = Buffer.from('->');

const hash = new HashValue();
const slice = new Slice();

/** What the key that the pattern and the element name holds, if it exists and is of the right type. */
export function lookUpByPattern(
  call: Call,
  pattern: Uint8Array,
  element: Uint8Array,
): Uint8Array | undefined {
  if (pattern.length === 1 && pattern[0] === HASH_SIGN) return element;
  const star = pattern.indexOf(STAR);
  if (star < 0) return undefined;
  const { db } = call;
  const arrow = arrowAfter(pattern, star);
  const nameEnd = arrow < 0 ? pattern.length : arrow;
  const name = Buffer.concat([pattern.subarray(0, star), element, pattern.subarray(star + 1, nameEnd)]);
  const entry = db.read(name, 0, name.length);
  if (entry === 0) return undefined;
  if (arrow < 0) {
    return db.entries.type(entry) === STRING ? db.entries.value(entry, slice).copy() : undefined;
  }
  if (db.entries.type(entry) !== HASH) return undefined;
  const start = arrow + ARROW.length;
  const place = hash.open(db, entry).find(pattern, start, pattern.length - start);
  return place === 0 ? undefined : hash.valueAt(place, slice).copy();
}

/** Where an arrow stands behind the star that a field follows, or -1. */
function arrowAfter(pattern: Uint8Array, star: number): number {
  const arrow = Buffer.from(pattern.buffer, pattern.byteOffset, pattern.length).indexOf(ARROW, star + 1);
  return arrow >= 0 && arrow + ARROW.length < pattern.length ? arrow : -1;
}
