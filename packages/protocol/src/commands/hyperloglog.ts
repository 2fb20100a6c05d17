/** HyperLogLogs: how many different elements were seen, to within a percent, in 12 KiB at most. */

import type { CommandSpecs } from './command-spec.ts';

export const hyperloglogCommands = {
  pfadd: {
    summary: 'Lets a HyperLogLog see elements and tells whether its estimate may have changed.',
    group: 'hyperloglog',
    since: '2.8.9',
    complexity: 'O(1) for each element.',
    flags: ['write', 'denyoom', 'fast'],
    args: [{ key: 'key' }, { string: 'element', optional: true, multiple: true }],
    keys: [{ begin: 1, flags: ['RW', 'insert'] }],
    reply: 'integer',
  },
  pfcount: {
    summary: 'Estimates how many different elements one or several HyperLogLogs have seen.',
    group: 'hyperloglog',
    since: '2.8.9',
    complexity: 'O(1) for one key, O(N) for N keys, which are merged first.',
    flags: ['readonly', 'may_replicate'],
    args: [{ key: 'key', multiple: true }],
    keys: [
      {
        begin: 1,
        last: -1,
        flags: ['RW', 'access'],
        notes: 'The estimate of a single key is kept in its value, and replicas are told.',
      },
    ],
    reply: 'integer',
  },
  pfdebug: {
    summary: 'Shows how a HyperLogLog is stored, or rewrites it in its dense form.',
    group: 'hyperloglog',
    since: '2.8.9',
    complexity: 'N/A',
    flags: ['write', 'denyoom', 'admin'],
    internal: true,
    args: [{ string: 'subcommand' }, { key: 'key' }],
    keys: [{ begin: 2, flags: ['RW', 'access'] }],
    reply: { either: ['simple', 'bulk', 'integer', { array: 'integer' }] },
  },
  pfmerge: {
    summary: 'Makes a HyperLogLog that has seen what several others have, itself included.',
    group: 'hyperloglog',
    since: '2.8.9',
    complexity: 'O(N) for N keys, each of which takes a while.',
    flags: ['write', 'denyoom'],
    args: [{ key: 'destkey' }, { key: 'sourcekey', spec: 1, multiple: true }],
    wordsMin: 2,
    keys: [
      { begin: 1, flags: ['RW', 'access', 'insert'] },
      { begin: 2, last: -1, flags: ['RO', 'access'] },
    ],
    reply: 'ok',
  },
  pfselftest: {
    summary: 'Checks the registers and the estimates of HyperLogLogs against known answers.',
    group: 'hyperloglog',
    since: '2.8.9',
    complexity: 'N/A',
    flags: ['admin'],
    internal: true,
    reply: 'ok',
  },
} as const;

hyperloglogCommands satisfies CommandSpecs;

export type HyperloglogCommands = typeof hyperloglogCommands;
