import { describe, expect, it } from 'vitest';
import { SeededRandom, testScale, testSeed } from '../../persistence/seeded-random.test-support.ts';
import { placeElement } from './hash.ts';
import { REGISTER_BITS, REGISTERS } from './layout.ts';

const FACTOR = 0xc6a4a7935bd1e995n;
const WORD = (1n << 64n) - 1n;

/** MurmurHash64A as it was published, in one number. */
function murmur(bytes: Uint8Array): bigint {
  const product = (value: bigint) => (value * FACTOR) & WORD;
  const little = (part: Uint8Array) => part.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let hash = 0xadc83b19n ^ product(BigInt(bytes.length));
  const whole = bytes.length - (bytes.length % 8);
  for (let at = 0; at < whole; at += 8) {
    let word = product(little(bytes.subarray(at, at + 8)));
    word = product(word ^ (word >> 47n));
    hash = product(hash ^ word);
  }
  if (whole < bytes.length) hash = product(hash ^ little(bytes.subarray(whole)));
  hash = product(hash ^ (hash >> 47n));
  return hash ^ (hash >> 47n);
}

function placeOf(hash: bigint): { register: number; rank: number } {
  const rest = (hash >> BigInt(REGISTER_BITS)) | (1n << 50n);
  let rank = 1;
  while (((rest >> BigInt(rank - 1)) & 1n) === 0n) rank++;
  return { register: Number(hash & BigInt(REGISTERS - 1)), rank };
}

describe('the place of an element', () => {
  const seed = testSeed();

  it(`is what the published hash says, for any bytes (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    for (let i = 0; i < 20_000 * testScale; i++) {
      const bytes = random.bytes(random.chance(0.9) ? random.below(40) : random.below(300));
      const start = random.below(bytes.length + 1);
      const place = placeElement(bytes, start, bytes.length - start);
      const found = { register: place & (REGISTERS - 1), rank: place >>> REGISTER_BITS };
      expect(found).toEqual(placeOf(murmur(bytes.subarray(start))));
    }
  });

  it('has ranks that come up half as often each', () => {
    const random = new SeededRandom(1);
    const ranks = new Array<number>(52).fill(0);
    const elements = 1 << 16;
    for (let i = 0; i < elements; i++) {
      const rank = placeElement(random.bytes(8), 0, 8) >>> REGISTER_BITS;
      ranks[rank] = (ranks[rank] as number) + 1;
    }
    expect(ranks[0]).toBe(0);
    for (let rank = 1; rank <= 6; rank++) {
      expect((ranks[rank] as number) / (elements / 2 ** rank)).toBeCloseTo(1, 0);
    }
  });
});
