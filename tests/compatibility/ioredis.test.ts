/** ioredis, as it comes from npm, in RESP2 and RESP3, against a server in this process. */
import type { Server } from '@redwing/server';
import { createServer } from '@redwing/server';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nextOf } from './next-of.ts';

interface Options {
  readonly connectionName?: string;
  readonly db?: number;
  readonly password?: string;
  readonly lazyConnect?: boolean;
  readonly enableReadyCheck?: boolean;
  readonly retryStrategy?: () => number;
}

describe.each([2, 3] as const)('ioredis in RESP%i', (protocol) => {
  let server: Server;
  let clients: Redis[];

  /** A client that is ended with the test. */
  function connect(options: Options = {}): Redis {
    const client = new Redis(server.port, '127.0.0.1', { ...options, protocol });
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  }

  beforeEach(async () => {
    clients = [];
    server = await createServer();
  });

  afterEach(async () => {
    for (const client of clients) client.disconnect();
    await server.close();
  });

  it('connects, finds the server ready and talks to it', async () => {
    const redis = connect({ connectionName: 'tester', db: 3 });
    await nextOf(redis, 'ready');
    expect(await redis.ping()).toBe('PONG');
    expect(await redis.client('GETNAME')).toBe('tester');
    expect(await redis.client('INFO')).toContain('db=3');
    expect(await redis.client('INFO')).toContain(`resp=${protocol}`);
  });

  it('keeps bytes as they are', async () => {
    const redis = connect();
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    await redis.set(bytes, bytes);
    expect(await redis.getBuffer(bytes)).toEqual(bytes);
    await redis.set('naïve', 'café ☕');
    expect(await redis.get('naïve')).toBe('café ☕');
  });

  it('gets the errors it knows', async () => {
    const redis = connect();
    await redis.set('word', 'abc');
    await expect(redis.incr('word')).rejects.toThrow('ERR value is not an integer or out of range');
    await expect(redis.call('NOSUCH')).rejects.toThrow(/^ERR unknown command 'NOSUCH'/);
  });

  it('pipelines, an error among the replies', async () => {
    const redis = connect();
    const replies = await redis.pipeline().set('a', 'x').incr('a').get('a').exec();
    expect(replies?.map(([failure, reply]) => failure?.message ?? reply)).toEqual([
      'OK',
      'ERR value is not an integer or out of range',
      'x',
    ]);
  });

  it('pipelines ten thousand commands in order', async () => {
    const redis = connect();
    const pipeline = redis.pipeline();
    for (let count = 0; count < 10_000; count++) pipeline.incr('counter');
    const replies = await pipeline.exec();
    expect(replies?.map(([, reply]) => reply)).toEqual(
      Array.from({ length: 10_000 }, (_, index) => index + 1),
    );
  });

  it('runs a transaction, and gives one up whose key has changed', async () => {
    const [redis, other] = [connect(), connect()];
    expect(await redis.multi().set('a', '1').incr('a').exec()).toEqual([
      [null, 'OK'],
      [null, 2],
    ]);
    await redis.watch('a');
    await other.set('a', '10');
    expect(await redis.multi().incr('a').exec()).toBeNull();
    expect(await redis.get('a')).toBe('10');
  });

  it('subscribes to channels and patterns', async () => {
    const [listener, speaker] = [connect(), connect()];
    await listener.subscribe('news');
    await listener.psubscribe('w*');
    const message = nextOf(listener, 'message');
    const matched = nextOf(listener, 'pmessage');
    expect(await speaker.publish('news', 'hello')).toBe(1);
    expect(await speaker.publish('weather', 'rain')).toBe(1);
    expect(await message).toEqual(['news', 'hello']);
    expect(await matched).toEqual(['w*', 'weather', 'rain']);
    expect(await listener.unsubscribe('news')).toBe(1);
    expect(await speaker.publish('news', 'again')).toBe(0);
  });

  it('walks through all keys by SCAN', async () => {
    const redis = connect();
    const names = Array.from({ length: 2_000 }, (_, index) => `user:${index}`);
    await redis.mset(new Map(names.map((name) => [name, 'x'])));
    await redis.set('other', 'x');
    const seen = new Set<string>();
    for await (const keys of redis.scanStream({ match: 'user:*', count: 50 })) {
      for (const key of keys) seen.add(key);
    }
    expect([...seen].toSorted()).toEqual(names.toSorted());
  });

  it('connects again by itself, and sends what was waiting', async () => {
    const redis = connect({ retryStrategy: () => 1 });
    const other = connect();
    await redis.subscribe('news');
    const id = await other.client('ID');
    const ready = nextOf(redis, 'ready');
    expect(await other.call('CLIENT', 'KILL', 'TYPE', 'pubsub')).toBe(1);
    await ready;
    const message = nextOf(redis, 'message');
    while ((await other.publish('news', 'back')) === 0);
    expect(await message).toEqual(['news', 'back']);
    expect(await other.client('ID')).toBe(id);
  });

  it('authenticates with the password, and is refused without', async () => {
    await connect().config('SET', 'requirepass', 'secret');
    expect(await connect({ password: 'secret' }).ping()).toBe('PONG');
    const stranger = connect({ lazyConnect: true, enableReadyCheck: false });
    await expect(stranger.get('a')).rejects.toThrow(/^NOAUTH /);
  });
});
