import { expect, test } from 'vitest';
import { IntegerRangeError } from '../errors.ts';
import { requestShapeOf, shapeOf } from './reply-shape.ts';

type ReplyType = Parameters<typeof shapeOf>[0];
type Value = Parameters<NonNullable<ReturnType<typeof shapeOf>>>[0];

function shaped(type: ReplyType, value: Value): unknown {
  const shape = shapeOf(type);
  return shape === undefined ? value : shape(value);
}

test.each<[string, ReplyType, Value, Value, unknown]>([
  ['a map', { map: 'integer' }, new Map([['a', 1]]), ['a', 1], { a: 1 }],
  [
    'a record',
    { record: { n: 'integer', f: { set: 'bulk' } } },
    new Map<string, Value>([
      ['n', 1],
      ['f', new Set(['x'])],
    ]),
    ['n', 1, 'f', ['x']],
    { n: 1, f: new Set(['x']) },
  ],
  ['a set', { set: 'bulk' }, new Set(['a']), ['a'], new Set(['a'])],
  ['a double', 'double', 1.5, '1.5', 1.5],
  ['an infinite double', 'double', Number.NEGATIVE_INFINITY, '-inf', Number.NEGATIVE_INFINITY],
  ['a double that is not there', 'double|null', null, null, null],
  ['a boolean', 'boolean', true, 1, true],
  ['pairs', { array: { tuple: ['bulk', 'double'] } }, [['a', 1]], [['a', '1']], [['a', 1]]],
  [
    'a list that RESP2 runs together',
    { pairs: ['bulk', 'double'] },
    [
      ['a', 1],
      ['b', 2],
    ],
    ['a', '1', 'b', '2'],
    [
      ['a', 1],
      ['b', 2],
    ],
  ],
  ['an empty list of pairs', { pairs: ['bulk', 'bulk'] }, [], [], []],
  [
    'a map that RESP2 does not run together',
    { map: { array: 'bulk' }, pairwise: true },
    new Map([['a', ['x']]]),
    [['a', ['x']]],
    { a: ['x'] },
  ],
  ['a choice', { either: ['ok', { map: 'bulk' }] }, new Map([['a', 'b']]), ['a', 'b'], { a: 'b' }],
  ['the other choice', { either: ['ok', { map: 'bulk' }] }, 'OK', 'OK', 'OK'],
  ['a choice of nothing', { either: [{ array: 'double' }, 'null'] }, null, null, null],
])('%s is the same from RESP3 and RESP2', (_, type, resp3, resp2, expected) => {
  expect(shaped(type, resp3)).toEqual(expected);
  expect(shaped(type, resp2)).toEqual(expected);
});

test('the words of the request decide where two types look alike', () => {
  const type = {
    given: 2,
    reply: { given: 'WITHSCORES', reply: { pairs: ['bulk', 'double'] }, otherwise: { array: 'bulk' } },
    otherwise: 'bulk',
  } as const;
  const shapeFor = requestShapeOf(type, () => 2);
  const list = ['a', '1'];
  expect(shapeFor(['ZRANDMEMBER', 'WITHSCORES'])).toBeUndefined();
  expect(shapeFor(['ZRANDMEMBER', 'WITHSCORES', 1])?.(list) ?? list).toEqual(['a', '1']);
  expect(shapeFor(['ZRANDMEMBER', 'key', 1, 'withScores'])?.(list)).toEqual([['a', 1]]);
});

test('text for people is a string even where Buffers are asked for', () => {
  expect(shaped('verbatim', Buffer.from('text'))).toBe('text');
  expect(shaped('bulk', Buffer.from('text'))).toEqual(Buffer.from('text'));
});

test('an integer beyond exact numbers is an error that holds it, at any depth', () => {
  expect(() => shaped('integer', 2n ** 60n)).toThrow(IntegerRangeError);
  expect(() => shaped({ array: { either: ['bulk', 'integer'] } }, ['a', 2n ** 60n])).toThrow(
    /1152921504606846976/,
  );
});

test('a field named like something every object has is a field like any other', () => {
  const object = shaped({ map: 'bulk' }, ['__proto__', 'a', 'toString', 'b']) as Record<string, unknown>;
  expect(Object.entries(object)).toEqual([
    ['__proto__', 'a'],
    ['toString', 'b'],
  ]);
  expect('constructor' in object).toBe(false);
});

test('types that look alike in both protocols cost nothing', () => {
  for (const type of ['bulk', 'bulk|null', 'ok', 'any', { array: 'bulk|null' }] as const)
    expect(shapeOf(type)).toBeUndefined();
});
