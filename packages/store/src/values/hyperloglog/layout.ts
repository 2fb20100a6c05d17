/**
 * HyperLogLog: how many different elements there were, from at most 12 KiB, give or take 0.81 %.
 *
 * An element's 64-bit hash picks one of 16384 registers with 14 of its bits; of the other 50 it is noted how long the
 * run of zeroes is with which they begin, plus one: the element's rank. A register keeps the highest rank it has met.
 * A rank r comes up once in 2^r elements, so the registers together tell how many different ones there must have been
 * (Flajolet, Fusy, Gandouet and Meunier, "HyperLogLog", 2007). An element that comes again changes nothing, and the
 * union of two sketches is the higher one of each pair of registers. Hashing to 64 bits, so that large counts need no
 * correction, and keeping sketches of few elements sparse are ideas of Heule, Nunkesser and Hall ("HyperLogLog in
 * Practice", 2013); their bias tables are not needed here: the estimator (estimate.ts) is the one Ertl found later.
 *
 * The value is a string of Redis's layout, byte for byte: it is copied, dumped and replicated as any string, and what
 * one server wrote the other goes on with.
 *
 *     0      4        5          8                16
 *     "HYLL" encoding 0 0 0      cached count     registers …
 *            0 dense             64 bits, lowest byte first;
 *            1 sparse            the highest bit says that it is out of date
 *
 *     dense     16384 registers of 6 bits, from the lowest bit of the first byte on: four in three bytes
 *               11000000  22221111  33333322
 *
 *     sparse    runs of equal registers, in order, 16384 in all
 *               00nnnnnn             ZERO   n + 1 registers that are 0        (1 to 64)
 *               01nnnnnn nnnnnnnn    XZERO  the same                          (1 to 16384)
 *               1rrrrrnn             VAL    n + 1 registers of rank r + 1     (1 to 4 of 1 to 32)
 *
 * A sketch is born sparse, as one XZERO. It becomes dense for good with a rank that VAL cannot hold or when it would
 * outgrow a length that is handed in. Anybody can store any string: whoever reads a sketch here says so when its runs
 * do not cover the registers exactly, and never reads or writes beyond its bytes.
 */

/** Bits of a hash that pick the register. */
export const REGISTER_BITS = 14;
export const REGISTERS: number = 2 ** REGISTER_BITS;
/** The highest rank there is: 50 zeroes, and the one that ends every run. */
export const RANK_MAX: number = 64 - REGISTER_BITS + 1;

export const HEADER_BYTES = 16;
/** The length of every dense sketch. */
export const DENSE_BYTES: number = HEADER_BYTES + (REGISTERS * 6) / 8;

const DENSE = 0;
const SPARSE = 1;
const ENCODING_AT = 4;
const COUNT_AT = 8;
/** The byte of the cached count that has its highest bit, which marks it as out of date. */
const STALE_AT = 15;
const STALE = 0x80;

/** A sketch that has met no element. To be copied, not written to. */
export const emptySketch: Uint8Array = Uint8Array.of(
  ...[72, 89, 76, 76, SPARSE, 0, 0, 0],
  ...[0, 0, 0, 0, 0, 0, 0, 0],
  ...[0x7f, 0xff],
);

/** Whether a string claims to be a sketch. The runs of a sparse one are not looked at. */
export function isSketch(bytes: Uint8Array, start: number, length: number): boolean {
  if (length < HEADER_BYTES) return false;
  for (let i = 0; i < ENCODING_AT; i++) if (bytes[start + i] !== emptySketch[i]) return false;
  const encoding = bytes[start + ENCODING_AT];
  return encoding === SPARSE || (encoding === DENSE && length === DENSE_BYTES);
}

export function isDense(bytes: Uint8Array, start: number): boolean {
  return bytes[start + ENCODING_AT] === DENSE;
}

/** Marks a sketch as dense; its registers are the caller's business. */
export function setDense(bytes: Uint8Array, start: number): void {
  bytes[start + ENCODING_AT] = DENSE;
}

/** The cached count, or undefined when it is out of date. A bigint where a number would not be exact. */
export function cachedCount(bytes: Uint8Array, start: number): number | bigint | undefined {
  if (((bytes[start + STALE_AT] as number) & STALE) !== 0) return undefined;
  let high = 0;
  let low = 0;
  for (let i = 3; i >= 0; i--) {
    low = low * 256 + (bytes[start + COUNT_AT + i] as number);
    high = high * 256 + (bytes[start + COUNT_AT + 4 + i] as number);
  }
  return high < 2 ** 21 ? high * 2 ** 32 + low : (BigInt(high) << 32n) | BigInt(low);
}

/** Keeps a count that is good until the next change. One that does not fit in 63 bits stays out of date. */
export function cacheCount(bytes: Uint8Array, start: number, count: number): void {
  let low = count >>> 0;
  let high = Math.floor(count / 2 ** 32) >>> 0;
  for (let i = 0; i < 4; i++) {
    bytes[start + COUNT_AT + i] = low & 255;
    bytes[start + COUNT_AT + 4 + i] = high & 255;
    low >>>= 8;
    high >>>= 8;
  }
}

/** The registers have changed: the cached count is out of date. */
export function expireCount(bytes: Uint8Array, start: number): void {
  bytes[start + STALE_AT] = (bytes[start + STALE_AT] as number) | STALE;
}
