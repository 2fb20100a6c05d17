/** What a node of a cluster asks of the one that a slot moves to. */

import type { CommandSpecs } from './command-spec.ts';

export const restoreAskingCommands = {
  'restore-asking': {
    summary: 'Creates a key from its serialised form while its slot moves between nodes of a cluster.',
    group: 'server',
    since: '3.0.0',
    complexity: 'O(1) plus O(N*M) to rebuild N elements of average size M, in a sorted set O(N*M*log(N)).',
    flags: ['write', 'denyoom', 'asking'],
    categories: ['keyspace', 'dangerous'],
    history: [
      ['3.0.0', 'Option `REPLACE`.'],
      ['5.0.0', 'Option `ABSTTL`.'],
      ['5.0.0', 'Options `IDLETIME` and `FREQ`.'],
    ],
    internal: true,
    args: [
      { key: 'key' },
      { integer: 'ttl' },
      { string: 'serialized-value' },
      { token: 'REPLACE', since: '3.0.0', optional: true },
      { token: 'ABSTTL', since: '5.0.0', optional: true },
      { integer: 'seconds', token: 'IDLETIME', since: '5.0.0', optional: true },
      { integer: 'frequency', token: 'FREQ', since: '5.0.0', optional: true },
    ],
    keys: [{ begin: 1, flags: ['OW', 'update'] }],
    reply: 'ok',
  },
} as const;

restoreAskingCommands satisfies CommandSpecs;

export type RestoreAskingCommands = typeof restoreAskingCommands;
