/** XINFO: what a stream, its groups and their consumers are made of. */

import type { CommandSpecs } from './command-spec.ts';

export const streamInfoCommands = {
  xinfo: {
    summary: 'Describes a stream, its consumer groups and their consumers.',
    group: 'stream',
    since: '5.0.0',
    complexity: 'Depends on the subcommand.',
    flags: [],
    subcommands: {
      consumers: {
        summary: 'Describes the consumers of a group.',
        group: 'stream',
        since: '5.0.0',
        complexity: 'O(1)',
        flags: ['readonly'],
        tips: ['nondeterministic_output'],
        args: [{ key: 'key' }, { string: 'groupname' }],
        keys: [{ begin: 2, flags: ['RO', 'access'] }],
        reply: { array: { record: { name: 'bulk', pending: 'integer', idle: 'integer' } } },
      },
      groups: {
        summary: 'Describes the consumer groups of a stream.',
        group: 'stream',
        since: '5.0.0',
        complexity: 'O(1)',
        flags: ['readonly'],
        history: [['7.0.0', 'Fields `entries-read` and `lag`.']],
        args: [{ key: 'key' }],
        keys: [{ begin: 2, flags: ['RO', 'access'] }],
        reply: {
          array: {
            record: {
              name: 'bulk',
              consumers: 'integer',
              pending: 'integer',
              'last-delivered-id': 'bulk',
              'entries-read': 'integer|null',
              lag: 'integer|null',
            },
          },
        },
      },
      help: {
        summary: 'Lists the subcommands of XINFO.',
        group: 'stream',
        since: '5.0.0',
        complexity: 'O(1)',
        flags: ['loading', 'stale'],
        reply: { array: 'simple' },
      },
      stream: {
        summary: 'Describes a stream, if asked with its entries, groups and what is pending.',
        group: 'stream',
        since: '5.0.0',
        complexity: 'O(1)',
        flags: ['readonly'],
        history: [
          ['6.0.0', 'Option `FULL`.'],
          [
            '7.0.0',
            'Fields `max-deleted-entry-id`, `entries-added`, `recorded-first-entry-id`, `entries-read` and `lag`.',
          ],
        ],
        args: [
          { key: 'key' },
          {
            block: 'full',
            token: 'FULL',
            optional: true,
            of: [{ integer: 'count', token: 'COUNT', optional: true }],
          },
        ],
        keys: [{ begin: 2, flags: ['RO', 'access'] }],
        reply: {
          given: 'FULL',
          reply: {
            record: {
              length: 'integer',
              'radix-tree-keys': 'integer',
              'radix-tree-nodes': 'integer',
              'last-generated-id': 'bulk',
              'max-deleted-entry-id': 'bulk',
              'entries-added': 'integer',
              'recorded-first-entry-id': 'bulk',
              entries: { array: { tuple: ['bulk', { array: 'bulk' }] } },
              groups: {
                array: {
                  record: {
                    name: 'bulk',
                    'last-delivered-id': 'bulk',
                    'entries-read': 'integer|null',
                    lag: 'integer|null',
                    'pel-count': 'integer',
                    pending: { array: { tuple: ['bulk', 'bulk', 'integer', 'integer'] } },
                    consumers: {
                      array: {
                        record: {
                          name: 'bulk',
                          'seen-time': 'integer',
                          'pel-count': 'integer',
                          pending: { array: { tuple: ['bulk', 'integer', 'integer'] } },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
          otherwise: {
            record: {
              length: 'integer',
              'radix-tree-keys': 'integer',
              'radix-tree-nodes': 'integer',
              'last-generated-id': 'bulk',
              'max-deleted-entry-id': 'bulk',
              'entries-added': 'integer',
              'recorded-first-entry-id': 'bulk',
              groups: 'integer',
              'first-entry': { either: [{ tuple: ['bulk', { array: 'bulk' }] }, 'null'] },
              'last-entry': { either: [{ tuple: ['bulk', { array: 'bulk' }] }, 'null'] },
            },
          },
        },
      },
    },
  },
} as const;

streamInfoCommands satisfies CommandSpecs;

export type StreamInfoCommands = typeof streamInfoCommands;
