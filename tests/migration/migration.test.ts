/** MIGRATE from Redwing to a redis-server and to another Redwing, and from a redis-server: the same words everywhere. */

import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Member } from '../replication/replication-set.ts';
import { redisAvailable, startRedis } from '../support/redis-server.ts';
import { startRedwing } from '../support/redwing.ts';
import { freePort } from '../support/spawned-server.ts';

const pairs = [
  ['redwing', startRedwing, 'redis-server', startRedis],
  ['redis-server', startRedis, 'redwing', startRedwing],
  ['redwing', startRedwing, 'redwing', startRedwing],
] as const;

describe.each(pairs)('from %s', (source, startSource, target, startTarget) => {
  let here: Member;
  let there: Member;

  beforeEach(async (context) => {
    if (!redisAvailable && [source, target].includes('redis-server')) context.skip();
    here = await Member.of(startSource({ 'repl-diskless-sync-delay': '0' }));
    there = await Member.of(startTarget());
  });

  afterEach(async () => {
    await here.close();
    await there.close();
  });

  function migrate(key: string, ...options: string[]): Promise<string> {
    return here.ask('MIGRATE', '127.0.0.1', String(there.port), key, '0', '5000', ...options);
  }

  it(`moves a key of each type, its expiry with it, to ${target}`, async () => {
    await here.ask('SET', 'string', 'x'.repeat(100_000));
    await here.ask('RPUSH', 'list', 'a', 'b', 'c');
    await here.ask('HSET', 'hash', 'field', 'value', 'number', '5');
    await here.ask('SADD', 'set', 'a', 'b', '3');
    await here.ask('ZADD', 'zset', '1.5', 'a', '-inf', 'b');
    const digests: string[] = [];
    for (const key of ['string', 'list', 'hash', 'set', 'zset']) {
      await here.ask('EXPIRE', key, '1000');
      digests.push(await here.ask('DEBUG', 'DIGEST-VALUE', key));
      expect(await migrate(key)).toBe('OK');
      expect(await here.ask('EXISTS', key)).toBe('0');
      expect(await there.ask('DEBUG', 'DIGEST-VALUE', key)).toBe(digests.at(-1));
      expect(Number(await there.ask('TTL', key))).toBeGreaterThan(990);
    }
  });

  it('moves many keys at once, those that are there, and says so where none is', async () => {
    await here.ask('MSET', 'a', '1', 'b', '2', 'c', '3');
    expect(await migrate('none')).toBe('NOKEY');
    expect(await migrate('', 'KEYS', 'none', 'nor')).toBe('NOKEY');
    expect(await migrate('', 'KEYS', 'a', 'none', 'b')).toBe('OK');
    expect(await here.ask('KEYS', '*')).toBe('c');
    expect(await there.ask('MGET', 'a', 'b', 'none', 'c')).toBe('1 2 null null');
  });

  it('copies if it is told to, and replaces only then', async () => {
    await here.ask('SET', 'a', 'new');
    await here.ask('SET', 'b', 'other');
    await there.ask('SET', 'a', 'old');
    expect(await migrate('a')).toBe(
      '-ERR Target instance replied with error: BUSYKEY Target key name already exists.',
    );
    expect(await migrate('', 'KEYS', 'b', 'a')).toBe(
      '-ERR Target instance replied with error: BUSYKEY Target key name already exists.',
    );
    expect(await here.ask('MGET', 'a', 'b')).toBe('new null');
    expect(await migrate('a', 'COPY', 'REPLACE')).toBe('OK');
    expect([await here.ask('GET', 'a'), await there.ask('GET', 'a')]).toEqual(['new', 'new']);
    expect(await migrate('a', 'replace')).toBe('OK');
    expect(await here.ask('EXISTS', 'a')).toBe('0');
  });

  it('selects the database that is asked for, again and again over one connection', async () => {
    for (const database of ['3', '3', '0', '5']) {
      await here.ask('SET', 'k', database);
      expect(await here.ask('MIGRATE', '127.0.0.1', String(there.port), 'k', database, '5000')).toBe('OK');
      await there.ask('SELECT', database);
      expect(await there.ask('GETDEL', 'k')).toBe(database);
    }
    expect(await here.info('migrate_cached_sockets')).toBe('1');
    expect(await there.info('connected_clients')).toBe('2');
    await there.ask('CLIENT', 'KILL', 'TYPE', 'normal');
    await here.ask('SET', 'k', 'after');
    expect(await migrate('k')).toBe('OK');
    expect(await there.ask('DBSIZE')).not.toBe('');
  });

  it('gives the password that it is given', async () => {
    await here.ask('SET', 'k', 'v');
    await there.ask('CONFIG', 'SET', 'requirepass', 'secret');
    expect(await migrate('k')).toBe(
      '-ERR Target instance replied with error: NOAUTH Authentication required.',
    );
    expect(await migrate('k', 'AUTH', 'wrong')).toBe(
      '-ERR Target instance replied with error: WRONGPASS invalid username-password pair or user is disabled.',
    );
    expect(await here.ask('EXISTS', 'k')).toBe('1');
    expect(await migrate('k', 'COPY', 'AUTH2', 'default', 'secret')).toBe('OK');
    expect(await migrate('k', 'REPLACE', 'AUTH', 'secret')).toBe('OK');
    expect(await here.ask('SLOWLOG', 'GET')).not.toContain('secret');
  });

  it('refuses what it does not understand', async () => {
    const nowhere = ['MIGRATE', 'host', '1'];
    expect(await here.ask(...nowhere, 'k', '0')).toBe("-ERR wrong number of arguments for 'migrate' command");
    for (const options of [['NOSUCH'], ['AUTH'], ['AUTH2', 'user'], ['COPY', 'AUTH']]) {
      expect(await here.ask(...nowhere, 'k', '0', '1', ...options)).toBe('-ERR syntax error');
    }
    expect(await here.ask(...nowhere, 'k', '0', '1', 'KEYS', 'k')).toBe(
      '-ERR When using MIGRATE KEYS option, the key argument must be set to the empty string',
    );
    const notInteger = '-ERR value is not an integer or out of range';
    expect(await here.ask(...nowhere, 'k', 'x', '1')).toBe(notInteger);
    expect(await here.ask(...nowhere, 'k', '0', '1.5')).toBe(notInteger);
  });

  it('keeps the key where nobody listens, where nobody answers and where what answers hangs up', async () => {
    await here.ask('SET', 'k', 'v');
    expect(await here.ask('MIGRATE', '127.0.0.1', String(await freePort()), 'k', '0', '500')).toBe(
      '-IOERR error or timeout writing to target instance',
    );
    expect(await here.ask('MIGRATE', 'host.invalid', '1', 'k', '0', '5000')).toBe(
      '-IOERR error or timeout connecting to the client',
    );
    const sockets: Socket[] = [];
    let hangsUp = false;
    const mute = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      if (hangsUp) socket.once('data', () => socket.destroy());
    }).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const port = String((mute.address() as AddressInfo).port);
    expect(await here.ask('MIGRATE', '127.0.0.1', port, 'k', '0', '50')).toBe(
      '-IOERR error or timeout reading to target instance',
    );
    hangsUp = true;
    const opened = sockets.length;
    expect(await here.ask('MIGRATE', '127.0.0.1', port, 'k', '0', '5000')).toMatch(
      /^-IOERR error or timeout (reading|writing) to target instance$/,
    );
    expect(sockets.length - opened).toBe(2);
    expect(await here.ask('GET', 'k')).toBe('v');
    mute.close();
    for (const socket of sockets) socket.destroy();
  });

  it('tells replicas that the key is gone', async () => {
    const replica = await Member.of(startTarget());
    await replica.follow(here);
    await here.ask('MSET', 'a', '1', 'b', '2', 'c', '3');
    await expect.poll(() => replica.ask('GET', 'c'), { timeout: 20_000 }).toBe('3');
    expect(await migrate('', 'KEYS', 'a', 'b')).toBe('OK');
    await expect.poll(() => replica.ask('KEYS', '*'), { timeout: 20_000 }).toBe('c');
    await replica.close();
  });
});
