/** Several sorted sets as one: their difference, intersection and union. */

import type { CommandSpecs } from './command-spec.ts';

export const sortedSetCombinationCommands = {
  zdiff: {
    summary: 'Returns the members of the first sorted set that none of the others has.',
    group: 'sorted-set',
    since: '6.2.0',
    complexity: 'O(L + (N-K)log(N)) at worst: L members in all, N in the first, K in the result.',
    flags: ['readonly'],
    args: [{ integer: 'numkeys' }, { key: 'key', multiple: true }, { token: 'WITHSCORES', optional: true }],
    keys: [{ begin: 1, keynum: { index: 0, first: 1, step: 1 }, flags: ['RO', 'access'] }],
    reply: { given: 'WITHSCORES', reply: { pairs: ['bulk', 'double'] }, otherwise: { array: 'bulk' } },
  },
  zdiffstore: {
    summary: 'Stores the members of the first sorted set that none of the others has.',
    group: 'sorted-set',
    since: '6.2.0',
    complexity: 'O(L + (N-K)log(N)) at worst: L members in all, N in the first, K in the result.',
    flags: ['write', 'denyoom'],
    args: [{ key: 'destination' }, { integer: 'numkeys' }, { key: 'key', spec: 1, multiple: true }],
    keys: [
      { begin: 1, flags: ['OW', 'update'] },
      { begin: 2, keynum: { index: 0, first: 1, step: 1 }, flags: ['RO', 'access'] },
    ],
    reply: 'integer',
  },
  zinter: {
    summary: 'Returns the members that all of the sorted sets have, with their scores combined.',
    group: 'sorted-set',
    since: '6.2.0',
    complexity: 'O(N*K)+O(M*log(M)) at worst: N members in the smallest of K sets, M in the result.',
    flags: ['readonly'],
    args: [
      { integer: 'numkeys' },
      { key: 'key', multiple: true },
      { integer: 'weight', token: 'WEIGHTS', optional: true, multiple: true },
      {
        oneof: 'aggregate',
        token: 'AGGREGATE',
        optional: true,
        of: [{ token: 'SUM' }, { token: 'MIN' }, { token: 'MAX' }],
      },
      { token: 'WITHSCORES', optional: true },
    ],
    keys: [{ begin: 1, keynum: { index: 0, first: 1, step: 1 }, flags: ['RO', 'access'] }],
    reply: { given: 'WITHSCORES', reply: { pairs: ['bulk', 'double'] }, otherwise: { array: 'bulk' } },
  },
  zintercard: {
    summary: 'Counts the members that all of the sorted sets have, up to a limit.',
    group: 'sorted-set',
    since: '7.0.0',
    complexity: 'O(N*K) at worst, for N members in the smallest of K sets.',
    flags: ['readonly'],
    args: [
      { integer: 'numkeys' },
      { key: 'key', multiple: true },
      { integer: 'limit', token: 'LIMIT', optional: true },
    ],
    keys: [{ begin: 1, keynum: { index: 0, first: 1, step: 1 }, flags: ['RO', 'access'] }],
    reply: 'integer',
  },
  zinterstore: {
    summary: 'Stores the members that all of the sorted sets have, with their scores combined.',
    group: 'sorted-set',
    since: '2.0.0',
    complexity: 'O(N*K)+O(M*log(M)) at worst: N members in the smallest of K sets, M in the result.',
    flags: ['write', 'denyoom'],
    args: [
      { key: 'destination' },
      { integer: 'numkeys' },
      { key: 'key', spec: 1, multiple: true },
      { integer: 'weight', token: 'WEIGHTS', optional: true, multiple: true },
      {
        oneof: 'aggregate',
        token: 'AGGREGATE',
        optional: true,
        of: [{ token: 'SUM' }, { token: 'MIN' }, { token: 'MAX' }],
      },
    ],
    keys: [
      { begin: 1, flags: ['OW', 'update'] },
      { begin: 2, keynum: { index: 0, first: 1, step: 1 }, flags: ['RO', 'access'] },
    ],
    reply: 'integer',
  },
  zunion: {
    summary: 'Returns the members that any of the sorted sets has, with their scores combined.',
    group: 'sorted-set',
    since: '6.2.0',
    complexity: 'O(N)+O(M*log(M)) for N members in all sets together and M in the result.',
    flags: ['readonly'],
    args: [
      { integer: 'numkeys' },
      { key: 'key', multiple: true },
      { integer: 'weight', token: 'WEIGHTS', optional: true, multiple: true },
      {
        oneof: 'aggregate',
        token: 'AGGREGATE',
        optional: true,
        of: [{ token: 'SUM' }, { token: 'MIN' }, { token: 'MAX' }],
      },
      { token: 'WITHSCORES', optional: true },
    ],
    keys: [{ begin: 1, keynum: { index: 0, first: 1, step: 1 }, flags: ['RO', 'access'] }],
    reply: { given: 'WITHSCORES', reply: { pairs: ['bulk', 'double'] }, otherwise: { array: 'bulk' } },
  },
  zunionstore: {
    summary: 'Stores the members that any of the sorted sets has, with their scores combined.',
    group: 'sorted-set',
    since: '2.0.0',
    complexity: 'O(N)+O(M log(M)) for N members in all sets together and M in the result.',
    flags: ['write', 'denyoom'],
    args: [
      { key: 'destination' },
      { integer: 'numkeys' },
      { key: 'key', spec: 1, multiple: true },
      { integer: 'weight', token: 'WEIGHTS', optional: true, multiple: true },
      {
        oneof: 'aggregate',
        token: 'AGGREGATE',
        optional: true,
        of: [{ token: 'SUM' }, { token: 'MIN' }, { token: 'MAX' }],
      },
    ],
    keys: [
      { begin: 1, flags: ['OW', 'update'] },
      { begin: 2, keynum: { index: 0, first: 1, step: 1 }, flags: ['RO', 'access'] },
    ],
    reply: 'integer',
  },
} as const;

sortedSetCombinationCommands satisfies CommandSpecs;

export type SortedSetCombinationCommands = typeof sortedSetCombinationCommands;
