/**
 * Lists, waiting: each of these does at once what its namesake without the B does, or else when an element comes.
 *
 * A timeout is in seconds, with a fraction if wanted; 0 waits for ever. Inside a transaction none of them waits.
 */

import type { CommandSpecs } from './command-spec.ts';

export const blockingListCommands = {
  blmove: {
    summary: 'Moves an element between the ends of two lists, waiting for one if the first list is empty.',
    group: 'list',
    since: '6.2.0',
    complexity: 'O(1)',
    flags: ['write', 'denyoom', 'noscript', 'blocking'],
    args: [
      { key: 'source' },
      { key: 'destination', spec: 1 },
      { oneof: 'wherefrom', of: [{ token: 'LEFT' }, { token: 'RIGHT' }] },
      { oneof: 'whereto', of: [{ token: 'LEFT' }, { token: 'RIGHT' }] },
      { double: 'timeout' },
    ],
    keys: [
      { begin: 1, flags: ['RW', 'access', 'delete'] },
      { begin: 2, flags: ['RW', 'insert'] },
    ],
    reply: 'bulk|null',
  },
  blmpop: {
    summary: 'Takes elements off the first list that is not empty, waiting if all of them are.',
    group: 'list',
    since: '7.0.0',
    complexity: 'O(N+M) for N keys looked at and M elements taken.',
    flags: ['write', 'blocking'],
    args: [
      { double: 'timeout' },
      { integer: 'numkeys' },
      { key: 'key', multiple: true },
      { oneof: 'where', of: [{ token: 'LEFT' }, { token: 'RIGHT' }] },
      { integer: 'count', token: 'COUNT', optional: true },
    ],
    keys: [{ begin: 2, keynum: { index: 0, first: 1, step: 1 }, flags: ['RW', 'access', 'delete'] }],
    reply: { either: [{ tuple: ['bulk', { array: 'bulk' }] }, 'null'] },
  },
  blpop: {
    summary: 'Takes the first element of the first list that is not empty, waiting if all of them are.',
    group: 'list',
    since: '2.0.0',
    complexity: 'O(N) for N keys.',
    flags: ['write', 'noscript', 'blocking'],
    history: [['6.0.0', 'The timeout may have a fraction.']],
    args: [{ key: 'key', multiple: true }, { double: 'timeout' }],
    keys: [{ begin: 1, last: -2, flags: ['RW', 'access', 'delete'] }],
    reply: { either: [{ tuple: ['bulk', 'bulk'] }, 'null'] },
  },
  brpop: {
    summary: 'Takes the last element of the first list that is not empty, waiting if all of them are.',
    group: 'list',
    since: '2.0.0',
    complexity: 'O(N) for N keys.',
    flags: ['write', 'noscript', 'blocking'],
    history: [['6.0.0', 'The timeout may have a fraction.']],
    args: [{ key: 'key', multiple: true }, { double: 'timeout' }],
    keys: [{ begin: 1, last: -2, flags: ['RW', 'access', 'delete'] }],
    reply: { either: [{ tuple: ['bulk', 'bulk'] }, 'null'] },
  },
  brpoplpush: {
    summary: 'Moves the last element of one list to the head of another, waiting for one if there is none.',
    group: 'list',
    since: '2.2.0',
    complexity: 'O(1)',
    flags: ['write', 'denyoom', 'noscript', 'blocking'],
    history: [['6.0.0', 'The timeout may have a fraction.']],
    deprecated: { since: '6.2.0', replacedBy: '`BLMOVE` with the `RIGHT` and `LEFT` arguments' },
    args: [{ key: 'source' }, { key: 'destination', spec: 1 }, { double: 'timeout' }],
    keys: [
      { begin: 1, flags: ['RW', 'access', 'delete'] },
      { begin: 2, flags: ['RW', 'insert'] },
    ],
    reply: 'bulk|null',
  },
} as const;

blockingListCommands satisfies CommandSpecs;

export type BlockingListCommands = typeof blockingListCommands;
