/** INFO persistence. Of the AOF there is only the rewriting: nothing is appended yet. */
import type { Engine } from '../../execution/engine.ts';
import type { Fields } from './section.ts';

export function persistenceFields(engine: Engine): Fields {
  return [
    ['loading', engine.loading ? 1 : 0],
    ['async_loading', 0],
    ['current_cow_peak', 0],
    ['current_cow_size', 0],
    ['current_cow_size_age', 0],
    ['current_fork_perc', '0.00'],
    ['current_save_keys_processed', 0],
    ['current_save_keys_total', 0],
    ['rdb_changes_since_last_save', engine.snapshot.changes],
    ['rdb_bgsave_in_progress', 0],
    ['rdb_last_save_time', Math.floor(engine.snapshot.savedAt / 1000)],
    ['rdb_last_bgsave_status', engine.snapshot.lastSucceeded ? 'ok' : 'err'],
    ['rdb_last_bgsave_time_sec', engine.snapshot.lastSeconds],
    ['rdb_current_bgsave_time_sec', -1],
    ['rdb_saves', engine.snapshot.saves],
    ['rdb_last_cow_size', 0],
    ['rdb_last_load_keys_expired', engine.snapshot.keysExpired],
    ['rdb_last_load_keys_loaded', engine.snapshot.keysLoaded],
    ['aof_enabled', 0],
    ['aof_rewrite_in_progress', 0],
    ['aof_rewrite_scheduled', 0],
    ['aof_last_rewrite_time_sec', engine.logFiles.lastSeconds],
    ['aof_current_rewrite_time_sec', -1],
    ['aof_last_bgrewrite_status', engine.logFiles.failures === 0 ? 'ok' : 'err'],
    ['aof_rewrites', engine.logFiles.rewrites],
    ['aof_rewrites_consecutive_failures', engine.logFiles.failures],
    ['aof_last_write_status', 'ok'],
    ['aof_last_cow_size', 0],
    ['module_fork_in_progress', 0],
    ['module_fork_last_cow_size', 0],
  ];
}
