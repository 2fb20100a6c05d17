import { expect, test } from 'vitest';
import { addressText, listenFailure } from './listening.ts';

test('an address of IPv6 stands in brackets', () => {
  expect(addressText({ host: '127.0.0.1', port: 1 })).toBe('127.0.0.1:1');
  expect(addressText({ host: '::1', port: 1 })).toBe('[::1]:1');
});

test('a port that is taken is reported in the words of Redis, with what to do', () => {
  const error = Object.assign(new Error('listen'), { code: 'EADDRINUSE', address: '127.0.0.1', port: 6969 });
  expect(listenFailure(error, 1)).toEqual([
    'Could not create server TCP listening socket 127.0.0.1:6969: bind: Address already in use',
    'Failed listening on port 6969 (TCP), aborting.',
    'Stop the program that uses port 6969, or choose another port: redwing-server 6970',
  ]);
});

test('an address that is not of this machine, and a port without the right to it', () => {
  const absent = Object.assign(new Error('listen'), { code: 'EADDRNOTAVAIL', address: '1.2.3.4' });
  expect(listenFailure(absent, 7)?.[0]).toContain('1.2.3.4:7: bind: Cannot assign requested address');
  expect(listenFailure(absent, 7)?.[2]).toContain('bind');
  const forbidden = Object.assign(new Error('listen'), { code: 'EACCES', port: 80 });
  expect(listenFailure(forbidden, 80)?.[0]).toContain('*:80: bind: Permission denied');
});

test('an error about something else is left alone', () => {
  expect(listenFailure(new Error('x'), 1)).toBeUndefined();
  expect(listenFailure(Object.assign(new Error('x'), { code: 'ENOENT' }), 1)).toBeUndefined();
  expect(listenFailure('x', 1)).toBeUndefined();
});
