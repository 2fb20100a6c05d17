/**
 * Counting and finding bits in bytes, thirty-two at a time where there are as many. Bits are numbered from the highest of
 * `bytes[0]`; a string of 512 MiB has 2^32 of them, which is why places are counted in bytes.
 */

/** How many bits are set in each byte. */
const ONES = Uint8Array.from({ length: 256 }, (_, byte) => onesOfWord(byte));

/** How many bits are set from bit `from` to before bit `to`. */
export function countOnes(bytes: Uint8Array, from: number, to: number): number {
  if (from >= to) return 0;
  const first = Math.floor(from / 8);
  const end = Math.floor(to / 8);
  const ofFirst = 255 >> (from % 8);
  const ofEnd = 255 & ~(255 >> (to % 8));
  if (first === end) return onesOf(bytes, first, ofFirst & ofEnd);
  const ones = onesOf(bytes, first, ofFirst) + onesBetween(bytes, first + 1, end);
  return ofEnd === 0 ? ones : ones + onesOf(bytes, end, ofEnd);
}

/** The first bit from `from` to before `to` that is `wanted`; -1 if none is. */
export function findBit(bytes: Uint8Array, wanted: number, from: number, to: number): number {
  if (from >= to) return -1;
  // What is looked for is a one in what this turns into.
  const flip = wanted === 1 ? 0 : 255;
  const end = Math.ceil(to / 8);
  let at = Math.floor(from / 8);
  let byte = ((bytes[at] as number) ^ flip) & (255 >> (from % 8));
  if (byte === 0) {
    at = skip(bytes, flip, at + 1, end);
    if (at === end) return -1;
    byte = (bytes[at] as number) ^ flip;
  }
  const found = at * 8 + Math.clz32(byte) - 24;
  return found < to ? found : -1;
}

function onesOf(bytes: Uint8Array, at: number, mask: number): number {
  return ONES[(bytes[at] as number) & mask] as number;
}

function onesBetween(bytes: Uint8Array, from: number, to: number): number {
  const aligned = Math.min(to, alignedFrom(bytes, from));
  let ones = 0;
  let at = from;
  for (; at < aligned; at++) ones += ONES[bytes[at] as number] as number;
  const words = wordsOf(bytes, at, to);
  for (let i = 0; i < words.length; i++) ones += onesOfWord(words[i] as number);
  for (at += words.length * 4; at < to; at++) ones += ONES[bytes[at] as number] as number;
  return ones;
}

/** The first place from `from` to before `to` where a byte is not `skipped`; `to` if there is none. */
function skip(bytes: Uint8Array, skipped: number, from: number, to: number): number {
  const aligned = Math.min(to, alignedFrom(bytes, from));
  let at = from;
  for (; at < aligned; at++) if (bytes[at] !== skipped) return at;
  const words = wordsOf(bytes, at, to);
  const skippedWord = skipped === 0 ? 0 : 0xffff_ffff;
  let word = 0;
  while (word < words.length && words[word] === skippedWord) word++;
  for (at += word * 4; at < to; at++) if (bytes[at] !== skipped) return at;
  return to;
}

/** The first place from `at` on where a word of memory begins. */
function alignedFrom(bytes: Uint8Array, at: number): number {
  return at + ((4 - ((bytes.byteOffset + at) & 3)) & 3);
}

/** The whole words from `at`, where one begins, to before `to`. */
function wordsOf(bytes: Uint8Array, at: number, to: number): Uint32Array {
  return at >= to ? NO_WORDS : new Uint32Array(bytes.buffer, bytes.byteOffset + at, (to - at) >>> 2);
}

const NO_WORDS = new Uint32Array(0);

/** Adds neighbouring bits, then pairs, then nibbles, then bytes. */
function onesOfWord(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const nibbles = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
