/** What a client must do with commands that wait for data, and with iterators, whatever server it talks to. */

import { describe, expect, test } from 'vitest';
import type { ClientOptions, Redwing } from '../index.ts';
import { AbortedError, ClosedError, TimeoutError } from '../index.ts';

type Connect = (options?: ClientOptions) => Redwing;

/** Waits until so many clients wait in the server. */
async function untilBlocked(client: Redwing, count: number): Promise<void> {
  for (;;) {
    const [, blocked] = /blocked_clients:(\d+)/.exec(await client.info('clients')) ?? [];
    if (Number(blocked) === count) return;
  }
}

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    return await promise;
  } catch (error) {
    return error;
  }
}

export function describeWaiting(client: () => Redwing, connectTo: Connect): void {
  describe('commands that wait', () => {
    test('hold up nobody: other commands are answered meanwhile, and then they are', async () => {
      const taken = client().blpop('queue', 0);
      await untilBlocked(client(), 1);
      expect(await client().rpush('queue', 'job')).toBe(1);
      expect(await taken).toEqual(['queue', 'job']);
      expect(await client().bzpopmin('none', 'z', 0.01)).toBeNull();
    });

    test('wait side by side, are served in their order, and use few connections again', async () => {
      const waiter = connectTo({ name: 'waiter' });
      const connections = async (): Promise<number> =>
        (await client().clientList()).match(/name=waiter/g)?.length ?? 0;
      const waiting: Promise<unknown>[] = [];
      for (let index = 0; index < 5; index++) {
        waiting.push(waiter.blpop('queue', 0));
        await untilBlocked(client(), index + 1);
      }
      await client().rpush('queue', ['a', 'b', 'c', 'd', 'e']);
      expect(await Promise.all(waiting)).toEqual(['a', 'b', 'c', 'd', 'e'].map((each) => ['queue', each]));
      for (let round = 0; round < 20; round++) {
        await client().rpush('queue', round);
        expect(await waiter.brpop('queue', 0)).toEqual(['queue', `${round}`]);
      }
      expect(await connections()).toBe(5);
      await waiter.close();
    });

    test('XREAD waits apart with BLOCK, and stays in line without', async () => {
      await client().xgroupCreate('stream', 'group', '$', { MKSTREAM: true });
      const read = client().xread({ COUNT: 5, BLOCK: 0, STREAMS: ['stream', '$'] });
      const claimed = client().xreadgroup({ GROUP: ['group', 'me'], BLOCK: 0, STREAMS: ['stream', '>'] });
      await untilBlocked(client(), 2);
      const id = await client().xadd('stream', { MAXLEN: ['~', 100] }, '*', { name: 'ada', born: 1815 });
      const entries = { stream: [[id, ['name', 'ada', 'born', '1815']]] };
      expect({ ...(await read) }).toEqual(entries);
      expect({ ...(await claimed) }).toEqual(entries);
      expect({ ...(await client().xread('STREAMS', 'stream', '0')) }).toEqual(entries);
      const abort = new AbortController();
      const aborted = errorOf(
        client()
          .with({ signal: abort.signal })
          .xread({ BLOCK: 0, STREAMS: ['stream', '$'] }),
      );
      await untilBlocked(client(), 1);
      abort.abort();
      expect(await aborted).toBeInstanceOf(AbortedError);
    });

    test('given by call() wait apart too, with bytes as bytes', async () => {
      const taken = client().call(['BLMOVE', 'from', 'to', 'LEFT', 'RIGHT', 0], { buffers: true });
      await untilBlocked(client(), 1);
      await client().rpush('from', Buffer.of(0xff, 0));
      expect(await taken).toEqual(Buffer.of(0xff, 0));
    });

    test('are ended in the server by an abort, and the connection serves the next one', async () => {
      const abort = new AbortController();
      const aborted = errorOf(client().with({ signal: abort.signal }).blpop('queue', 0));
      await untilBlocked(client(), 1);
      abort.abort(new Error('changed my mind'));
      expect(await aborted).toBeInstanceOf(AbortedError);
      expect(await aborted).toMatchObject({ cause: { message: 'changed my mind' } });
      await untilBlocked(client(), 0);
      await client().rpush('queue', 'kept');
      expect(await client().blpop('queue', 0)).toEqual(['queue', 'kept']);
    });

    test('that are aborted in the turn they are made are never sent', async () => {
      const abort = new AbortController();
      const aborted = errorOf(client().with({ signal: abort.signal }).blpop('queue', 0));
      abort.abort();
      expect(await aborted).toBeInstanceOf(AbortedError);
      await client().rpush('queue', 'kept');
      expect(await client().llen('queue')).toBe(1);
    });

    test('that are aborted while they are served lose no element', async () => {
      const got: string[] = [];
      for (let round = 0; round < 50; round++) {
        const abort = new AbortController();
        const taken = client().with({ signal: abort.signal }).blpop('queue', 0);
        await untilBlocked(client(), 1);
        const pushed = client().rpush('queue', `${round}`);
        if (round % 2 === 0) await Promise.resolve();
        else await new Promise(setImmediate);
        abort.abort();
        const outcome = await errorOf(taken);
        await pushed;
        if (Array.isArray(outcome)) got.push(String(outcome[1]));
        else expect(outcome).toBeInstanceOf(AbortedError);
        await untilBlocked(client(), 0);
        got.push(...(await client().lrange('queue', 0, -1)));
        await client().del('queue');
      }
      expect(got).toEqual(Array.from({ length: 50 }, (_, round) => `${round}`));
    });

    test('go by their own timeout, and by that of the call where it is given', async () => {
      const hurried = connectTo({ commandTimeoutMs: 30 });
      expect(await hurried.blpop('queue', 0.1)).toBeNull();
      expect(await errorOf(hurried.with({ timeoutMs: 20 }).blpop('queue', 0))).toBeInstanceOf(TimeoutError);
      await untilBlocked(client(), 0);
      await hurried.close();
    });

    test('are in the database that is selected when they are called', async () => {
      const other = connectTo({ database: 2 });
      expect(await other.blpop('queue', 0.01)).toBeNull();
      await other.select(3);
      const taken = other.blpop('queue', 0);
      await untilBlocked(client(), 1);
      await other.rpush('queue', 'in 3');
      expect(await taken).toEqual(['queue', 'in 3']);
      await other.close();
    });

    test('are ended by close(), and leave nothing in the server', async () => {
      const other = connectTo();
      const waiting = errorOf(other.blpop('queue', 0));
      await untilBlocked(client(), 1);
      await other.close();
      expect(await waiting).toBeInstanceOf(ClosedError);
      await untilBlocked(client(), 0);
    });

    test('in a transaction answer at once', async () => {
      expect(await client().multi().blpop('queue', 0).rpush('queue', 'x').blpop('queue', 0).exec()).toEqual([
        null,
        1,
        ['queue', 'x'],
      ]);
    });

    test('of an isolated client stay on its connection, and end with their signal all the same', async () => {
      await client().isolated(async (isolated) => {
        const abort = new AbortController();
        const aborted = errorOf(isolated.with({ signal: abort.signal }).blpop('queue', 0));
        const next = isolated.ping();
        await untilBlocked(client(), 1);
        abort.abort();
        expect(await aborted).toBeInstanceOf(AbortedError);
        expect(await next).toBe('PONG');
      });
    });
  });
}

export function describeIterators(client: () => Redwing): void {
  describe('iterators', () => {
    const names = Array.from({ length: 700 }, (_, index) => `n${index}`);

    test('scanIterator() gives every key once or more, of the type asked for', async () => {
      await client().mset(Object.fromEntries(names.map((name) => [`key:${name}`, 1])));
      await client().set('other', 1);
      await client().rpush('key:list', 'x');
      const found = new Set<string>();
      for await (const key of client().scanIterator({ match: 'key:*', count: 30, type: 'string' }))
        found.add(key);
      expect([...found].sort()).toEqual(names.map((name) => `key:${name}`).sort());
    });

    test('hscanIterator() gives fields with their values', async () => {
      await client().hset('h', Object.fromEntries(names.map((name, index) => [name, index])));
      const found = new Map<string, string>();
      for await (const [field, value] of client().hscanIterator('h', { count: 50 })) found.set(field, value);
      expect(found).toEqual(new Map(names.map((name, index) => [name, `${index}`])));
      const some: [string, string][] = [];
      for await (const pair of client().hscanIterator('h', { match: 'n12' })) some.push(pair);
      expect(some).toEqual([['n12', '12']]);
    });

    test('sscanIterator() gives members, zscanIterator() members with scores that are numbers', async () => {
      await client().sadd('s', names);
      const members = new Set<string>();
      for await (const member of client().sscanIterator('s', { count: 50 })) members.add(member);
      expect(members).toEqual(new Set(names));
      await client().zadd('z', 1.5, 'a', '-inf', 'b', 'inf', 'c');
      const scores: [string, number][] = [];
      for await (const pair of client().zscanIterator('z')) scores.push(pair);
      expect(scores).toEqual([
        ['b', -Infinity],
        ['a', 1.5],
        ['c', Infinity],
      ]);
    });

    test('bytes of every kind come through on request', async () => {
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      const key = Buffer.of(0xff, 0xfe);
      await client().hset(key, bytes, bytes);
      for await (const pair of client().hscanIterator(key, { buffers: true })) {
        expect(pair).toEqual([bytes, bytes]);
      }
      const keys: Buffer[] = [];
      for await (const each of client().scanIterator({ buffers: true, match: key })) keys.push(each);
      expect(keys).toEqual([key]);
    });

    test('a collection that is not there, or of another type, is empty or an error', async () => {
      for await (const member of client().sscanIterator('none')) expect(member).toBe('nothing');
      await client().set('text', 'x');
      await expect(client().hscanIterator('text').next()).rejects.toThrow(/^WRONGTYPE/);
    });

    test('a signal ends an iteration', async () => {
      await client().sadd('s', names);
      const abort = new AbortController();
      const walk = async (): Promise<void> => {
        for await (const _ of client().sscanIterator('s', { count: 10, signal: abort.signal })) abort.abort();
      };
      await expect(walk()).rejects.toBeInstanceOf(AbortedError);
    });
  });
}
