/** Counters: INCR, DECR, INCRBY, DECRBY, INCRBYFLOAT. */
import {
  addLongDoubles,
  copyBytes,
  formatInt64,
  formatLongDouble,
  INT,
  INT64_MAX,
  INT64_MIN,
  INT64_TEXT_MAX,
  KEEP_EXPIRY,
  LONG_DOUBLE_FORMAT_MAX,
  longDoubleFromInteger,
  parseInt64,
  parseLongDouble,
  resizeString,
  textEncoding,
} from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** Digits of the new value are written here before they are stored. */
const digits = new Uint8Array(Math.max(INT64_TEXT_MAX, LONG_DOUBLE_FORMAT_MAX));

/** Numbers of so many digits are far from the largest there may be. */
const COUNTER_DIGITS_MAX = 18;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;

/** INCR key */
export function incr(call: Call): void {
  const entry = call.writeString(1);
  if (entry !== 0 && call.db.entries.encoding(entry) === INT) {
    const { bytes, start, length } = call.value(entry);
    if (countUp(bytes, start, length)) {
      call.changed(1, 'incrby');
      call.reply.integerText(bytes, start, length);
      return;
    }
  }
  addTo(call, entry, 1);
}

/**
 * Adds one to a number in its own digits, which is all that most counters ever need. False, and nothing done, for
 * one that is negative, that gets another digit or that may be near the largest.
 */
function countUp(bytes: Uint8Array, start: number, length: number): boolean {
  if (length > COUNTER_DIGITS_MAX || bytes[start] === MINUS) return false;
  const end = start + length;
  let at = end - 1;
  while (at >= start && bytes[at] === NINE) at--;
  if (at < start) return false;
  bytes[at] = (bytes[at] as number) + 1;
  while (++at < end) bytes[at] = ZERO;
  return true;
}

/** DECR key */
export function decr(call: Call): void {
  add(call, -1);
}

/** INCRBY key increment */
export function incrby(call: Call): void {
  add(call, call.int64(2));
}

/** DECRBY key decrement */
export function decrby(call: Call): void {
  const decrement = call.int64(2);
  // The smallest integer has no opposite.
  if (decrement === INT64_MIN) throw new CommandError('ERR decrement would overflow');
  add(call, -decrement);
}

function add(call: Call, increment: number | bigint): void {
  addTo(call, call.writeString(1), increment);
}

/** Adds to the number in `entry`, that of the key; 0 is a key that is not there. */
function addTo(call: Call, entry: number, increment: number | bigint): void {
  let old: number | bigint = 0;
  if (entry !== 0) {
    const { bytes, start, length } = call.value(entry);
    const parsed = parseInt64(bytes, start, length);
    if (parsed === undefined) throw errors.notInteger;
    old = parsed;
  }
  const sum = addInt64(old, increment);
  store(call, entry, formatInt64(sum, digits, 0));
  call.changed(1, 'incrby');
  call.reply.integer(sum);
}

/** Puts the digits where the old value was, so that the key need not be looked for again. */
function store(call: Call, entry: number, length: number): void {
  const { request, db } = call;
  if (entry === 0) {
    db.putString(request.bytes, request.start(1), request.length(1), digits, 0, length, INT, KEEP_EXPIRY);
    return;
  }
  const { entries } = db;
  const kept = resizeString(db, entry, length);
  copyBytes(digits, 0, entries.bytes(kept), entries.valueStart(kept), length);
  entries.setEncoding(kept, INT);
}

/** The sum of two 64-bit integers. @throws overflow */
export function addInt64(left: number | bigint, right: number | bigint): number | bigint {
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right;
    if (Number.isSafeInteger(sum)) return sum;
  }
  const sum = BigInt(left) + BigInt(right);
  if (sum < INT64_MIN || sum > INT64_MAX) throw errors.overflow;
  return sum;
}

/** INCRBYFLOAT key increment, in the 80-bit arithmetic Redis uses, so that the digits agree. */
export function incrbyfloat(call: Call): void {
  const entry = call.writeString(1);
  const { request } = call;
  let old = longDoubleFromInteger(0);
  if (entry !== 0) {
    const { bytes, start, length } = call.value(entry);
    old = parseLongDouble(bytes, start, length) ?? notFloat();
  }
  const increment = parseLongDouble(request.bytes, request.start(2), request.length(2)) ?? notFloat();
  const sum = addLongDoubles(old, increment);
  if (sum === undefined || sum.infinite) throw errors.notFinite;
  const length = formatLongDouble(sum, digits, 0);
  const key = request.start(1);
  call.db.putString(
    request.bytes,
    key,
    request.length(1),
    digits,
    0,
    length,
    textEncoding(length),
    KEEP_EXPIRY,
  );
  call.changed(1, 'incrbyfloat');
  call.propagateAs('SET', request.copy(1), digits.slice(0, length), 'KEEPTTL');
  call.reply.bulk(digits, 0, length);
}

function notFloat(): never {
  throw errors.notFloat;
}
