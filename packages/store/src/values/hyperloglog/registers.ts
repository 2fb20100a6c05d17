/** All registers of a sketch at once, dense or sparse. */
import { mergeDense, RANK_MASK } from './dense.ts';
import { estimate } from './estimate.ts';
import { isDense, REGISTERS } from './layout.ts';
import { countSparse, mergeSparse } from './sparse.ts';

/** As many ranks as 6 bits can tell apart, although no element brings one above RANK_MAX about. */
const RANKS = RANK_MASK + 1;
const histogram = new Int32Array(RANKS);
/** Four histograms to fill in turns: neighbours often have one rank, and counting it twice in a row makes them wait. */
const lanes = new Int32Array(4 * RANKS);
/** The registers of one sketch, a byte for each. */
const registersOfOne = new Uint8Array(REGISTERS);

/** How many different elements a sketch has met; undefined when it is corrupt. */
export function countElements(bytes: Uint8Array, start: number, length: number): number | undefined {
  if (isDense(bytes, start)) {
    registersOfOne.fill(0);
    mergeDense(bytes, start, registersOfOne);
    return countMerged(registersOfOne);
  }
  histogram.fill(0);
  return countSparse(bytes, start, length, histogram) ? estimate(histogram) : undefined;
}

/** The same for registers that are a byte each. */
export function countMerged(registers: Uint8Array): number {
  lanes.fill(0);
  const fours = new Uint32Array(registers.buffer, registers.byteOffset, REGISTERS / 4);
  for (let i = 0; i < REGISTERS / 4; i++) {
    const four = fours[i] as number;
    (lanes[four & RANK_MASK] as number)++;
    (lanes[RANKS + ((four >>> 8) & RANK_MASK)] as number)++;
    (lanes[2 * RANKS + ((four >>> 16) & RANK_MASK)] as number)++;
    (lanes[3 * RANKS + ((four >>> 24) & RANK_MASK)] as number)++;
  }
  for (let rank = 0; rank < RANKS; rank++) {
    histogram[rank] =
      (lanes[rank] as number) +
      (lanes[RANKS + rank] as number) +
      (lanes[2 * RANKS + rank] as number) +
      (lanes[3 * RANKS + rank] as number);
  }
  return estimate(histogram);
}

/** Raises each of `registers`, a byte for each, to what a sketch has. False when the sketch is corrupt. */
export function mergeRegisters(
  bytes: Uint8Array,
  start: number,
  length: number,
  registers: Uint8Array,
): boolean {
  if (!isDense(bytes, start)) return mergeSparse(bytes, start, length, registers);
  mergeDense(bytes, start, registers);
  return true;
}
