/**
 * Scores as keys: a float64 as 64 bits whose unsigned order is the order of the numbers, -inf … inf.
 *
 * The bits of positive doubles are ordered already; those of negative ones the other way round, and all of them lie
 * above the positive ones. So a negative number has all its bits inverted, a positive one only its sign.
 */
const DOUBLE = new Float64Array(1);
const HALVES = new Uint32Array(DOUBLE.buffer);
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;
const LOW = 1 - HIGH;

/** Writes the key of a score, which is not NaN, as `key[0]`, the upper word, and `key[1]`. -0 has the key of 0. */
export function scoreKey(score: number, key: Uint32Array): void {
  // Adding 0 makes 0 of -0 and leaves every other number as it is.
  DOUBLE[0] = score + 0;
  const high = HALVES[HIGH] as number;
  // All ones for a negative number.
  const sign = high >> 31;
  key[0] = high ^ (sign | 0x8000_0000);
  key[1] = (HALVES[LOW] as number) ^ sign;
}

/** The score that has this key. */
export function scoreOfKey(high: number, low: number): number {
  // All ones for a positive number, whose key has the upper bit set.
  const sign = high >> 31;
  HALVES[HIGH] = high ^ (~sign | 0x8000_0000);
  HALVES[LOW] = low ^ ~sign;
  return DOUBLE[0] as number;
}
