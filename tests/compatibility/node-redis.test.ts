/** node-redis, as it comes from npm, in RESP2 and RESP3, against a server in this process. */
import type { Server } from '@redwing/server';
import { createServer } from '@redwing/server';
import { createClient, RESP_TYPES, WatchError } from 'redis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nextOf } from './next-of.ts';

describe.each([2, 3] as const)('node-redis in RESP%i', (RESP) => {
  let server: Server;
  let clients: { destroy(): void; readonly isOpen: boolean }[];

  /** A client that is connected, and ended with the test. */
  async function connect(options: { readonly password?: string; readonly database?: number } = {}) {
    const reconnectStrategy = options.password === undefined ? () => 1 : (false as const);
    const socket = { host: '127.0.0.1', port: server.port, reconnectStrategy };
    const client = createClient({ ...options, RESP, socket });
    client.on('error', () => undefined);
    clients.push(client);
    await client.connect();
    return client;
  }

  beforeEach(async () => {
    clients = [];
    server = await createServer();
  });

  afterEach(async () => {
    for (const client of clients) if (client.isOpen) client.destroy();
    await server.close();
  });

  it('connects and speaks the protocol it asked for', async () => {
    const client = await connect({ database: 3 });
    expect(await client.ping()).toBe('PONG');
    const info = await client.clientInfo();
    expect(info.db).toBe(3);
    expect(await client.sendCommand(['CLIENT', 'INFO'])).toContain(`resp=${RESP}`);
    expect(await client.configGet('maxmemory')).toEqual({ maxmemory: '0' });
  });

  it('keeps bytes as they are', async () => {
    const client = await connect();
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    await client.set(bytes, bytes);
    const buffers = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
    expect(await buffers.get(bytes)).toEqual(bytes);
  });

  it('lets fields of hashes expire', async () => {
    const client = await connect();
    await client.hSet('session', { user: 'ada', token: 'x', seen: '1' });
    expect(await client.hExpire('session', ['token', 'nosuch'], 100)).toEqual([1, -2]);
    expect(await client.hTTL('session', ['token', 'user'])).toEqual([100, -1]);
    expect(await client.hGetEx('session', 'token', { expiration: 'PERSIST' })).toEqual(['x']);
    expect(
      await client.hSetEx('session', { token: 'y' }, { mode: 'FXX', expiration: { type: 'PX', value: 0 } }),
    ).toBe(1);
    expect(await client.hGetDel('session', ['token', 'user'])).toEqual([null, 'ada']);
    expect({ ...(await client.hGetAll('session')) }).toEqual({ seen: '1' });
  });

  it('gets the errors it knows', async () => {
    const client = await connect();
    await client.set('word', 'abc');
    await expect(client.incr('word')).rejects.toThrow('ERR value is not an integer or out of range');
    await expect(client.sendCommand(['NOSUCH'])).rejects.toThrow(/^ERR unknown command 'NOSUCH'/);
  });

  it('pipelines ten thousand commands in order', async () => {
    const client = await connect();
    const replies = await Promise.all(Array.from({ length: 10_000 }, () => client.incr('counter')));
    expect(replies).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1));
  });

  it('runs a transaction, and gives one up whose key has changed', async () => {
    const [client, other] = [await connect(), await connect()];
    expect(await client.multi().set('a', '1').incr('a').exec()).toEqual(['OK', 2]);
    await client.watch('a');
    await other.set('a', '10');
    await expect(client.multi().incr('a').exec()).rejects.toThrow(WatchError);
    expect(await client.get('a')).toBe('10');
  });

  it('subscribes to channels, patterns and shard channels', async () => {
    const [listener, speaker] = [await connect(), await connect()];
    const heard: string[] = [];
    const done = new Promise<void>((resolve) => {
      const hear = (message: string, channel: string): void => {
        if (heard.push(`${channel} ${message}`) === 3) resolve();
      };
      void listener.subscribe('news', hear);
      void listener.pSubscribe('w*', hear);
      void listener.sSubscribe('shard', hear);
    });
    await listener.ping();
    expect(await speaker.publish('news', 'hello')).toBe(1);
    expect(await speaker.publish('weather', 'rain')).toBe(1);
    expect(await speaker.sPublish('shard', 'part')).toBe(1);
    await done;
    expect(heard).toEqual(['news hello', 'weather rain', 'shard part']);
    await listener.unsubscribe('news');
    expect(await speaker.publish('news', 'again')).toBe(0);
  });

  it('walks through all keys by SCAN', async () => {
    const client = await connect();
    const names = Array.from({ length: 2_000 }, (_, index) => `user:${index}`);
    await client.mSet(names.map((name) => [name, 'x'] as const).map(([name, value]) => [name, value]));
    await client.set('other', 'x');
    const seen = new Set<string>();
    for await (const keys of client.scanIterator({ MATCH: 'user:*', COUNT: 50 })) {
      for (const key of keys) seen.add(key);
    }
    expect([...seen].toSorted()).toEqual(names.toSorted());
  });

  it('connects again by itself, and subscribes anew', async () => {
    const [listener, speaker] = [await connect(), await connect()];
    const message = new Promise<string>((resolve) => {
      void listener.subscribe('news', (text) => resolve(text));
    });
    await listener.ping();
    const ready = nextOf(listener, 'ready');
    expect(await speaker.sendCommand(['CLIENT', 'KILL', 'TYPE', 'pubsub'])).toBe(1);
    await ready;
    while ((await speaker.publish('news', 'back')) === 0);
    expect(await message).toBe('back');
  });

  it('authenticates with the password, and is refused without', async () => {
    const first = await connect();
    await first.configSet('requirepass', 'secret');
    const known = await connect({ password: 'secret' });
    expect(await known.ping()).toBe('PONG');
    await expect(connect({ password: 'wrong' })).rejects.toThrow('WRONGPASS');
  });
});
