import { expect, test } from 'vitest';
import { addressOf, settingsOf } from './options.ts';

test('without options, a client goes to localhost:6969', () => {
  expect(settingsOf({})).toMatchObject({ host: 'localhost', port: 6969, database: 0, tls: undefined });
  expect(addressOf(settingsOf({}))).toBe('localhost:6969');
});

test.each([
  ['redwing://example.com', { host: 'example.com', port: 6969, tls: undefined }],
  ['redis://example.com', { host: 'example.com', port: 6379 }],
  ['rediss://example.com:1234/5', { host: 'example.com', port: 1234, tls: {}, database: 5 }],
  ['redwings://[::1]:1/', { host: '::1', port: 1, tls: {}, database: 0 }],
  ['redis://ann:p%40ss%3A@h', { host: 'h', username: 'ann', password: 'p@ss:' }],
  ['redis://:secret@h', { username: undefined, password: 'secret' }],
])('the url %s', (url, expected) => {
  expect(settingsOf({ url })).toMatchObject(expected);
});

test('what is given beside the url goes before it, unless it is undefined', () => {
  const options = { url: 'redis://h:1/2', port: 3, database: 4 };
  expect(settingsOf(options)).toMatchObject({ host: 'h', port: 3, database: 4 });
  expect(settingsOf({ url: 'redis://h:1/2', port: undefined as unknown as number })).toMatchObject({
    port: 1,
  });
});

test('what makes no sense is refused with what would', () => {
  expect(() => settingsOf({ url: 'http://h' })).toThrow(/must look like redwing:\/\/host:port/);
  expect(() => settingsOf({ url: 'localhost:6969' })).toThrow(/must look like/);
  expect(() => settingsOf({ url: 'redis://h/x' })).toThrow(/database in the url/);
  expect(() => settingsOf({ port: 70_000 })).toThrow(/port must be a whole number from 0 to 65535/);
  expect(() => settingsOf({ database: -1 })).toThrow(/database must be a whole number/);
});

test('addresses are named as people write them', () => {
  expect(addressOf(settingsOf({ host: '::1', port: 1 }))).toBe('[::1]:1');
  expect(addressOf(settingsOf({ path: '/tmp/redwing.sock' }))).toBe('/tmp/redwing.sock');
});
