import { expect, test } from 'vitest';
import { matchesName } from './name-pattern.ts';

test.each([
  ['*', 'maxmemory', true],
  ['*', '', true],
  ['max*', 'maxmemory', true],
  ['max*', 'min', false],
  ['*memory', 'maxmemory', true],
  ['*a*e*y', 'maxmemory', true],
  ['*a*z*y', 'maxmemory', false],
  ['m?x', 'max', true],
  ['m?x', 'mx', false],
  ['ma[xz]', 'max', true],
  ['ma[^xz]', 'max', false],
  ['ma[a-z]', 'max', true],
  ['ma[z-a]', 'max', true],
  ['ma[a-c]', 'max', false],
  ['ma[\\]x]', 'max', true],
  ['ma[\\]x]', 'ma]', true],
  ['ma\\*', 'ma*', true],
  ['ma\\*', 'max', false],
  ['max', 'maxmemory', false],
  ['maxmemory', 'max', false],
  ['ma[x', 'max', true],
])('the pattern %j on the name %j answers %s', (pattern, name, matches) => {
  expect(matchesName(pattern, name)).toBe(matches);
});

test('a pattern of many stars does not take forever', () => {
  expect(matchesName(`${'a*'.repeat(30)}b`, 'a'.repeat(60))).toBe(false);
  expect(matchesName('*'.repeat(50), 'maxmemory')).toBe(true);
});
