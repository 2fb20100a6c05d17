/** The append-only file. */

import type { CommandSpecs } from './command-spec.ts';

export const appendOnlyCommands = {
  bgrewriteaof: {
    summary: 'Writes the append-only file anew, in its shortest form, in the background.',
    group: 'server',
    since: '1.0.0',
    complexity: 'O(1)',
    flags: ['admin', 'noscript', 'no_async_loading'],
    reply: 'simple',
  },
} as const;

appendOnlyCommands satisfies CommandSpecs;

export type AppendOnlyCommands = typeof appendOnlyCommands;
