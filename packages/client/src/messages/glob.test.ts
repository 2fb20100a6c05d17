import { expect, test } from 'vitest';
import { matchesGlob } from './glob.ts';

// redis.test.ts compares random patterns with a server's.
test.each([
  ['*', '', true],
  ['', '', true],
  ['', 'a', false],
  ['user:*', 'user:1', true],
  ['user:*', 'users', false],
  ['*:name', 'user:1:name', true],
  ['h?llo', 'hello', true],
  ['h?llo', 'hllo', false],
  ['h[ae]llo', 'hallo', true],
  ['h[^ae]llo', 'hallo', false],
  ['h[a-c]llo', 'hbllo', true],
  ['h[^ae]llo', 'h^llo', true],
  ['h[c-a]llo', 'hbllo', true],
  ['h\\*llo', 'h*llo', true],
  ['h\\*llo', 'hallo', false],
  ['[\\]]', ']', true],
  ['[a', 'a', true],
  ['a*b*c', 'axxbyyc', true],
  ['a*b*c', 'axxbyy', false],
])('%j and %j: %j', (pattern, name, expected) => {
  expect(matchesGlob(pattern, name)).toBe(expected);
});

test('a pattern of many stars takes no more than the product of both lengths', () => {
  expect(matchesGlob(`${'*a'.repeat(1000)}b`, 'a'.repeat(20_000))).toBe(false);
});
