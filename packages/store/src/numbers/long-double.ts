import { writeAscii } from './ascii-text.ts';
import { bitLength, roundRatio } from './binary-rounding.ts';
import { createNumberText, scaledExponent, scanNumber, significand } from './number-text.ts';

/**
 * Arithmetic of INCRBYFLOAT and HINCRBYFLOAT: the 80-bit extended precision that `long double` is on x86-64,
 * where Redis reads with strtold, adds, and writes with seventeen digits behind the point.
 *
 * JavaScript numbers have 53 bits, so plain addition would answer 5000.1 where Redis answers
 * 5000.10000000000000009. Here a value is a 64-bit mantissa (a bigint) and an exponent, each step rounds
 * once, to the nearest with ties to even, and the result agrees with Redis digit for digit.
 *
 *      value = mantissa × 2^exponent      mantissa < 2^64      -16445 ≤ exponent ≤ 16320
 *
 * Limits: texts of 5,120 bytes and more are refused, as Redis refuses them. There is no NaN and no signed
 * zero: the only operation that could give NaN is inf + -inf, which `addLongDoubles` answers with undefined,
 * and the format that Redis prints has no minus zero.
 */

export const LONG_DOUBLE_TEXT_MAX = 5119;

/** "-" and the 4,933 digits of the largest value, a point and 17 digits after it for small ones. */
export const LONG_DOUBLE_FORMAT_MAX = 4960;

const PRECISION = 64;
const EXPONENT_MIN = -16445;
const EXPONENT_MAX = 16320;
/** Beyond ten to this power everything is out of range, whatever 5,119 digits stand in front. */
const DECIMAL_EXPONENT_BOUND = 11_000;
/** The same for powers of two. */
const BINARY_EXPONENT_BOUND = 60_000;

const FRACTION_DIGITS = 17;
const TEN_TO_FRACTION = 10n ** BigInt(FRACTION_DIGITS);

export interface LongDouble {
  readonly negative: boolean;
  readonly infinite: boolean;
  /** The magnitude is mantissa × 2^exponent; without meaning if infinite. */
  readonly mantissa: bigint;
  readonly exponent: number;
}

const text = createNumberText();

/**
 * The long double written in these bytes, correctly rounded, or undefined where Redis says "value is not a
 * valid float": not a number, nan, out of range, or so small that it would become zero. Infinity is read as
 * such.
 */
export function parseLongDouble(bytes: Uint8Array, start: number, length: number): LongDouble | undefined {
  if (length > LONG_DOUBLE_TEXT_MAX) return undefined;
  scanNumber(bytes, start, length, text);
  if (text.form === 'invalid') return undefined;
  if (text.form === 'infinity') {
    return { negative: text.negative, infinite: true, mantissa: 0n, exponent: 0 };
  }
  const digits = significand(bytes, text);
  const exponent = scaledExponent(text);
  if (digits === 0n) return finite(text.negative, 0n, 0);
  const hexadecimal = text.form === 'hexadecimal';
  const bound = hexadecimal ? BINARY_EXPONENT_BOUND : DECIMAL_EXPONENT_BOUND;
  if (Math.abs(exponent) > bound) return undefined;

  const value = hexadecimal ? round(text.negative, digits, 1n, exponent) : roundDecimal(digits, exponent);
  return value.infinite || value.mantissa === 0n ? undefined : value;
}

function roundDecimal(digits: bigint, exponent: number): LongDouble {
  const power = powerOfTen(Math.abs(exponent));
  return exponent < 0 ? round(text.negative, digits, power, 0) : round(text.negative, digits * power, 1n, 0);
}

/** 10^0 to 10^63, each made when it is first asked for. */
const powers: bigint[] = [];
const POWERS_KEPT = 64;

function powerOfTen(exponent: number): bigint {
  const known = powers[exponent];
  if (known !== undefined) return known;
  const power = 10n ** BigInt(exponent);
  if (exponent < POWERS_KEPT) powers[exponent] = power;
  return power;
}

/** The long double of an integer, exact for the whole signed 64-bit range. */
export function longDoubleFromInteger(value: number | bigint): LongDouble {
  const integer = BigInt(value);
  return integer < 0n ? finite(true, -integer, 0) : finite(false, integer, 0);
}

/**
 * The sum, rounded once. It may be infinite; undefined stands for NaN (infinities of opposite sign). Redis
 * answers both with "increment would produce NaN or Infinity".
 */
export function addLongDoubles(left: LongDouble, right: LongDouble): LongDouble | undefined {
  if (left.infinite || right.infinite) {
    if (left.infinite && right.infinite && left.negative !== right.negative) return undefined;
    return left.infinite ? left : right;
  }
  const exponent = Math.min(left.exponent, right.exponent);
  const sum = signedAt(left, exponent) + signedAt(right, exponent);
  return round(sum < 0n, sum < 0n ? -sum : sum, 1n, exponent);
}

function signedAt(value: LongDouble, exponent: number): bigint {
  const magnitude = value.mantissa << BigInt(value.exponent - exponent);
  return value.negative ? -magnitude : magnitude;
}

function round(negative: boolean, numerator: bigint, denominator: bigint, exponent: number): LongDouble {
  const rounded = roundRatio(numerator, denominator, exponent, PRECISION, EXPONENT_MIN);
  if (rounded.mantissa !== 0n && rounded.exponent + bitLength(rounded.mantissa) > EXPONENT_MAX + PRECISION) {
    return { negative, infinite: true, mantissa: 0n, exponent: 0 };
  }
  return finite(negative, rounded.mantissa, rounded.exponent);
}

function finite(negative: boolean, mantissa: bigint, exponent: number): LongDouble {
  return { negative, infinite: false, mantissa, exponent };
}

/**
 * The text that Redis stores and replies for a long double: at most seventeen digits behind the point,
 * correctly rounded, no zeros at the end, no point without digits, never an exponent.
 */
export function longDoubleText(value: LongDouble): string {
  if (value.infinite) return value.negative ? '-inf' : 'inf';
  const unsigned = value.exponent >= 0 ? wholeText(value) : fractionText(value);
  return value.negative && unsigned !== '0' ? `-${unsigned}` : unsigned;
}

function wholeText(value: LongDouble): string {
  return (value.mantissa << BigInt(value.exponent)).toString();
}

function fractionText(value: LongDouble): string {
  const shift = BigInt(-value.exponent);
  const scaled = value.mantissa * TEN_TO_FRACTION;
  let rounded = scaled >> shift;
  const rest = scaled - (rounded << shift);
  const half = 1n << (shift - 1n);
  if (rest > half || (rest === half && (rounded & 1n) === 1n)) rounded++;

  const digits = rounded.toString().padStart(FRACTION_DIGITS + 1, '0');
  const point = digits.length - FRACTION_DIGITS;
  let end = digits.length;
  while (end > point && digits.charCodeAt(end - 1) === 0x30) end--;
  return end === point ? digits.slice(0, point) : `${digits.slice(0, point)}.${digits.slice(point, end)}`;
}

/** The nearest number, or one of its neighbours; what is too small for one is zero. */
export function longDoubleToNumber({ negative, infinite, mantissa, exponent }: LongDouble): number {
  const magnitude = infinite ? Number.POSITIVE_INFINITY : Number(mantissa) * 2 ** exponent;
  return negative ? -magnitude : magnitude;
}

/** Writes `longDoubleText` as bytes and returns how many; LONG_DOUBLE_FORMAT_MAX bytes always suffice. */
export function formatLongDouble(value: LongDouble, into: Uint8Array, at: number): number {
  return writeAscii(longDoubleText(value), into, at);
}
