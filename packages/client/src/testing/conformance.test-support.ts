/**
 * What a client must do with any server that speaks RESP: the same tests for each server and protocol.
 * The titles are sentences about the client.
 */

import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ClientOptions, Redwing } from '../index.ts';
import { ClosedError, createClient, IntegerRangeError, ReplyError, TransactionError } from '../index.ts';
import type { RunningServer } from './redis-server.test-support.ts';
import { describeIterators, describeWaiting } from './waiting-conformance.test-support.ts';

export interface ConformanceOptions {
  readonly protocol: 2 | 3;
  readonly start: () => Promise<RunningServer>;
}

export function describeConformance(title: string, { protocol, start }: ConformanceOptions): void {
  describe(title, () => {
    let server: RunningServer;
    let client: Redwing;
    const connectTo = (options: ClientOptions = {}): Redwing =>
      createClient({ host: '127.0.0.1', port: server.port, protocol, ...options });

    beforeAll(async () => {
      server = await start();
      client = connectTo();
    });
    afterAll(async () => {
      await client.close();
      await server.stop();
    });
    beforeEach(async () => {
      await client.flushall();
    });

    describeCommands(() => client, connectTo);
    describeTransactions(() => client);
    describeMessages(() => client, connectTo);
    describeWaiting(() => client, connectTo);
    describeIterators(() => client);
  });
}

type Connect = (options?: ClientOptions) => Redwing;

function describeCommands(client: () => Redwing, connectTo: Connect): void {
  test('typed methods send the command and give its reply', async () => {
    expect(await client().set('name', 'John Doe')).toBe('OK');
    expect(await client().get('name')).toBe('John Doe');
    expect(await client().get('none')).toBeNull();
    expect(await client().incrby('count', 41)).toBe(41);
    expect(await client().incr('count')).toBe(42);
    expect(await client().del('name', 'count', 'none')).toBe(2);
    expect(await client().ping()).toBe('PONG');
    expect(await client().ping('hello')).toBe('hello');
  });

  test('options go as an object or as words', async () => {
    expect(await client().set('k', 'one', { NX: true, EX: 100 })).toBe('OK');
    expect(await client().set('k', 'two', 'NX', 'EX', 100)).toBeNull();
    expect(await client().set('k', 'three', { XX: true, GET: true, KEEPTTL: true })).toBe('one');
    expect(await client().ttl('k')).toBeGreaterThan(90);
    expect(await client().getex('k', { PERSIST: true })).toBe('three');
    expect(await client().ttl('k')).toBe(-1);
  });

  test('keys and pairs go as lists and objects too', async () => {
    expect(await client().mset({ a: '1', b: 2 })).toBe('OK');
    expect(await client().mset('c', 3, 'd', 4n)).toBe('OK');
    expect(await client().mget(['a', 'b'], 'c', 'none')).toEqual(['1', '2', '3', null]);
    expect(await client().exists('a', ['b', 'none'])).toBe(2);
  });

  test('collections take what programs have: records, maps, sets, lists of groups', async () => {
    const bytes = Buffer.of(0xff);
    expect(await client().hset('h', { a: 1, b: 'x' })).toBe(2);
    const more = new Map<string | Buffer, string>([
      ['c', 'y'],
      [bytes, 'z'],
    ]);
    expect(await client().hset('h', more)).toBe(2);
    expect(await client().hset('h', [[bytes, 'again']])).toBe(0);
    expect(await client().hget('h', bytes)).toBe('again');
    expect(await client().sadd('s', new Set(['a', 'b']))).toBe(2);
    expect(await client().sadd('s2', await client().smembers('s'))).toBe(2);
    const scores: [number, string][] = [
      [1, 'ada'],
      [2.5, 'grace'],
    ];
    expect(await client().zadd('z', { GT: true }, scores)).toBe(2);
    expect(await client().zrange('z', 0, -1, { REV: true, WITHSCORES: true })).toEqual([
      ['grace', 2.5],
      ['ada', 1],
    ]);
    const place = [
      [13.36, 38.11, 'Palermo'],
      [15.08, 37.5, 'Catania'],
    ];
    expect(await client().geoadd('g', place)).toBe(2);
    const [near, nobody] = await client().geopos('g', 'Palermo', 'none');
    expect(near?.map((degree) => degree.toFixed(2))).toEqual(['13.36', '38.11']);
    expect(nobody).toBeNull();
  });

  test('text and bytes of every kind survive', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const large = Buffer.alloc(300_000, bytes);
    await client().set('text', 'é 日本 🙂 \r\n "quoted"');
    await client().set(bytes, bytes);
    await client().set('large', large);
    expect(await client().get('text')).toBe('é 日本 🙂 \r\n "quoted"');
    expect(await client().buffers.get(bytes)).toEqual(bytes);
    expect(await client().call(['GET', bytes], { buffers: true })).toEqual(bytes);
    expect(large.equals((await client().with({ buffers: true }).get('large')) as Buffer)).toBe(true);
    expect(await client().buffers.mget('none', 'text')).toEqual([
      null,
      Buffer.from('é 日本 🙂 \r\n "quoted"'),
    ]);
    expect(await client().buffers.set('k', 'v')).toBe('OK');
  });

  test('maps, records and sets look the same in both protocols', async () => {
    await client().mset({ k1: 'ohmytext', k2: 'mynewtext' });
    const limits = await client().configGet('maxmemory', 'maxclients');
    expect(Object.keys(limits).sort()).toEqual(['maxclients', 'maxmemory']);
    const common = await client().lcs('k1', 'k2', { IDX: true, WITHMATCHLEN: true });
    expect(common).toEqual({
      matches: [
        [[4, 7], [5, 8], 4],
        [[2, 3], [0, 1], 2],
      ],
      len: 6,
    });
    expect(await client().lcs('k1', 'k2')).toBe('mytext');
    expect(await client().lcs('k1', 'k2', { LEN: true })).toBe(6);
    expect((await client().clientTrackinginfo()).flags).toEqual(new Set(['off']));
    expect(typeof (await client().buffers.info('server'))).toBe('string');
  });

  test('an error reply rejects the call with its text, its code and the command', async () => {
    await client().set('text', 'abc');
    const error = await client()
      .incr('text')
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ReplyError);
    expect(error).toMatchObject({
      code: 'ERR',
      message: 'ERR value is not an integer or out of range',
      command: 'INCR',
    });
  });

  test('the stack of an error leads to where the command was called', async () => {
    async function userCode(): Promise<void> {
      await client().call(['NOSUCHCOMMAND']);
    }
    await expect(userCode()).rejects.toMatchObject({ stack: expect.stringContaining('userCode') });
  });

  test('commands of one turn are answered in order, errors among them', async () => {
    const calls = [client().set('n', 'x'), client().incr('n'), client().get('n'), client().incr('m')];
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'failed'))).toEqual([
      'OK',
      'failed',
      'x',
      1,
    ]);
  });

  test('thousands of commands at once are answered each with its own reply', async () => {
    const numbers = Array.from({ length: 20_000 }, (_, index) => index);
    const echoed = await Promise.all(numbers.map((number) => client().echo(`${number}`)));
    expect(echoed).toEqual(numbers.map(String));
  });

  test('an integer that is no exact number is an error that holds it, and a bigint with call()', async () => {
    await client().set('n', '9223372036854775806');
    const error = await client()
      .incr('n')
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(IntegerRangeError);
    expect(error).toMatchObject({ value: 9223372036854775807n });
    expect(await client().call(['DECRBY', 'n', 1n])).toBe(9223372036854775806n);
  });

  test('call() gives the reply as the server sent it', async () => {
    expect(await client().call(['SET', 'k', 'v'])).toBe('OK');
    expect(await client().call(['TTL', 'k'])).toBe(-1);
    expect(await client().call(['COMMAND', 'LIST', 'FILTERBY', 'PATTERN', 'getra*'])).toEqual(['getrange']);
  });

  test('select() and the database option choose the database, and duplicates have their own', async () => {
    const other = connectTo({ database: 3 });
    await other.set('k', 'in 3');
    expect(await client().get('k')).toBeNull();
    const second = other.duplicate({ database: 0 });
    expect(await second.get('k')).toBeNull();
    await second.select(3);
    expect(await second.get('k')).toBe('in 3');
    await Promise.all([other.close(), second.close()]);
  });

  test('close() waits for the replies that are due, and refuses what comes later', async () => {
    const other = connectTo();
    const replies = [other.set('k', 'v'), other.get('k')];
    await other.close();
    expect(await Promise.all(replies)).toEqual(['OK', 'v']);
    await expect(other.get('k')).rejects.toThrow(ClosedError);
  });

  test('await using closes the client', async () => {
    let kept: Redwing;
    {
      await using other = connectTo();
      kept = other;
      expect(await other.ping()).toBe('PONG');
    }
    await expect(kept.ping()).rejects.toThrow(ClosedError);
  });

  test('the name option is the name of the connection', async () => {
    const other = connectTo({ name: 'tester' });
    expect(await other.clientGetname()).toBe('tester');
    await other.close();
  });
}

function describeTransactions(client: () => Redwing): void {
  test('multi() gives the results in order', async () => {
    const transaction = client().multi().set('a', '1').incr('a').get('a').configGet('maxclients');
    expect(transaction.length).toBe(4);
    const [set, count, text, config] = await transaction.exec();
    expect([set, count, text]).toEqual(['OK', 2, '2']);
    expect(Object.keys(config)).toEqual(['maxclients']);
    expect(await client().multi().exec()).toEqual([]);
  });

  test('transactions of many callers do not mix, nor other commands with them', async () => {
    const results = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const [first, second] = await client().multi().incr('n').incr('n').exec();
        return second - first + Number((await client().get('n')) !== null);
      }),
    );
    expect(new Set(results)).toEqual(new Set([2]));
    expect(await client().get('n')).toBe('100');
  });

  test('a command that fails in a transaction rejects exec(), and the error holds all replies', async () => {
    const error = await client()
      .multi()
      .set('a', 'text')
      .incr('a')
      .get('a')
      .exec()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TransactionError);
    expect(error).toMatchObject({
      message: expect.stringContaining('INCR failed in the transaction'),
      replies: ['OK', expect.any(ReplyError), 'text'],
    });
  });

  test('a command that cannot be queued discards the transaction', async () => {
    const error = await client()
      .multi()
      .set('a', '1')
      .call(['NOSUCHCOMMAND', 'x'])
      .exec()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TransactionError);
    expect(error).toMatchObject({
      message: expect.stringMatching(/discarded.*NOSUCHCOMMAND: ERR unknown command/),
    });
    expect(await client().get('a')).toBeNull();
  });

  test('exec() gives null when a watched key has changed, and the results when not', async () => {
    await client().set('balance', '10');
    const aborted = await client().isolated(async (isolated) => {
      await isolated.watch('balance');
      await client().set('balance', '20');
      return isolated.multi().decrby('balance', 5).exec();
    });
    expect(aborted).toBeNull();
    const done = await client().isolated(async (isolated) => {
      await isolated.watch('balance');
      return isolated.multi().decrby('balance', 5).exec();
    });
    expect(done).toEqual([15]);
  });

  test('buffers come out of a transaction on request', async () => {
    const [, value] = await client().multi({ buffers: true }).set('k', 'v').get('k').exec();
    expect(value).toEqual(Buffer.from('v'));
  });

  test('isolated() hands on what the work throws, and closes', async () => {
    const before = await connections(client());
    await expect(
      client().isolated(async (isolated) => {
        await isolated.ping();
        throw new Error('from the work');
      }),
    ).rejects.toThrow('from the work');
    await until(async () => (await connections(client())) === before);
  });
}

function describeMessages(client: () => Redwing, connectTo: Connect): void {
  test('subscribe() gives the messages of its channels in order', async () => {
    const news = client().subscribe(['news', 'weather']);
    await news.ready;
    for (let index = 0; index < 100; index++) {
      await client().publish(index % 2 === 0 ? 'news' : 'weather', `${index}`);
    }
    await client().publish('other', 'not for us');
    let expected = 0;
    for await (const { channel, message } of news) {
      expect([channel, message]).toEqual([expected % 2 === 0 ? 'news' : 'weather', `${expected}`]);
      expected++;
      if (expected === 100) break;
    }
    await until(async () => (await client().pubsubChannels()).length === 0);
  });

  test('psubscribe() says which pattern matched, ssubscribe() takes shard channels', async () => {
    const pattern = client().psubscribe('user:*');
    const shard = client().ssubscribe('orders');
    await Promise.all([pattern.ready, shard.ready]);
    await client().publish('user:1', 'joined');
    await client().spublish('orders', 'new');
    expect((await pattern.next()).value).toEqual({ pattern: 'user:*', channel: 'user:1', message: 'joined' });
    expect((await shard.next()).value).toEqual({ channel: 'orders', message: 'new' });
    pattern.close();
    shard.close();
  });

  test('subscriptions of one channel share it, and each gets every message as it asked', async () => {
    const text = client().subscribe('news');
    const bytes = client().subscribe('news', { buffers: true });
    await Promise.all([text.ready, bytes.ready]);
    expect(await client().pubsubNumsub('news')).toEqual(['news', 1]);
    await client().publish('news', 'one');
    expect((await text.next()).value?.message).toBe('one');
    expect((await bytes.next()).value?.message).toEqual(Buffer.from('one'));
    text.close();
    await client().publish('news', 'two');
    expect((await bytes.next()).value?.message).toEqual(Buffer.from('two'));
    expect(await text.next()).toEqual({ done: true, value: undefined });
    bytes.close();
  });

  test('commands go on while messages come', async () => {
    const news = client().subscribe('news');
    await news.ready;
    const publisher = connectTo();
    const published = Promise.all(
      Array.from({ length: 500 }, (_, index) => publisher.publish('news', `${index}`)),
    );
    const echoed = await Promise.all(Array.from({ length: 500 }, (_, index) => client().echo(`${index}`)));
    await published;
    expect(echoed).toEqual(Array.from({ length: 500 }, (_, index) => `${index}`));
    for (let index = 0; index < 500; index++) expect((await news.next()).value?.message).toBe(`${index}`);
    news.close();
    await publisher.close();
  });

  test('a channel can be left and joined again', async () => {
    for (const round of ['first', 'second']) {
      const news = client().subscribe('news');
      await news.ready;
      await client().publish('news', round);
      expect((await news.next()).value?.message).toBe(round);
      news.close();
    }
  });

  test('subscriptions are made again after the connection was lost', async () => {
    const other = connectTo({ reconnect: { initialDelayMs: 1 } });
    const news = other.subscribe('news');
    await news.ready;
    const ids = await client().call(['CLIENT', 'LIST']);
    for (const [, id] of String(ids).matchAll(/id=(\d+)/g)) {
      if (id !== String(await client().clientId())) await client().call(['CLIENT', 'KILL', 'ID', id ?? '']);
    }
    await until(async () => (await client().pubsubChannels()).length === 1);
    await client().publish('news', 'again');
    expect((await news.next()).value?.message).toBe('again');
    await other.close();
  });

  test('monitor() gives what the server carries out', async () => {
    const lines = client().monitor();
    await lines.ready;
    await client().set('watched', 'value');
    for await (const line of lines) {
      if (line.includes('"watched" "value"')) break;
    }
  });
}

async function connections(client: Redwing): Promise<number> {
  return (await client.clientList()).trim().split('\n').length;
}

/** Waits for what the server does in its own time, such as noticing that a connection is closed. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(1);
}
