/** The reply types of the table against what redis-server answers in RESP3. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestOf } from '../request/request.ts';
import type { Command } from './command.ts';
import { fullCommandList } from './command.ts';
import { CommandLookup } from './lookup.ts';
import type { OracleReply } from './redis-oracle.test-support.ts';
import { oracleIsMissing, RedisOracle } from './redis-oracle.test-support.ts';
import type { Reply, ScalarReply } from './reply-type.ts';

const lookup = new CommandLookup<Command>(fullCommandList.map((command) => [command.name, command]));

/** Sample requests in the order in which they are sent; they build on one another. */
const samples = `
  flushall | append s abc | decr n | decrby n 2 | incr n | incrby n 5 | incrbyfloat f 1.5 | get s
  get none | getex s | set s hello | set s hello GET | set none2 x GET | set s x NX | setnx s x
  setex t 100 v | psetex t 1000 v | getrange s 0 1 | substr s 0 1 | getset s world | getset none3 x
  strlen s | setrange s 1 abc | mset a 1 b 2 | msetnx a 1 c 2 | mget a none b | lcs a b | lcs a b LEN
  lcs s s IDX WITHMATCHLEN | lcs s s IDX | getdel none3 | bitcount s | bitpos s 1 | bitop not dest s
  getbit s 1 | setbit s 1 0 | bitfield s get u8 0 | bitfield_ro s get u8 0
  bitfield s overflow fail incrby u2 0 3 incrby u2 0 3 | copy a c | exists a b | expire a 100
  expiretime a | pexpiretime a | expireat a 99999999999 | pexpire a 100000
  pexpireat a 99999999999999 | ttl a | pttl a | persist a | touch a | type a | rename c d
  renamenx d e | move e 1 | keys * | scan 0 | randomkey | dump a | dump none | unlink e | del d
  object encoding a | object encoding none | object refcount a | object idletime a | object freq none
  object help | ping | ping hello | echo hello | auth default x | select 0 | hello 3 | client id
  client info | client list | client setname me | client getname | client getredir
  client trackinginfo | client tracking ON | client tracking OFF | client caching YES
  client kill ID 99999 | client kill 1.2.3.4:5 | client no-evict OFF | client pause 0 | client unpause
  client unblock 99999 | client reply ON | client help | command | command count | command info get
  command docs get | command list | command getkeys get a | command getkeysandflags get a
  command help | config get maxmemory | config set maxmemory 0 | config resetstat | config help
  dbsize | flushdb | info server | lastsave | lolwut | time | save | bgsave | swapdb 0 1 | role
  wait 0 1 | replicaof NO ONE | slaveof NO ONE | replconf capa psync2 | latency doctor
  latency graph command | latency help | latency histogram set | latency history command
  latency latest | latency reset | memory doctor | memory help | memory malloc-stats | memory purge
  memory stats | memory usage a | memory usage none | slowlog get 5 | slowlog len | slowlog reset
  slowlog help | debug set-active-expire 1 | publish c m | spublish c m | pubsub channels
  pubsub numpat | pubsub numsub c | pubsub shardchannels | pubsub shardnumsub c | pubsub help
  subscribe c | psubscribe p | ssubscribe c | unsubscribe c | unsubscribe | punsubscribe p
  punsubscribe | sunsubscribe c | sunsubscribe | watch a | unwatch | multi | discard | multi | exec
  set k v | object encoding k | reset | monitor
`
  .split(/[|\n]/)
  .map((line) => line.trim())
  .filter((line) => line !== '');

/** Commands without a sample, and why. */
const unsampled = new Map([
  ['config|rewrite', 'needs a configuration file'],
  ['psync', 'turns the connection into a stream'],
  ['restore', 'needs a binary payload'],
  ['shutdown', 'ends the oracle'],
  ['sync', 'turns the connection into a stream'],
  ['quit', 'ends the connection'],
]);

/** Samples that Redis refuses as it is configured here. */
const mayFail = [
  'auth default x',
  'client caching YES',
  'client kill 1.2.3.4:5',
  'debug set-active-expire 1',
  'latency graph command',
];

const isScalar: { readonly [S in ScalarReply]: (reply: OracleReply) => boolean } = {
  ok: (reply) => isObject(reply) && 'simple' in reply && reply.simple === 'OK',
  simple: (reply) => isObject(reply) && 'simple' in reply,
  bulk: (reply) => typeof reply === 'string',
  verbatim: (reply) => isObject(reply) && 'verbatim' in reply,
  integer: (reply) => typeof reply === 'number',
  double: (reply) => isObject(reply) && 'double' in reply,
  boolean: () => false,
  null: (reply) => reply === null,
  none: () => false,
  any: () => true,
};

function isObject(reply: OracleReply): reply is Exclude<OracleReply, string | number | null> {
  return typeof reply === 'object' && reply !== null;
}

function matches(type: Reply, reply: OracleReply): boolean {
  if (typeof type === 'string') {
    return type.split('|').some((scalar) => isScalar[scalar as ScalarReply](reply));
  }
  if ('either' in type) return type.either.some((choice) => matches(choice, reply));
  if (!isObject(reply)) return false;
  if ('array' in type) return 'array' in reply && reply.array.every((item) => matches(type.array, item));
  if ('set' in type) return 'set' in reply && reply.set.every((item) => matches(type.set, item));
  if ('map' in type) return 'map' in reply && reply.map.every(([, value]) => matches(type.map, value));
  if ('tuple' in type) return 'array' in reply && matchesAll(type.tuple, reply.array);
  if ('push' in type) return 'push' in reply && matchesAll(type.push, reply.push);
  if (!('map' in reply) || reply.map.length !== Object.keys(type.record).length) return false;
  return reply.map.every(([field, value]) => {
    const fieldType = type.record[field];
    return fieldType !== undefined && matches(fieldType, value);
  });
}

function matchesAll(types: readonly Reply[], replies: readonly OracleReply[]): boolean {
  return types.length === replies.length && types.every((type, i) => matches(type, replies[i] ?? null));
}

describe.skipIf(oracleIsMissing())('compared with redis-server', () => {
  let oracle: RedisOracle;

  beforeAll(async () => {
    oracle = await RedisOracle.start();
  });

  afterAll(() => oracle?.stop());

  test.each(samples)('the reply to "%s" is of the declared type', async (line) => {
    const words = line.split(' ');
    const command = lookup.findRequest(requestOf(words));
    const reply = await oracle.ask(...words);
    const refused = isObject(reply) && 'error' in reply;
    if (refused && mayFail.includes(line)) return;
    const type = command?.spec.reply ?? 'none';
    expect(matches(type, reply), JSON.stringify({ type, reply })).toBe(true);
    if (line === 'reset') await oracle.ask('HELLO', '3');
  });

  test('every command that Redis has is sampled', () => {
    const sampled = new Set(samples.map((line) => lookup.findRequest(requestOf(line.split(' ')))?.name));
    const missing = fullCommandList.filter(
      ({ name, spec }) =>
        spec.reply !== undefined &&
        spec.extension === undefined &&
        !sampled.has(name) &&
        !unsampled.has(name),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});
