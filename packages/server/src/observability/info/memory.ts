/**
 * INFO memory: what the dataset takes and what the process takes.
 *
 * `used_memory` is what maxmemory counts: everything in the arena. The JavaScript heap and the buffers of
 * connections are part of `used_memory_rss` only, which is why `mem_not_counted_for_evict` is always 0. Fields of parts that Redwing does not have (Lua, functions,
 * defragmentation) are 0, because dashboards ask for them.
 */
import { totalmem } from 'node:os';
import { memoryOfAll } from '../../eviction/client-memory.ts';
import type { Engine } from '../../execution/engine.ts';
import type { Fields } from './section.ts';
import { humanBytes, percentText } from './section.ts';

export function memoryFields(engine: Engine): Fields {
  const { keyspace, statistics, configuration } = engine;
  const used = keyspace.usedBytes;
  const peak = Math.max(statistics.peakMemory, used);
  const rss = process.memoryUsage.rss();
  const total = totalmem();
  const { maxmemory, maxmemoryPolicy } = configuration.values;
  return [
    ['used_memory', used],
    ['used_memory_human', humanBytes(used)],
    ['used_memory_rss', rss],
    ['used_memory_rss_human', humanBytes(rss)],
    ['used_memory_peak', peak],
    ['used_memory_peak_human', humanBytes(peak)],
    ['used_memory_peak_perc', percentText(used, peak)],
    ['used_memory_overhead', 0],
    ['used_memory_startup', 0],
    ['used_memory_dataset', used],
    ['used_memory_dataset_perc', percentText(used, used)],
    ['allocator_allocated', used],
    ['allocator_active', used],
    ['allocator_resident', rss],
    ['total_system_memory', total],
    ['total_system_memory_human', humanBytes(total)],
    ...ABSENT_ENGINES,
    ['maxmemory', maxmemory],
    ['maxmemory_human', humanBytes(maxmemory)],
    ['maxmemory_policy', maxmemoryPolicy],
    ['allocator_frag_ratio', '1.00'],
    ['allocator_frag_bytes', 0],
    ['allocator_rss_ratio', '1.00'],
    ['allocator_rss_bytes', 0],
    ['rss_overhead_ratio', '1.00'],
    ['rss_overhead_bytes', 0],
    ['mem_fragmentation_ratio', used === 0 ? '0.00' : (rss / used).toFixed(2)],
    ['mem_fragmentation_bytes', rss - used],
    ['mem_not_counted_for_evict', 0],
    ...buffers(engine),
    ['mem_allocator', 'arena'],
    ['active_defrag_running', 0],
    ['lazyfree_pending_objects', 0],
    ['lazyfreed_objects', 0],
  ];
}

const ABSENT_ENGINES: Fields = [
  ['used_memory_lua', 0],
  ['used_memory_vm_eval', 0],
  ['used_memory_lua_human', '0B'],
  ['used_memory_scripts_eval', 0],
  ['number_of_cached_scripts', 0],
  ['number_of_functions', 0],
  ['number_of_libraries', 0],
  ['used_memory_vm_functions', 0],
  ['used_memory_vm_total', 0],
  ['used_memory_vm_total_human', '0B'],
  ['used_memory_functions', 0],
  ['used_memory_scripts', 0],
  ['used_memory_scripts_human', '0B'],
];

function buffers(engine: Engine): Fields {
  const { clients, replicas } = memoryOfAll(engine.sessions);
  return [
    ['mem_replication_backlog', 0],
    ['mem_total_replication_buffers', replicas],
    ['mem_clients_slaves', replicas],
    ['mem_clients_normal', clients],
    ['mem_cluster_links', 0],
    ['mem_aof_buffer', 0],
  ];
}
