import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis, RedisOracle, ReplyError } from '../persistence/redis-oracle.test-support.ts';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import { asciiText, writeAscii } from './ascii-text.ts';
import type { LongDouble } from './long-double.ts';
import {
  addLongDoubles,
  formatLongDouble,
  LONG_DOUBLE_FORMAT_MAX,
  longDoubleFromInteger,
  longDoubleText,
  parseLongDouble,
} from './long-double.ts';

function parse(text: string): LongDouble | undefined {
  const bytes = new Uint8Array(text.length + 10).fill(0x37);
  writeAscii(text, bytes, 5);
  return parseLongDouble(bytes, 5, text.length);
}

/** What INCRBYFLOAT would say of a stored text and an increment. */
function incremented(stored: string, increment: string): string {
  const left = parse(stored);
  const right = parse(increment);
  if (left === undefined || right === undefined) return 'ERR value is not a valid float';
  const sum = addLongDoubles(left, right);
  if (sum === undefined || sum.infinite) return 'ERR increment would produce NaN or Infinity';
  return longDoubleText(sum);
}

describe('long doubles', () => {
  it.each([
    ['10.5', '0.1', '10.6'],
    ['5.0e3', '2.0e2', '5200'],
    ['5000', '0.1', '5000.10000000000000009'],
    ['5000.10000000000000009', '0.1', '5000.20000000000000018'],
    ['3', '-3', '0'],
    ['-0', '0', '0'],
    ['-1e-30', '0', '0'],
    ['0', '1e-17', '0.00000000000000001'],
    ['0', '0.5e-17', '0'],
    ['18446744073709551615', '0', '18446744073709551615'],
    ['18446744073709551616', '1', '18446744073709551616'],
    ['9223372036854775807', '9223372036854775807', '18446744073709551614'],
    ['0x1.8p1', '0', '3'],
  ])('adds %s and %s to %s', (left, right, sum) => {
    expect(incremented(left, right)).toBe(sum);
  });

  it('answers infinity when the sum leaves the range, and undefined when it is no number', () => {
    const largest = parse(`0x${'f'.repeat(16)}p16320`) as LongDouble;
    expect(addLongDoubles(largest, largest)?.infinite).toBe(true);
    // Half of the last bit is a tie, and the largest mantissa is odd, so that it rounds up and out of range.
    expect(addLongDoubles(largest, parse('0x1p16319') as LongDouble)?.infinite).toBe(true);
    expect(addLongDoubles(largest, parse('0x1p16318') as LongDouble)).toEqual(largest);
    expect(addLongDoubles(parse('inf') as LongDouble, parse('-inf') as LongDouble)).toBeUndefined();
    expect(addLongDoubles(parse('1') as LongDouble, parse('-inf') as LongDouble)).toEqual(parse('-inf'));
  });

  it('refuses what is out of range or would become zero, and keeps the smallest subnormal', () => {
    expect(parse('0x1p-16445')).toEqual({ negative: false, infinite: false, mantissa: 1n, exponent: -16445 });
    expect(parse('0x1p-16446')).toBeUndefined();
    expect(parse('1e4933')).toBeUndefined();
    expect(parse('1e-4952')).toBeUndefined();
    expect(parse('1e99999999999999999999')).toBeUndefined();
    expect(parse(`0.${'0'.repeat(5000)}1e5001`)).toEqual(parse('1'));
  });

  it('refuses texts of 5,120 bytes', () => {
    expect(parse('1'.padStart(5119, '0'))).toEqual(parse('1'));
    expect(parse('1'.padStart(5120, '0'))).toBeUndefined();
  });

  it('takes integers exactly over the whole range of 64 bits', () => {
    expect(longDoubleText(longDoubleFromInteger(-(2n ** 63n)))).toBe('-9223372036854775808');
    expect(longDoubleText(longDoubleFromInteger(2n ** 63n - 1n))).toBe('9223372036854775807');
    expect(longDoubleText(longDoubleFromInteger(-5))).toBe('-5');
    expect(longDoubleText(longDoubleFromInteger(0))).toBe('0');
  });

  it('writes the longest text within the bound it names', () => {
    const into = new Uint8Array(LONG_DOUBLE_FORMAT_MAX);
    const length = formatLongDouble(parse(`-0x${'f'.repeat(16)}p16320`) as LongDouble, into, 0);
    expect(length).toBe(4934);
    expect(asciiText(into, 0, 8)).toBe('-1189731');
  });
});

/** Numbers as people write them, with extremes and nonsense in between. */
function randomText(random: SeededRandom): string {
  const kind = random.below(10);
  if (kind === 0) return random.text('0123456789.eExXpPafinty+-', random.below(8));
  const sign = random.pick(['', '', '', '-', '+']);
  if (kind === 1) {
    const digits = random.text('0123456789abcdef', random.below(24));
    const fraction = random.chance(0.7) ? `.${random.text('0123456789abcdef', random.below(24))}` : '';
    const reach = random.pick([70, 300, 16500]);
    const exponent = random.chance(0.7) ? `p${random.pick(['', '+', '-'])}${random.below(reach)}` : '';
    return `${sign}0x${digits}${fraction}${exponent}`;
  }
  const most = random.pick([3, 6, 12, 25, 60]);
  const digits = random.text('0123456789', random.below(most));
  const fraction = random.chance(0.7)
    ? `.${random.text('0123456789', random.below(random.pick([3, 8, 20, 40])))}`
    : '';
  const reach = random.pick([20, 30, 60, 4960]);
  const exponent = random.chance(0.3) ? `e${random.pick(['', '+', '-'])}${random.below(reach)}` : '';
  return sign + digits + fraction + exponent;
}

describe.skipIf(!hasRedis)('beside redis-server', () => {
  let redis: RedisOracle;
  beforeAll(async () => {
    redis = await RedisOracle.start();
  });
  afterAll(async () => {
    await redis.stop();
  });

  const seed = testSeed();
  it(`increments as INCRBYFLOAT does, digit for digit (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < 10 * testScale; round++) {
      const cases: [string, string][] = [];
      while (cases.length < 1000) {
        const left = randomText(random);
        // The opposite number, or nearly so, makes the sum cancel.
        const opposite = left.startsWith('-') ? left.slice(1) : `-${left}`;
        cases.push([left, random.chance(0.1) ? opposite : randomText(random)]);
      }
      const replies = await redis.pipeline(
        cases.flatMap(([left, right]) => [
          ['SET', 'f', left],
          ['INCRBYFLOAT', 'f', right],
          ['INCRBYFLOAT', 'f', right],
        ]),
      );
      cases.forEach(([left, right], index) => {
        const once = incremented(left, right);
        expect(once, `${left} + ${right}`).toBe(said(replies[index * 3 + 1]));
        const twice = incremented(once.startsWith('ERR') ? left : once, right);
        expect(twice, `${once} + ${right}`).toBe(said(replies[index * 3 + 2]));
      });
    }
  });
});

function said(reply: unknown): string {
  return reply instanceof ReplyError ? reply.text : String(reply);
}
