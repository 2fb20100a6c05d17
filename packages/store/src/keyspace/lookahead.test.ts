import { expect, test } from 'vitest';
import { hashBytes } from '../memory/hash.ts';
import { LOOKAHEAD_MAX } from '../memory/hash-table.ts';
import { NO_EXPIRY } from './database.ts';
import { Keyspace } from './keyspace.ts';

const keyBytes = 8;

/** Keys of eight digits, one behind the other. */
function keysOf(numbers: readonly number[]): Uint8Array {
  return Buffer.from(numbers.map((number) => String(number).padStart(keyBytes, '0')).join(''), 'latin1');
}

function keyspaceOf(count: number): Keyspace {
  const keyspace = new Keyspace({ random: () => 0.3, poison: true });
  const [database] = keyspace.databases;
  const keys = keysOf(Array.from({ length: count }, (_, number) => number));
  for (let i = 0; i < count; i++) {
    database?.setString(keys, i * keyBytes, keyBytes, keys, i * keyBytes, keyBytes, NO_EXPIRY);
  }
  return keyspace;
}

test.each([0, 1, 5, 5000])('announced keys are found or missing as all others, among %d', (count) => {
  const keyspace = keyspaceOf(count);
  const [database] = keyspace.databases;
  if (database === undefined) throw new Error('there is no database');
  const { lookahead } = keyspace;
  const numbers = Array.from({ length: LOOKAHEAD_MAX }, (_, index) => index * 613);
  const keys = keysOf(numbers);
  for (let i = 0; i < LOOKAHEAD_MAX; i++) lookahead.add(keys, i * keyBytes, keyBytes);
  lookahead.fetch(database);
  for (const [i, number] of numbers.entries()) {
    lookahead.expect(i);
    expect(database.find(keys, i * keyBytes, keyBytes) !== 0).toBe(number < count);
  }
  lookahead.clear();
});

test('only the key that is expected has its hash, not what begins at the same place', () => {
  const { lookahead, hashKey0, hashKey1 } = keyspaceOf(0);
  const keys = keysOf([12, 34]);
  lookahead.add(keys, 0, keyBytes);
  lookahead.expect(0);
  expect(lookahead.hashOf(keys, 0, keyBytes)).toBe(hashBytes(keys, 0, keyBytes, hashKey0, hashKey1));
  expect(lookahead.hashOf(keys, 0, 4)).toBe(hashBytes(keys, 0, 4, hashKey0, hashKey1));
  lookahead.clear();
  keys[7] = 99;
  expect(lookahead.hashOf(keys, 0, keyBytes)).toBe(hashBytes(keys, 0, keyBytes, hashKey0, hashKey1));
});

test('keys that follow themselves have their own hash each, and so have keys that are only alike', () => {
  const { lookahead, hashKey0, hashKey1 } = keyspaceOf(0);
  const keys = keysOf([12, 12, 12, 34, 12, 10_000_012, 100_012, 100_012]);
  for (let at = 0; at < keys.length; at += keyBytes) lookahead.add(keys, at, keyBytes);
  // The beginning of the key before it.
  const last = keys.length - keyBytes;
  lookahead.add(keys, last, 4);
  for (let at = 0; at < keys.length; at += keyBytes) {
    lookahead.expect(at / keyBytes);
    expect(lookahead.hashOf(keys, at, keyBytes)).toBe(hashBytes(keys, at, keyBytes, hashKey0, hashKey1));
  }
  lookahead.expect(keys.length / keyBytes);
  expect(lookahead.hashOf(keys, last, 4)).toBe(hashBytes(keys, last, 4, hashKey0, hashKey1));
});
