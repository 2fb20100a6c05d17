/** Handing the role of the primary over to a replica. */

import type { CommandSpecs } from './command-spec.ts';

export const failoverCommands = {
  failover: {
    summary: 'Makes one of the replicas the primary in place of this server, without losing a write.',
    group: 'server',
    since: '6.2.0',
    complexity: 'O(1)',
    flags: ['admin', 'noscript', 'stale'],
    args: [
      {
        block: 'target',
        token: 'TO',
        optional: true,
        of: [{ string: 'host' }, { integer: 'port' }, { token: 'FORCE', optional: true }],
      },
      { token: 'ABORT', optional: true },
      { integer: 'milliseconds', token: 'TIMEOUT', optional: true },
    ],
    reply: 'ok',
  },
} as const;

failoverCommands satisfies CommandSpecs;

export type FailoverCommands = typeof failoverCommands;
