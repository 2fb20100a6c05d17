import { expect, it } from 'vitest';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import { scoreKey, scoreOfKey } from './ordered-double.ts';

const seed = testSeed();
const key = new Uint32Array(2);

function keyOf(score: number): bigint {
  scoreKey(score, key);
  return (BigInt(key[0] as number) << 32n) | BigInt(key[1] as number);
}

function scoreBack(score: number): number {
  scoreKey(score, key);
  return scoreOfKey(key[0] as number, key[1] as number);
}

const { MAX_VALUE, MIN_VALUE, MAX_SAFE_INTEGER, EPSILON } = Number;
const ascending = [
  0,
  MIN_VALUE,
  2 ** -1022,
  1e-9,
  1,
  1 + EPSILON,
  2,
  1e6,
  MAX_SAFE_INTEGER,
  MAX_VALUE,
  Infinity,
];

it('orders the keys as the scores are ordered, from -inf to inf', () => {
  const scores = [
    ...ascending
      .slice(1)
      .map((score) => -score)
      .reverse(),
    ...ascending,
  ];
  for (let i = 1; i < scores.length; i++) {
    expect(keyOf(scores[i] as number)).toBeGreaterThan(keyOf(scores[i - 1] as number));
  }
  for (const score of scores) expect(scoreBack(score)).toBe(score);
});

it('gives -0 the key of 0, which is read back as 0', () => {
  expect(keyOf(-0)).toBe(keyOf(0));
  expect(scoreBack(-0)).toBe(0);
});

it(`orders random bit patterns as the numbers they stand for, seed ${seed}`, () => {
  const random = new SeededRandom(seed);
  const view = new DataView(new ArrayBuffer(8));
  const draw = (): number => {
    for (;;) {
      view.setUint32(0, random.below(2 ** 32));
      view.setUint32(4, random.below(2 ** 32));
      if (!Number.isNaN(view.getFloat64(0))) return view.getFloat64(0);
    }
  };
  for (let i = 0; i < 5000 * testScale; i++) {
    const [a, b] = [draw(), draw()];
    expect(keyOf(a) < keyOf(b), `${a} ${b}`).toBe(a < b);
    expect(scoreBack(a)).toBe(a);
  }
});
