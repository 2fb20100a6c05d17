/** Transactions: commands queued and run as one unit, optimistically guarded by watched keys. */

import type { CommandSpecs } from './command-spec.ts';

export const transactionCommands = {
  discard: {
    summary: 'Drops the queued commands and leaves the transaction.',
    group: 'transactions',
    since: '2.0.0',
    complexity: 'O(N) for N queued commands.',
    flags: ['noscript', 'loading', 'stale', 'fast', 'allow_busy'],
    reply: 'ok',
  },
  exec: {
    summary: 'Runs the queued commands as one transaction, unless a watched key has changed.',
    group: 'transactions',
    since: '1.2.0',
    complexity: 'Depends on the queued commands.',
    flags: ['noscript', 'loading', 'stale', 'skip_slowlog'],
    reply: { either: [{ array: 'any' }, 'null'] },
  },
  multi: {
    summary: 'Begins a transaction: the commands that follow are queued until EXEC.',
    group: 'transactions',
    since: '1.2.0',
    complexity: 'O(1)',
    flags: ['noscript', 'loading', 'stale', 'fast', 'allow_busy'],
    reply: 'ok',
  },
  unwatch: {
    summary: 'Forgets the keys this connection watches.',
    group: 'transactions',
    since: '2.2.0',
    complexity: 'O(1)',
    flags: ['noscript', 'loading', 'stale', 'fast', 'allow_busy'],
    reply: 'ok',
  },
  watch: {
    summary: 'Makes the next EXEC of this connection depend on the given keys staying unchanged.',
    group: 'transactions',
    since: '2.2.0',
    complexity: 'O(1) for each key.',
    flags: ['noscript', 'loading', 'stale', 'fast', 'allow_busy'],
    args: [{ key: 'key', multiple: true }],
    keys: [{ begin: 1, last: -1, flags: ['RO'] }],
    reply: 'ok',
  },
} as const;

transactionCommands satisfies CommandSpecs;

export type TransactionCommands = typeof transactionCommands;
