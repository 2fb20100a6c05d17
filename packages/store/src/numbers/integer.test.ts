import { describe, expect, it } from 'vitest';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import { asciiText, writeAscii } from './ascii-text.ts';
import {
  decimalLength,
  decimalLengthInt64,
  formatInt64,
  formatInteger,
  INT64_MAX,
  INT64_MIN,
  isCanonicalInt64,
  parseInt64,
  parseInteger,
} from './integer.ts';

/** Bytes of the text in the midst of digits, so that reading past either end would show. */
function embedded(text: string): [Uint8Array, number, number] {
  const bytes = new Uint8Array(text.length + 10).fill(0x37);
  writeAscii(text, bytes, 5);
  return [bytes, 5, text.length];
}

function formatted(value: number | bigint): string {
  const into = new Uint8Array(40).fill(0x21);
  const length = typeof value === 'bigint' ? formatInt64(value, into, 7) : formatInteger(value, into, 7);
  expect(into[6]).toBe(0x21);
  expect(into[7 + length]).toBe(0x21);
  return asciiText(into, 7, length);
}

const NOT_CANONICAL = [
  '',
  '-',
  '+',
  '+1',
  '-0',
  '00',
  '01',
  '-01',
  ' 1',
  '1 ',
  '1.0',
  '1e3',
  '0x1',
  '1a',
  'a1',
  '--1',
  '1-',
  '1\0',
  '\0',
  '9223372036854775808',
  '-9223372036854775809',
  '99999999999999999999',
  '-99999999999999999999',
  '18446744073709551616',
  '000000000000000000000',
  '123456789012345678901',
  '12345678/',
  '12345678:',
  '1234567890/',
  '1234567890:',
  '/',
  ':',
];

describe('reading integers', () => {
  it.each(NOT_CANONICAL)('refuses %j', (text) => {
    expect(parseInteger(...embedded(text))).toBeNaN();
    expect(parseInt64(...embedded(text))).toBeUndefined();
    expect(isCanonicalInt64(...embedded(text))).toBe(false);
  });

  it.each([
    '0',
    '1',
    '-1',
    '9',
    '10',
    '-10',
    '999999999',
    '1000000000',
    '2147483647',
    '2147483648',
    '-2147483648',
    '-2147483649',
    '4294967295',
    '4294967296',
    '9007199254740991',
    '-9007199254740991',
    '1000000000000000',
  ])('reads %s as a number', (text) => {
    expect(parseInteger(...embedded(text))).toBe(Number(text));
    expect(parseInt64(...embedded(text))).toBe(Number(text));
    expect(isCanonicalInt64(...embedded(text))).toBe(true);
  });

  it.each([
    '9007199254740992',
    '9007199254740993',
    '-9007199254740992',
    '9999999999999999',
    '10000000000000000',
    '9223372036854775807',
    '-9223372036854775808',
    '1000000000000000000',
  ])('reads %s as a bigint, and not as a number', (text) => {
    expect(parseInteger(...embedded(text))).toBeNaN();
    expect(parseInt64(...embedded(text))).toBe(BigInt(text));
    expect(isCanonicalInt64(...embedded(text))).toBe(true);
  });

  const seed = testSeed();
  it(`agrees with BigInt on random near-integers (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < 20_000 * testScale; round++) {
      const text = random.chance(0.8)
        ? (random.chance(0.5) ? '-' : '') + random.text('0123456789', 1 + random.below(21))
        : random.text('0123456789-+ .e', random.below(22));
      const isCanonical = /^(0|-?[1-9][0-9]*)$/.test(text);
      const exact = isCanonical ? BigInt(text) : undefined;
      const expected = exact !== undefined && exact >= INT64_MIN && exact <= INT64_MAX ? exact : undefined;
      const parsed = parseInt64(...embedded(text));
      expect(parsed === undefined ? undefined : BigInt(parsed), text).toBe(expected);
      expect(isCanonicalInt64(...embedded(text)), text).toBe(expected !== undefined);
    }
  });
});

describe('writing integers', () => {
  it.each([
    0,
    7,
    -7,
    10,
    99,
    100,
    999,
    1000,
    9999,
    10_000,
    99_999,
    100_000,
    999_999_999,
    1_000_000_000,
    -1_000_000_000,
    1_000_000_001,
    2 ** 31,
    -(2 ** 31),
    2 ** 32,
    1e15,
    999_999_999_999_999,
    9_007_199_254_740_991,
    -9_007_199_254_740_991,
  ])('writes %d as String does, and knows its length', (value) => {
    expect(formatted(value)).toBe(String(value));
    expect(decimalLength(value)).toBe(String(value).length);
    expect(formatted(BigInt(value))).toBe(String(value));
  });

  it('writes minus zero as zero', () => {
    expect(formatted(-0)).toBe('0');
    expect(decimalLength(-0)).toBe(1);
  });

  it.each([INT64_MIN, INT64_MAX, 10n ** 18n, 10n ** 18n - 1n, -(10n ** 18n), 10n ** 9n, 10n ** 9n - 1n])(
    'writes the bigint %s, and knows its length',
    (value) => {
      expect(formatted(value)).toBe(String(value));
      expect(decimalLengthInt64(value)).toBe(String(value).length);
    },
  );

  const seed = testSeed();
  it(`gives back what was read, for random magnitudes (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < 20_000 * testScale; round++) {
      const wide = BigInt.asIntN(64, (BigInt(random.below(2 ** 32)) << 32n) | BigInt(random.below(2 ** 32)));
      const value = wide >> BigInt(random.below(64));
      const text = formatted(value);
      expect(text).toBe(String(value));
      expect(decimalLengthInt64(value)).toBe(text.length);
      const parsed = parseInt64(...embedded(text)) as number | bigint;
      expect(BigInt(parsed)).toBe(value);
      if (typeof parsed === 'number') expect(formatted(parsed)).toBe(text);
      if (typeof parsed === 'number') expect(decimalLength(parsed)).toBe(text.length);
    }
  });
});
