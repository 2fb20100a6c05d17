/** A test of the registers and of the estimator on the machine they run on: what PFSELFTEST runs. */
import { denseRank, raiseDense, setDenseRank } from './dense.ts';
import { placeElement } from './hash.ts';
import { DENSE_BYTES, HEADER_BYTES, isDense, REGISTER_BITS, REGISTERS, setDense } from './layout.ts';
import { countElements } from './registers.ts';
import { Sketch } from './sketch.ts';

const CYCLES = 100;
const ELEMENTS = 1_000_000;
/** How many standard errors a count may be off. */
const ERRORS_MAX = 6;

/** What is wrong, in words; undefined if nothing is. `random` draws from [0, 1). */
export function testSketches(random: () => number, sparseBytesMax: number): string | undefined {
  const dense = new Uint8Array(DENSE_BYTES);
  setDense(dense, 0);
  return testRegisters(dense, random) ?? testCounts(dense, random, sparseBytesMax);
}

/** Each register holds what was put there, whatever is put into its neighbours. */
function testRegisters(dense: Uint8Array, random: () => number): string | undefined {
  const expected = new Uint8Array(REGISTERS);
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    for (let register = 0; register < REGISTERS; register++) {
      expected[register] = Math.floor(random() * 64);
      setDenseRank(dense, 0, register, expected[register] as number);
    }
    for (let register = 0; register < REGISTERS; register++) {
      const rank = denseRank(dense, 0, register);
      if (rank !== expected[register])
        return `Register ${register} should be ${expected[register]} but is ${rank}`;
    }
  }
  return undefined;
}

/** Dense and sparse sketches of the same elements agree at 1, 10, 100 … of them, and are near the truth. */
function testCounts(dense: Uint8Array, random: () => number, sparseBytesMax: number): string | undefined {
  dense.fill(0, HEADER_BYTES);
  const sketch = new Sketch();
  sketch.clear();
  const element = new Uint32Array([0, random() * 2 ** 32]);
  const bytes = new Uint8Array(element.buffer);
  const seed = Math.floor(random() * 2 ** 32);
  let checkpoint = 1;
  for (let added = 1; added <= ELEMENTS; added++) {
    element[0] = added ^ seed;
    const place = placeElement(bytes, 0, bytes.length);
    raiseDense(dense, 0, place & (REGISTERS - 1), place >>> REGISTER_BITS);
    sketch.raise(place & (REGISTERS - 1), place >>> REGISTER_BITS, sparseBytesMax);
    if (added !== checkpoint) continue;
    checkpoint *= 10;
    if (added < sparseBytesMax / 2 && isDense(sketch.bytes, 0)) return 'sparse encoding not used';
    const count = countElements(dense, 0, DENSE_BYTES) as number;
    if (count !== countElements(sketch.bytes, 0, sketch.length)) return 'dense/sparse disagree';
    const error = Math.abs(added - count);
    // Of ten elements two may well share a register.
    const errorMax = added === 10 ? 1 : Math.ceil((1.04 / Math.sqrt(REGISTERS)) * ERRORS_MAX * added);
    if (error > errorMax) return `Too big error. card:${added} abserr:${error}`;
  }
  return undefined;
}
