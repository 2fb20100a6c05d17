/** Directives of memory: its limit, eviction, expiry, and when small values stay compact. */

import type { DirectiveTable } from '../directive.ts';
import { directive } from '../directive.ts';
import { oneOf, yesNo } from '../syntax/choices.ts';
import { INT_MAX, integer, LONG_MAX, memory, ULONG_MAX } from '../syntax/numbers.ts';

/** Which keys make room when memory is full. */
export type EvictionPolicy =
  | 'volatile-lru'
  | 'volatile-lfu'
  | 'volatile-random'
  | 'volatile-ttl'
  | 'allkeys-lru'
  | 'allkeys-lfu'
  | 'allkeys-random'
  | 'noeviction';

/** Settings of memory. Sizes are bytes. */
export interface MemorySettings {
  maxmemory: number;
  maxmemoryPolicy: EvictionPolicy;
  maxmemorySamples: number;
  maxmemoryEvictionTenacity: number;
  lfuLogFactor: number;
  /** Minutes. */
  lfuDecayTime: number;
  activeExpireEffort: number;
  lazyfreeLazyEviction: boolean;
  lazyfreeLazyExpire: boolean;
  lazyfreeLazyServerDel: boolean;
  lazyfreeLazyUserDel: boolean;
  lazyfreeLazyUserFlush: boolean;
  activerehashing: boolean;
  activedefrag: boolean;
  activeDefragIgnoreBytes: number;
  activeDefragThresholdLower: number;
  activeDefragThresholdUpper: number;
  activeDefragCycleMin: number;
  activeDefragCycleMax: number;
  activeDefragMaxScanFields: number;
  jemallocBgThread: boolean;
  hashMaxListpackEntries: number;
  hashMaxListpackValue: number;
  listMaxListpackSize: number;
  listCompressDepth: number;
  setMaxIntsetEntries: number;
  zsetMaxListpackEntries: number;
  zsetMaxListpackValue: number;
  hllSparseMaxBytes: number;
  streamNodeMaxBytes: number;
  streamNodeMaxEntries: number;
}

const POLICIES: readonly EvictionPolicy[] = [
  'volatile-lru',
  'volatile-lfu',
  'volatile-random',
  'volatile-ttl',
  'allkeys-lru',
  'allkeys-lfu',
  'allkeys-random',
  'noeviction',
];

const FREED_BIT_BY_BIT = 'small values are freed at once, large ones always between commands';
const NO_DEFRAGMENTATION = 'the arena does not use jemalloc, whose fragmentation this is about';

const NO_JEMALLOC =
  'Active defragmentation cannot be enabled: it requires a Redis server compiled with a modified Jemalloc ' +
  'like the one shipped by default with the Redis source distribution';

/** The rows for {@link MemorySettings}. */
export const memoryDirectives: DirectiveTable<MemorySettings> = {
  maxmemory: directive('maxmemory', memory(0n, ULONG_MAX), '0', {
    summary: 'Memory for the data, without buffers of connections; 0 is no limit.',
  }),
  maxmemoryPolicy: directive('maxmemory-policy', oneOf(POLICIES), 'noeviction', {
    summary:
      'Which keys make room when memory is full; `noeviction` refuses commands that need more instead.',
  }),
  maxmemorySamples: directive('maxmemory-samples', integer(1n, INT_MAX, { unit: 'keys' }), '5', {
    summary: 'Keys compared to find one to evict: more are slower and choose better.',
  }),
  maxmemoryEvictionTenacity: directive('maxmemory-eviction-tenacity', integer(0n, 100n), '10', {
    summary: 'How long evicting may hold commands up, from 0 (shortest) to 100 (without limit).',
  }),
  lfuLogFactor: directive('lfu-log-factor', integer(0n, INT_MAX), '10', {
    summary: 'How slowly the counter of uses grows: the larger, the more uses it tells apart.',
  }),
  lfuDecayTime: directive('lfu-decay-time', integer(0n, INT_MAX, { unit: 'minutes' }), '1', {
    summary: 'Time after which the counter of uses falls by one; 0 never.',
  }),
  activeExpireEffort: directive('active-expire-effort', integer(1n, 10n), '1', {
    summary: 'How much work goes into finding expired keys that nobody reads, from 1 (least) to 10.',
  }),
  lazyfreeLazyEviction: directive('lazyfree-lazy-eviction', yesNo(), 'no', {
    summary: 'Free evicted values in the background.',
    accepted: FREED_BIT_BY_BIT,
  }),
  lazyfreeLazyExpire: directive('lazyfree-lazy-expire', yesNo(), 'no', {
    summary: 'Free expired values in the background.',
    accepted: FREED_BIT_BY_BIT,
  }),
  lazyfreeLazyServerDel: directive('lazyfree-lazy-server-del', yesNo(), 'no', {
    summary: 'Free values that a command replaces in the background.',
    accepted: FREED_BIT_BY_BIT,
  }),
  lazyfreeLazyUserDel: directive('lazyfree-lazy-user-del', yesNo(), 'no', {
    summary: 'Make DEL free values in the background, as UNLINK does.',
    accepted: FREED_BIT_BY_BIT,
  }),
  lazyfreeLazyUserFlush: directive('lazyfree-lazy-user-flush', yesNo(), 'no', {
    summary: 'Make FLUSHALL and FLUSHDB free values in the background unless they say SYNC.',
    accepted: FREED_BIT_BY_BIT,
  }),
  activerehashing: directive('activerehashing', yesNo(), 'yes', {
    summary: 'Use idle time to finish growing the key index.',
    accepted: 'the key index grows in small steps at all times',
  }),
  activedefrag: directive(
    'activedefrag',
    yesNo((wanted) => (wanted ? NO_JEMALLOC : undefined)),
    'no',
    { summary: 'Move values together to give memory back.', accepted: NO_DEFRAGMENTATION },
  ),
  activeDefragIgnoreBytes: directive('active-defrag-ignore-bytes', memory(1n, LONG_MAX), '100mb', {
    summary: 'Waste below which nothing is moved.',
    accepted: NO_DEFRAGMENTATION,
  }),
  activeDefragThresholdLower: directive(
    'active-defrag-threshold-lower',
    integer(0n, 1000n, { unit: 'percent' }),
    '10',
    {
      summary: 'Fragmentation from which values are moved.',
      accepted: NO_DEFRAGMENTATION,
    },
  ),
  activeDefragThresholdUpper: directive(
    'active-defrag-threshold-upper',
    integer(0n, 1000n, { unit: 'percent' }),
    '100',
    {
      summary: 'Fragmentation at which moving works hardest.',
      accepted: NO_DEFRAGMENTATION,
    },
  ),
  activeDefragCycleMin: directive(
    'active-defrag-cycle-min',
    integer(1n, 99n, { unit: 'percent of a processor' }),
    '1',
    {
      summary: 'Least work that moving does.',
      accepted: NO_DEFRAGMENTATION,
    },
  ),
  activeDefragCycleMax: directive(
    'active-defrag-cycle-max',
    integer(1n, 99n, { unit: 'percent of a processor' }),
    '25',
    {
      summary: 'Most work that moving does.',
      accepted: NO_DEFRAGMENTATION,
    },
  ),
  activeDefragMaxScanFields: directive(
    'active-defrag-max-scan-fields',
    integer(1n, LONG_MAX, { unit: 'fields' }),
    '1000',
    {
      summary: 'Size from which a collection is moved in several steps.',
      accepted: NO_DEFRAGMENTATION,
    },
  ),
  jemallocBgThread: directive('jemalloc-bg-thread', yesNo(), 'yes', {
    summary: 'Let jemalloc return memory in a thread of its own.',
    accepted: 'Redwing does not use jemalloc',
  }),
  hashMaxListpackEntries: directive(
    'hash-max-listpack-entries',
    integer(0n, LONG_MAX, { unit: 'fields' }),
    '512',
    {
      alias: 'hash-max-ziplist-entries',
      summary: 'Hashes of at most this many fields stay compact.',
    },
  ),
  hashMaxListpackValue: directive('hash-max-listpack-value', memory(0n, LONG_MAX), '64', {
    alias: 'hash-max-ziplist-value',
    summary: 'Hashes whose fields and values are at most this long stay compact.',
  }),
  listMaxListpackSize: directive('list-max-listpack-size', integer(-INT_MAX - 1n, INT_MAX), '-2', {
    alias: 'list-max-ziplist-size',
    summary: 'Size of one node of a list: a number of elements, or -1 to -5 for 4, 8, 16, 32 or 64 KiB.',
  }),
  listCompressDepth: directive('list-compress-depth', integer(0n, INT_MAX, { unit: 'nodes' }), '0', {
    summary: 'Nodes at each end of a list that are not compressed; 0 compresses none.',
    accepted: 'nodes of lists are not compressed in memory',
  }),
  setMaxIntsetEntries: directive(
    'set-max-intset-entries',
    integer(0n, LONG_MAX, { unit: 'members' }),
    '512',
    {
      summary: 'Sets of at most this many integers stay compact.',
    },
  ),
  zsetMaxListpackEntries: directive(
    'zset-max-listpack-entries',
    integer(0n, LONG_MAX, { unit: 'members' }),
    '128',
    {
      alias: 'zset-max-ziplist-entries',
      summary: 'Sorted sets of at most this many members stay compact.',
    },
  ),
  zsetMaxListpackValue: directive('zset-max-listpack-value', memory(0n, LONG_MAX), '64', {
    alias: 'zset-max-ziplist-value',
    summary: 'Sorted sets whose members are at most this long stay compact.',
  }),
  hllSparseMaxBytes: directive('hll-sparse-max-bytes', memory(0n, LONG_MAX), '3000', {
    summary: 'HyperLogLogs stay in their sparse form up to this size.',
  }),
  streamNodeMaxBytes: directive('stream-node-max-bytes', memory(0n, LONG_MAX), '4096', {
    summary: 'Size of one node of a stream; 0 is no limit.',
  }),
  streamNodeMaxEntries: directive(
    'stream-node-max-entries',
    integer(0n, LONG_MAX, { unit: 'entries' }),
    '100',
    {
      summary: 'Entries in one node of a stream; 0 is no limit.',
    },
  ),
};
