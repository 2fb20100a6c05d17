/**
 * From registers to a count: the improved raw estimator of Otmar Ertl ("New cardinality estimation algorithms for
 * HyperLogLog sketches", 2017, arXiv:1702.01284, algorithm 6).
 *
 * It needs only how many registers there are of each rank, and no table and no threshold between small and large
 * counts: sigma corrects for registers that have met nothing, tau for those at the highest rank. Sums are taken in the
 * order in which Redis takes them, so that both come to the same integer.
 */
import { RANK_MAX, REGISTERS } from './layout.ts';

/** 1 / (2 ln 2), as the double nearest to it. */
const ALPHA = 0.7213475204444817;
/** What C makes of a real number that no 64-bit integer can hold. */
const OUT_OF_RANGE: number = -(2 ** 63);

/** The count for a histogram of ranks; an integer, negative only for registers that no elements can bring about. */
export function estimate(histogram: Int32Array): number {
  let z = REGISTERS * tau((REGISTERS - (histogram[RANK_MAX] as number)) / REGISTERS);
  for (let rank = RANK_MAX - 1; rank >= 1; rank--) z = (z + (histogram[rank] as number)) * 0.5;
  z += REGISTERS * sigma((histogram[0] as number) / REGISTERS);
  const count = (ALPHA * REGISTERS * REGISTERS) / z;
  if (!(count < 2 ** 63)) return OUT_OF_RANGE;
  const floor = Math.floor(count);
  return count - floor >= 0.5 ? floor + 1 : floor;
}

/** x + x^2 + 2 x^4 + 4 x^8 + …, until nothing is added any more. */
function sigma(share: number): number {
  if (share === 1) return Number.POSITIVE_INFINITY;
  let x = share;
  let y = 1;
  let z = x;
  for (let before = Number.NaN; before !== z; ) {
    x *= x;
    before = z;
    z += x * y;
    y += y;
  }
  return z;
}

/** A third of 1 - x - (1 - x^(1/2))^2 / 2 - (1 - x^(1/4))^2 / 4 - …, until nothing is taken away any more. */
function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let x = share;
  let y = 1;
  let z = 1 - x;
  for (let before = Number.NaN; before !== z; ) {
    x = Math.sqrt(x);
    before = z;
    y *= 0.5;
    z -= (1 - x) * (1 - x) * y;
  }
  return z / 3;
}
