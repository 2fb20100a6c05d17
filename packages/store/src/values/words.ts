/**
 * Integers in bytes, lowest byte first, as RDB and the compact encodings hold them.
 *
 * A signed 64-bit integer is handled as two 32-bit words, so that it can be compared and stored without a bigint.
 * As a value it is what `parseInt64` gives: a number within ±(2^53 - 1), a bigint only beyond.
 */

/** Below this a loop moves bytes faster than a native call. */
const SHORT_MOVE = 32;

export function readUint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

/** Four bytes as a signed integer. */
export function readInt32(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

export function readUint32(bytes: Uint8Array, at: number): number {
  return readInt32(bytes, at) >>> 0;
}

/** The lowest two bytes of `value`. */
export function writeUint16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value & 0xff;
  bytes[at + 1] = (value >> 8) & 0xff;
}

/** The lowest four bytes of `value`. */
export function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value & 0xff;
  bytes[at + 1] = (value >> 8) & 0xff;
  bytes[at + 2] = (value >> 16) & 0xff;
  bytes[at + 3] = (value >> 24) & 0xff;
}

/** The lowest `width` bytes (up to four) of `value`. */
export function writeBytes(bytes: Uint8Array, at: number, width: number, value: number): void {
  let rest = value;
  for (let index = 0; index < width; index++) {
    bytes[at + index] = rest & 0xff;
    rest >>= 8;
  }
}

/** The lower half of a 64-bit integer, as a signed word. */
export function lowWord(value: number | bigint): number {
  return typeof value === 'number' ? value | 0 : Number(BigInt.asIntN(32, value));
}

/** The upper half of a 64-bit integer, as a signed word. */
export function highWord(value: number | bigint): number {
  if (typeof value === 'number') return Math.floor(value / 2 ** 32) | 0;
  return Number(BigInt.asIntN(32, value >> 32n));
}

/** The integer of two words: a number where a number is exact, else a bigint. */
export function fromWords(low: number, high: number): number | bigint {
  const value = high * 2 ** 32 + (low >>> 0);
  return Number.isSafeInteger(value) ? value : (BigInt(high) << 32n) | BigInt(low >>> 0);
}

/** Less than zero, zero or more, as the first 64-bit integer is less, equal or greater. */
export function compareWords(low: number, high: number, otherLow: number, otherHigh: number): number {
  if (high !== otherHigh) return high < otherHigh ? -1 : 1;
  return (low >>> 0) - (otherLow >>> 0);
}

/** Moves bytes within their array; the two places may overlap. */
export function moveBytes(bytes: Uint8Array, from: number, to: number, length: number): void {
  if (length > SHORT_MOVE) bytes.copyWithin(to, from, from + length);
  else if (to < from) for (let i = 0; i < length; i++) bytes[to + i] = bytes[from + i] as number;
  else for (let i = length - 1; i >= 0; i--) bytes[to + i] = bytes[from + i] as number;
}
