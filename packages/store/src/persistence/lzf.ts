/**
 * LZF, the compression inside RDB strings. A compressed text is a sequence of
 *
 *      000LLLLL  bytes…              L + 1 literal bytes (1 to 32)
 *      LLLooooo  oooooooo            copy L + 2 bytes (3 to 8) from o + 1 bytes back (1 to 8192)
 *      111ooooo  LLLLLLLL  oooooooo  copy L + 9 bytes (9 to 264) from o + 1 bytes back
 *
 * A copy may overlap what it writes, which repeats a pattern.
 *
 * The compressor looks each three bytes up in a table of where their hash was last seen and takes the match
 * that it finds there. Which hash it is, which positions enter the table, that position zero is never matched
 * and where a match must stop are chosen as Redis's compressor chooses them, so that DUMP and RDB of a value
 * come out the same, byte for byte, in both.
 *
 * Decompression takes input from anywhere: it never reads or writes outside the ranges it was given and
 * answers false for anything that is not exactly `length` bytes of LZF giving exactly `intoLength` bytes.
 */

const LITERALS_MAX = 32;
const DISTANCE_MAX = 8192;
const COPY_MIN = 3;
const COPY_MAX = 264;
/**
 * Redis's compressor leaves the last two bytes as literals, but in its first sixteen steps it looks less
 * closely.
 */
const UNMATCHED_TAIL = 2;
const UNCHECKED_STEPS = 16;
/** From this length on a copy takes a byte for its length. */
const LONG_COPY = 9;

/**
 * No compressed byte stands for more than this many bytes (three bytes make 264 at most). A length claimed
 * beyond that can be refused before anything is allocated for it.
 */
export const LZF_EXPANSION_MAX = 88;

const HASH_BITS = 16;
const HASH_MASK = (1 << HASH_BITS) - 1;

/**
 * Where each hash was last seen, counted on over all calls: entries below the base of a call are from earlier
 * calls. That saves clearing 256 KiB for a string of thirty bytes. Made when first needed.
 */
let seen: Int32Array | undefined;
let nextBase = 1;
const BASE_MAX = 2 ** 31 - 1;

/**
 * Compresses into at most `capacity` bytes at `into[at]` and returns how many it took, or 0 if that is not
 * enough. Redis stores a string compressed if that saves at least four bytes.
 */
export function lzfCompress(
  bytes: Uint8Array,
  start: number,
  length: number,
  into: Uint8Array,
  at: number,
  capacity: number,
): number {
  if (length < COPY_MIN + 1 || capacity <= 0) return 0;
  const table = tableFor(length);
  // What is kept in the table is position + shift, which is at least the base of this call.
  const shift = nextBase - start;
  nextBase += length;

  const end = start + length;
  const outEnd = at + capacity;
  const lastHashed = end - COPY_MIN;
  let literals = 0;
  // The byte at `out - literals - 1` is kept free for the length of the run of literals.
  let out = at + 1;
  let position = start;
  while (position <= lastHashed) {
    const slot = hash(bytes, position);
    const candidate = (table[slot] as number) - shift;
    table[slot] = position + shift;
    if (
      candidate <= start ||
      position - candidate > DISTANCE_MAX ||
      !startsAlike(bytes, candidate, position)
    ) {
      if (out >= outEnd) return 0;
      into[out++] = bytes[position++] as number;
      if (++literals === LITERALS_MAX) {
        into[out - LITERALS_MAX - 1] = LITERALS_MAX - 1;
        literals = 0;
        out++;
      }
      continue;
    }
    // A copy of three bytes and the length byte of the next run have to fit, whatever is needed of them.
    const runStart = literals === 0 ? out - 1 : out;
    if (runStart + 4 >= outEnd) return 0;
    if (literals > 0) into[out - literals - 1] = literals - 1;
    const copied = matchLength(bytes, candidate, position, copyLimit(end - position));
    out = writeCopy(into, runStart, position - candidate - 1, copied) + 1;
    literals = 0;
    position += copied;
    if (position > lastHashed) break;
    // Of the positions that were copied over, only the last two enter the table.
    table[hash(bytes, position - 2)] = position - 2 + shift;
    table[hash(bytes, position - 1)] = position - 1 + shift;
  }
  // At most two bytes and the length byte of a new run are still to be written.
  if (out + 3 > outEnd) return 0;
  return finishLiterals(bytes, position, end, into, out, literals) - at;
}

/** The table, emptied if the positions of this call would not fit 32 bits any more. */
function tableFor(length: number): Int32Array {
  seen ??= new Int32Array(1 << HASH_BITS);
  if (nextBase + length > BASE_MAX) {
    seen.fill(0);
    nextBase = 1;
  }
  return seen;
}

function hash(bytes: Uint8Array, at: number): number {
  const three = ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number);
  return ((three >> (24 - HASH_BITS)) - three * 5) & HASH_MASK;
}

function startsAlike(bytes: Uint8Array, one: number, other: number): boolean {
  return (
    bytes[one] === bytes[other] && bytes[one + 1] === bytes[other + 1] && bytes[one + 2] === bytes[other + 2]
  );
}

/** How long a copy may become when `remaining` bytes are left from where it begins. */
function copyLimit(remaining: number): number {
  const limit = Math.min(COPY_MAX, remaining - UNMATCHED_TAIL);
  return Math.max(limit, limit > UNCHECKED_STEPS ? COPY_MIN + UNCHECKED_STEPS : COPY_MIN);
}

function matchLength(bytes: Uint8Array, one: number, other: number, most: number): number {
  let length = COPY_MIN;
  while (length < most && bytes[one + length] === bytes[other + length]) length++;
  return length;
}

function writeCopy(into: Uint8Array, at: number, distance: number, length: number): number {
  let out = at;
  const high = distance >> 8;
  if (length < LONG_COPY) {
    into[out++] = high | ((length - 2) << 5);
  } else {
    into[out++] = high | 0xe0;
    into[out++] = length - LONG_COPY;
  }
  into[out++] = distance & 0xff;
  return out;
}

/** Writes the bytes that are too few to hash, ends the last run, and returns where the output ends. */
function finishLiterals(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: Uint8Array,
  at: number,
  open: number,
): number {
  let out = at;
  let literals = open;
  for (let position = start; position < end; position++) {
    into[out++] = bytes[position] as number;
    if (++literals === LITERALS_MAX) {
      into[out - LITERALS_MAX - 1] = LITERALS_MAX - 1;
      literals = 0;
      out++;
    }
  }
  if (literals === 0) return out - 1;
  into[out - literals - 1] = literals - 1;
  return out;
}

/** Decompresses into exactly `intoLength` bytes; false if the input does not say exactly that. */
export function lzfDecompress(
  bytes: Uint8Array,
  start: number,
  length: number,
  into: Uint8Array,
  at: number,
  intoLength: number,
): boolean {
  const end = start + length;
  const outEnd = at + intoLength;
  let position = start;
  let out = at;
  while (position < end) {
    const control = bytes[position++] as number;
    if (control < LITERALS_MAX) {
      const count = control + 1;
      if (position + count > end || out + count > outEnd) return false;
      for (let index = 0; index < count; index++) into[out + index] = bytes[position + index] as number;
      position += count;
      out += count;
      continue;
    }
    let count = (control >> 5) + 2;
    if (count === LONG_COPY) {
      if (position === end) return false;
      count += bytes[position++] as number;
    }
    if (position === end) return false;
    const from = out - (((control & 0x1f) << 8) | (bytes[position++] as number)) - 1;
    if (from < at || out + count > outEnd) return false;
    for (let index = 0; index < count; index++) into[out + index] = into[from + index] as number;
    out += count;
  }
  return out === outEnd;
}
