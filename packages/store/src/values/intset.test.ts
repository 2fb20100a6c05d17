import { describe, expect, it } from 'vitest';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import {
  createIntset,
  INTSET_EMPTY_BYTES,
  intsetBytes,
  intsetBytesToInsert,
  intsetCount,
  intsetFind,
  intsetGet,
  intsetInsert,
  intsetMax,
  intsetMin,
  intsetRemove,
  isValidIntset,
} from './intset.ts';

const seed = testSeed();

/** Where the intset begins in its block, so that an index taken for a place would show. */
const START = 5;
const GUARD = 0xa5;

function emptyBlock(): Uint8Array {
  const bytes = new Uint8Array(START + INTSET_EMPTY_BYTES + START).fill(GUARD);
  createIntset(bytes, START);
  return bytes;
}

/** The intset in a block that has room for so many bytes and no more. */
function resized(bytes: Uint8Array, size: number): Uint8Array {
  const moved = new Uint8Array(START + size + START).fill(GUARD);
  moved.set(bytes.subarray(START, START + Math.min(size, intsetBytes(bytes, START))), START);
  return moved;
}

function inserted(bytes: Uint8Array, value: number | bigint): Uint8Array {
  const moved = resized(bytes, intsetBytesToInsert(bytes, START, value));
  expect(intsetInsert(moved, START, value)).toBe(true);
  expect(intsetBytes(moved, START)).toBe(moved.length - 2 * START);
  return moved;
}

function intsetOf(...values: (number | bigint)[]): Uint8Array {
  return values.reduce(inserted, emptyBlock());
}

function contents(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.subarray(START, START + intsetBytes(bytes, START)));
}

function valuesOf(bytes: Uint8Array): (number | bigint)[] {
  return Array.from({ length: intsetCount(bytes, START) }, (_, index) => intsetGet(bytes, START, index));
}

function asValue(integer: bigint): number | bigint {
  return Number.isSafeInteger(Number(integer)) ? Number(integer) : integer;
}

const LIMITS = [15n, 31n, 32n, 53n, 63n].flatMap((power) => [-(2n ** power), 2n ** power]);
const BORDER_VALUES = [0n, ...LIMITS]
  .flatMap((limit) => [-2n, -1n, 0n, 1n, 2n].map((difference) => limit + difference))
  .filter((integer) => BigInt.asIntN(64, integer) === integer);

function randomValue(random: SeededRandom, widest: number): bigint {
  const pool = BORDER_VALUES.filter((integer) => BigInt.asIntN(widest, integer) === integer);
  if (random.chance(0.3)) return random.pick(pool);
  return BigInt(Math.floor((random.next() - 0.5) * 2 ** random.below(widest)));
}

function isValid(bytes: Uint8Array, deep = true): boolean {
  return isValidIntset(bytes, 0, bytes.length, deep);
}

describe('an intset', () => {
  it('has the documented layout', () => {
    expect(contents(intsetOf()).toString('hex')).toBe('0200000000000000');
    expect(contents(intsetOf(3, -1, 2)).toString('hex')).toBe('0200000003000000ffff02000300');
    expect(contents(intsetOf(1, 32768)).toString('hex')).toBe('04000000020000000100000000800000');
    expect(contents(intsetOf(1, -(2n ** 63n))).toString('hex')).toBe(
      '080000000200000000000000000000800100000000000000',
    );
  });

  it('becomes wider for a value below or above all others, and stays so', () => {
    let bytes = intsetOf(-5, 7, 32767, -32768);
    bytes = inserted(bytes, -32769);
    expect(valuesOf(bytes)).toEqual([-32769, -32768, -5, 7, 32767]);
    bytes = inserted(bytes, 2 ** 31);
    expect(valuesOf(bytes)).toEqual([-32769, -32768, -5, 7, 32767, 2 ** 31]);
    expect(intsetRemove(bytes, START, 2 ** 31)).toBe(true);
    expect(intsetBytes(bytes, START)).toBe(INTSET_EMPTY_BYTES + 5 * 8);
  });

  it(`equals a sorted list through random edits (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    for (let run = 0; run < 15 * testScale; run++) {
      const model = new Set<bigint>();
      let bytes = emptyBlock();
      for (let step = 0; step < 120; step++) {
        const value = randomValue(random, step < 40 ? 16 : step < 70 ? 32 : 64);
        const given = asValue(value);
        const isThere = model.has(value);
        expect(intsetFind(bytes, START, given) >= 0, `${value}`).toBe(isThere);
        if (isThere && random.chance(0.5)) {
          expect(intsetRemove(bytes, START, given)).toBe(true);
          expect(intsetRemove(bytes, START, given)).toBe(false);
          model.delete(value);
        } else if (isThere) {
          expect(intsetInsert(bytes, START, given)).toBe(false);
        } else {
          bytes = inserted(bytes, given);
          model.add(value);
        }
        const sorted = [...model].sort((one, other) => (one < other ? -1 : 1)).map(asValue);
        expect(valuesOf(bytes)).toEqual(sorted);
        for (const [index, each] of sorted.entries()) expect(intsetFind(bytes, START, each)).toBe(index);
        if (sorted.length > 0) {
          expect([intsetMin(bytes, START), intsetMax(bytes, START)]).toEqual([sorted[0], sorted.at(-1)]);
        }
        expect(isValidIntset(bytes, START, intsetBytes(bytes, START), true)).toBe(true);
        expect([...bytes.subarray(0, START), ...bytes.subarray(-START)].every((byte) => byte === GUARD)).toBe(
          true,
        );
      }
    }
  });

  it('says where a value belongs that is not there', () => {
    const bytes = intsetOf(10, 20, 30);
    const places = [5, 15, 25, 35, -(2 ** 40), 2 ** 40].map((value) => ~intsetFind(bytes, START, value));
    expect(places).toEqual([0, 1, 2, 3, 0, 3]);
  });

  it('is refused when its size, its width or its order is wrong', () => {
    const good = contents(intsetOf(1, 2, 3));
    expect(isValid(good)).toBe(true);
    expect(isValid(contents(intsetOf()))).toBe(true);
    for (let length = 0; length < good.length; length++)
      expect(isValid(good.subarray(0, length))).toBe(false);
    expect(isValid(Buffer.concat([good, Buffer.alloc(2)]))).toBe(false);
    expect(isValidIntset(good, 0, good.length + 2, false)).toBe(false);
    expect(isValid(Buffer.from('030000000100000000000000', 'hex'))).toBe(false);
    expect(isValid(Buffer.from('0201000001000000ffff', 'hex'))).toBe(false);
    expect(isValid(Buffer.from('02000000ffffffff0000', 'hex'))).toBe(false);
    const unordered = Buffer.from('020000000200000001000000', 'hex');
    const doubled = Buffer.from('020000000200000001000100', 'hex');
    const wide = Buffer.from('0800000002000000ffffffff0000000000000080ffffffff', 'hex');
    expect([unordered, doubled, wide].map((bytes) => isValid(bytes))).toEqual([false, false, false]);
    expect([unordered, doubled, wide].map((bytes) => isValid(bytes, false))).toEqual([true, true, true]);
  });

  it('may be wider than its integers need', () => {
    expect(isValid(Buffer.from('04000000020000000100000002000000', 'hex'))).toBe(true);
  });
});
