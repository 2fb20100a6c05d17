import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis, RedisOracle, ReplyError } from '../persistence/redis-oracle.test-support.ts';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import { asciiText, writeAscii } from './ascii-text.ts';
import { DOUBLE_TEXT_MAX, formatDouble, parseDouble } from './float.ts';

function parse(text: string): number {
  const bytes = new Uint8Array(text.length + 10).fill(0x37);
  writeAscii(text, bytes, 5);
  return parseDouble(bytes, 5, text.length);
}

function format(value: number): string {
  const into = new Uint8Array(DOUBLE_TEXT_MAX + 2).fill(0x21);
  const length = formatDouble(value, into, 1);
  expect(into[0]).toBe(0x21);
  expect(into[length + 1]).toBe(0x21);
  return asciiText(into, 1, length);
}

const REFUSED = [
  '',
  ' ',
  '.',
  '-',
  '+',
  '+-1',
  ' 5',
  '5 ',
  '\t5',
  'e5',
  '1e',
  '1e+',
  '1e-',
  '1ee5',
  '1.2.3',
  '1_0',
  '0x',
  '0x.',
  '0xp1',
  '0x1p',
  '0x1p+',
  '0x1g',
  'nan',
  'NaN',
  '-nan',
  'nan(1)',
  'infinit',
  'infinityy',
  'in',
  '1e400',
  '-1e400',
  '1e-400',
  '0x1p1024',
  '0x1p-1075',
  '0x1p-99999999999',
  '0x1p99999999999',
  '1\0',
  '1,5',
  '0b1',
  '0o7',
  '1n',
  'Infinity ',
];

const ACCEPTED: [string, number][] = [
  ['0', 0],
  ['-0', -0],
  ['0.0', 0],
  ['5.', 5],
  ['.5', 0.5],
  ['+.5', 0.5],
  ['-.5e1', -5],
  ['1e5', 1e5],
  ['1E+05', 1e5],
  ['1.1', 1.1],
  ['-123.456', -123.456],
  ['0.1', 0.1],
  ['123456789012345', 123456789012345],
  ['9007199254740993', 2 ** 53],
  ['9007199254740993.0000001', 2 ** 53 + 2],
  ['1.7976931348623157e308', Number.MAX_VALUE],
  ['5e-324', 5e-324],
  ['3e-324', 5e-324],
  ['2.4703282292062328e-324', 5e-324],
  ['1e-310', 1e-310],
  ['0e99999999999999999999', 0],
  ['0e-99999999999', 0],
  ['-0x0p99999999999', -0],
  ['inf', Infinity],
  ['+INF', Infinity],
  ['-Infinity', -Infinity],
  ['0x10', 16],
  ['0X1.8P3', 12],
  ['0x.8', 0.5],
  ['0x1.', 1],
  ['-0xAp-1', -5],
  ['0x1p-1074', 5e-324],
  ['0x1.8p-1075', 5e-324],
  ['0x1.fffffffffffff8p0', 2],
  ['0x1.00000000000008p0', 1],
  ['0x1.000000000000080000000001p0', 1 + 2 ** -52],
  ['0x1.fffffffffffff7p1023', Number.MAX_VALUE],
  ['000000000000000000000000000001', 1],
  ['0.000000000000000000000000000001', 1e-30],
];

describe('reading doubles', () => {
  it.each(REFUSED)('refuses %j', (text) => {
    expect(parse(text)).toBeNaN();
  });

  it.each(ACCEPTED)('reads %s', (text, value) => {
    expect(parse(text)).toBe(value);
  });

  it('reads texts of millions of digits in bounded time, rounded by all of them', () => {
    expect(parse(`1.${'0'.repeat(2_000_000)}`)).toBe(1);
    expect(parse(`9007199254740993.${'0'.repeat(2_000_000)}1`)).toBe(2 ** 53 + 2);
    expect(parse(`-9007199254740993.${'0'.repeat(2_000_000)}`)).toBe(-(2 ** 53));
    expect(parse(`0.${'0'.repeat(2_000_000)}15e2000001`)).toBe(1.5);
    expect(parse(`${'0'.repeat(2_000_000)}.5`)).toBe(0.5);
    expect(parse(`0x1.${'0'.repeat(2_000_000)}1`)).toBe(1);
    expect(parse(`0x1.00000000000008${'0'.repeat(2_000_000)}1`)).toBe(1 + 2 ** -52);
    expect(parse(`0x${'0'.repeat(2_000_000)}1.8p1`)).toBe(3);
    expect(parse(`0x1${'0'.repeat(2_000_000)}p-8000000`)).toBe(1);
    expect(parse('9'.repeat(2_000_000))).toBeNaN();
  });
});

describe('writing doubles', () => {
  it.each<[number, string]>([
    [0, '0'],
    [-0, '-0'],
    [1, '1'],
    [-3, '-3'],
    [1.5, '1.5'],
    [1.1, '1.1000000000000001'],
    [0.1, '0.10000000000000001'],
    [1e15, '1000000000000000'],
    [1e16, '10000000000000000'],
    [1e17, '1e+17'],
    [1e300, '1.0000000000000001e+300'],
    [12345678901234567, '12345678901234568'],
    [123456789012345680, '1.2345678901234568e+17'],
    [0.0001, '0.0001'],
    [0.00001, '1.0000000000000001e-05'],
    [1e-7, '9.9999999999999995e-08'],
    [5e-324, '4.9406564584124654e-324'],
    [-Number.MAX_VALUE, '-1.7976931348623157e+308'],
    [Infinity, 'inf'],
    [-Infinity, '-inf'],
    [Number.NaN, 'nan'],
    [2 ** -25, '2.9802322387695312e-08'],
    [1125899906842624.25 * 2, '2251799813685248.5'],
  ])('writes %d as %s', (value, text) => {
    expect(format(value)).toBe(text);
  });

  it('rounds a tie at the seventeenth digit to the even digit, as C does', () => {
    expect(format(1125899906842624.25)).toBe('1125899906842624.2');
    expect(format(1125899906842624.75)).toBe('1125899906842624.8');
    expect(format(1125899906842625.25)).toBe('1125899906842625.2');
    expect(format(1000000000000000.125)).toBe('1000000000000000.1');
  });

  it('writes halves, quarters … as they are', () => {
    for (let parts = -10_000_000_000; parts < 10_000_000_000; parts += 7_654_321) {
      const value = parts / 1024;
      if (!Number.isInteger(value)) expect(format(value)).toBe(value.toFixed(10).replace(/0+$/, ''));
    }
  });

  const seed = testSeed();
  it(`writes what reads back as the same double (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < 20_000 * testScale; round++) {
      const value = randomDouble(random);
      expect(parse(format(value))).toBe(value);
    }
  });
});

const BITS = new DataView(new ArrayBuffer(8));

/** Any finite double, with those of human size and those that tie at seventeen digits made common. */
function randomDouble(random: SeededRandom): number {
  const kind = random.below(5);
  if (kind === 0) return (random.below(2 ** 32) - 2 ** 31) / 10 ** random.below(12);
  if (kind === 4) return ((random.below(2 ** 32) - 2 ** 31) * 8 + random.below(8)) / 1024;
  if (kind === 1)
    return (random.below(2 ** 32) * 2 ** 20 + random.below(2 ** 20)) / 2 ** (1 + random.below(26));
  if (kind === 2) return Math.round(random.next() * 1e9) * 10 ** (random.below(40) - 20);
  for (;;) {
    BITS.setUint32(0, random.below(2 ** 32));
    BITS.setUint32(4, random.below(2 ** 32));
    const value = BITS.getFloat64(0);
    if (Number.isFinite(value)) return value;
  }
}

/** A text that a person, a program or an attacker might send where a number belongs. */
function randomNumberText(random: SeededRandom): string {
  const kind = random.below(6);
  if (kind === 0) return random.text('0123456789.eExXpPaAfF+-', random.below(14));
  if (kind === 1) return String(randomDouble(random));
  const sign = random.pick(['', '', '-', '+']);
  if (kind === 2) {
    const digits = random.text('0123456789abcdefABCDEF', random.below(20));
    const fraction = random.chance(0.6) ? `.${random.text('0123456789abcdef80', random.below(20))}` : '';
    const exponent = random.chance(0.6) ? `p${random.pick(['', '+', '-'])}${random.below(1200)}` : '';
    return `${sign}0x${digits}${fraction}${exponent}`;
  }
  const digits = random.text('0123456789', random.below(random.pick([4, 20, 60])));
  const fraction = random.chance(0.6)
    ? `.${random.text('0123456789', random.below(random.pick([4, 20, 60])))}`
    : '';
  const exponent = random.chance(0.4)
    ? `e${random.pick(['', '+', '-'])}${random.below(random.pick([30, 400]))}`
    : '';
  return sign + digits + fraction + exponent;
}

describe.skipIf(!hasRedis)('beside redis-server', () => {
  let redis: RedisOracle;
  beforeAll(async () => {
    redis = await RedisOracle.start();
    // Scores in a skip list are kept and written as the doubles they are.
    await redis.call('CONFIG', 'SET', 'zset-max-listpack-entries', 0);
  });
  afterAll(async () => {
    await redis.stop();
  });

  const seed = testSeed();
  it(`accepts the same texts as ZADD and writes the same scores as ZSCORE (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < 10 * testScale; round++) {
      const texts = [...REFUSED, ...ACCEPTED.map(([text]) => text)];
      while (texts.length < 1000) texts.push(randomNumberText(random));
      const replies = await redis.pipeline(
        texts.flatMap((text) => [
          ['DEL', 'z'],
          ['ZADD', 'z', Buffer.from(text, 'latin1'), 'm'],
          ['ZSCORE', 'z', 'm'],
        ]),
      );
      texts.forEach((text, index) => {
        const refused = replies[index * 3 + 1] instanceof ReplyError;
        const value = parse(text);
        const said = refused ? 'refused' : String(replies[index * 3 + 2]);
        expect(Number.isNaN(value) ? 'refused' : format(value), JSON.stringify(text)).toBe(said);
      });
    }
  });
});
