/** Where memory goes: MEMORY USAGE, STATS, DOCTOR, MALLOC-STATS and PURGE. */
import type { Database } from '@redwing/store';
import { memoryOf } from '@redwing/store';
import { errors } from '../../errors.ts';
import { memoryOfAll } from '../../eviction/client-memory.ts';
import type { Call } from '../../execution/call.ts';
import { humanBytes } from '../../observability/info/section.ts';

/** MEMORY USAGE key [SAMPLES count]: exact, so there is nothing to sample. */
export function memoryUsage(call: Call): void {
  for (let i = 3; i < call.count; i += 2) {
    if (!call.is(i, 'SAMPLES') || i + 1 >= call.count) throw errors.syntax;
    if (call.rounded(i + 1) < 0) throw errors.syntax;
  }
  const entry = call.unearth(2);
  if (entry === 0) call.reply.null();
  else call.reply.integer(memoryOf(call.db, entry));
}

/** MEMORY STATS: the fields of Redis in its order; parts that Redwing does not have are 0. */
export function memoryStats(call: Call): void {
  const { engine, reply } = call;
  const { keyspace, statistics, replication } = engine;
  const used = keyspace.usedBytes;
  const peak = Math.max(used, statistics.peakMemory);
  const databases = keyspace.databases.filter(({ size }) => size > 0);
  const keys = databases.reduce((sum, { size }) => sum + size, 0);
  const { rss } = process.memoryUsage();
  const { clients, replicas } = memoryOfAll(engine.sessions);
  const backlog = replication.feed.backlog === undefined ? 0 : engine.configuration.values.replBacklogSize;
  const indexes = databases.reduce((sum, one) => sum + one.indexBytes + one.volatile.bytes, 0);
  const dataset = Math.max(0, used - indexes);
  const fields: (() => void)[] = [];
  const count = (name: string, value: number): unknown => fields.push(() => field(call, name, value));
  const ratio = (name: string, value: number): unknown => fields.push(() => decimal(call, name, value));
  count('peak.allocated', peak);
  count('total.allocated', used);
  count('startup.allocated', 0);
  count('replication.backlog', backlog);
  count('clients.slaves', replicas);
  count('clients.normal', clients);
  for (const name of NOT_HERE) count(name, 0);
  for (const database of databases) fields.push(() => databaseFields(call, database));
  // What is not in the arena is counted as in Redis, though it is no part of what is allocated there.
  count('overhead.total', indexes + backlog + clients + replicas);
  count('keys.count', keys);
  count('keys.bytes-per-key', keys === 0 ? 0 : Math.floor(used / keys));
  count('dataset.bytes', dataset);
  ratio('dataset.percentage', used === 0 ? 0 : (dataset * 100) / used);
  ratio('peak.percentage', peak === 0 ? 0 : (used * 100) / peak);
  count('allocator.allocated', used);
  count('allocator.active', used);
  count('allocator.resident', used);
  ratio('allocator-fragmentation.ratio', 1);
  count('allocator-fragmentation.bytes', 0);
  ratio('allocator-rss.ratio', 1);
  count('allocator-rss.bytes', 0);
  ratio('rss-overhead.ratio', used === 0 ? 0 : rss / used);
  count('rss-overhead.bytes', rss - used);
  ratio('fragmentation', used === 0 ? 0 : rss / used);
  count('fragmentation.bytes', rss - used);
  reply.map(fields.length);
  for (const write of fields) write();
}

const NOT_HERE = ['cluster.links', 'aof.buffer', 'lua.caches', 'functions.caches'] as const;

function databaseFields(call: Call, { id, indexBytes, volatile }: Database): void {
  call.reply.bulkText(`db.${id}`);
  call.reply.map(3);
  field(call, 'overhead.hashtable.main', indexBytes);
  field(call, 'overhead.hashtable.expires', volatile.bytes);
  field(call, 'overhead.hashtable.slot-to-keys', 0);
}

function decimal(call: Call, name: string, value: number): void {
  call.reply.bulkText(name);
  call.reply.double(value);
}

function field(call: Call, name: string, value: number): void {
  call.reply.bulkText(name);
  call.reply.integer(value);
}

/** MEMORY DOCTOR */
export function memoryDoctor(call: Call): void {
  const { keyspace, configuration } = call.engine;
  const { maxmemory } = configuration.values;
  const used = keyspace.usedBytes;
  const limit = maxmemory === 0 ? 'without a limit' : `of the ${humanBytes(maxmemory)} that maxmemory allows`;
  const advice =
    maxmemory > 0 && used > maxmemory * 0.9
      ? 'That is nearly all: raise maxmemory, or let keys expire or be evicted.'
      : 'Nothing is wrong with that.';
  call.reply.verbatim(`The dataset takes ${humanBytes(used)} ${limit}. ${advice}\n`, 'txt');
}

/** MEMORY MALLOC-STATS: of the arena that holds the dataset, and of the JavaScript heap. */
export function memoryMallocStats(call: Call): void {
  const { rss, heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage();
  const lines: readonly (readonly [string, number])[] = [
    ['arena used', call.engine.keyspace.usedBytes],
    ['heap used', heapUsed],
    ['heap total', heapTotal],
    ['external', external],
    ['array buffers', arrayBuffers],
    ['resident', rss],
  ];
  call.reply.verbatim(lines.map(([name, bytes]) => `${name}: ${bytes}\n`).join(''), 'txt');
}

/** MEMORY PURGE: the arena keeps what it has for reuse, so there is nothing to give back. */
export function memoryPurge(call: Call): void {
  call.reply.ok();
}
