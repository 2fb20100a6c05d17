import { describe, expect, it } from 'vitest';
import { SeededRandom, testScale, testSeed } from '../../persistence/seeded-random.test-support.ts';
import {
  cacheCount,
  cachedCount,
  DENSE_BYTES,
  emptySketch,
  expireCount,
  isDense,
  isSketch,
  REGISTERS,
} from './layout.ts';
import { countElements, countMerged, mergeRegisters } from './registers.ts';
import { testSketches } from './self-test.ts';
import { Sketch } from './sketch.ts';
import { describeSparse } from './sparse.ts';
import { CORRUPT, PLANNED, SparseEdit } from './sparse-edit.ts';

function emptied(): Sketch {
  const sketch = new Sketch();
  sketch.clear();
  return sketch;
}

function textOf(sketch: Sketch): string {
  return describeSparse(sketch.bytes, 0, sketch.length);
}

function registersOf(sketch: Sketch): Uint8Array {
  const registers = new Uint8Array(REGISTERS);
  expect(mergeRegisters(sketch.bytes, 0, sketch.length, registers)).toBe(true);
  return registers;
}

/** A sparse sketch of these opcodes, whether or not they make sense. */
function sparse(...opcodes: readonly number[]): Uint8Array {
  return Uint8Array.of(...emptySketch.subarray(0, 16), ...opcodes);
}

describe('a sparse sketch', () => {
  it('splits runs of zeroes around what is raised, and joins equal neighbours', () => {
    const sketch = emptied();
    expect(textOf(sketch)).toBe('Z:16384');
    sketch.raise(700, 2, 3000);
    expect(textOf(sketch)).toBe('Z:700 v:2,1 Z:15683');
    sketch.raise(702, 2, 3000);
    expect(textOf(sketch)).toBe('Z:700 v:2,1 z:1 v:2,1 Z:15681');
    sketch.raise(701, 2, 3000);
    expect(textOf(sketch)).toBe('Z:700 v:2,3 Z:15681');
    sketch.raise(701, 5, 3000);
    expect(textOf(sketch)).toBe('Z:700 v:2,1 v:5,1 v:2,1 Z:15681');
    sketch.raise(0, 1, 3000);
    sketch.raise(REGISTERS - 1, 32, 3000);
    expect(textOf(sketch)).toBe('v:1,1 Z:699 v:2,1 v:5,1 v:2,1 Z:15680 v:32,1');
  });

  it('is left alone by a rank that is no higher', () => {
    const sketch = emptied();
    sketch.raise(5, 7, 3000);
    cacheCount(sketch.bytes, 0, 1);
    sketch.raise(5, 7, 3000);
    sketch.raise(5, 3, 3000);
    expect(cachedCount(sketch.bytes, 0)).toBe(1);
    expect(textOf(sketch)).toBe('z:5 v:7,1 Z:16378');
  });

  it('becomes dense with a rank that no opcode holds', () => {
    const sketch = emptied();
    sketch.raise(5, 32, 3000);
    expect(isDense(sketch.bytes, 0)).toBe(false);
    sketch.raise(6, 33, 3000);
    expect(isDense(sketch.bytes, 0)).toBe(true);
    expect([...registersOf(sketch).subarray(4, 8)]).toEqual([0, 32, 33, 0]);
  });

  it('becomes dense when it would be longer than it may, and not before', () => {
    const sketch = emptied();
    sketch.raise(700, 1, 21);
    expect(sketch.length).toBe(21);
    sketch.raise(800, 1, 21);
    expect(sketch.length).toBe(DENSE_BYTES);
    expect(isSketch(sketch.bytes, 0, sketch.length)).toBe(true);
  });
});

describe('a sketch', () => {
  const seed = testSeed();

  it(`holds the highest rank of each register, in either form (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < 8 * testScale; round++) {
      const sketch = emptied();
      const expected = new Uint8Array(REGISTERS);
      const limit = random.pick([0, 100, 3000, 20_000]);
      const around = random.below(REGISTERS);
      const ranks = random.pick([2, 10, 32, 51]);
      for (let i = 0; i < 1500; i++) {
        // Registers close to each other, so that runs are split and joined.
        const register = random.chance(0.8)
          ? (around + random.below(300)) % REGISTERS
          : random.below(REGISTERS);
        const rank = 1 + random.below(ranks);
        expected[register] = Math.max(expected[register] as number, rank);
        expect(sketch.raise(register, rank, limit)).toBe(true);
      }
      expect(registersOf(sketch)).toEqual(expected);
      const count = countElements(sketch.bytes, 0, sketch.length);
      expect(count).toBe(countMerged(expected));
      expect(sketch.makeDense()).toBe(true);
      expect(registersOf(sketch)).toEqual(expected);
      expect(countElements(sketch.bytes, 0, sketch.length)).toBe(count);
    }
  });

  it('passes its own test', () => {
    const random = new SeededRandom(7);
    expect(testSketches(() => random.next(), 3000)).toBeUndefined();
  });

  it('keeps counts of up to 63 bits until it changes', () => {
    const bytes = emptySketch.slice();
    for (const count of [0, 1, 255, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1]) {
      cacheCount(bytes, 0, count);
      expect(cachedCount(bytes, 0)).toBe(count);
    }
    cacheCount(bytes, 0, 2 ** 60);
    expect(cachedCount(bytes, 0)).toBe(2n ** 60n);
    expireCount(bytes, 0);
    expect(cachedCount(bytes, 0)).toBeUndefined();
  });
});

describe('bytes that are no sketch', () => {
  it('are told by their header', () => {
    expect(isSketch(emptySketch, 0, emptySketch.length)).toBe(true);
    expect(isSketch(emptySketch, 0, 15)).toBe(false);
    for (const [at, byte] of [
      [0, 104],
      [3, 0],
      [4, 2],
      [4, 0],
    ] as const) {
      const bytes = emptySketch.slice();
      bytes[at] = byte;
      expect(isSketch(bytes, 0, bytes.length)).toBe(false);
    }
  });

  it('are told by runs that do not cover the registers', () => {
    const registers = new Uint8Array(REGISTERS);
    const sketch = new Sketch();
    for (const bytes of [
      sparse(),
      sparse(0x7f, 0xfe),
      sparse(0x7f),
      sparse(0x7f, 0xff, 0x00),
      sparse(0x7f, 0xff, 0x80),
      sparse(0x7f, 0xfe, 0x81),
    ]) {
      expect(countElements(bytes, 0, bytes.length)).toBeUndefined();
      expect(mergeRegisters(bytes, 0, bytes.length, registers)).toBe(false);
      expect(sketch.load(bytes, 0, bytes.length) && sketch.makeDense()).toBe(false);
    }
    expect(sketch.load(new Uint8Array(40_000), 0, 40_000)).toBe(false);
  });

  const seed = testSeed();

  it(`are never written beyond their end (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    const edit = new SparseEdit();
    let planned = 0;
    let refused = 0;
    for (let i = 0; i < 5000 * testScale; i++) {
      const opcodes = random.bytes(random.below(30));
      const bytes = new Uint8Array(100).fill(0xee);
      bytes.set(sparse(...opcodes), 20);
      const length = 16 + opcodes.length;
      const outcome = edit.plan(bytes, 20, length, random.below(REGISTERS), 1 + random.below(32));
      if (outcome === CORRUPT) refused++;
      if (outcome !== PLANNED) continue;
      planned++;
      const room = length + Math.max(0, edit.growth);
      expect(edit.apply(bytes, 20, length)).toBeLessThanOrEqual(room);
      expect(bytes.subarray(0, 20).every((byte) => byte === 0xee)).toBe(true);
      expect(bytes.subarray(20 + room).every((byte) => byte === 0xee)).toBe(true);
    }
    expect(Math.min(planned, refused)).toBeGreaterThan(100);
  });
});
