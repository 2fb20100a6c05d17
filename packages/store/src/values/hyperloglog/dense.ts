/** Dense registers: 6 bits each, four in three bytes. `start` is where the sketch begins, its header included. */
import { DENSE_BYTES, HEADER_BYTES, REGISTERS } from './layout.ts';

/** A register's 6 bits. */
export const RANK_MASK = 63;

/** The rank in a register. */
export function denseRank(bytes: Uint8Array, start: number, register: number): number {
  const bit = register * 6;
  const at = start + HEADER_BYTES + (bit >>> 3);
  const shift = bit & 7;
  const first = (bytes[at] as number) >>> shift;
  // A register of one byte must not look at the next one: behind the last register there is none.
  return shift <= 2 ? first & RANK_MASK : (first | ((bytes[at + 1] as number) << (8 - shift))) & RANK_MASK;
}

export function setDenseRank(bytes: Uint8Array, start: number, register: number, rank: number): void {
  const bit = register * 6;
  const at = start + HEADER_BYTES + (bit >>> 3);
  const shift = bit & 7;
  bytes[at] = ((bytes[at] as number) & ~(RANK_MASK << shift)) | (rank << shift);
  if (shift > 2) {
    const shown = 8 - shift;
    bytes[at + 1] = ((bytes[at + 1] as number) & ~(RANK_MASK >>> shown)) | (rank >>> shown);
  }
}

/** Raises a register to `rank`. False when it was there or higher already. */
export function raiseDense(bytes: Uint8Array, start: number, register: number, rank: number): boolean {
  if (rank <= denseRank(bytes, start, register)) return false;
  setDenseRank(bytes, start, register, rank);
  return true;
}

/** Sixteen registers are three words. */
const GROUP_BYTES = 12;
/** The highest bit of each byte of a word: no rank reaches it. */
const GUARDS = 0x8080_8080 | 0;

/** Raises each of `registers`, a byte for each, to what the sketch has. */
export function mergeDense(bytes: Uint8Array, start: number, registers: Uint8Array): void {
  const fours = new Int32Array(registers.buffer, registers.byteOffset, REGISTERS / 4);
  const packed = new DataView(
    bytes.buffer,
    bytes.byteOffset + start + HEADER_BYTES,
    DENSE_BYTES - HEADER_BYTES,
  );
  for (let at = 0, i = 0; i < fours.length; at += GROUP_BYTES, i += 4) {
    const low = packed.getInt32(at, true);
    const middle = packed.getInt32(at + 4, true);
    const high = packed.getInt32(at + 8, true);
    fours[i] = higher(fours[i] as number, spread(low));
    fours[i + 1] = higher(fours[i + 1] as number, spread((low >>> 24) | (middle << 8)));
    fours[i + 2] = higher(fours[i + 2] as number, spread((middle >>> 16) | (high << 16)));
    fours[i + 3] = higher(fours[i + 3] as number, spread(high >>> 8));
  }
}

/** Four registers, which are the lowest 24 bits, as a byte for each. */
function spread(four: number): number {
  return (four & 0x3f) | ((four & 0xfc0) << 2) | ((four & 0x3f000) << 4) | ((four & 0xfc0000) << 6);
}

/** The higher of each two bytes. Where the second is not less its guard is left, and makes a mask over the rank. */
function higher(four: number, other: number): number {
  const guards = ((other | GUARDS) - four) & GUARDS;
  const mask = (guards >>> 1) - (guards >>> 7);
  return (other & mask) | (four & ~mask);
}
