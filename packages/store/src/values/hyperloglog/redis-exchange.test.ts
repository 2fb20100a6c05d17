import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis, RedisOracle } from '../../persistence/redis-oracle.test-support.ts';
import { SeededRandom, testScale, testSeed } from '../../persistence/seeded-random.test-support.ts';
import { placeElement } from './hash.ts';
import { REGISTER_BITS, REGISTERS } from './layout.ts';
import { countElements, countMerged, mergeRegisters } from './registers.ts';
import { Sketch } from './sketch.ts';

describe.skipIf(!hasRedis)('a sketch, beside redis-server', () => {
  const seed = testSeed();
  let redis: RedisOracle;

  beforeAll(async () => {
    redis = await RedisOracle.start();
  });

  afterAll(async () => {
    await redis.stop();
  });

  /** Adds the elements one by one on both sides; the bytes must be equal after each. */
  async function addAll(sketch: Sketch, key: string, elements: readonly Uint8Array[], limit: number) {
    const requests = elements.flatMap((element) => [
      ['PFADD', key, element],
      ['GET', key],
    ]);
    const replies = await redis.pipeline(requests);
    for (const [i, element] of elements.entries()) {
      const place = placeElement(element, 0, element.length);
      expect(sketch.raise(place & (REGISTERS - 1), place >>> REGISTER_BITS, limit)).toBe(true);
      // A key that is made by PFADD counts as changed, whatever becomes of the registers.
      const ours = Buffer.from(sketch.bytes.slice(0, sketch.length));
      const theirs = replies[2 * i + 1] as Buffer;
      if (!ours.equals(theirs)) expect(ours.toString('hex')).toBe(theirs.toString('hex'));
    }
  }

  for (const [limit, elements] of [
    [0, 50],
    [100, 200],
    [3000, 2500],
    [20_000, 4000],
  ] as const) {
    it(`has the same bytes after each element, sparse up to ${limit} bytes (seed ${seed})`, async () => {
      const random = new SeededRandom(seed + limit);
      await redis.call('CONFIG', 'SET', 'hll-sparse-max-bytes', limit);
      for (let round = 0; round < testScale; round++) {
        await redis.call('DEL', 'k');
        const sketch = new Sketch();
        sketch.clear();
        const drawn = Array.from({ length: elements }, () => random.bytes(random.below(20)));
        await addAll(sketch, 'k', drawn, limit);
      }
    });
  }

  it(`counts and merges the same (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    await redis.call('CONFIG', 'SET', 'hll-sparse-max-bytes', 3000);
    for (let round = 0; round < 25 * testScale; round++) {
      await redis.call('FLUSHALL');
      const union = new Uint8Array(REGISTERS);
      for (const key of ['a', 'b']) {
        const elements = Array.from({ length: Math.floor(2 ** (random.next() * 14)) }, () => random.bytes(6));
        await redis.call('PFADD', key, ...elements);
        const bytes = (await redis.call('GET', key)) as Buffer;
        expect(countElements(bytes, 0, bytes.length)).toBe(await redis.call('PFCOUNT', key));
        expect(mergeRegisters(bytes, 0, bytes.length, union)).toBe(true);
      }
      expect(countMerged(union)).toBe(await redis.call('PFCOUNT', 'a', 'b'));
      await redis.call('PFMERGE', 'c', 'a', 'b');
      expect(await redis.call('PFDEBUG', 'GETREG', 'c')).toEqual([...union]);
    }
  });

  it(`estimates the same from registers that no elements bring about (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < 100 * testScale; round++) {
      const sketch = new Sketch();
      sketch.clear();
      const ranks = 1 + random.below(64);
      const filled = random.chance(0.3) ? 1 : random.next();
      const registers = Uint8Array.from({ length: REGISTERS }, () =>
        random.chance(filled)
          ? Math.min(63, Math.floor(ranks * random.next()) + random.pick([0, 0, 1, 30]))
          : 0,
      );
      sketch.takeRegisters(registers);
      sketch.bytes[15] = 0x80;
      await redis.call('SET', 'k', sketch.bytes.subarray(0, sketch.length));
      const count = (await redis.call('PFCOUNT', 'k')) as number;
      // The oracle's replies are numbers: beyond 2^53 both are rounded in the same way.
      expect(countElements(sketch.bytes, 0, sketch.length)).toBe(count);
    }
  });
});
