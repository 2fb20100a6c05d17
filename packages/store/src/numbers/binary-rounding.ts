/**
 * Rounding an exact ratio to a binary floating-point number of any width, to the nearest, ties to even: the
 * one rounding that IEEE 754 arithmetic and the C library do by default. Everything is exact integer
 * arithmetic, so the result is the correctly rounded one by construction, not by luck of intermediate
 * precision.
 */

/** The value mantissa × 2^exponent. */
export interface BinaryFloat {
  mantissa: bigint;
  exponent: number;
}

/** Up to here the conversion to a number is finite, and its exponent tells the length. */
const NUMBER_MAX = 2n ** 1000n;
const DOUBLE = new Float64Array(1);
const HALVES = new Uint32Array(DOUBLE.buffer);
const IS_LOWEST_FIRST = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** How many bits a positive integer has. */
export function bitLength(value: bigint): number {
  if (value < NUMBER_MAX) {
    DOUBLE[0] = Number(value);
    const high = HALVES[IS_LOWEST_FIRST ? 1 : 0] as number;
    const length = (high >>> 20) - 1022;
    // The conversion may have rounded up to a power of two, which is a bit longer.
    return value >> BigInt(length - 1) === 0n ? length - 1 : length;
  }
  const hex = value.toString(16);
  return hex.length * 4 - (Math.clz32(Number.parseInt(hex.charAt(0), 16)) - 28);
}

/**
 * Rounds numerator ÷ denominator × 2^exponent (numerator ≥ 0, denominator > 0) to a mantissa of at most
 * `precision` bits whose last bit is worth at least 2^`exponentMin`. Numbers near zero thus keep fewer bits,
 * as subnormal numbers do, and may round to zero. The exponent has no upper limit here: overflow is the
 * caller's.
 */
export function roundRatio(
  numerator: bigint,
  denominator: bigint,
  exponent: number,
  precision: number,
  exponentMin: number,
): BinaryFloat {
  if (numerator === 0n) return { mantissa: 0n, exponent: exponentMin };
  // The quotient has `quotientBits` or one bit more; aim at `precision` bits and correct by one if need be.
  const quotientBits = bitLength(numerator) - bitLength(denominator);
  let last = Math.max(exponent + quotientBits - precision, exponentMin);
  let result = divideAt(numerator, denominator, last - exponent);
  if (bitLength(result | 1n) > precision) {
    // One bit too many, either of the quotient or by rounding up to a power of two.
    last++;
    result = divideAt(numerator, denominator, last - exponent);
  }
  return { mantissa: result, exponent: last };
}

/** numerator ÷ (denominator × 2^shift), to the nearest integer, ties to even. */
function divideAt(numerator: bigint, denominator: bigint, shift: number): bigint {
  const top = shift < 0 ? numerator << BigInt(-shift) : numerator;
  const bottom = shift > 0 ? denominator << BigInt(shift) : denominator;
  const quotient = top / bottom;
  const twiceRest = (top - quotient * bottom) << 1n;
  const up = twiceRest > bottom || (twiceRest === bottom && (quotient & 1n) === 1n);
  return up ? quotient + 1n : quotient;
}
