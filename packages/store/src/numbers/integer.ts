/**
 * Decimal integers in bytes: reading, writing, measuring.
 *
 * What counts as an integer is what Redis counts as one everywhere (INCR, EXPIRE, the "int" encoding): the
 * canonical decimal text of a signed 64-bit number. No leading zeros, no plus sign, no "-0", no spaces,
 * nothing after the digits. Canonical means that writing the number gives back the very bytes that were read,
 * which is why a value may be kept as a number at all.
 *
 * Almost every integer met in practice is within ±(2^53 - 1), where a JavaScript number is exact.
 * `parseInteger` and `formatInteger` serve those without allocating; the rest of the 64-bit range goes
 * through bigint:
 *
 *      parseInteger   number, or NaN when it is no canonical integer or is beyond ±(2^53 - 1)
 *      parseInt64     number, or bigint beyond that, or undefined when it is not a canonical int64
 */

const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;

/** "-9223372036854775808" is the longest text of a signed 64-bit integer. */
export const INT64_TEXT_MAX = 20;

export const INT64_MIN: bigint = -(2n ** 63n);
export const INT64_MAX: bigint = 2n ** 63n - 1n;

/** Digits in 2^53 - 1, the largest integer up to which every integer is a number. */
const SAFE_DIGITS = 16;
/** A run of nine digits always fits 32 bits, so it is added up in integer arithmetic. */
const INT32_DIGITS = 9;
/** Digits in 2^63 - 1. */
const INT64_DIGITS = 19;

const POWERS_OF_TEN: readonly number[] = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/**
 * The integer written in these bytes, or NaN if they are not the canonical text of an integer within
 * ±(2^53 - 1). NaN does not tell the two reasons apart: ask `parseInt64` where the full range matters.
 */
export function parseInteger(bytes: Uint8Array, start: number, length: number): number {
  const end = start + length;
  let at = start;
  const negative = length > 1 && bytes[start] === MINUS;
  if (negative) at++;
  const digits = end - at;
  if (digits === 0 || digits > SAFE_DIGITS) return Number.NaN;
  if (bytes[at] === ZERO) return length === 1 ? 0 : Number.NaN;

  const headEnd = digits > INT32_DIGITS ? at + INT32_DIGITS : end;
  let head = 0;
  while (at < headEnd) {
    const byte = bytes[at++] as number;
    if (byte < ZERO || byte > NINE) return Number.NaN;
    head = (head * 10 + (byte - ZERO)) | 0;
  }
  if (at === end) return negative ? -head : head;

  const scale = POWERS_OF_TEN[end - at] as number;
  let tail = 0;
  while (at < end) {
    const byte = bytes[at++] as number;
    if (byte < ZERO || byte > NINE) return Number.NaN;
    tail = (tail * 10 + (byte - ZERO)) | 0;
  }
  const value = head * scale + tail;
  if (value > Number.MAX_SAFE_INTEGER) return Number.NaN;
  return negative ? -value : value;
}

/**
 * The integer written in these bytes: a number within ±(2^53 - 1), a bigint in the rest of the signed 64-bit
 * range, undefined if they are not the canonical text of a signed 64-bit integer.
 */
export function parseInt64(bytes: Uint8Array, start: number, length: number): number | bigint | undefined {
  const value = parseInteger(bytes, start, length);
  return Number.isNaN(value) ? parseWideInt64(bytes, start, length) : value;
}

function parseWideInt64(bytes: Uint8Array, start: number, length: number): bigint | undefined {
  if (length > INT64_TEXT_MAX || !hasCanonicalShape(bytes, start, length)) return undefined;
  const negative = bytes[start] === MINUS;
  const end = start + length;
  let magnitude = 0n;
  for (let at = negative ? start + 1 : start; at < end; at += INT32_DIGITS) {
    const partEnd = Math.min(at + INT32_DIGITS, end);
    let part = 0;
    for (let digit = at; digit < partEnd; digit++) part = part * 10 + ((bytes[digit] as number) - ZERO);
    magnitude = magnitude * BigInt(POWERS_OF_TEN[partEnd - at] as number) + BigInt(part);
  }
  const value = negative ? -magnitude : magnitude;
  return value < INT64_MIN || value > INT64_MAX ? undefined : value;
}

/**
 * Whether these bytes are the canonical text of a signed 64-bit integer, which is when OBJECT ENCODING says
 * "int" of a string. Decides without building the number.
 */
export function isCanonicalInt64(bytes: Uint8Array, start: number, length: number): boolean {
  if (length === 0 || length > INT64_TEXT_MAX) return false;
  if (!hasCanonicalShape(bytes, start, length)) return false;
  const negative = bytes[start] === MINUS;
  const digits = negative ? length - 1 : length;
  if (digits !== INT64_DIGITS) return digits < INT64_DIGITS;
  return isWithinInt64(
    bytes,
    negative ? start + 1 : start,
    negative ? '9223372036854775808' : '9223372036854775807',
  );
}

/** Digits without a leading zero, a minus before them or not, or the single digit zero. */
function hasCanonicalShape(bytes: Uint8Array, start: number, length: number): boolean {
  const end = start + length;
  let at = start;
  if (length > 1 && bytes[start] === MINUS) at++;
  if (at === end) return false;
  if (bytes[at] === ZERO) return length === 1;
  for (; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte < ZERO || byte > NINE) return false;
  }
  return true;
}

/** Compares nineteen digits with those of the limit, digit by digit. */
function isWithinInt64(bytes: Uint8Array, start: number, limit: string): boolean {
  for (let index = 0; index < INT64_DIGITS; index++) {
    const byte = bytes[start + index] as number;
    const bound = limit.charCodeAt(index);
    if (byte !== bound) return byte < bound;
  }
  return true;
}

/** How many bytes `formatInteger` writes for this value, the minus sign included. */
export function decimalLength(value: number): number {
  return value < 0 ? 1 + digitCount(-value) : digitCount(value);
}

function digitCount(magnitude: number): number {
  if (magnitude < 10) return 1;
  if (magnitude < 100) return 2;
  if (magnitude < 1e3) return 3;
  if (magnitude < 1e4) return 4;
  let count = 5;
  let bound = 1e5;
  while (magnitude >= bound) {
    bound *= 10;
    count++;
  }
  return count;
}

/**
 * Writes the decimal text of `value`, an integer within ±(2^53 - 1), at `at` and returns how many bytes that
 * took (at most 17). Minus zero is written as "0". There must be room for it.
 */
export function formatInteger(value: number, into: Uint8Array, at: number): number {
  let magnitude = value;
  let start = at;
  if (value < 0) {
    into[start++] = MINUS;
    magnitude = -value;
  }
  const end = start + digitCount(magnitude);
  let last = end;
  if (magnitude >= 1e9) {
    const high = Math.floor(magnitude / 1e9);
    writeDigits(magnitude - high * 1e9, into, last - INT32_DIGITS, last);
    last -= INT32_DIGITS;
    magnitude = high;
  }
  writeDigits(magnitude, into, start, last);
  return end - at;
}

/** Fills [start, end) with the last digits of a value below 10^9, with zeros in front where it is shorter. */
function writeDigits(value: number, into: Uint8Array, start: number, end: number): void {
  let rest = value | 0;
  for (let at = end - 1; at >= start; at--) {
    const quotient = (rest / 10) | 0;
    into[at] = ZERO + (rest - quotient * 10);
    rest = quotient;
  }
}

const TEN_TO_18 = 10n ** 18n;
const TEN_TO_9 = 10n ** 9n;

/** As `decimalLength`, for any signed 64-bit integer. */
export function decimalLengthInt64(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  const sign = value < 0n ? 1 : 0;
  if (magnitude >= TEN_TO_18) return sign + INT64_DIGITS;
  if (magnitude < TEN_TO_9) return sign + digitCount(Number(magnitude));
  return sign + INT32_DIGITS + digitCount(Number(magnitude / TEN_TO_9));
}

/** As `formatInteger`, for any signed 64-bit integer (at most 20 bytes). */
export function formatInt64(value: number | bigint, into: Uint8Array, at: number): number {
  if (typeof value === 'number') return formatInteger(value, into, at);
  let start = at;
  let magnitude = value;
  if (value < 0n) {
    into[start++] = MINUS;
    magnitude = -value;
  }
  const length = decimalLengthInt64(magnitude);
  let last = start + length;
  while (last - start > INT32_DIGITS) {
    writeDigits(Number(magnitude % TEN_TO_9), into, last - INT32_DIGITS, last);
    magnitude /= TEN_TO_9;
    last -= INT32_DIGITS;
  }
  writeDigits(Number(magnitude), into, start, last);
  return start + length - at;
}
