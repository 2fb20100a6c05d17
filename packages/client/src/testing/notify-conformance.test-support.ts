/** What NOTIFY must be from end to end, with a server that has it: the same tests for each protocol. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Change, Redwing, Subscription } from '../index.ts';
import { createClient, GapError } from '../index.ts';
import type { ConformanceOptions } from './conformance.test-support.ts';
import type { RunningServer } from './redis-server.test-support.ts';
import { errorOf } from './with-fake-server.test-support.ts';

export function describeNotifyConformance(title: string, { protocol, start }: ConformanceOptions): void {
  describe(title, () => {
    let server: RunningServer;
    let client: Redwing;
    let other: Redwing;
    const clientOf = (): Redwing =>
      createClient({
        host: '127.0.0.1',
        port: server.port,
        protocol,
        name: 'reader',
        reconnect: { initialDelayMs: 1 },
      });

    beforeAll(async () => {
      server = await start();
      client = clientOf();
      other = createClient({ host: '127.0.0.1', port: server.port });
    });
    afterAll(async () => {
      await Promise.all([client.close(), other.close()]);
      await server.stop();
    });
    beforeEach(async () => {
      await other.flushall();
    });

    test('changes say what happened, and to what the key changed', async () => {
      const changes = client.notify('config');
      await changes.ready;
      await other.set('config', 'text');
      await other.set('config', '{"a": 1}');
      await other.set('config', '41');
      await other.incr('config');
      await other.del('config');
      const seen = await take(changes, 5);
      expect(seen.map(({ event, datatype, value }) => [event, datatype, value])).toEqual([
        ['set', 'string', 'text'],
        ['set', 'json', '{"a": 1}'],
        ['set', 'number', '41'],
        ['incrby', 'number', '42'],
        ['del', 'none', null],
      ]);
      expect(seen.every(({ key }) => key === 'config')).toBe(true);
      changes.close();
    });

    test('many changes come in order, with revisions that rise', async () => {
      const changes = client.pnotify('n*', { limit: 5_000 });
      await changes.ready;
      await Promise.all(Array.from({ length: 2_000 }, (_, index) => other.set(`n${index % 7}`, index)));
      const seen = await take(changes, 2_000);
      expect(seen.map(({ value }) => Number(value))).toEqual(
        Array.from({ length: 2_000 }, (_, index) => index),
      );
      expect(
        seen.every(({ revision }, index) => index === 0 || revision > (seen[index - 1]?.revision ?? 0)),
      ).toBe(true);
      changes.close();
    });

    test('a reader whose connection is killed again and again sees each change once', async () => {
      const changes = client.notify('count', { limit: 5_000 });
      await changes.ready;
      const reading = take(changes, 300);
      for (let index = 1; index <= 300; index++) {
        await other.incr('count');
        if (index % 50 === 0) await killReaders(other);
      }
      expect((await reading).map(({ value }) => Number(value))).toEqual(
        Array.from({ length: 300 }, (_, index) => index + 1),
      );
      changes.close();
    });

    test('since replays what was missed', async () => {
      const first = client.notify('config');
      await first.ready;
      await other.set('config', 'one');
      const [seen] = await take(first, 1);
      first.close();
      await other.set('config', 'two');
      await other.set('config', 'three');
      const later = client.notify('config', { since: seen?.revision ?? 0 });
      expect((await take(later, 2)).map(({ value }) => value)).toEqual(['two', 'three']);
      later.close();
    });

    test('a revision the server does not know is a gap', async () => {
      const changes = client.notify('config', { since: 10 ** 12 });
      expect((await take(changes, 1))[0]).toMatchObject({ key: 'config', event: 'gap', value: null });
      await other.set('config', 'after');
      expect((await take(changes, 1))[0]?.value).toBe('after');
      changes.close();
      const strict = client.notify('config', { since: 10 ** 12, onGap: 'throw' });
      expect(await errorOf(strict.next())).toBeInstanceOf(GapError);
    });

    test('bytes of every kind, and values left out on request', async () => {
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      const full = client.notify(bytes, { buffers: true });
      const bare = client.notify(bytes, { noValue: true });
      await Promise.all([full.ready, bare.ready]);
      await other.set(bytes, bytes);
      expect((await full.next()).value?.value).toEqual(bytes);
      expect((await bare.next()).value?.value).toBeNull();
      full.close();
      bare.close();
    });

    test('changes of a transaction come after it, in order', async () => {
      const changes = client.notify(['a', 'b']);
      await changes.ready;
      await other.multi().set('a', 1).set('b', 2).incr('a').exec();
      const seen = await take(changes, 3);
      expect(seen.map(({ key, value }) => [key, value])).toEqual([
        ['a', '1'],
        ['b', '2'],
        ['a', '2'],
      ]);
      changes.close();
    });

    test("one's own changes are told of with self", async () => {
      const all = client.notify('mine', { self: true });
      await all.ready;
      await client.set('mine', 'own');
      expect((await take(all, 1))[0]?.value).toBe('own');
      all.close();
    });

    test.runIf(protocol === 3)("one's own changes are not told of without", async () => {
      const others = client.notify('mine');
      await others.ready;
      await client.set('mine', 'own');
      await other.set('mine', 'from another');
      expect((await take(others, 1))[0]?.value).toBe('from another');
      others.close();
    });
  });
}

async function take(changes: Subscription<Change>, count: number): Promise<Change[]> {
  const taken: Change[] = [];
  while (taken.length < count) {
    const { value } = await changes.next();
    if (value === undefined) throw new Error(`only ${taken.length} changes of ${count} came`);
    taken.push(value);
  }
  return taken;
}

async function killReaders(client: Redwing): Promise<void> {
  for (const line of (await client.clientList()).split('\n')) {
    const id = / name=reader /.test(line) ? /^id=(\d+)/.exec(line)?.[1] : undefined;
    if (id !== undefined) await client.clientKill('ID', id);
  }
}
