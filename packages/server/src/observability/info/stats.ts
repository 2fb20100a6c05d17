/** INFO stats: what was counted since the start or since CONFIG RESETSTAT. */
import type { Engine } from '../../execution/engine.ts';
import type { Fields } from './section.ts';

export function statsFields(engine: Engine): Fields {
  const { statistics, keyspace, sessions, information, tracking, keyEviction } = engine;
  return [
    ['total_connections_received', sessions.received],
    ['total_commands_processed', statistics.commands],
    ['instantaneous_ops_per_sec', Math.round(information.commandRate.perSecond)],
    ['total_net_input_bytes', statistics.inputBytes + statistics.inputReplicationBytes],
    ['total_net_output_bytes', statistics.outputBytes + statistics.outputReplicationBytes],
    ['total_net_repl_input_bytes', statistics.inputReplicationBytes],
    ['total_net_repl_output_bytes', statistics.outputReplicationBytes],
    ['instantaneous_input_kbps', kilobytes(information.inputRate.perSecond)],
    ['instantaneous_output_kbps', kilobytes(information.outputRate.perSecond)],
    ['instantaneous_input_repl_kbps', '0.00'],
    ['instantaneous_output_repl_kbps', '0.00'],
    ['rejected_connections', sessions.refused],
    ['sync_full', statistics.fullSyncs],
    ['sync_partial_ok', statistics.partialSyncs],
    ['sync_partial_err', statistics.partialSyncsRefused],
    ['expired_keys', keyspace.expired],
    // Redis 7.0 does not have this line: it comes with the first field.
    ...(keyspace.expiredFields > 0 ? ([['expired_subkeys', keyspace.expiredFields]] as const) : []),
    ['expired_stale_perc', engine.expireCycle.stalePercent.toFixed(2)],
    ['expired_time_cap_reached_count', 0],
    ['expire_cycle_cpu_milliseconds', 0],
    ['evicted_keys', keyspace.evicted],
    ['evicted_clients', statistics.evictedClients],
    ['total_eviction_exceeded_time', Math.floor(keyEviction.exceededTotal / 1000)],
    ['current_eviction_exceeded_time', Math.floor(keyEviction.exceededNow / 1000)],
    ['keyspace_hits', keyspace.hits],
    ['keyspace_misses', keyspace.misses],
    ...subscriptions(engine),
    ['latest_fork_usec', 0],
    ['total_forks', 0],
    ['migrate_cached_sockets', engine.migrations.targets.count],
    ['slave_expires_tracked_keys', 0],
    ['active_defrag_hits', 0],
    ['active_defrag_misses', 0],
    ['active_defrag_key_hits', 0],
    ['active_defrag_key_misses', 0],
    ['total_active_defrag_time', 0],
    ['current_active_defrag_time', 0],
    ['tracking_total_keys', tracking.keyCount],
    ['tracking_total_items', tracking.pairCount],
    ['tracking_total_prefixes', tracking.prefixCount],
    ['unexpected_error_replies', 0],
    ['total_error_replies', statistics.errorReplies],
    ['dump_payload_sanitizations', 0],
    ['total_reads_processed', statistics.reads],
    ['total_writes_processed', statistics.writes],
    ['io_threaded_reads_processed', 0],
    ['io_threaded_writes_processed', 0],
    ['reply_buffer_shrinks', 0],
    ['reply_buffer_expands', 0],
  ];
}

function kilobytes(bytes: number): string {
  return (bytes / 1024).toFixed(2);
}

function subscriptions({ pubsub }: Engine): Fields {
  return [
    ['pubsub_channels', pubsub.channels.size],
    ['pubsub_patterns', pubsub.patterns.size],
    ['pubsubshard_channels', pubsub.shardChannels.size],
  ];
}
