import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis, RedisOracle } from '../persistence/redis-oracle.test-support.ts';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import { GlobPattern, matchGlob } from './glob.ts';

/** Asks both forms, with stars and brackets beyond the ends that must not be seen, and expects one answer. */
function matches(pattern: string, text: string, ignoreCase = false): boolean {
  const patternBytes = Buffer.from(`*]${pattern}*]`, 'latin1');
  const textBytes = Buffer.from(`ab${text}ab`, 'latin1');
  const kept = new GlobPattern(patternBytes, 2, pattern.length, ignoreCase);
  const once = matchGlob(patternBytes, 2, pattern.length, textBytes, 2, text.length, ignoreCase);
  if (kept.matches(textBytes, 2, text.length) !== once)
    throw new Error(`kept, ${pattern} differs for ${text}`);
  return once;
}

describe('glob patterns', () => {
  it.each([
    ['', ''],
    ['a', 'a'],
    ['*', 'a'],
    ['**', 'abc'],
    ['a*', 'a'],
    ['a***', 'a'],
    ['*c', 'abc'],
    ['a*c*e', 'abcde'],
    ['a*a', 'aa'],
    ['*ab', 'aab'],
    ['?', 'x'],
    ['h?llo', 'hello'],
    ['[ab]', 'b'],
    ['[a-c]x', 'bx'],
    ['[c-a]x', 'bx'],
    ['[^a]', 'b'],
    ['[^]', 'x'],
    ['[a\\]b]', ']'],
    ['[\\a-c]', '-'],
    ['[ab', 'a'],
    ['[^ab', 'c'],
    ['[a-', '-'],
    ['[a-]', ']'],
    ['\\*', '*'],
    ['\\', '\\'],
    ['a\\', 'a\\'],
    ['[\\', '\\'],
    ['\\[a', '[a'],
    ['[*]', '*'],
    ['[?]', '?'],
    ['*[ab]?', 'xxay'],
    ['[\x80-\x01]', '\xff'],
    ['[\xf0-\x10]', '\x00'],
  ])('%j matches %j', (pattern, text) => {
    expect(matches(pattern, text)).toBe(true);
  });

  it.each([
    ['', 'a'],
    ['a', ''],
    ['*', ''],
    ['**', ''],
    ['a', 'ab'],
    ['ab', 'a'],
    ['a*', 'ba'],
    ['*c', 'cab'],
    ['?', ''],
    ['?', 'ab'],
    ['??', 'a'],
    ['[]', 'a'],
    ['[]a', 'a'],
    ['[^a]', 'a'],
    ['[a-c]', 'd'],
    ['[', '['],
    ['\\*', 'a'],
    ['[\\a-c]', 'b'],
    ['[a]', 'A'],
    ['[\x01-\x80]', '\x40'],
  ])('%j does not match %j', (pattern, text) => {
    expect(matches(pattern, text)).toBe(false);
  });

  it('folds the case of ASCII letters alone, and only where asked', () => {
    expect(matches('HeLLo', 'hEllO', true)).toBe(true);
    expect(matches('H*', 'hello')).toBe(false);
    expect(matches('[A-C]', 'b', true)).toBe(true);
    expect(matches('[B]', 'b', true)).toBe(true);
    expect(matches('[\\B]', 'b', true)).toBe(false);
    expect(matches('\\B', 'b', true)).toBe(true);
    expect(matches('\xc4', '\xe4', true)).toBe(false);
    expect(matches('@', '`', true)).toBe(false);
  });

  it('takes patterns that would make a naive matcher try forever', () => {
    expect(matches(`${'*a'.repeat(900)}b`, 'a'.repeat(4000))).toBe(false);
    expect(matches(`${'a*'.repeat(900)}[b-z]`, `${'a'.repeat(4000)}q`)).toBe(true);
  });

  it('gives up on more than a thousand stars, as the original does', () => {
    const text = 'a'.repeat(2000);
    expect(matches('*a'.repeat(1000), text)).toBe(true);
    expect(matches(`${'*a'.repeat(1000)}***`, text)).toBe(true);
    expect(matches('*a'.repeat(1001), text)).toBe(false);
    expect(matches('**a'.repeat(1000), text)).toBe(true);
  });
});

const PATTERN_PARTS = [
  'a',
  'b',
  'c',
  'a',
  'b',
  '*',
  '*',
  '?',
  '[',
  ']',
  '^',
  '-',
  '\\',
  '[ab]',
  '[^a]',
  '[a-c]',
  '[c-a',
  '\x00',
  '\xff',
  '\x80',
  '/',
];

function randomPattern(random: SeededRandom): string {
  let pattern = '';
  for (let parts = random.below(9); parts > 0; parts--) pattern += random.pick(PATTERN_PARTS);
  return pattern;
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
  it(`chooses the same keys as KEYS (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < 10 * testScale; round++) {
      const keys = new Set(['']);
      while (keys.size < 150) keys.add(random.text('aabbc[]*?^-\\\x00\xff\x80/', random.below(8)));
      await redis.call('FLUSHALL');
      await redis.pipeline([...keys].map((key) => ['SET', Buffer.from(key, 'latin1'), 'x']));
      const patterns = Array.from({ length: 400 }, () => randomPattern(random)).filter(
        (pattern) => pattern !== '*',
      );
      const replies = await redis.pipeline(
        patterns.map((pattern) => ['KEYS', Buffer.from(pattern, 'latin1')]),
      );
      patterns.forEach((pattern, index) => {
        const expected = (replies[index] as Buffer[]).map((key) => key.toString('latin1')).sort();
        const chosen = [...keys].filter((key) => matches(pattern, key)).sort();
        expect(chosen, JSON.stringify(pattern)).toEqual(expected);
      });
    }
  });

  it(`chooses the same settings as CONFIG GET, which ignores case (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    const all = namesOf(await redis.call('CONFIG', 'GET', '*'));
    const parts = [
      '*',
      '?',
      '[a-M]',
      '[R-e]',
      '[^a-L]',
      '[m\\AX]',
      'MAX',
      'max',
      '-',
      'a',
      'E',
      'S',
      'list',
      '[L-_]',
      '[`-z]',
    ];
    const patterns = Array.from({ length: 2000 * testScale }, () => {
      let pattern = '';
      for (let count = 1 + random.below(5); count > 0; count--) pattern += random.pick(parts);
      // Without one of these the name is looked up instead.
      return `${pattern}*`;
    });
    const replies = await redis.pipeline(patterns.map((pattern) => ['CONFIG', 'GET', pattern]));
    patterns.forEach((pattern, index) => {
      const chosen = all.filter((name) => matches(pattern, name, true));
      expect(chosen, pattern).toEqual(namesOf(replies[index]));
    });
  });
});

function namesOf(reply: unknown): string[] {
  return (reply as Buffer[])
    .filter((_, index) => index % 2 === 0)
    .map(String)
    .sort();
}
