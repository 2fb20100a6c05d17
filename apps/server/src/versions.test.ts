import { expect, test } from 'vitest';
import { greeting, redwingVersion, versionText } from './versions.ts';

const [first = ''] = versionText().split('\n');

test('tools that take the third word find the version of Redis', () => {
  expect(first.split(' ')[2]).toBe('v=7.0.15');
});

test('tools that take the first number, or what follows "v=", find the version of Redis', () => {
  expect(/\d+(?:\.\d+)+/.exec(versionText())?.[0]).toBe('7.0.15');
  expect(/v=(\d+\.\d+\.\d+)/.exec(versionText())?.[1]).toBe('7.0.15');
  expect(/v=(.*) sha/.exec(first)?.[1]).toBe('7.0.15');
});

test('people find the version of Redwing', () => {
  expect(redwingVersion()).toMatch(/^\d+\.\d+\.\d+/);
  expect(greeting()).toContain(`Redwing ${redwingVersion()}, compatible with Redis 7.0.15`);
  expect(versionText()).toContain(greeting());
});
