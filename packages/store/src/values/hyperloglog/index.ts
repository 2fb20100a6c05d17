/** HyperLogLog sketches: see layout.ts. */
export { denseRank, raiseDense } from './dense.ts';
export { placeElement } from './hash.ts';
export {
  cacheCount,
  cachedCount,
  emptySketch,
  expireCount,
  isDense,
  isSketch,
  REGISTER_BITS,
  REGISTERS,
} from './layout.ts';
export { countElements, countMerged, mergeRegisters } from './registers.ts';
export { testSketches } from './self-test.ts';
export { Sketch } from './sketch.ts';
export { describeSparse } from './sparse.ts';
export { CORRUPT, NEEDS_DENSE, PLANNED, type PlanOutcome, SparseEdit, UNCHANGED } from './sparse-edit.ts';
