/** The connection itself: protocol version, authentication, selected database. */

import type { CommandSpecs } from './command-spec.ts';

export const connectionCommands = {
  auth: {
    summary: 'Proves who is calling, with a password or with a user name and password.',
    group: 'connection',
    since: '1.0.0',
    complexity: 'O(N) for N passwords of the user.',
    flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
    history: [['6.0.0', 'A user name can be given (ACL).']],
    args: [{ string: 'username', since: '6.0.0', optional: true }, { string: 'password' }],
    reply: 'ok',
  },
  echo: {
    summary: 'Returns the message.',
    group: 'connection',
    since: '1.0.0',
    complexity: 'O(1)',
    flags: ['loading', 'stale', 'fast'],
    args: [{ string: 'message' }],
    reply: 'bulk',
  },
  hello: {
    summary:
      'Chooses the protocol version, with authentication and a name if wanted, and describes the server.',
    group: 'connection',
    since: '6.0.0',
    complexity: 'O(1)',
    flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
    history: [['6.2.0', 'The version can be left out: then the protocol stays as it is.']],
    args: [
      {
        block: 'arguments',
        optional: true,
        of: [
          { integer: 'protover' },
          {
            block: 'username_password',
            token: 'AUTH',
            optional: true,
            of: [{ string: 'username' }, { string: 'password' }],
          },
          { string: 'clientname', token: 'SETNAME', optional: true },
        ],
      },
    ],
    reply: {
      record: {
        server: 'bulk',
        version: 'bulk',
        proto: 'integer',
        id: 'integer',
        mode: 'bulk',
        role: 'bulk',
        modules: { array: 'any' },
      },
    },
  },
  ping: {
    summary: 'Answers PONG, or the message.',
    group: 'connection',
    since: '1.0.0',
    complexity: 'O(1)',
    flags: ['fast'],
    tips: ['request_policy:all_shards', 'response_policy:all_succeeded'],
    args: [{ string: 'message', optional: true }],
    reply: { either: ['simple', 'bulk'] },
  },
  quit: {
    summary: 'Answers OK and closes the connection.',
    group: 'connection',
    since: '1.0.0',
    complexity: 'O(1)',
    flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
    ignoresSurplus: true,
    reply: 'ok',
  },
  reset: {
    summary: 'Returns the connection to the state it had when it was opened.',
    group: 'connection',
    since: '6.2.0',
    complexity: 'O(1)',
    flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
    reply: 'simple',
  },
  select: {
    summary: 'Chooses the database the connection works on.',
    group: 'connection',
    since: '1.0.0',
    complexity: 'O(1)',
    flags: ['loading', 'stale', 'fast'],
    args: [{ integer: 'index' }],
    reply: 'ok',
  },
} as const;

connectionCommands satisfies CommandSpecs;

export type ConnectionCommands = typeof connectionCommands;
