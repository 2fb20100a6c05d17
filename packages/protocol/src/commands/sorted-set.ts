/**
 * Sorted sets: members, each with a score that gives it its place.
 * Ranges, pops and combinations have files of their own.
 */

import type { CommandSpecs } from './command-spec.ts';

export const sortedSetCommands = {
  zadd: {
    summary: 'Gives members their scores, adding those that are new.',
    group: 'sorted-set',
    since: '1.2.0',
    complexity: 'O(log(N)) for each member, N being the size of the sorted set.',
    flags: ['write', 'denyoom', 'fast'],
    history: [
      ['2.4.0', 'Any number of members.'],
      ['3.0.2', 'Options `XX`, `NX`, `CH` and `INCR`.'],
      ['6.2.0', 'Options `GT` and `LT`.'],
    ],
    args: [
      { key: 'key' },
      { oneof: 'condition', since: '3.0.2', optional: true, of: [{ token: 'NX' }, { token: 'XX' }] },
      { oneof: 'comparison', since: '6.2.0', optional: true, of: [{ token: 'GT' }, { token: 'LT' }] },
      { token: 'CH', name: 'change', since: '3.0.2', optional: true },
      { token: 'INCR', name: 'increment', since: '3.0.2', optional: true },
      { block: 'score_member', multiple: true, of: [{ double: 'score' }, { string: 'member' }] },
    ],
    keys: [{ begin: 1, flags: ['RW', 'update'] }],
    reply: { given: 'INCR', reply: 'double|null', otherwise: 'integer' },
  },
  zcard: {
    summary: 'Returns the number of members, 0 if the key does not exist.',
    group: 'sorted-set',
    since: '1.2.0',
    complexity: 'O(1)',
    flags: ['readonly', 'fast'],
    args: [{ key: 'key' }],
    keys: [{ begin: 1, flags: ['RO'] }],
    reply: 'integer',
  },
  zincrby: {
    summary: 'Adds to the score of a member, counting from 0 if it is new.',
    group: 'sorted-set',
    since: '1.2.0',
    complexity: 'O(log(N)) for a sorted set of N members.',
    flags: ['write', 'denyoom', 'fast'],
    args: [{ key: 'key' }, { integer: 'increment' }, { string: 'member' }],
    keys: [{ begin: 1, flags: ['RW', 'access', 'update'] }],
    reply: 'double',
  },
  zmscore: {
    summary: 'Returns the scores of several members, null for those that are absent.',
    group: 'sorted-set',
    since: '6.2.0',
    complexity: 'O(N) for N members asked for.',
    flags: ['readonly', 'fast'],
    args: [{ key: 'key' }, { string: 'member', multiple: true }],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: { array: 'double|null' },
  },
  zrandmember: {
    summary: 'Returns members chosen at random; with a negative count, one may come more than once.',
    group: 'sorted-set',
    since: '6.2.0',
    complexity: 'O(N) for N members returned.',
    flags: ['readonly'],
    tips: ['nondeterministic_output'],
    args: [
      { key: 'key' },
      {
        block: 'options',
        optional: true,
        of: [{ integer: 'count' }, { token: 'WITHSCORES', optional: true }],
      },
    ],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: {
      given: 2,
      reply: { given: 'WITHSCORES', reply: { pairs: ['bulk', 'double'] }, otherwise: { array: 'bulk' } },
      otherwise: 'bulk|null',
    },
  },
  zrank: {
    summary: 'Returns how many members stand before one, counted from the lowest score.',
    group: 'sorted-set',
    since: '2.0.0',
    complexity: 'O(log(N)) for a sorted set of N members.',
    flags: ['readonly', 'fast'],
    args: [{ key: 'key' }, { string: 'member' }],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: 'integer|null',
  },
  zrem: {
    summary: 'Removes members and returns how many there were.',
    group: 'sorted-set',
    since: '1.2.0',
    complexity: 'O(M*log(N)) for M members out of N.',
    flags: ['write', 'fast'],
    history: [['2.4.0', 'Any number of members.']],
    args: [{ key: 'key' }, { string: 'member', multiple: true }],
    keys: [{ begin: 1, flags: ['RW', 'delete'] }],
    reply: 'integer',
  },
  zrevrank: {
    summary: 'Returns how many members stand before one, counted from the highest score.',
    group: 'sorted-set',
    since: '2.0.0',
    complexity: 'O(log(N)) for a sorted set of N members.',
    flags: ['readonly', 'fast'],
    args: [{ key: 'key' }, { string: 'member' }],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: 'integer|null',
  },
  zscan: {
    summary: 'Walks through the members and scores of a sorted set, a few at each call.',
    group: 'sorted-set',
    since: '2.8.0',
    complexity: 'O(1) for each call, O(N) for a whole walk through N members.',
    flags: ['readonly'],
    tips: ['nondeterministic_output'],
    args: [
      { key: 'key' },
      { integer: 'cursor' },
      { pattern: 'pattern', token: 'MATCH', optional: true },
      { integer: 'count', token: 'COUNT', optional: true },
    ],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: { tuple: ['bulk', { array: 'bulk' }] },
  },
  zscore: {
    summary: 'Returns the score of a member.',
    group: 'sorted-set',
    since: '1.2.0',
    complexity: 'O(1)',
    flags: ['readonly', 'fast'],
    args: [{ key: 'key' }, { string: 'member' }],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: 'double|null',
  },
} as const;

sortedSetCommands satisfies CommandSpecs;

export type SortedSetCommands = typeof sortedSetCommands;
