/**
 * How INFO compares: the same sections with the same fields in the same order, and the same values where a
 * value says what was done rather than when, where and by which machine.
 */

import type { Comparison } from '../comparison.ts';
import { linesAfter } from '../comparison.ts';

/** Fields whose values must be equal. */
const telling = new RegExp(
  `^(${[
    'redis_mode|arch_bits|process_supervised|configured_hz|io_threads_active',
    'connected_clients|cluster_connections|maxclients|blocked_clients|tracking_clients|clients_in_timeout_table',
    'maxmemory|maxmemory_human|maxmemory_policy|number_of_\\w+',
    'loading|async_loading|rdb_changes_since_last_save|rdb_bgsave_in_progress|aof_enabled|aof_rewrite_\\w+',
    'rejected_connections|sync_\\w+|expired_keys|evicted_\\w+|keyspace_\\w+|pubsub\\w*_\\w+',
    'tracking_\\w+|unexpected_error_replies|total_error_replies',
    'role|connected_slaves|master_failover_state|second_repl_offset|repl_backlog_active|repl_backlog_size',
    'cluster_enabled|errorstat_.*',
  ].join('|')}):`,
);

function maskValue(line: string): string {
  if (telling.test(line) || !line.includes(':')) return line;
  // Lines of many values: what is counted must be equal, what is measured is masked.
  if (/^(cmdstat_|db\d+:)/.test(line)) return line.replaceAll(/\b(usec|usec_per_call|avg_ttl)=[\d.]+/g, '$1');
  return line.slice(0, line.indexOf(':'));
}

export const infoLines: Comparison = linesAfter(maskValue);

/** Sections whose lines come in the order of a hash table. */
export const unorderedInfoLines: Comparison = linesAfter(maskValue, 'any order');
