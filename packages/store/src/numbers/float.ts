import { asciiText, writeAscii } from './ascii-text.ts';
import { roundRatio } from './binary-rounding.ts';
import { formatInteger } from './integer.ts';
import { createNumberText, leadingDigits, scanNumber } from './number-text.ts';

/**
 * Doubles in bytes: read as Redis reads a score or an increment (strtod, the whole argument), written as
 * Redis writes them (seventeen significant digits, as C's "%.17g").
 *
 * Seventeen digits always read back as the same double, but they are not the shortest that do: Redis 7.0
 * answers 1.1000000000000001 for 1.1, and so do we. RESP2 bulk strings, RESP3 doubles and scores in listpacks
 * all use this one text.
 */

/** "-2.2250738585072014e-308" and its like: no text of a double is longer. */
export const DOUBLE_TEXT_MAX = 24;

const TAB = 0x09;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const SMALL_E = 0x65;

/** Significant digits that "%.17g" shows. */
const DIGITS = 17;

/** Integers below this, times or divided by a power of ten up to 10^22, are rounded only once. */
const EXACT_DIGITS = 15;
const EXACT_POWERS: readonly number[] = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

const DOUBLE_PRECISION = 53;
const DOUBLE_EXPONENT_MIN = -1074;
const DOUBLE_EXPONENT_MAX = 1024;

/**
 * An argument may be 512 MiB of digits, of which only the first few hundred can matter: beyond these counts a
 * single digit that says whether the rest is zero decides the rounding as well as the rest itself.
 */
const LONG_TEXT = 1024;
const DECIMAL_DIGITS = 800;
const HEXADECIMAL_DIGITS = 16;

const text = createNumberText();

/**
 * The double written in these bytes, or NaN where Redis says "value is not a valid float": not a number, any
 * nan, beyond the range of a double, or so small that it would become zero. Infinity is read as such ("inf",
 * "+inf", "-infinity", in any case).
 */
export function parseDouble(bytes: Uint8Array, start: number, length: number): number {
  const quick = parsePlainDecimal(bytes, start, length);
  return Number.isNaN(quick) ? parseAnyDouble(bytes, start, length) : quick;
}

/**
 * Digits with at most one point and no exponent, fifteen digits at most: the digits as an integer and the
 * power of ten are both exact doubles, so that one division gives the correctly rounded value. NaN for all
 * else.
 */
function parsePlainDecimal(bytes: Uint8Array, start: number, length: number): number {
  const end = start + length;
  const negative = length > 0 && bytes[start] === MINUS;
  const first = negative ? start + 1 : start;
  // One byte more than the digits, for the point.
  if (first === end || end - first > EXACT_DIGITS + 1) return Number.NaN;
  let value = 0;
  let point = -1;
  for (let at = first; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= ZERO && byte <= NINE) {
      value = value * 10 + (byte - ZERO);
    } else if (byte === POINT && point < 0) {
      point = at;
    } else {
      return Number.NaN;
    }
  }
  const digits = point < 0 ? end - first : end - first - 1;
  if (digits === 0 || digits > EXACT_DIGITS) return Number.NaN;
  if (point >= 0) value /= EXACT_POWERS[end - point - 1] as number;
  return negative ? -value : value;
}

function parseAnyDouble(bytes: Uint8Array, start: number, length: number): number {
  const value = nearestDouble(bytes, start, length);
  if (text.form === 'infinity' || text.form === 'invalid') return value;
  if (!Number.isFinite(value)) return Number.NaN;
  return value === 0 && !isZeroText(bytes) ? Number.NaN : value;
}

/** The double nearest to any number, however large or small; NaN if the text is none. */
function nearestDouble(bytes: Uint8Array, start: number, length: number): number {
  scanNumber(bytes, start, length, text);
  if (text.form === 'invalid') return Number.NaN;
  if (text.form === 'infinity') return text.negative ? -Infinity : Infinity;
  return text.form === 'decimal' ? decimalDouble(bytes, start, length) : hexadecimalDouble(bytes);
}

/**
 * The double written in these bytes as Redis reads the limit of a range of scores, which is laxer: nothing at all is
 * 0, white space in front is passed over, a NUL ends the text, and a number too large is infinite.
 */
export function parseLimit(bytes: Uint8Array, start: number, length: number): number {
  let end = start;
  while (end < start + length && bytes[end] !== 0) end++;
  if (end === start) return 0;
  let first = start;
  while (first < end && isSpace(bytes[first] as number)) first++;
  return nearestDouble(bytes, first, end - first);
}

function isSpace(byte: number): boolean {
  return byte === SPACE || (byte >= TAB && byte <= CARRIAGE_RETURN);
}

/** The decimal text just scanned as the nearest double; infinite if it is out of range. */
function decimalDouble(bytes: Uint8Array, start: number, length: number): number {
  // The scanner has checked the grammar, which is a part of JavaScript's own.
  if (length <= LONG_TEXT) return Number(asciiText(bytes, start, length));
  const digits = leadingDigits(bytes, text, DECIMAL_DIGITS);
  const magnitude = Number(`${digits.leading}${digits.restIsZero ? '0' : '1'}e${digits.exponent - 1}`);
  return text.negative ? -magnitude : magnitude;
}

/** The hexadecimal text just scanned as the nearest double; infinite if it is out of range. */
function hexadecimalDouble(bytes: Uint8Array): number {
  const digits = leadingDigits(bytes, text, HEXADECIMAL_DIGITS);
  const value = BigInt(`0x${digits.leading}${digits.restIsZero ? '0' : '1'}`);
  const exponent = digits.exponent - 4;
  const top = exponent + 4 * (digits.leading.length + 1);
  if (value === 0n || top < DOUBLE_EXPONENT_MIN - 8) return text.negative ? -0 : 0;
  if (top > DOUBLE_EXPONENT_MAX + 8) return text.negative ? -Infinity : Infinity;
  const rounded = roundRatio(value, 1n, exponent, DOUBLE_PRECISION, DOUBLE_EXPONENT_MIN);
  const magnitude = Number(rounded.mantissa) * 2 ** rounded.exponent;
  return text.negative ? -magnitude : magnitude;
}

/** Whether the text just scanned has no digit but zeros. */
function isZeroText(bytes: Uint8Array): boolean {
  for (let at = text.wholeStart; at < text.wholeEnd; at++) if (bytes[at] !== ZERO) return false;
  for (let at = text.fractionStart; at < text.fractionEnd; at++) if (bytes[at] !== ZERO) return false;
  return true;
}

/**
 * Writes the text of a double as "%.17g" does and returns how many bytes that took (at most DOUBLE_TEXT_MAX).
 * Infinities are "inf" and "-inf", not a number is "nan", minus zero is "-0".
 */
export function formatDouble(value: number, into: Uint8Array, at: number): number {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return formatInteger(value, into, at);
  if (!Number.isFinite(value)) {
    return writeAscii(Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf', into, at);
  }
  if (value === 0) return writeAscii('-0', into, at);
  let start = at;
  if (value < 0) into[start++] = MINUS;
  const magnitude = Math.abs(value);
  const isPlain = magnitude < PLAIN_MAX && Number.isInteger(magnitude * PLAIN_PARTS);
  const write = isPlain ? formatPlain : formatMagnitude;
  return start - at + write(magnitude, into, start);
}

/** Whole parts of up to seven digits with fractions of up to ten: seventeen digits, which show the number as it is. */
const PLAIN_MAX = 1e7;
const PLAIN_BITS = 10;
const PLAIN_PARTS: number = 2 ** PLAIN_BITS;

/** The same for halves, quarters … as most fractions are that people choose. */
function formatPlain(magnitude: number, into: Uint8Array, at: number): number {
  const whole = Math.floor(magnitude);
  let end = at + formatInteger(whole, into, at);
  into[end++] = POINT;
  for (let rest = (magnitude - whole) * PLAIN_PARTS; rest !== 0; rest &= PLAIN_PARTS - 1) {
    rest *= 10;
    into[end++] = ZERO + (rest >>> PLAIN_BITS);
  }
  return end - at;
}

function formatMagnitude(magnitude: number, into: Uint8Array, at: number): number {
  const rounded = seventeenDigits(magnitude);
  // "d.dddddddddddddddde±x"
  const mark = rounded.indexOf('e');
  const exponent = Number(rounded.slice(mark + 1));
  const digits = rounded.charAt(0) + rounded.slice(2, mark);
  let count = DIGITS;
  while (digits.charCodeAt(count - 1) === ZERO) count--;
  return exponent < -4 || exponent >= DIGITS
    ? writeScientific(digits, count, exponent, into, at)
    : writePositional(digits, count, exponent, into, at);
}

/**
 * toExponential rounds ties away from zero where C rounds them to even. A tie means that the exact value has
 * exactly eighteen significant digits, the last a five. Such a double is below 2^53 and a multiple of 2^-25,
 * and there all its digits are looked at.
 */
function seventeenDigits(magnitude: number): string {
  const rounded = magnitude.toExponential(DIGITS - 1);
  const scaled = magnitude * 2 ** 25;
  if (magnitude > Number.MAX_SAFE_INTEGER || scaled !== Math.floor(scaled)) return rounded;
  // Sixteen digits before the point and twenty-five behind it: all there can be.
  const exact = magnitude.toExponential(40);
  const mark = exact.indexOf('e');
  for (let index = DIGITS + 2; index < mark; index++) if (exact.charCodeAt(index) !== ZERO) return rounded;
  const isTie = exact.charCodeAt(DIGITS + 1) === ZERO + 5;
  const isEven = exact.charCodeAt(DIGITS) % 2 === 0;
  return isTie && isEven ? exact.slice(0, DIGITS + 1) + exact.slice(mark) : rounded;
}

function writeScientific(
  digits: string,
  count: number,
  exponent: number,
  into: Uint8Array,
  at: number,
): number {
  let next = at;
  into[next++] = digits.charCodeAt(0);
  if (count > 1) {
    into[next++] = POINT;
    for (let index = 1; index < count; index++) into[next++] = digits.charCodeAt(index);
  }
  into[next++] = SMALL_E;
  into[next++] = exponent < 0 ? MINUS : PLUS;
  const magnitude = Math.abs(exponent);
  if (magnitude < 10) into[next++] = ZERO;
  next += formatInteger(magnitude, into, next);
  return next - at;
}

function writePositional(
  digits: string,
  count: number,
  exponent: number,
  into: Uint8Array,
  at: number,
): number {
  let next = at;
  if (exponent < 0) {
    into[next++] = ZERO;
    into[next++] = POINT;
    for (let zeros = exponent + 1; zeros < 0; zeros++) into[next++] = ZERO;
    for (let index = 0; index < count; index++) into[next++] = digits.charCodeAt(index);
    return next - at;
  }
  const whole = exponent + 1;
  for (let index = 0; index < whole; index++) into[next++] = index < count ? digits.charCodeAt(index) : ZERO;
  if (count > whole) {
    into[next++] = POINT;
    for (let index = whole; index < count; index++) into[next++] = digits.charCodeAt(index);
  }
  return next - at;
}
