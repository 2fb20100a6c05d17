/** The reply types of the table against what redis-server answers in RESP3 and in RESP2. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestOf } from '../request/request.ts';
import type { Command } from './command.ts';
import { fullCommandList } from './command.ts';
import { CommandLookup } from './lookup.ts';
import { oracleIsMissing, RedisOracle } from './redis-oracle.test-support.ts';
import type { Protocol } from './reply-matching.test-support.ts';
import { matchesReply } from './reply-matching.test-support.ts';

const lookup = new CommandLookup<Command>(fullCommandList.map((command) => [command.name, command]));

/** Sample requests in the order in which they are sent; they build on one another. */
const samples = `
  flushall | append s abc | decr n | decrby n 2 | incr n | incrby n 5 | incrbyfloat f 1.5 | get s
  get none | getex s | set s hello | set s hello GET | set none2 x GET | set s x NX | setnx s x
  setex t 100 v | psetex t 1000 v | getrange s 0 1 | substr s 0 1 | getset s world | getset none3 x
  strlen s | setrange s 1 abc | mset a 1 b 2 | msetnx a 1 c 2 | mget a none b | lcs a b | lcs a b LEN
  lcs s s IDX WITHMATCHLEN | lcs s s IDX | getdel none3 | bitcount s | bitpos s 1 | bitop not dest s
  getbit s 1 | setbit s 1 0 | bitfield s get u8 0 | bitfield_ro s get u8 0
  xadd x 1-1 f v g w | xadd x 2-1 f v | xadd x 3-1 f v | xadd x * f v | xadd none NOMKSTREAM * f v | xlen x
  xrange x - + | xrange x - + COUNT 1 | xrange none - + | xrevrange x + - | xread STREAMS x 0
  xread COUNT 1 STREAMS x none 0 0 | xread STREAMS x $ | xread BLOCK 1 STREAMS none 0
  xgroup create x g 0 | xgroup create x idle $ | xgroup createconsumer x g c | xgroup setid x g 0
  xpending x g | xpending x g - + 10 | xreadgroup GROUP g c COUNT 3 STREAMS x >
  xreadgroup GROUP g c STREAMS x 0 | xack x g 3-1 | xreadgroup GROUP g c BLOCK 1 STREAMS x >
  xreadgroup GROUP g c BLOCK 1 STREAMS x > | xpending x g | xpending x g - + 10
  xpending x g IDLE 0 - + 10 c | xinfo stream x | xinfo stream x FULL | xinfo stream x full COUNT 1
  xinfo groups x | xinfo consumers x g | xinfo help | xclaim x g d 0 1-1 | xclaim x g d 0 2-1 JUSTID
  xdel x 1-1 | xreadgroup GROUP g d STREAMS x 0 | xautoclaim x g d 0 0 JUSTID | xautoclaim x g d 0 0
  xtrim x MAXLEN 1 | xsetid x 9999999999999-1 | xgroup create empty g $ MKSTREAM | xinfo stream empty
  xinfo stream empty FULL | xgroup delconsumer x g c | xgroup destroy x g | xgroup help
  bitfield s overflow fail incrby u2 0 3 incrby u2 0 3 | copy a c | exists a b | expire a 100
  expiretime a | pexpiretime a | expireat a 99999999999 | pexpire a 100000
  hset h f v n 1 | hmset h g w | hget h f | hget h none | hmget h f none | hmget none f | hdel h g
  hexists h f | hgetall h | hgetall none | hincrby h n 2 | hincrbyfloat h n 1.5 | hkeys h | hlen h
  hrandfield h | hrandfield none | hrandfield h 5 | hrandfield none 5 | hrandfield h 5 WITHVALUES
  hrandfield h -5 WITHVALUES | hrandfield none 5 WITHVALUES | hscan h 0 | hscan none 0 | hsetnx h f x
  hstrlen h f | hvals h | hvals none
  rpush q a b c a | lpush q z | lpushx q y | lpushx none y | rpushx q x | llen q | llen none | lindex q 0
  lindex q 99 | lset q 0 w | linsert q before a v | linsert none after a v | lrange q 0 -1 | lrange none 0 -1
  lpos q a | lpos q none | lpos q a COUNT 0 | lpos none a COUNT 0 | lrem q 1 w | lmove q r LEFT RIGHT
  lmove none r LEFT RIGHT | rpoplpush q r | rpoplpush none r | lpop q | lpop q 2 | lpop none | lpop none 2
  rpop r | rpop r 1 | rpop none | rpop none 1 | lmpop 2 none q LEFT COUNT 1 | lmpop 1 none RIGHT
  zadd queue 1 a 2 b 3 c 4 d | bzpopmin none 0.01 | bzpopmin none queue 1 | bzpopmax none 0.01 | bzpopmax queue 1
  bzmpop 0.01 1 none MIN | bzmpop 1 1 queue MAX COUNT 1
  ltrim q 0 -1 | rpush q a b c d e f g h | blpop none q 0 | blpop none 0.01 | brpop q 0 | brpop none 0.01
  blmove q r LEFT RIGHT 0 | blmove none r LEFT RIGHT 0.01 | brpoplpush q r 0 | brpoplpush none r 0.01
  blmpop 0 2 none q LEFT COUNT 2 | blmpop 0.01 1 none RIGHT | del q r
  pfadd p a b | pfcount p | pfcount p none | pfmerge q p | pfdebug encoding p | pfdebug todense p
  pfdebug getreg p | pfselftest
  sadd numbers 3 1 2 | sort numbers | sort numbers BY nosort GET none GET # | sort none | sort numbers STORE sorted
  sort_ro numbers ALPHA
  geoadd geo 13.361389 38.115556 palermo 15.087269 37.502669 catania | geodist geo palermo catania
  geodist geo palermo none | geohash geo palermo none | geopos geo palermo none
  georadius geo 15 37 200 km | georadius geo 15 37 200 km WITHDIST WITHCOORD WITHHASH
  georadius geo 15 37 200 km STORE dest | georadius_ro geo 15 37 200 km WITHCOORD
  georadiusbymember geo palermo 100 km | georadiusbymember geo palermo 200 km STOREDIST dest
  migrate localhost 1 none 0 10
  georadiusbymember_ro geo palermo 200 km WITHHASH | geosearch geo FROMMEMBER palermo BYRADIUS 200 km ASC
  geosearch geo FROMLONLAT 15 37 BYBOX 400 400 km WITHDIST COUNT 1
  geosearchstore dest geo FROMLONLAT 15 37 BYBOX 400 400 km STOREDIST
  sadd k a b c 1 | sadd l b c d | scard k | sdiff k l | sdiffstore m k l | sinter k l | sintercard 2 k l
  sinterstore m k l | sismember k a | smembers k | smembers none | smismember k a x | smove k l a
  srandmember k | srandmember none | srandmember k 2 | srandmember k -3 | srandmember none 2 | srem k b
  sscan l 0 | sscan none 0 | sunion k l | sunionstore m k l | spop m | spop none | spop m 2 | spop none 2
  zadd z 1 a 2 b 3 c | zadd z INCR 1 a | zadd z XX INCR 1 new | zadd y 1.5 a inf d | zcard z | zcount z 1 2
  zlexcount z - + | zincrby z 1.5 a | zscore z a | zscore z none | zscore y d | zmscore z a none | zrank z a
  zrank z none | zrevrank z a | zrevrank z none | zscan z 0 | zrandmember z | zrandmember none
  zrandmember z 2 | zrandmember z -5 WITHSCORES | zrandmember none 2 WITHSCORES | zrange z 0 -1
  zrange z 0 -1 withscores | zrange none 0 -1 WITHSCORES | zrange z 1 +inf BYSCORE LIMIT 0 1
  zrangebylex z - + | zrangebyscore z 1 3 | zrangebyscore z 1 3 WITHSCORES LIMIT 0 2 | zrevrange z 0 -1
  zrevrange z 0 -1 WITHSCORES | zrevrangebylex z + - | zrevrangebyscore z 3 1
  zrevrangebyscore z 3 1 WITHSCORES | zrangestore dest z 0 -1 | zdiff 2 z y | zdiff 2 z y WITHSCORES
  zdiffstore dest 2 z y | zinter 2 z y | zinter 2 z y WEIGHTS 1 2 WITHSCORES | zintercard 2 z y
  zinterstore dest 2 z y | zunion 2 z y | zunion 2 z y AGGREGATE MAX WITHSCORES | zunionstore dest 2 z y
  zpopmin none | zpopmin none 2 | zpopmin dest | zpopmin dest 1 | zpopmax dest | zpopmax z 2
  zmpop 1 none MIN | zmpop 2 none z MIN COUNT 2
  zadd y 1 a 2 b 3 c
  zrem y a | zadd y 0 a 0 b | zremrangebylex y [a [a | zremrangebyrank y 0 0 | zremrangebyscore y 0 1
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
  dbsize | flushdb | info server | lastsave | lolwut | time | save | bgsave | bgrewriteaof | swapdb 0 1
  role | wait 0 1 | replicaof NO ONE | slaveof NO ONE | replconf capa psync2 | latency doctor
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
  ['failover', 'needs a replica'],
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

describe.skipIf(oracleIsMissing()).each<Protocol>([3, 2])(
  'compared with redis-server in RESP%i',
  (protocol) => {
    let oracle: RedisOracle;
    const greet = () => oracle.ask('HELLO', `${protocol}`);

    beforeAll(async () => {
      oracle = await RedisOracle.start();
      await greet();
    });

    afterAll(() => oracle?.stop());

    test.each(samples)('the reply to "%s" is of the declared type', async (line) => {
      const words = line.split(' ');
      const command = lookup.findRequest(requestOf(words));
      const reply = await oracle.ask(...words);
      const refused = typeof reply === 'object' && reply !== null && 'error' in reply;
      if (refused && mayFail.includes(line)) return;
      const type = command?.spec.reply ?? 'none';
      // HELLO answers in the protocol it asks for.
      const spoken = words[0] === 'hello' ? 3 : protocol;
      expect(matchesReply(type, reply, words, spoken), JSON.stringify({ type, reply })).toBe(true);
      if (words[0] === 'hello' || line === 'reset') await greet();
    });
  },
);

test('every command that Redis has is sampled', () => {
  const sampled = new Set(samples.map((line) => lookup.findRequest(requestOf(line.split(' ')))?.name));
  const missing = fullCommandList.filter(
    ({ name, spec }) =>
      spec.reply !== undefined && spec.extension === undefined && !sampled.has(name) && !unsampled.has(name),
  );
  expect(missing.map(({ name }) => name)).toEqual([]);
});
