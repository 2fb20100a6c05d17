/** Where memory goes: MEMORY USAGE, STATS, DOCTOR, MALLOC-STATS and PURGE. */
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
  else call.reply.integer(call.db.memoryOf(entry));
}

/** MEMORY STATS: the fields of Redis; parts that Redwing does not have are 0. */
export function memoryStats(call: Call): void {
  const { engine, reply } = call;
  const { keyspace, statistics } = engine;
  const used = keyspace.usedBytes;
  const peak = Math.max(used, statistics.peakMemory);
  const databases = keyspace.databases.filter(({ size }) => size > 0);
  const keys = databases.reduce((sum, { size }) => sum + size, 0);
  const { rss } = process.memoryUsage();
  const { clients, replicas } = memoryOfAll(engine.sessions);
  const before: readonly (readonly [string, number])[] = [
    ['peak.allocated', peak],
    ['total.allocated', used],
    ['startup.allocated', 0],
    ['replication.backlog', 0],
    ['clients.slaves', replicas],
    ['clients.normal', clients],
    ['cluster.links', 0],
    ['aof.buffer', 0],
    ['lua.caches', 0],
    ['functions.caches', 0],
  ];
  const after: readonly (readonly [string, number])[] = [
    ['overhead.total', 0],
    ['keys.count', keys],
    ['keys.bytes-per-key', keys === 0 ? 0 : Math.floor(used / keys)],
    ['dataset.bytes', used],
  ];
  const allocator: readonly (readonly [string, number])[] = [
    ['allocator.allocated', used],
    ['allocator.active', used],
    ['allocator.resident', rss],
  ];
  reply.map(before.length + databases.length + after.length + 2 + allocator.length + 2);
  for (const [name, value] of before) field(call, name, value);
  for (const { id } of databases) {
    reply.bulkText(`db.${id}`);
    reply.map(2);
    field(call, 'overhead.hashtable.main', 0);
    field(call, 'overhead.hashtable.expires', 0);
  }
  for (const [name, value] of after) field(call, name, value);
  reply.bulkText('dataset.percentage');
  reply.double(used === 0 ? 0 : 100);
  reply.bulkText('peak.percentage');
  reply.double(peak === 0 ? 0 : (used * 100) / peak);
  for (const [name, value] of allocator) field(call, name, value);
  reply.bulkText('fragmentation');
  reply.double(used === 0 ? 0 : rss / used);
  field(call, 'fragmentation.bytes', rss - used);
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
