import { encodeRequest } from '@redwing/protocol';
import { expect, test } from 'vitest';
import type { Argument, MethodArgument } from './words.ts';
import { wordsOf } from './words.ts';

const words = (...args: MethodArgument[]): unknown[] => wordsOf(['CMD'], args);

test('arguments stand as they are', () => {
  const bytes = Buffer.from('b');
  expect(words('a', 1, 2n, bytes)).toEqual(['CMD', 'a', 1, 2n, bytes]);
});

test('a list stands for its elements, however many', () => {
  expect(words(['a', 'b'], 'c', [])).toEqual(['CMD', 'a', 'b', 'c']);
  const many = Array.from({ length: 300_000 }, (_, index) => index);
  expect(words(many)).toHaveLength(300_001);
  expect(words({ KEYS: many })).toHaveLength(300_002);
});

test('groups in a list, sets and maps stand for their elements', () => {
  expect(words('z', [[1, 'a'], [2, 'b'], 3, 'c'])).toEqual(['CMD', 'z', 1, 'a', 2, 'b', 3, 'c']);
  expect(words(new Set(['a', 'b']), { WEIGHTS: [1, 2] })).toEqual(['CMD', 'a', 'b', 'WEIGHTS', 1, 2]);
  const name = Buffer.of(0xff);
  expect(
    words(
      new Map<Argument, Argument>([
        [name, 1],
        ['b', 2],
      ]),
    ),
  ).toEqual(['CMD', name, 1, 'b', 2]);
});

test('an object stands for its words, in its order and where it is written', () => {
  const options = { NX: true, XX: false, GET: undefined, EX: 10, LIMIT: [0, 5] };
  expect(words('k', options, 'v')).toEqual(['CMD', 'k', 'NX', 'EX', 10, 'LIMIT', 0, 5, 'v']);
  expect(words({ a: '1', b: 2 })).toEqual(['CMD', 'a', '1', 'b', 2]);
  expect(words(Object.assign(Object.create(null), { EX: 1 }))).toEqual(['CMD', 'EX', 1]);
});

test('undefined at the end is an option that was not given, before others it is a mistake', () => {
  expect(words('a', undefined, undefined)).toEqual(['CMD', 'a']);
  expect(() => encodeRequest(wordsOf(['CMD'], ['a', undefined, 'b']))).toThrow(/got undefined/);
});

test('objects that are no options are refused by name', () => {
  const mistake = (value: unknown) => () => encodeRequest(wordsOf(['CMD'], [value as MethodArgument]));
  expect(mistake(new Date(0))).toThrow(/got Date/);
  expect(mistake(new URL('redwing://h'))).toThrow(/got URL/);
  expect(mistake(null)).toThrow(/got null/);
});
