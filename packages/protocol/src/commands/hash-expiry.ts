/**
 * Hash fields that expire by themselves, and reading or storing fields and their time to live in one step.
 *
 * They came with Redis 7.4 and 8.0. Each names its fields behind the word FIELDS and a count, and answers
 * with one number or value for each field, also if there is no such key.
 */

import type { CommandSpecs } from './command-spec.ts';

export const hashExpiryCommands = {
  hexpire: {
    summary: 'Sets the time to live of fields in seconds.',
    group: 'hash',
    since: '7.4.0',
    complexity: 'O(N) for N fields.',
    flags: ['write', 'fast'],
    extension: 'It came with Redis 7.4.',
    args: [
      { key: 'key' },
      { integer: 'seconds' },
      {
        oneof: 'condition',
        optional: true,
        of: [{ token: 'NX' }, { token: 'XX' }, { token: 'GT' }, { token: 'LT' }],
      },
      {
        block: 'fields',
        token: 'FIELDS',
        of: [{ integer: 'numfields' }, { string: 'field', multiple: true }],
      },
    ],
    keys: [{ begin: 1, flags: ['RW', 'update'] }],
    reply: { array: 'integer' },
  },
  hexpireat: {
    summary: 'Sets the moment at which fields expire, as Unix time in seconds.',
    group: 'hash',
    since: '7.4.0',
    complexity: 'O(N) for N fields.',
    flags: ['write', 'fast'],
    extension: 'It came with Redis 7.4.',
    args: [
      { key: 'key' },
      { unixTime: 'unix-time-seconds' },
      {
        oneof: 'condition',
        optional: true,
        of: [{ token: 'NX' }, { token: 'XX' }, { token: 'GT' }, { token: 'LT' }],
      },
      {
        block: 'fields',
        token: 'FIELDS',
        of: [{ integer: 'numfields' }, { string: 'field', multiple: true }],
      },
    ],
    keys: [{ begin: 1, flags: ['RW', 'update'] }],
    reply: { array: 'integer' },
  },
  hexpiretime: {
    summary: 'Returns the moment at which fields expire, as Unix time in seconds.',
    group: 'hash',
    since: '7.4.0',
    complexity: 'O(N) for N fields.',
    flags: ['readonly', 'fast'],
    extension: 'It came with Redis 7.4.',
    args: [
      { key: 'key' },
      {
        block: 'fields',
        token: 'FIELDS',
        of: [{ integer: 'numfields' }, { string: 'field', multiple: true }],
      },
    ],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: { array: 'integer' },
  },
  hgetdel: {
    summary: 'Reads the values of fields and deletes them in the same step.',
    group: 'hash',
    since: '8.0.0',
    complexity: 'O(N) for N fields.',
    flags: ['write', 'fast'],
    extension: 'It came with Redis 8.0.',
    args: [
      { key: 'key' },
      {
        block: 'fields',
        token: 'FIELDS',
        of: [{ integer: 'numfields' }, { string: 'field', multiple: true }],
      },
    ],
    keys: [{ begin: 1, flags: ['RW', 'access', 'delete'] }],
    reply: { array: 'bulk|null' },
  },
  hgetex: {
    summary: 'Reads the values of fields and, if asked, changes or removes their time to live.',
    group: 'hash',
    since: '8.0.0',
    complexity: 'O(N) for N fields.',
    flags: ['write', 'fast'],
    extension: 'It came with Redis 8.0.',
    args: [
      { key: 'key' },
      {
        oneof: 'expiration',
        optional: true,
        of: [
          { integer: 'seconds', token: 'EX' },
          { integer: 'milliseconds', token: 'PX' },
          { unixTime: 'unix-time-seconds', token: 'EXAT' },
          { unixTime: 'unix-time-milliseconds', token: 'PXAT' },
          { token: 'PERSIST' },
        ],
      },
      {
        block: 'fields',
        token: 'FIELDS',
        of: [{ integer: 'numfields' }, { string: 'field', multiple: true }],
      },
    ],
    keys: [
      {
        begin: 1,
        flags: ['RW', 'access', 'update'],
        notes: 'Changing the time to live counts as an update.',
      },
    ],
    reply: { array: 'bulk|null' },
  },
  hpersist: {
    summary: 'Removes the time to live of fields.',
    group: 'hash',
    since: '7.4.0',
    complexity: 'O(N) for N fields.',
    flags: ['write', 'fast'],
    extension: 'It came with Redis 7.4.',
    args: [
      { key: 'key' },
      {
        block: 'fields',
        token: 'FIELDS',
        of: [{ integer: 'numfields' }, { string: 'field', multiple: true }],
      },
    ],
    keys: [{ begin: 1, flags: ['RW', 'update'] }],
    reply: { array: 'integer' },
  },
  hpexpire: {
    summary: 'Sets the time to live of fields in milliseconds.',
    group: 'hash',
    since: '7.4.0',
    complexity: 'O(N) for N fields.',
    flags: ['write', 'fast'],
    extension: 'It came with Redis 7.4.',
    args: [
      { key: 'key' },
      { integer: 'milliseconds' },
      {
        oneof: 'condition',
        optional: true,
        of: [{ token: 'NX' }, { token: 'XX' }, { token: 'GT' }, { token: 'LT' }],
      },
      {
        block: 'fields',
        token: 'FIELDS',
        of: [{ integer: 'numfields' }, { string: 'field', multiple: true }],
      },
    ],
    keys: [{ begin: 1, flags: ['RW', 'update'] }],
    reply: { array: 'integer' },
  },
  hpexpireat: {
    summary: 'Sets the moment at which fields expire, as Unix time in milliseconds.',
    group: 'hash',
    since: '7.4.0',
    complexity: 'O(N) for N fields.',
    flags: ['write', 'fast'],
    extension: 'It came with Redis 7.4.',
    args: [
      { key: 'key' },
      { unixTime: 'unix-time-milliseconds' },
      {
        oneof: 'condition',
        optional: true,
        of: [{ token: 'NX' }, { token: 'XX' }, { token: 'GT' }, { token: 'LT' }],
      },
      {
        block: 'fields',
        token: 'FIELDS',
        of: [{ integer: 'numfields' }, { string: 'field', multiple: true }],
      },
    ],
    keys: [{ begin: 1, flags: ['RW', 'update'] }],
    reply: { array: 'integer' },
  },
  hpexpiretime: {
    summary: 'Returns the moment at which fields expire, as Unix time in milliseconds.',
    group: 'hash',
    since: '7.4.0',
    complexity: 'O(N) for N fields.',
    flags: ['readonly', 'fast'],
    extension: 'It came with Redis 7.4.',
    args: [
      { key: 'key' },
      {
        block: 'fields',
        token: 'FIELDS',
        of: [{ integer: 'numfields' }, { string: 'field', multiple: true }],
      },
    ],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: { array: 'integer' },
  },
  hpttl: {
    summary: 'Returns the time to live of fields in milliseconds.',
    group: 'hash',
    since: '7.4.0',
    complexity: 'O(N) for N fields.',
    flags: ['readonly', 'fast'],
    tips: ['nondeterministic_output'],
    extension: 'It came with Redis 7.4.',
    args: [
      { key: 'key' },
      {
        block: 'fields',
        token: 'FIELDS',
        of: [{ integer: 'numfields' }, { string: 'field', multiple: true }],
      },
    ],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: { array: 'integer' },
  },
  hsetex: {
    summary: 'Stores values in fields with a time to live, if asked only under a condition.',
    group: 'hash',
    since: '8.0.0',
    complexity: 'O(N) for N fields.',
    flags: ['write', 'denyoom', 'fast'],
    extension: 'It came with Redis 8.0.',
    args: [
      { key: 'key' },
      { oneof: 'condition', optional: true, of: [{ token: 'FNX' }, { token: 'FXX' }] },
      {
        oneof: 'expiration',
        optional: true,
        of: [
          { integer: 'seconds', token: 'EX' },
          { integer: 'milliseconds', token: 'PX' },
          { unixTime: 'unix-time-seconds', token: 'EXAT' },
          { unixTime: 'unix-time-milliseconds', token: 'PXAT' },
          { token: 'KEEPTTL' },
        ],
      },
      {
        block: 'fields',
        token: 'FIELDS',
        of: [
          { integer: 'numfields' },
          { block: 'data', multiple: true, of: [{ string: 'field' }, { string: 'value' }] },
        ],
      },
    ],
    keys: [{ begin: 1, flags: ['RW', 'update'] }],
    reply: 'integer',
  },
  httl: {
    summary: 'Returns the time to live of fields in seconds.',
    group: 'hash',
    since: '7.4.0',
    complexity: 'O(N) for N fields.',
    flags: ['readonly', 'fast'],
    tips: ['nondeterministic_output'],
    extension: 'It came with Redis 7.4.',
    args: [
      { key: 'key' },
      {
        block: 'fields',
        token: 'FIELDS',
        of: [{ integer: 'numfields' }, { string: 'field', multiple: true }],
      },
    ],
    keys: [{ begin: 1, flags: ['RO', 'access'] }],
    reply: { array: 'integer' },
  },
} as const;

hashExpiryCommands satisfies CommandSpecs;

export type HashExpiryCommands = typeof hashExpiryCommands;
