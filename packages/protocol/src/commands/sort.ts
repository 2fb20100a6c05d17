/** SORT: lists, sets and sorted sets in order, and what keys named by their elements hold. */

import type { CommandSpecs } from './command-spec.ts';

export const sortCommands = {
  sort: {
    summary:
      'Sorts a list, set or sorted set, by its elements or by keys they name, and returns or stores it.',
    group: 'generic',
    since: '1.0.0',
    complexity: 'O(N+M*log(M)) for N elements of which M are returned, O(N) without sorting.',
    flags: ['write', 'denyoom'],
    categories: ['set', 'sortedset', 'list', 'dangerous'],
    args: [
      { key: 'key' },
      { pattern: 'pattern', token: 'BY', spec: 1, optional: true },
      {
        block: 'offset_count',
        token: 'LIMIT',
        optional: true,
        of: [{ integer: 'offset' }, { integer: 'count' }],
      },
      { pattern: 'pattern', token: 'GET', spec: 1, optional: true, multiple: true, multipleToken: true },
      { oneof: 'order', optional: true, of: [{ token: 'ASC' }, { token: 'DESC' }] },
      { token: 'ALPHA', name: 'sorting', optional: true },
      { key: 'destination', token: 'STORE', spec: 2, optional: true },
    ],
    keys: [
      { begin: 1, flags: ['RO', 'access'] },
      {
        begin: 'unknown',
        flags: ['RO', 'access'],
        notes:
          '`BY` and `GET` read keys whose names are made of the elements, so that the request does not tell them.',
      },
      { begin: 'unknown', flags: ['OW', 'update'], notes: '`STORE` may stand anywhere among the options.' },
    ],
    reply: { either: [{ array: 'bulk|null' }, 'integer'] },
  },
  sort_ro: {
    summary: 'Sorts a list, set or sorted set as SORT does, but cannot store the result.',
    group: 'generic',
    since: '7.0.0',
    complexity: 'O(N+M*log(M)) for N elements of which M are returned, O(N) without sorting.',
    flags: ['readonly'],
    categories: ['set', 'sortedset', 'list', 'dangerous'],
    args: [
      { key: 'key' },
      { pattern: 'pattern', token: 'BY', spec: 1, optional: true },
      {
        block: 'offset_count',
        token: 'LIMIT',
        optional: true,
        of: [{ integer: 'offset' }, { integer: 'count' }],
      },
      { pattern: 'pattern', token: 'GET', spec: 1, optional: true, multiple: true, multipleToken: true },
      { oneof: 'order', optional: true, of: [{ token: 'ASC' }, { token: 'DESC' }] },
      { token: 'ALPHA', name: 'sorting', optional: true },
    ],
    keys: [
      { begin: 1, flags: ['RO', 'access'] },
      {
        begin: 'unknown',
        flags: ['RO', 'access'],
        notes:
          '`BY` and `GET` read keys whose names are made of the elements, so that the request does not tell them.',
      },
    ],
    reply: { array: 'bulk|null' },
  },
} as const;

sortCommands satisfies CommandSpecs;

export type SortCommands = typeof sortCommands;
