/** Consumer groups: who has been given which entry of a stream, and what is still pending. */

import type { CommandSpecs } from './command-spec.ts';

export const streamGroupCommands = {
  xack: {
    summary: 'Takes entries that a consumer has dealt with off the list of those pending in its group.',
    group: 'stream',
    since: '5.0.0',
    complexity: 'O(1) for each entry.',
    flags: ['write', 'fast'],
    args: [{ key: 'key' }, { string: 'group' }, { string: 'id', multiple: true }],
    keys: [{ begin: 1, flags: ['RW', 'update'] }],
    reply: 'integer',
  },
  xautoclaim: {
    summary:
      'Hands entries that have been pending for long to another consumer, found by walking through them.',
    group: 'stream',
    since: '6.2.0',
    complexity: 'O(1) for a small COUNT.',
    flags: ['write', 'fast'],
    tips: ['nondeterministic_output'],
    history: [
      ['7.0.0', 'IDs that were pending though their entries are deleted, as a third element of the reply.'],
    ],
    args: [
      { key: 'key' },
      { string: 'group' },
      { string: 'consumer' },
      { string: 'min-idle-time' },
      { string: 'start' },
      { integer: 'count', token: 'COUNT', optional: true },
      { token: 'JUSTID', optional: true },
    ],
    keys: [{ begin: 1, flags: ['RW', 'delete'] }],
    reply: {
      given: 'JUSTID',
      reply: { tuple: ['bulk', { array: 'bulk' }, { array: 'bulk' }] },
      otherwise: { tuple: ['bulk', { array: { tuple: ['bulk', { array: 'bulk' }] } }, { array: 'bulk' }] },
    },
  },
  xclaim: {
    summary: 'Hands pending entries of the given IDs to another consumer.',
    group: 'stream',
    since: '5.0.0',
    complexity: 'O(log N) for N entries that are pending in the group.',
    flags: ['write', 'fast'],
    tips: ['nondeterministic_output'],
    args: [
      { key: 'key' },
      { string: 'group' },
      { string: 'consumer' },
      { string: 'min-idle-time' },
      { string: 'id', multiple: true },
      { integer: 'ms', token: 'IDLE', optional: true },
      { unixTime: 'unix-time-milliseconds', token: 'TIME', optional: true },
      { integer: 'count', token: 'RETRYCOUNT', optional: true },
      { token: 'FORCE', optional: true },
      { token: 'JUSTID', optional: true },
      { string: 'id', token: 'LASTID', optional: true },
    ],
    keys: [{ begin: 1, flags: ['RW', 'update'] }],
    reply: { either: [{ array: { tuple: ['bulk', { array: 'bulk' }] } }, { array: 'bulk' }] },
  },
  xgroup: {
    summary: 'Makes consumer groups and their consumers, and takes them away.',
    group: 'stream',
    since: '5.0.0',
    complexity: 'Depends on the subcommand.',
    flags: [],
    subcommands: {
      create: {
        summary: 'Creates a consumer group that begins after a given entry.',
        group: 'stream',
        since: '5.0.0',
        complexity: 'O(1)',
        flags: ['write', 'denyoom'],
        history: [['7.0.0', 'Option `ENTRIESREAD`.']],
        args: [
          { key: 'key' },
          { string: 'groupname' },
          { oneof: 'id', of: [{ string: 'id' }, { token: '$', name: 'new_id' }] },
          { token: 'MKSTREAM', optional: true },
          { integer: 'entries_read', token: 'ENTRIESREAD', optional: true },
        ],
        keys: [{ begin: 2, flags: ['RW', 'insert'] }],
        reply: 'ok',
      },
      createconsumer: {
        summary: 'Adds a consumer to a group.',
        group: 'stream',
        since: '6.2.0',
        complexity: 'O(1)',
        flags: ['write', 'denyoom'],
        args: [{ key: 'key' }, { string: 'groupname' }, { string: 'consumername' }],
        keys: [{ begin: 2, flags: ['RW', 'insert'] }],
        reply: 'integer',
      },
      delconsumer: {
        summary: 'Removes a consumer and returns how many entries were pending for it.',
        group: 'stream',
        since: '5.0.0',
        complexity: 'O(1)',
        flags: ['write'],
        args: [{ key: 'key' }, { string: 'groupname' }, { string: 'consumername' }],
        keys: [{ begin: 2, flags: ['RW', 'delete'] }],
        reply: 'integer',
      },
      destroy: {
        summary: 'Deletes a consumer group with all that is pending in it.',
        group: 'stream',
        since: '5.0.0',
        complexity: 'O(N) for N entries that are pending in the group.',
        flags: ['write'],
        args: [{ key: 'key' }, { string: 'groupname' }],
        keys: [{ begin: 2, flags: ['RW', 'delete'] }],
        reply: 'integer',
      },
      help: {
        summary: 'Lists the subcommands of XGROUP.',
        group: 'stream',
        since: '5.0.0',
        complexity: 'O(1)',
        flags: ['loading', 'stale'],
        reply: { array: 'simple' },
      },
      setid: {
        summary: 'Moves a consumer group to begin after another entry.',
        group: 'stream',
        since: '5.0.0',
        complexity: 'O(1)',
        flags: ['write'],
        history: [['7.0.0', 'Option `ENTRIESREAD`.']],
        args: [
          { key: 'key' },
          { string: 'groupname' },
          { oneof: 'id', of: [{ string: 'id' }, { token: '$', name: 'new_id' }] },
          { integer: 'entries_read', token: 'ENTRIESREAD', optional: true },
        ],
        keys: [{ begin: 2, flags: ['RW', 'update'] }],
        reply: 'ok',
      },
    },
  },
  xpending: {
    summary: 'Returns what is pending in a consumer group, in sum or entry by entry.',
    group: 'stream',
    since: '5.0.0',
    complexity:
      'O(N) for N entries returned; with IDLE O(M) for M entries looked at; in sum, O(N) for N consumers.',
    flags: ['readonly'],
    tips: ['nondeterministic_output'],
    history: [['6.2.0', 'Option `IDLE`, and limits that are left out of the range.']],
    args: [
      { key: 'key' },
      { string: 'group' },
      {
        block: 'filters',
        optional: true,
        of: [
          { integer: 'min-idle-time', token: 'IDLE', since: '6.2.0', optional: true },
          { string: 'start' },
          { string: 'end' },
          { integer: 'count' },
          { string: 'consumer', optional: true },
        ],
      },
    ],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: {
      given: 3,
      reply: { array: { tuple: ['bulk', 'bulk', 'integer', 'integer'] } },
      otherwise: {
        tuple: [
          'integer',
          'bulk|null',
          'bulk|null',
          { either: [{ array: { tuple: ['bulk', 'bulk'] } }, 'null'] },
        ],
      },
    },
  },
  xreadgroup: {
    summary: 'Returns entries to a consumer of a group, new ones or those pending for it, waiting if asked.',
    group: 'stream',
    since: '5.0.0',
    complexity:
      'For each stream O(M) for M entries returned; an XADD pays O(N) for N clients that wait for it.',
    flags: ['write', 'blocking'],
    args: [
      { block: 'group_consumer', token: 'GROUP', of: [{ string: 'group' }, { string: 'consumer' }] },
      { integer: 'count', token: 'COUNT', optional: true },
      { integer: 'milliseconds', token: 'BLOCK', optional: true },
      { token: 'NOACK', optional: true },
      {
        block: 'streams',
        token: 'STREAMS',
        of: [
          { key: 'key', multiple: true },
          { string: 'id', multiple: true },
        ],
      },
    ],
    keys: [{ begin: { keyword: 'STREAMS', from: 4 }, last: -1, limit: 2, flags: ['RO', 'access'] }],
    reply: {
      either: [
        { map: { array: { tuple: ['bulk', { either: [{ array: 'bulk' }, 'null'] }] } }, pairwise: true },
        'null',
      ],
    },
  },
} as const;

streamGroupCommands satisfies CommandSpecs;

export type StreamGroupCommands = typeof streamGroupCommands;
