/** The dataset as a whole and the process that holds it. */

import type { CommandSpecs } from './command-spec.ts';

export const serverCommands = {
  bgsave: {
    summary: 'Writes a snapshot of the dataset to disk in the background.',
    group: 'server',
    since: '1.0.0',
    complexity: 'O(1)',
    flags: ['admin', 'noscript', 'no_async_loading'],
    history: [['3.2.2', 'Option `SCHEDULE`.']],
    args: [{ token: 'SCHEDULE', since: '3.2.2', optional: true }],
    reply: 'simple',
  },
  dbsize: {
    summary: 'Returns the number of keys in the selected database.',
    group: 'server',
    since: '1.0.0',
    complexity: 'O(1)',
    flags: ['readonly', 'fast'],
    categories: ['keyspace'],
    tips: ['request_policy:all_shards', 'response_policy:agg_sum'],
    reply: 'integer',
  },
  flushall: {
    summary: 'Deletes every key of every database.',
    group: 'server',
    since: '1.0.0',
    complexity: 'O(N) for N keys in all databases.',
    flags: ['write'],
    categories: ['keyspace', 'dangerous'],
    tips: ['request_policy:all_shards', 'response_policy:all_succeeded'],
    history: [
      ['4.0.0', 'Option `ASYNC`.'],
      ['6.2.0', 'Option `SYNC`.'],
    ],
    args: [
      {
        oneof: 'async',
        optional: true,
        of: [
          { token: 'ASYNC', since: '4.0.0' },
          { token: 'SYNC', since: '6.2.0' },
        ],
      },
    ],
    reply: 'ok',
  },
  flushdb: {
    summary: 'Deletes every key of the selected database.',
    group: 'server',
    since: '1.0.0',
    complexity: 'O(N) for N keys in the selected database.',
    flags: ['write'],
    categories: ['keyspace', 'dangerous'],
    tips: ['request_policy:all_shards', 'response_policy:all_succeeded'],
    history: [
      ['4.0.0', 'Option `ASYNC`.'],
      ['6.2.0', 'Option `SYNC`.'],
    ],
    args: [
      {
        oneof: 'async',
        optional: true,
        of: [
          { token: 'ASYNC', since: '4.0.0' },
          { token: 'SYNC', since: '6.2.0' },
        ],
      },
    ],
    reply: 'ok',
  },
  info: {
    summary: 'Reports the state and the statistics of the server, by section.',
    group: 'server',
    since: '1.0.0',
    complexity: 'O(1)',
    flags: ['loading', 'stale'],
    categories: ['dangerous'],
    tips: ['nondeterministic_output', 'request_policy:all_shards', 'response_policy:special'],
    history: [['7.0.0', 'Any number of sections.']],
    args: [{ string: 'section', optional: true, multiple: true }],
    reply: 'verbatim',
  },
  lastsave: {
    summary: 'Returns the Unix time of the last successful snapshot.',
    group: 'server',
    since: '1.0.0',
    complexity: 'O(1)',
    flags: ['loading', 'stale', 'fast'],
    categories: ['admin', 'dangerous'],
    tips: ['nondeterministic_output'],
    reply: 'integer',
  },
  lolwut: {
    summary: 'Draws a picture and names the version.',
    group: 'server',
    since: '5.0.0',
    flags: ['readonly', 'fast'],
    args: [{ integer: 'version', token: 'VERSION', optional: true }],
    reply: 'verbatim',
  },
  monitor: {
    summary: 'Streams every command the server runs to this connection.',
    group: 'server',
    since: '1.0.0',
    flags: ['admin', 'noscript', 'loading', 'stale'],
    reply: 'ok',
  },
  save: {
    summary: 'Writes a snapshot of the dataset to disk while every client waits.',
    group: 'server',
    since: '1.0.0',
    complexity: 'O(N) for N keys in all databases.',
    flags: ['admin', 'noscript', 'no_async_loading', 'no_multi'],
    reply: 'ok',
  },
  shutdown: {
    summary: 'Stops the server, saving the dataset first if so configured.',
    group: 'server',
    since: '1.0.0',
    complexity: 'O(N) for N keys in all databases if a snapshot is written, otherwise O(1).',
    flags: ['admin', 'noscript', 'loading', 'stale', 'no_multi', 'allow_busy'],
    history: [['7.0.0', 'Options `NOW`, `FORCE` and `ABORT`.']],
    args: [
      { oneof: 'nosave_save', optional: true, of: [{ token: 'NOSAVE' }, { token: 'SAVE' }] },
      { token: 'NOW', since: '7.0.0', optional: true },
      { token: 'FORCE', since: '7.0.0', optional: true },
      { token: 'ABORT', since: '7.0.0', optional: true },
    ],
    reply: { either: ['ok', 'none'] },
  },
  swapdb: {
    summary: 'Exchanges two databases for all clients at once.',
    group: 'server',
    since: '4.0.0',
    complexity: 'O(N) for N clients that watch or wait for keys of either database.',
    flags: ['write', 'fast'],
    categories: ['keyspace', 'dangerous'],
    args: [{ integer: 'index1' }, { integer: 'index2' }],
    reply: 'ok',
  },
  time: {
    summary: 'Returns the time of the server, as seconds and microseconds.',
    group: 'server',
    since: '2.6.0',
    complexity: 'O(1)',
    flags: ['loading', 'stale', 'fast'],
    tips: ['nondeterministic_output'],
    reply: { tuple: ['bulk', 'bulk'] },
  },
} as const;

serverCommands satisfies CommandSpecs;

export type ServerCommands = typeof serverCommands;
