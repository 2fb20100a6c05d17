/** Sorted sets as priority queues: taking the first or last members. */

import type { CommandSpecs } from './command-spec.ts';

export const sortedSetPopCommands = {
  zmpop: {
    summary:
      'Removes and returns members of the lowest or highest scores from the first sorted set that has any.',
    group: 'sorted-set',
    since: '7.0.0',
    complexity: 'O(K) + O(M*log(N)) for K keys and M members taken from a sorted set of N.',
    flags: ['write'],
    args: [
      { integer: 'numkeys' },
      { key: 'key', multiple: true },
      { oneof: 'where', of: [{ token: 'MIN' }, { token: 'MAX' }] },
      { integer: 'count', token: 'COUNT', optional: true },
    ],
    keys: [{ begin: 1, keynum: { index: 0, first: 1, step: 1 }, flags: ['RW', 'access', 'delete'] }],
    reply: { either: [{ tuple: ['bulk', { array: { tuple: ['bulk', 'double'] } }] }, 'null'] },
  },
  zpopmax: {
    summary: 'Removes and returns the members of the highest scores.',
    group: 'sorted-set',
    since: '5.0.0',
    complexity: 'O(log(N)*M) for M members taken from a sorted set of N.',
    flags: ['write', 'fast'],
    args: [{ key: 'key' }, { integer: 'count', optional: true }],
    keys: [{ begin: 1, flags: ['RW', 'access', 'delete'] }],
    reply: {
      given: 2,
      reply: { pairs: ['bulk', 'double'] },
      otherwise: { either: [{ tuple: ['bulk', 'double'] }, { tuple: [] }] },
    },
  },
  zpopmin: {
    summary: 'Removes and returns the members of the lowest scores.',
    group: 'sorted-set',
    since: '5.0.0',
    complexity: 'O(log(N)*M) for M members taken from a sorted set of N.',
    flags: ['write', 'fast'],
    args: [{ key: 'key' }, { integer: 'count', optional: true }],
    keys: [{ begin: 1, flags: ['RW', 'access', 'delete'] }],
    reply: {
      given: 2,
      reply: { pairs: ['bulk', 'double'] },
      otherwise: { either: [{ tuple: ['bulk', 'double'] }, { tuple: [] }] },
    },
  },
} as const;

sortedSetPopCommands satisfies CommandSpecs;

export type SortedSetPopCommands = typeof sortedSetPopCommands;
