/** Directives of listening, connections and their limits. */

import type { DirectiveTable } from '../directive.ts';
import { directive } from '../directive.ts';
import { yesNo } from '../syntax/choices.ts';
import type { BufferLimits } from '../syntax/lists.ts';
import { addresses, bufferLimits } from '../syntax/lists.ts';
import { INT_MAX, integer, LONG_MAX, memory, memoryOrPercent, octal, UINT_MAX } from '../syntax/numbers.ts';
import { text } from '../syntax/texts.ts';

const ONE_MEGABYTE = 1_048_576n;

/** Settings of listening, connections and their limits. */
export interface NetworkSettings {
  bind: readonly string[];
  port: number;
  protectedMode: boolean;
  bindSourceAddr: string;
  tcpBacklog: number;
  /** Seconds. */
  tcpKeepalive: number;
  /** Seconds of idleness; 0 is forever. */
  timeout: number;
  unixsocket: string;
  unixsocketperm: number;
  socketMarkId: number;
  maxclients: number;
  /** Bytes, or a negative percentage of maxmemory. */
  maxmemoryClients: number;
  clientOutputBufferLimit: BufferLimits;
  /** Bytes. */
  clientQueryBufferLimit: number;
  /** Bytes. */
  protoMaxBulkLen: number;
  trackingTableMaxKeys: number;
  ioThreads: number;
  ioThreadsDoReads: boolean;
}

/** The rows for {@link NetworkSettings}. */
export const networkDirectives: DirectiveTable<NetworkSettings> = {
  bind: directive('bind', addresses(), '127.0.0.1 -::1', {
    summary:
      'Addresses to listen on. "*" and "::*" stand for all of IPv4 and IPv6; a leading "-" makes it no ' +
      'failure that an address does not exist. Redwing listens on this machine only unless told otherwise, ' +
      'where Redis listens everywhere.',
  }),
  port: directive('port', integer(0n, 65_535n), '6969', {
    summary: 'TCP port. 0 takes any free one, where Redis would not listen on TCP at all.',
  }),
  protectedMode: directive('protected-mode', yesNo(), 'yes', {
    summary: 'Serve connections from other machines only once a password is set.',
  }),
  bindSourceAddr: directive('bind-source-addr', text('an address'), '', {
    summary: 'Local address from which connections to a primary are made.',
    planned: 'connections to a primary leave from the address that the system chooses',
  }),
  tcpBacklog: directive('tcp-backlog', integer(0n, INT_MAX, { unit: 'connections' }), '511', {
    summary: 'Length of the queue of connections that wait to be accepted.',
    change: 'never',
  }),
  tcpKeepalive: directive('tcp-keepalive', integer(0n, INT_MAX, { unit: 'seconds' }), '300', {
    summary: 'Probe silent connections after this time, to notice peers that are gone; 0 never does.',
  }),
  timeout: directive('timeout', integer(0n, INT_MAX, { unit: 'seconds' }), '0', {
    summary: 'Close a connection that has been idle for this time; 0 never does.',
  }),
  unixsocket: directive('unixsocket', text('path of a socket'), '', {
    summary: 'Listen on a unix socket at this path, too.',
    change: 'never',
  }),
  unixsocketperm: directive('unixsocketperm', octal(0o777n), '0', {
    summary: 'Permissions of the unix socket; 0 leaves them to the umask.',
    change: 'never',
  }),
  socketMarkId: directive('socket-mark-id', integer(0n, UINT_MAX), '0', {
    summary: 'Mark for the packets of the listening sockets, for firewalls.',
    change: 'never',
    accepted: 'Node.js has no access to this socket option',
  }),
  maxclients: directive('maxclients', integer(1n, UINT_MAX, { unit: 'connections' }), '10000', {
    summary: 'Connections served at the same time; one more is refused.',
  }),
  maxmemoryClients: directive('maxmemory-clients', memoryOrPercent(), '0', {
    summary:
      'Memory for all connections with their buffers; the largest are closed beyond it. 0 is no limit.',
  }),
  clientOutputBufferLimit: directive(
    'client-output-buffer-limit',
    bufferLimits(),
    'normal 0 0 0 replica 256mb 64mb 60 pubsub 32mb 8mb 60',
    {
      summary:
        'Close a connection whose unsent replies exceed the hard limit, or exceed the soft limit for the ' +
        'given seconds. One set of limits for each class of connections.',
    },
  ),
  clientQueryBufferLimit: directive('client-query-buffer-limit', memory(ONE_MEGABYTE, LONG_MAX), '1gb', {
    summary: 'Largest unfinished request of a connection; it is closed beyond it.',
  }),
  protoMaxBulkLen: directive('proto-max-bulk-len', memory(ONE_MEGABYTE, LONG_MAX), '512mb', {
    summary: 'Largest single argument of a request, and largest string value.',
  }),
  trackingTableMaxKeys: directive(
    'tracking-table-max-keys',
    integer(0n, LONG_MAX, { unit: 'keys' }),
    '1000000',
    {
      summary:
        'Keys remembered for client-side caches; beyond it, some are invalidated early. 0 is no limit.',
    },
  ),
  ioThreads: directive('io-threads', integer(1n, 128n, { unit: 'threads' }), '1', {
    summary: 'Threads that read and write sockets.',
    change: 'never',
    accepted: 'sockets are served by the one event loop of Node.js',
  }),
  ioThreadsDoReads: directive('io-threads-do-reads', yesNo(), 'no', {
    summary: 'Read requests on the socket threads, too.',
    change: 'never',
    accepted: 'sockets are served by the one event loop of Node.js',
  }),
};
