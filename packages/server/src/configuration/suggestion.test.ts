import { expect, test } from 'vitest';
import { nearestNames } from './suggestion.ts';

const names = ['maxmemory', 'maxmemory-policy', 'maxclients', 'port', 'save'];

test('a slip of the finger is recognised, in capitals too', () => {
  expect(nearestNames('maxmemroy', names)).toEqual(['maxmemory']);
  expect(nearestNames('MAXMEMORY_POLICY', names)).toEqual(['maxmemory-policy']);
  expect(nearestNames('prot', names)).toEqual([]);
  expect(nearestNames('pport', names)).toEqual(['port']);
});

test('of several names the nearest comes first', () => {
  expect(nearestNames('maxmemoryy', ['maxmemory-a', 'maxmemory'])).toEqual(['maxmemory', 'maxmemory-a']);
});

test('what resembles nothing has no suggestion', () => {
  expect(nearestNames('nosuch', names)).toEqual([]);
  expect(nearestNames('', names)).toEqual([]);
});
