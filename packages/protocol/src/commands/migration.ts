/** Moving keys from server to server. */

import type { CommandSpecs } from './command-spec.ts';

export const migrationCommands = {
  migrate: {
    summary: 'Moves or copies keys to another server.',
    group: 'generic',
    since: '2.6.0',
    complexity: 'What DUMP and DEL cost here and RESTORE there, and O(N) for N bytes sent.',
    flags: ['write'],
    categories: ['keyspace', 'dangerous'],
    tips: ['nondeterministic_output'],
    history: [
      ['3.0.0', 'Options `COPY` and `REPLACE`.'],
      ['3.0.6', 'Option `KEYS`.'],
      ['4.0.7', 'Option `AUTH`.'],
      ['6.0.0', 'Option `AUTH2`.'],
    ],
    args: [
      { string: 'host' },
      { integer: 'port' },
      { oneof: 'key_or_empty_string', of: [{ key: 'key' }, { token: '', name: 'empty_string' }] },
      { integer: 'destination-db' },
      { integer: 'timeout' },
      { token: 'COPY', since: '3.0.0', optional: true },
      { token: 'REPLACE', since: '3.0.0', optional: true },
      {
        oneof: 'authentication',
        optional: true,
        of: [
          { string: 'password', token: 'AUTH', since: '4.0.7', optional: true },
          {
            block: 'username_password',
            token: 'AUTH2',
            since: '6.0.0',
            optional: true,
            of: [{ string: 'username' }, { string: 'password' }],
          },
        ],
      },
      { key: 'key', token: 'KEYS', spec: 1, since: '3.0.6', optional: true, multiple: true },
    ],
    keys: [
      { begin: 3, flags: ['RW', 'access', 'delete'] },
      { begin: { keyword: 'KEYS', from: -2 }, last: -1, flags: ['RW', 'access', 'delete', 'incomplete'] },
    ],
    reply: 'simple',
  },
} as const;

migrationCommands satisfies CommandSpecs;

export type MigrationCommands = typeof migrationCommands;
