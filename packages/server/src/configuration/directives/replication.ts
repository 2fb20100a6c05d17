/** Directives of replication, for primaries and for replicas. */

import type { DirectiveTable } from '../directive.ts';
import { directive } from '../directive.ts';
import { oneOf, yesNo } from '../syntax/choices.ts';
import type { PrimaryAddress } from '../syntax/lists.ts';
import { primaryAddress } from '../syntax/lists.ts';
import { INT_MAX, integer, LONG_MAX, memory } from '../syntax/numbers.ts';
import { secret, text } from '../syntax/texts.ts';

/** Settings of replication. */
export interface ReplicationSettings {
  replicaof: PrimaryAddress | undefined;
  masteruser: Uint8Array;
  masterauth: Uint8Array;
  /** Replicas that ADDREPLICA may add. */
  maxReplicas: number;
  replicaServeStaleData: boolean;
  replicaReadOnly: boolean;
  replicaIgnoreMaxmemory: boolean;
  replicaIgnoreDiskWriteErrors: boolean;
  replicaLazyFlush: boolean;
  replicaPriority: number;
  replicaAnnounced: boolean;
  replicaAnnounceIp: string;
  replicaAnnouncePort: number;
  minReplicasToWrite: number;
  /** Seconds. */
  minReplicasMaxLag: number;
  /** Bytes. */
  replBacklogSize: number;
  /** Seconds. */
  replBacklogTtl: number;
  /** Seconds. */
  replTimeout: number;
  /** Seconds. */
  replPingReplicaPeriod: number;
  replDisableTcpNodelay: boolean;
  replDisklessSync: boolean;
  replDisklessSyncDelay: number;
  replDisklessSyncMaxReplicas: number;
  replDisklessLoad: 'disabled' | 'on-empty-db' | 'swapdb';
  propagationErrorBehavior: 'ignore' | 'panic' | 'panic-on-replicas';
}

const BACKLOG_BYTES_MIN = 16_384n;
const STREAMED = 'the image for a replica always goes straight to its connection';

/** The rows for {@link ReplicationSettings}. */
export const replicationDirectives: DirectiveTable<ReplicationSettings> = {
  replicaof: directive('replicaof', primaryAddress(), 'no one', {
    alias: 'slaveof',
    summary: 'Follow this primary. At run time, REPLICAOF and ADDREPLICA change it.',
    change: 'never',
  }),
  masteruser: directive('masteruser', secret(), '', {
    summary: 'User name for the primary.',
    sensitive: true,
  }),
  masterauth: directive('masterauth', secret(), '', {
    summary: 'Password for the primary.',
    sensitive: true,
  }),
  maxReplicas: directive('max-replicas', integer(0n, INT_MAX, { unit: 'replicas' }), '10', {
    summary: 'Replicas that ADDREPLICA may add.',
  }),
  replicaServeStaleData: directive('replica-serve-stale-data', yesNo(), 'yes', {
    alias: 'slave-serve-stale-data',
    summary: 'Serve reads while the link to the primary is down.',
  }),
  replicaReadOnly: directive('replica-read-only', yesNo(), 'yes', {
    alias: 'slave-read-only',
    summary: 'Refuse writes from clients while following a primary.',
  }),
  replicaIgnoreMaxmemory: directive('replica-ignore-maxmemory', yesNo(), 'yes', {
    alias: 'slave-ignore-maxmemory',
    summary: 'Leave eviction to the primary.',
  }),
  replicaIgnoreDiskWriteErrors: directive('replica-ignore-disk-write-errors', yesNo(), 'no', {
    summary: 'Go on following a primary although the log of commands cannot be written.',
    planned: 'this version keeps its data in memory only',
  }),
  replicaLazyFlush: directive('replica-lazy-flush', yesNo(), 'no', {
    alias: 'slave-lazy-flush',
    summary: 'Free the old data in the background before a full synchronisation.',
    accepted: 'freeing the whole data set is cheap, so it is always done at once',
  }),
  replicaPriority: directive('replica-priority', integer(0n, INT_MAX), '100', {
    alias: 'slave-priority',
    summary: 'Rank among the replicas that Sentinel may promote: lower goes first, 0 never.',
  }),
  replicaAnnounced: directive('replica-announced', yesNo(), 'yes', {
    summary: 'Let Sentinel list this replica.',
  }),
  replicaAnnounceIp: directive('replica-announce-ip', text('an address'), '', {
    alias: 'slave-announce-ip',
    summary: 'Address under which the primary lists this replica.',
  }),
  replicaAnnouncePort: directive('replica-announce-port', integer(0n, 65_535n), '0', {
    alias: 'slave-announce-port',
    summary: 'Port under which the primary lists this replica; 0 is `port`.',
  }),
  minReplicasToWrite: directive('min-replicas-to-write', integer(0n, INT_MAX, { unit: 'replicas' }), '0', {
    alias: 'min-slaves-to-write',
    summary: 'Refuse writes while fewer replicas than this keep up; 0 never does.',
  }),
  minReplicasMaxLag: directive('min-replicas-max-lag', integer(0n, INT_MAX, { unit: 'seconds' }), '10', {
    alias: 'min-slaves-max-lag',
    summary: 'A replica keeps up if it was heard of within this time.',
  }),
  replBacklogSize: directive('repl-backlog-size', memory(1n, LONG_MAX, BACKLOG_BYTES_MIN), '1mb', {
    summary:
      'Commands kept for replicas that lost their link, so that they need no full copy; at least 16kb.',
  }),
  replBacklogTtl: directive('repl-backlog-ttl', integer(0n, LONG_MAX, { unit: 'seconds' }), '3600', {
    summary: 'How long the backlog is kept after the last replica left; 0 is forever.',
  }),
  replTimeout: directive('repl-timeout', integer(1n, INT_MAX, { unit: 'seconds' }), '60', {
    summary: 'Silence after which the link between primary and replica counts as broken.',
  }),
  replPingReplicaPeriod: directive(
    'repl-ping-replica-period',
    integer(1n, INT_MAX, { unit: 'seconds' }),
    '10',
    {
      alias: 'repl-ping-slave-period',
      summary: 'How often a primary pings its replicas.',
    },
  ),
  replDisableTcpNodelay: directive('repl-disable-tcp-nodelay', yesNo(), 'no', {
    summary: 'Gather the stream to replicas into fewer, larger packets that arrive later.',
  }),
  replDisklessSync: directive('repl-diskless-sync', yesNo(), 'yes', {
    summary: 'Send the image for a replica without a file in between.',
    accepted: STREAMED,
  }),
  replDisklessSyncDelay: directive(
    'repl-diskless-sync-delay',
    integer(0n, INT_MAX, { unit: 'seconds' }),
    '5',
    {
      summary: 'Wait for further replicas before sending an image to all of them.',
      planned: 'a replica gets its image at once',
    },
  ),
  replDisklessSyncMaxReplicas: directive(
    'repl-diskless-sync-max-replicas',
    integer(0n, INT_MAX, { unit: 'replicas' }),
    '0',
    {
      summary: 'Do not wait longer once so many replicas wait.',
      planned: 'a replica gets its image at once',
    },
  ),
  replDisklessLoad: directive(
    'repl-diskless-load',
    oneOf(['disabled', 'on-empty-db', 'swapdb']),
    'disabled',
    {
      summary: 'Read the image of a primary straight from the connection.',
      notWhileLoading: true,
      accepted: 'Redwing always reads it straight from the connection',
    },
  ),
  propagationErrorBehavior: directive(
    'propagation-error-behavior',
    oneOf(['ignore', 'panic', 'panic-on-replicas']),
    'ignore',
    {
      summary: 'What a replica does about a command from its primary that fails.',
      planned: 'such a command is logged and passed over',
    },
  ),
};
