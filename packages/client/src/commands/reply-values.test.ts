/** Replies whose shape RESP2 and RESP3 disagree on come out of the methods alike. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../index.ts';
import type { RunningServer } from '../testing/redis-server.test-support.ts';
import { redisInstalled, redisNote, startRedis } from '../testing/redis-server.test-support.ts';

describe.skipIf(!redisInstalled)(`with redis-server${redisNote}`, () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  describe.each([2, 3] as const)('in RESP%i', (protocol) => {
    const start = async () => {
      const client = createClient({ port: server.port, protocol });
      await client.flushall();
      return client;
    };

    test('sorted sets with scores are pairs, without them members', async () => {
      await using client = await start();
      await client.zadd('withscores', 1, 'a', 2, 'b');
      const pairs = [
        ['a', 1],
        ['b', 2],
      ];
      expect(await client.zrange('withscores', '0', '-1')).toEqual(['a', 'b']);
      expect(await client.zrange('withscores', '0', '-1', { WITHSCORES: true })).toEqual(pairs);
      expect(await client.zrange('withscores', '0', '-1', 'REV', 'withscores')).toEqual(pairs.toReversed());
      expect(await client.zunion(2, 'none', 'withscores')).toEqual(['a', 'b']);
      expect(await client.zunion(2, 'none', 'withscores', { WITHSCORES: true })).toEqual(pairs);
      expect(await client.zrandmember('withscores', -1, 'WITHSCORES')).toHaveLength(1);
      expect(await client.zrandmember('none')).toBeNull();
      const results = await client.multi().zrevrange('withscores', 0, 0, { WITHSCORES: true }).exec();
      expect(results).toEqual([[['b', 2]]]);
    });

    test('popping from a sorted set yields one pair, or a list of them if asked for many', async () => {
      await using client = await start();
      await client.zadd('z', 1, 'a', 2, 'b', 'inf', 'c');
      expect(await client.zpopmax('z', 1)).toEqual([['c', Number.POSITIVE_INFINITY]]);
      expect(await client.zpopmin('z')).toEqual(['a', 1]);
      expect(await client.zmpop(1, 'z', 'MAX')).toEqual(['z', [['b', 2]]]);
      expect(await client.zpopmin('z')).toEqual([]);
      expect(await client.zpopmin('z', 2)).toEqual([]);
    });

    test('scores are numbers, and null where there is none', async () => {
      await using client = await start();
      expect(await client.zadd('z', { INCR: true }, 1.5, 'a')).toBe(1.5);
      expect(await client.zadd('z', { XX: true, INCR: true }, 1, 'b')).toBeNull();
      expect(await client.zmscore('z', 'a', 'b')).toEqual([1.5, null]);
      expect(await client.zincrby('z', 1, 'a')).toBe(2.5);
    });

    test('reading streams yields a list of entries for each of them', async () => {
      await using client = await start();
      await client.xadd('s', '1-1', 'f', 'v');
      await client.xadd('t', '2-1', 'f', 'v', 'g', 'w');
      const first = ['1-1', ['f', 'v']];
      expect(await client.xread({ COUNT: 1 }, 'STREAMS', 's', 't', '0', '0')).toEqual({
        s: [first],
        t: [['2-1', ['f', 'v', 'g', 'w']]],
      });
      expect(await client.xread('STREAMS', 's', '$')).toBeNull();
      await client.xgroupCreate('s', 'g', '0');
      expect(await client.xreadgroup('GROUP', 'g', 'c', 'STREAMS', 's', '>')).toEqual({ s: [first] });
      expect(await client.xpending('s', 'g')).toEqual([1, '1-1', '1-1', [['c', '1']]]);
      expect(await client.xpending('s', 'g', '-', '+', 9)).toEqual([['1-1', 'c', expect.any(Number), 1]]);
      expect(await client.xautoclaim('s', 'g', 'd', '0', '0')).toEqual(['0-0', [first], []]);
    });

    test('what a stream is made of is told in objects, at any depth', async () => {
      await using client = await start();
      await client.xadd('s', '1-1', 'f', 'v');
      await client.xgroupCreate('s', 'g', '0');
      await client.xreadgroup('GROUP', 'g', 'c', 'STREAMS', 's', '>');
      expect(await client.xinfoStream('s')).toMatchObject({ length: 1, 'first-entry': ['1-1', ['f', 'v']] });
      expect(await client.xinfoStream('s', 'FULL')).toMatchObject({
        entries: [['1-1', ['f', 'v']]],
        groups: [{ name: 'g', lag: 0, consumers: [{ name: 'c', 'pel-count': 1 }] }],
      });
      expect(await client.xinfoGroups('s')).toMatchObject([{ name: 'g', pending: 1 }]);
      expect(await client.xinfoConsumers('s', 'g')).toMatchObject([{ name: 'c', pending: 1 }]);
    });
  });
});
