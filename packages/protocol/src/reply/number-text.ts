/**
 * The texts RESP3 writes numbers in. Each function takes the characters between the type byte and CRLF and
 * answers undefined where they are not such a number.
 */

const INTEGER = /^[+-]?\d{1,19}$/;
const DOUBLE = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const BIG_NUMBER = /^[+-]?\d+$/;
const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** A signed 64-bit integer: a number where that is exact, else a bigint. */
export function parseInteger(text: string): number | bigint | undefined {
  if (!INTEGER.test(text)) return undefined;
  const short = Number(text);
  if (Number.isSafeInteger(short)) return short === 0 ? 0 : short;
  const wide = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return wide < INT64_MIN || wide > INT64_MAX ? undefined : wide;
}

/** A double: decimal or exponent notation, `inf`, `-inf`, `nan`. */
export function parseDouble(text: string): number | undefined {
  if (DOUBLE.test(text)) return Number(text);
  switch (text.toLowerCase()) {
    case 'inf':
    case '+inf':
      return Number.POSITIVE_INFINITY;
    case '-inf':
      return Number.NEGATIVE_INFINITY;
    case 'nan':
    case '-nan':
      return Number.NaN;
    default:
      return undefined;
  }
}

/** An integer of any size. */
export function parseBigNumber(text: string): bigint | undefined {
  if (!BIG_NUMBER.test(text)) return undefined;
  return BigInt(text.startsWith('+') ? text.slice(1) : text);
}
