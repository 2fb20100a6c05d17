/** Replication: what a replica and its primary say to each other, and what people say about it. */

import type { CommandSpecs } from './command-spec.ts';

export const replicationCommands = {
  psync: {
    summary: 'Asks a primary for the stream of changes from an offset on, or for a full copy first.',
    group: 'server',
    since: '2.8.0',
    flags: ['admin', 'noscript', 'no_async_loading', 'no_multi'],
    ignoresSurplus: true,
    args: [{ string: 'replicationid' }, { integer: 'offset' }],
    reply: 'simple',
  },
  replconf: {
    summary: 'Exchanges settings and acknowledged offsets between a replica and its primary.',
    group: 'server',
    since: '3.0.0',
    complexity: 'O(1)',
    flags: ['admin', 'noscript', 'loading', 'stale', 'allow_busy'],
    internal: true,
    args: [
      {
        block: 'option_value',
        optional: true,
        multiple: true,
        of: [{ string: 'option' }, { string: 'value' }],
      },
    ],
    reply: { either: ['ok', 'none'] },
  },
  replicaof: {
    summary: 'Makes this server the replica of another, or a primary again.',
    group: 'server',
    since: '5.0.0',
    complexity: 'O(1)',
    flags: ['admin', 'noscript', 'stale', 'no_async_loading'],
    args: [
      {
        oneof: 'args',
        of: [
          { block: 'host-port', of: [{ string: 'host' }, { integer: 'port' }] },
          { block: 'no-one', of: [{ token: 'NO' }, { token: 'ONE' }] },
        ],
      },
    ],
    reply: 'simple',
  },
  role: {
    summary: 'Returns the role of this server in replication, and its peers.',
    group: 'server',
    since: '2.8.12',
    complexity: 'O(1)',
    flags: ['noscript', 'loading', 'stale', 'fast'],
    categories: ['admin', 'dangerous'],
    reply: {
      either: [
        { tuple: ['bulk', 'integer', { array: { tuple: ['bulk', 'bulk', 'bulk'] } }] },
        { tuple: ['bulk', 'bulk', 'integer', 'bulk', 'integer'] },
      ],
    },
  },
  slaveof: {
    summary: 'Makes this server the replica of another, or a primary again, under its old name.',
    group: 'server',
    since: '1.0.0',
    complexity: 'O(1)',
    flags: ['admin', 'noscript', 'stale', 'no_async_loading'],
    deprecated: { since: '5.0.0', replacedBy: '`REPLICAOF`' },
    args: [
      {
        oneof: 'args',
        of: [
          { block: 'host-port', of: [{ string: 'host' }, { integer: 'port' }] },
          { block: 'no-one', of: [{ token: 'NO' }, { token: 'ONE' }] },
        ],
      },
    ],
    reply: 'simple',
  },
  sync: {
    summary: 'Asks a primary for a full copy and the stream of changes after it, in the oldest form.',
    group: 'server',
    since: '1.0.0',
    flags: ['admin', 'noscript', 'no_async_loading', 'no_multi'],
    reply: 'none',
  },
  wait: {
    summary: 'Waits until enough replicas have acknowledged the writes of this connection.',
    group: 'generic',
    since: '3.0.0',
    complexity: 'O(1)',
    flags: ['noscript'],
    categories: ['connection'],
    tips: ['request_policy:all_shards', 'response_policy:agg_min'],
    args: [{ integer: 'numreplicas' }, { integer: 'timeout' }],
    reply: 'integer',
  },
} as const;

replicationCommands satisfies CommandSpecs;

export type ReplicationCommands = typeof replicationCommands;
