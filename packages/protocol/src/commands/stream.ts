/**
 * Streams: entries in the order of their IDs, each a list of fields and values.
 * Consumer groups are in stream-groups.ts.
 */

import type { CommandSpecs } from './command-spec.ts';

export const streamCommands = {
  xadd: {
    summary: 'Appends an entry to a stream and returns its ID.',
    group: 'stream',
    since: '5.0.0',
    complexity: 'O(1), with trimming O(N) for N entries that are dropped.',
    flags: ['write', 'denyoom', 'fast'],
    tips: ['nondeterministic_output'],
    history: [
      ['6.2.0', 'Options `NOMKSTREAM`, `MINID` and `LIMIT`.'],
      ['7.0.0', 'IDs of the form `<ms>-*`, whose second part is chosen.'],
    ],
    args: [
      { key: 'key' },
      { token: 'NOMKSTREAM', since: '6.2.0', optional: true },
      {
        block: 'trim',
        optional: true,
        of: [
          { oneof: 'strategy', of: [{ token: 'MAXLEN' }, { token: 'MINID', since: '6.2.0' }] },
          {
            oneof: 'operator',
            optional: true,
            of: [
              { token: '=', name: 'equal' },
              { token: '~', name: 'approximately' },
            ],
          },
          { string: 'threshold' },
          { integer: 'count', token: 'LIMIT', since: '6.2.0', optional: true },
        ],
      },
      { oneof: 'id_or_auto', of: [{ token: '*', name: 'auto_id' }, { string: 'id' }] },
      { block: 'field_value', multiple: true, of: [{ string: 'field' }, { string: 'value' }] },
    ],
    keys: [
      { begin: 1, flags: ['RW', 'update'], notes: 'An update, not an insertion: trimming may drop entries.' },
    ],
    reply: 'bulk|null',
  },
  xdel: {
    summary: 'Deletes entries by their IDs and returns how many existed.',
    group: 'stream',
    since: '5.0.0',
    complexity: 'O(1) for each entry, however long the stream.',
    flags: ['write', 'fast'],
    args: [{ key: 'key' }, { string: 'id', multiple: true }],
    keys: [{ begin: 1, flags: ['RW', 'delete'] }],
    reply: 'integer',
  },
  xlen: {
    summary: 'Returns the number of entries in a stream, 0 if the key does not exist.',
    group: 'stream',
    since: '5.0.0',
    complexity: 'O(1)',
    flags: ['readonly', 'fast'],
    args: [{ key: 'key' }],
    keys: [{ begin: 1, flags: ['RO'] }],
    reply: 'integer',
  },
  xrange: {
    summary: 'Returns the entries between two IDs, oldest first.',
    group: 'stream',
    since: '5.0.0',
    complexity: 'O(N) for N entries returned.',
    flags: ['readonly'],
    history: [['6.2.0', 'Limits that are left out of the range.']],
    args: [
      { key: 'key' },
      { string: 'start' },
      { string: 'end' },
      { integer: 'count', token: 'COUNT', optional: true },
    ],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: { array: { tuple: ['bulk', { array: 'bulk' }] } },
  },
  xread: {
    summary: 'Returns the entries of streams that come after the given IDs, waiting for some if asked.',
    group: 'stream',
    since: '5.0.0',
    complexity:
      'For each stream O(N) for N entries returned; an XADD pays O(M) for M clients that wait for it.',
    flags: ['readonly', 'blocking'],
    args: [
      { integer: 'count', token: 'COUNT', optional: true },
      { integer: 'milliseconds', token: 'BLOCK', optional: true },
      {
        block: 'streams',
        token: 'STREAMS',
        of: [
          { key: 'key', multiple: true },
          { string: 'id', multiple: true },
        ],
      },
    ],
    keys: [{ begin: { keyword: 'STREAMS', from: 1 }, last: -1, limit: 2, flags: ['RO', 'access'] }],
    reply: { either: [{ map: { array: { tuple: ['bulk', { array: 'bulk' }] } }, pairwise: true }, 'null'] },
  },
  xrevrange: {
    summary: 'Returns the entries between two IDs, newest first.',
    group: 'stream',
    since: '5.0.0',
    complexity: 'O(N) for N entries returned.',
    flags: ['readonly'],
    history: [['6.2.0', 'Limits that are left out of the range.']],
    args: [
      { key: 'key' },
      { string: 'end' },
      { string: 'start' },
      { integer: 'count', token: 'COUNT', optional: true },
    ],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: { array: { tuple: ['bulk', { array: 'bulk' }] } },
  },
  xsetid: {
    summary: 'Sets the last ID of a stream and what it counts, for replicas.',
    group: 'stream',
    since: '5.0.0',
    complexity: 'O(1)',
    flags: ['write', 'denyoom', 'fast'],
    history: [['7.0.0', 'Options `ENTRIESADDED` and `MAXDELETEDID`.']],
    args: [
      { key: 'key' },
      { string: 'last-id' },
      { integer: 'entries_added', token: 'ENTRIESADDED', since: '7.0.0', optional: true },
      { string: 'max_deleted_entry_id', token: 'MAXDELETEDID', since: '7.0.0', optional: true },
    ],
    keys: [{ begin: 1, flags: ['RW', 'update'] }],
    reply: 'ok',
  },
  xtrim: {
    summary: 'Drops the oldest entries of a stream, down to a length or up to an ID.',
    group: 'stream',
    since: '5.0.0',
    complexity: 'O(N) for N entries dropped, a whole block of them at once where it can.',
    flags: ['write'],
    tips: ['nondeterministic_output'],
    history: [['6.2.0', 'Options `MINID` and `LIMIT`.']],
    args: [
      { key: 'key' },
      {
        block: 'trim',
        of: [
          { oneof: 'strategy', of: [{ token: 'MAXLEN' }, { token: 'MINID', since: '6.2.0' }] },
          {
            oneof: 'operator',
            optional: true,
            of: [
              { token: '=', name: 'equal' },
              { token: '~', name: 'approximately' },
            ],
          },
          { string: 'threshold' },
          { integer: 'count', token: 'LIMIT', since: '6.2.0', optional: true },
        ],
      },
    ],
    keys: [{ begin: 1, flags: ['RW', 'delete'] }],
    reply: 'integer',
  },
} as const;

streamCommands satisfies CommandSpecs;

export type StreamCommands = typeof streamCommands;
