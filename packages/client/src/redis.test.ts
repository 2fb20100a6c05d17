import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Redwing } from './index.ts';
import { createClient, HandshakeError } from './index.ts';
import { matchesGlob } from './messages/glob.ts';
import { describeConformance } from './testing/conformance.test-support.ts';
import type { RunningServer } from './testing/redis-server.test-support.ts';
import { redisInstalled, redisNote, startRedis } from './testing/redis-server.test-support.ts';

describe.skipIf(!redisInstalled)(`with redis-server${redisNote}`, () => {
  describeConformance('in RESP3', { protocol: 3, start: startRedis });
  describeConformance('in RESP2', { protocol: 2, start: startRedis });

  describe('and a password', () => {
    let server: RunningServer;
    beforeAll(async () => {
      const users = ['--user ann on >ann ~* &* +@all', '--user bob on >bob ~* resetchannels +@all'];
      server = await startRedis('--requirepass', 'secret', ...users.join(' ').split(' '));
    });
    afterAll(() => server.stop());

    test.each([3, 2] as const)('RESP%i: the right one is accepted, in options and url', async (protocol) => {
      const clients = [
        createClient({ port: server.port, protocol, password: 'secret' }),
        createClient({ port: server.port, protocol, username: 'ann', password: 'ann' }),
        createClient({ url: `redis://ann:ann@localhost:${server.port}/2`, protocol }),
      ];
      for (const client of clients) expect(await client.ping()).toBe('PONG');
      expect(await clients[2]?.clientInfo()).toMatch(/ db=2 .* user=ann /);
      await Promise.all(clients.map((client) => client.close()));
    });

    test.each([3, 2] as const)(
      'RESP%i: a wrong one is told at once and not tried again',
      async (protocol) => {
        const client = createClient({ port: server.port, protocol, password: 'wrong' });
        await expect(client.ping()).rejects.toThrow(HandshakeError);
        await expect(client.connect()).rejects.toThrow(/refused the password .*WRONGPASS/);
        client.destroy();
      },
    );

    test('none, where one is needed, is told with what to do', async () => {
      const client = createClient({ port: server.port });
      await expect(client.ping()).rejects.toThrow(/NOAUTH.*Pass password/);
      client.destroy();
    });

    test('a subscription the server does not allow ends with its error', async () => {
      const client = createClient({ port: server.port, username: 'bob', password: 'bob' });
      const news = client.subscribe('news');
      await expect(news.ready).rejects.toThrow(/NOPERM/);
      await expect(news.next()).rejects.toThrow(/NOPERM/);
      expect(await client.ping()).toBe('PONG');
      await client.close();
    });

    test('a database that does not exist is refused', async () => {
      const client = createClient({ port: server.port, password: 'secret', database: 99 });
      await expect(client.ping()).rejects.toThrow(/refused database 99/);
      client.destroy();
    });
  });

  test('patterns match as they do in the server', async () => {
    const server = await startRedis();
    const client: Redwing = createClient({ port: server.port });
    const { GLOB_SEED = String(Math.floor(Math.random() * 2 ** 31)) } = process.env;
    const random = randomFrom(Number(GLOB_SEED));
    const letters = 'aab*?[]^-\\c';
    const word = (length: number): string =>
      Array.from(
        { length: Math.floor(random() * length) },
        () => letters[Math.floor(random() * letters.length)],
      ).join('');
    const names = new Set(Array.from({ length: 300 }, () => word(6)).filter((name) => name !== ''));
    await client.mset(Object.fromEntries([...names].map((name) => [name, 1])));
    const patterns = Array.from({ length: 1500 }, () => word(7));
    const replies = await Promise.all(patterns.map((pattern) => client.keys(pattern)));
    for (const [index, pattern] of patterns.entries()) {
      const expected = [...names].filter((name) => matchesGlob(pattern, name)).sort();
      expect(expected, `GLOB_SEED=${GLOB_SEED}, pattern ${pattern}`).toEqual(replies[index]?.sort());
    }
    await client.close();
    await server.stop();
  });
});

function randomFrom(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
