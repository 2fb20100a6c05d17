/** Sorted sets as priority queues: waiting for members to take. */

import type { CommandSpecs } from './command-spec.ts';

export const sortedSetBlockingCommands = {
  bzmpop: {
    summary: 'Removes and returns members of the first sorted set that has any, or waits for one.',
    group: 'sorted-set',
    since: '7.0.0',
    complexity: 'O(K) + O(M*log(N)) for K keys and M members taken from a sorted set of N.',
    flags: ['write', 'blocking'],
    args: [
      { double: 'timeout' },
      { integer: 'numkeys' },
      { key: 'key', multiple: true },
      { oneof: 'where', of: [{ token: 'MIN' }, { token: 'MAX' }] },
      { integer: 'count', token: 'COUNT', optional: true },
    ],
    keys: [{ begin: 2, keynum: { index: 0, first: 1, step: 1 }, flags: ['RW', 'access', 'delete'] }],
    reply: { either: [{ tuple: ['bulk', { array: { tuple: ['bulk', 'double'] } }] }, 'null'] },
  },
  bzpopmax: {
    summary:
      'Removes and returns the member of the highest score, or waits until one of the keys has a member.',
    group: 'sorted-set',
    since: '5.0.0',
    complexity: 'O(log(N)) for a sorted set of N members.',
    flags: ['write', 'noscript', 'blocking', 'fast'],
    history: [['6.0.0', 'The timeout may have a fraction.']],
    args: [{ key: 'key', multiple: true }, { double: 'timeout' }],
    keys: [{ begin: 1, last: -2, flags: ['RW', 'access', 'delete'] }],
    reply: { either: [{ tuple: ['bulk', 'bulk', 'double'] }, 'null'] },
  },
  bzpopmin: {
    summary:
      'Removes and returns the member of the lowest score, or waits until one of the keys has a member.',
    group: 'sorted-set',
    since: '5.0.0',
    complexity: 'O(log(N)) for a sorted set of N members.',
    flags: ['write', 'noscript', 'blocking', 'fast'],
    history: [['6.0.0', 'The timeout may have a fraction.']],
    args: [{ key: 'key', multiple: true }, { double: 'timeout' }],
    keys: [{ begin: 1, last: -2, flags: ['RW', 'access', 'delete'] }],
    reply: { either: [{ tuple: ['bulk', 'bulk', 'double'] }, 'null'] },
  },
} as const;

sortedSetBlockingCommands satisfies CommandSpecs;

export type SortedSetBlockingCommands = typeof sortedSetBlockingCommands;
