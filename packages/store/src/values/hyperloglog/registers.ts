/** All registers of a sketch at once, dense or sparse. */
import { countDense, mergeDense } from './dense.ts';
import { estimate } from './estimate.ts';
import { isDense, REGISTERS } from './layout.ts';
import { countSparse, mergeSparse } from './sparse.ts';

/** As many entries as 6 bits can tell apart, although no element brings a rank above RANK_MAX about. */
const histogram = new Int32Array(64);

/** How many different elements a sketch has met; undefined when it is corrupt. */
export function countElements(bytes: Uint8Array, start: number, length: number): number | undefined {
  histogram.fill(0);
  if (isDense(bytes, start)) countDense(bytes, start, histogram);
  else if (!countSparse(bytes, start, length, histogram)) return undefined;
  return estimate(histogram);
}

/** The same for registers that are a byte each. */
export function countMerged(registers: Uint8Array): number {
  histogram.fill(0);
  for (let i = 0; i < REGISTERS; i++) (histogram[registers[i] as number] as number)++;
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
