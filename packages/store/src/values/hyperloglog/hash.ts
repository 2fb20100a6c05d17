/**
 * Where an element belongs: its hash, cut into a register and a rank.
 *
 * The hash is MurmurHash64A (Austin Appleby) with Redis's seed, and must be, or sketches could not be exchanged. Its
 * 64-bit words are two halves here, because a bigint would be allocated at every step: the low half of a product is
 * one `Math.imul`, the high half is put together from 16-bit limbs.
 */
import { REGISTER_BITS, REGISTERS } from './layout.ts';

const SEED = 0xadc83b19;
const FACTOR_HIGH = 0xc6a4a793 | 0;
const FACTOR_LOW = 0x5bd1e995;
const FACTOR_LIMB_0 = 0xe995;
const FACTOR_LIMB_1 = 0x5bd1;

/** The element's register and, from bit REGISTER_BITS on, its rank there. */
export function placeElement(bytes: Uint8Array, start: number, length: number): number {
  let high = productHigh(length, 0);
  let low = Math.imul(length, FACTOR_LOW) ^ SEED;
  const whole = start + length - (length & 7);
  for (let at = start; at < whole; at += 8) {
    let wordLow = word(bytes, at);
    let wordHigh = productHigh(wordLow, word(bytes, at + 4));
    // Shifted right by 47, only 17 bits of the word are left, and they meet its low half.
    wordLow = Math.imul(wordLow, FACTOR_LOW) ^ (wordHigh >>> 15);
    wordHigh = productHigh(wordLow, wordHigh);
    high ^= wordHigh;
    low ^= Math.imul(wordLow, FACTOR_LOW);
    high = productHigh(low, high);
    low = Math.imul(low, FACTOR_LOW);
  }
  const rest = length & 7;
  if (rest > 0) {
    for (let i = 0; i < rest; i++) {
      if (i < 4) low ^= (bytes[whole + i] as number) << (8 * i);
      else high ^= (bytes[whole + i] as number) << (8 * (i - 4));
    }
    high = productHigh(low, high);
    low = Math.imul(low, FACTOR_LOW);
  }
  low ^= high >>> 15;
  high = productHigh(low, high);
  low = Math.imul(low, FACTOR_LOW);
  low ^= high >>> 15;
  return (low & (REGISTERS - 1)) | (rankOf(low, high) << REGISTER_BITS);
}

/** How many zeroes there are from bit REGISTER_BITS on, and one. A one behind the last bit ends the run. */
function rankOf(low: number, high: number): number {
  const first = (low >>> REGISTER_BITS) | (high << (32 - REGISTER_BITS));
  if (first !== 0) return 1 + trailingZeroes(first);
  return 33 + trailingZeroes((high >>> REGISTER_BITS) | (1 << (32 - REGISTER_BITS)));
}

function trailingZeroes(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

function word(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

/** The high half of what `high` and `low` times the factor is, modulo 2^64. */
function productHigh(low: number, high: number): number {
  const limb0 = low & 0xffff;
  const limb1 = low >>> 16;
  // None of these sums reaches 2^32: (2^16 - 1)^2 leaves room for two carries of 16 bits.
  const lower = (Math.imul(limb1, FACTOR_LIMB_0) + (Math.imul(limb0, FACTOR_LIMB_0) >>> 16)) >>> 0;
  const upper = (Math.imul(limb0, FACTOR_LIMB_1) + (lower & 0xffff)) >>> 0;
  const carried = (Math.imul(limb1, FACTOR_LIMB_1) + (lower >>> 16) + (upper >>> 16)) | 0;
  return (carried + Math.imul(high, FACTOR_LOW) + Math.imul(low, FACTOR_HIGH)) | 0;
}
