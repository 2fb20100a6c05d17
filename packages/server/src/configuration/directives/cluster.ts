/** Directives of Redis Cluster. */

import type { DirectiveTable } from '../directive.ts';
import { directive } from '../directive.ts';
import { oneOf, yesNo } from '../syntax/choices.ts';
import { INT_MAX, integer, LONG_MAX, memory, ULONG_MAX } from '../syntax/numbers.ts';
import { text } from '../syntax/texts.ts';

/** Settings of Redis Cluster. */
export interface ClusterSettings {
  clusterEnabled: boolean;
  clusterConfigFile: string;
  /** Milliseconds. */
  clusterNodeTimeout: number;
  clusterPort: number;
  clusterAnnounceIp: string;
  clusterAnnounceHostname: string;
  clusterAnnouncePort: number;
  clusterAnnounceTlsPort: number;
  clusterAnnounceBusPort: number;
  clusterPreferredEndpointType: 'ip' | 'hostname' | 'unknown-endpoint';
  clusterReplicaValidityFactor: number;
  clusterReplicaNoFailover: boolean;
  clusterMigrationBarrier: number;
  clusterAllowReplicaMigration: boolean;
  clusterRequireFullCoverage: boolean;
  clusterAllowReadsWhenDown: boolean;
  clusterAllowPubsubshardWhenDown: boolean;
  /** Bytes. */
  clusterLinkSendbufLimit: number;
}

const NO_CLUSTER = 'cluster mode comes with a later version';
const HOSTNAME_LENGTH_MAX = 255;

function checkHostname(name: string): string | undefined {
  if (name.length > HOSTNAME_LENGTH_MAX) return 'Hostnames must be less than 256 characters';
  return /^[A-Za-z0-9.-]*$/.test(name)
    ? undefined
    : 'Hostnames may only contain alphanumeric characters, hyphens or dots';
}

/** The rows for {@link ClusterSettings}. */
export const clusterDirectives: DirectiveTable<ClusterSettings> = {
  clusterEnabled: directive(
    'cluster-enabled',
    // A client told "yes" would ask for slots and be lost; so it is no setting to pass over in silence.
    yesNo((wanted) => (wanted ? NO_CLUSTER : undefined)),
    'no',
    {
      summary: 'Be a node of a cluster.',
      change: 'never',
      planned: `${NO_CLUSTER}; until then only \`no\` is taken`,
    },
  ),
  clusterConfigFile: directive('cluster-config-file', text('path of a file'), 'nodes.conf', {
    summary: 'File in which a node keeps the state of the cluster.',
    change: 'never',
    planned: NO_CLUSTER,
  }),
  clusterNodeTimeout: directive(
    'cluster-node-timeout',
    integer(0n, LONG_MAX, { unit: 'milliseconds' }),
    '15000',
    { summary: 'Silence after which a node counts as failing.', planned: NO_CLUSTER },
  ),
  clusterPort: directive('cluster-port', integer(0n, 65_535n), '0', {
    summary: 'Port of the cluster bus; 0 is `port` + 10000.',
    change: 'never',
    planned: NO_CLUSTER,
  }),
  clusterAnnounceIp: directive('cluster-announce-ip', text('an address'), '', {
    summary: 'Address under which the node is known to others.',
    planned: NO_CLUSTER,
  }),
  clusterAnnounceHostname: directive('cluster-announce-hostname', text('a host name', checkHostname), '', {
    summary: 'Host name under which the node is known to clients.',
    planned: NO_CLUSTER,
  }),
  clusterAnnouncePort: directive('cluster-announce-port', integer(0n, 65_535n), '0', {
    summary: 'Port under which the node is known; 0 is `port`.',
    planned: NO_CLUSTER,
  }),
  clusterAnnounceTlsPort: directive('cluster-announce-tls-port', integer(0n, 65_535n), '0', {
    summary: 'TLS port under which the node is known; 0 is `tls-port`.',
    planned: NO_CLUSTER,
  }),
  clusterAnnounceBusPort: directive('cluster-announce-bus-port', integer(0n, 65_535n), '0', {
    summary: 'Port of the bus under which the node is known; 0 is `cluster-port`.',
    planned: NO_CLUSTER,
  }),
  clusterPreferredEndpointType: directive(
    'cluster-preferred-endpoint-type',
    oneOf(['ip', 'hostname', 'unknown-endpoint']),
    'ip',
    { summary: 'Whether redirections name an address, a host or nothing.', planned: NO_CLUSTER },
  ),
  clusterReplicaValidityFactor: directive('cluster-replica-validity-factor', integer(0n, INT_MAX), '10', {
    alias: 'cluster-slave-validity-factor',
    summary: 'How old the data of a replica may be for it to take over; 0 is any age.',
    planned: NO_CLUSTER,
  }),
  clusterReplicaNoFailover: directive('cluster-replica-no-failover', yesNo(), 'no', {
    alias: 'cluster-slave-no-failover',
    summary: 'Never take over for the primary.',
    planned: NO_CLUSTER,
  }),
  clusterMigrationBarrier: directive(
    'cluster-migration-barrier',
    integer(0n, INT_MAX, { unit: 'replicas' }),
    '1',
    {
      summary: 'Replicas that a primary keeps when others move to a primary that has none.',
      planned: NO_CLUSTER,
    },
  ),
  clusterAllowReplicaMigration: directive('cluster-allow-replica-migration', yesNo(), 'yes', {
    summary: 'Let replicas move to a primary that has none.',
    planned: NO_CLUSTER,
  }),
  clusterRequireFullCoverage: directive('cluster-require-full-coverage', yesNo(), 'yes', {
    summary: 'Refuse everything while some slots are served by nobody.',
    planned: NO_CLUSTER,
  }),
  clusterAllowReadsWhenDown: directive('cluster-allow-reads-when-down', yesNo(), 'no', {
    summary: 'Serve reads while the cluster is down.',
    planned: NO_CLUSTER,
  }),
  clusterAllowPubsubshardWhenDown: directive('cluster-allow-pubsubshard-when-down', yesNo(), 'yes', {
    summary: 'Serve sharded channels while the cluster is down.',
    planned: NO_CLUSTER,
  }),
  clusterLinkSendbufLimit: directive('cluster-link-sendbuf-limit', memory(0n, ULONG_MAX), '0', {
    summary: 'Close a link to another node whose unsent data exceed this; 0 never does.',
    planned: NO_CLUSTER,
  }),
};
