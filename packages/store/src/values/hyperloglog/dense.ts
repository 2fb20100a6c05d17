/** Dense registers: 6 bits each, four in three bytes. `start` is where the sketch begins, its header included. */
import { DENSE_BYTES, HEADER_BYTES } from './layout.ts';

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

/** Adds to the histogram how many registers are of each rank. */
export function countDense(bytes: Uint8Array, start: number, histogram: Int32Array): void {
  for (let at = start + HEADER_BYTES; at < start + DENSE_BYTES; at += 3) {
    const four = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
    (histogram[four & RANK_MASK] as number)++;
    (histogram[(four >>> 6) & RANK_MASK] as number)++;
    (histogram[(four >>> 12) & RANK_MASK] as number)++;
    (histogram[four >>> 18] as number)++;
  }
}

/** Raises each of `registers`, a byte for each, to what the sketch has. */
export function mergeDense(bytes: Uint8Array, start: number, registers: Uint8Array): void {
  let register = 0;
  for (let at = start + HEADER_BYTES; at < start + DENSE_BYTES; at += 3, register += 4) {
    const four = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
    const first = four & RANK_MASK;
    const second = (four >>> 6) & RANK_MASK;
    const third = (four >>> 12) & RANK_MASK;
    const fourth = four >>> 18;
    if (first > (registers[register] as number)) registers[register] = first;
    if (second > (registers[register + 1] as number)) registers[register + 1] = second;
    if (third > (registers[register + 2] as number)) registers[register + 2] = third;
    if (fourth > (registers[register + 3] as number)) registers[register + 3] = fourth;
  }
}
