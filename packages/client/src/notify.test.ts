import { describe, expect, onTestFinished, test } from 'vitest';
import type { Change, Redwing, Subscription } from './index.ts';
import { GapError, OverflowError, ReplyError } from './index.ts';
import { arrayOf, pushOf } from './testing/fake-server.test-support.ts';
import { ManualClock } from './testing/manual-clock.test-support.ts';
import { NotifyingServer } from './testing/notifying-server.test-support.ts';
import { clientOf, errorOf, eventOf, fakeServer } from './testing/with-fake-server.test-support.ts';

async function notifying(protocol: 2 | 3 = 3): Promise<{ server: NotifyingServer; client: Redwing }> {
  const server = await NotifyingServer.start(protocol);
  onTestFinished(() => server.close());
  return { server, client: clientOf(server, { reconnect: { initialDelayMs: 1 } }) };
}

async function take<T>(subscription: Subscription<T>, count: number): Promise<T[]> {
  const taken: T[] = [];
  for (let index = 0; index < count; index++) {
    const { value } = await subscription.next();
    if (value !== undefined) taken.push(value);
  }
  return taken;
}

const notifyRequests = (server: NotifyingServer): string[][] =>
  server.fake.connections.flatMap(({ requests }) => requests.filter(([name]) => name?.endsWith('NOTIFY')));

describe.each([3, 2] as const)('in RESP%i', (protocol) => {
  test('changes of a key come in order, and commands go on', async () => {
    const { server, client } = await notifying(protocol);
    const changes = client.notify('config');
    await changes.ready;
    server.change('config', 'one');
    server.change('other', 'not for us');
    server.change('config', null);
    expect(await client.ping()).toBe('PONG');
    expect(await take(changes, 2)).toEqual([
      { key: 'config', event: 'set', datatype: 'string', value: 'one', revision: 101 },
      { key: 'config', event: 'del', datatype: 'none', value: null, revision: 103 },
    ]);
    expect(server.fake.connections).toHaveLength(protocol === 3 ? 1 : 2);
  });

  test('after a reconnect the changes go on where they were, nothing lost or doubled', async () => {
    const { server, client } = await notifying(protocol);
    const changes = client.notify('config');
    await changes.ready;
    server.change('config', 'one');
    expect((await take(changes, 1))[0]?.value).toBe('one');
    server.drop();
    server.change('config', 'two');
    server.change('config', 'three');
    expect((await take(changes, 2)).map((change) => change.value)).toEqual(['two', 'three']);
    expect(notifyRequests(server)).toEqual([
      ['NOTIFY', 'config'],
      ['NOTIFY', 'config', 'SINCE', '101'],
    ]);
  });

  test('a reader that left is not told any more', async () => {
    const { server, client } = await notifying(protocol);
    const changes = client.notify('config');
    await changes.ready;
    server.change('config', 'one');
    for await (const change of changes) {
      expect(change.value).toBe('one');
      break;
    }
    expect((await server.fake.received('UNNOTIFY')).request).toEqual(['UNNOTIFY', 'config']);
  });
});

test('a change right behind the answer to NOTIFY is not missed', async () => {
  const server = await fakeServer(([name]) =>
    name === 'NOTIFY' ? `:7\r\n${pushOf('notify', 'k', 'set', 'string', 'v', 8)}` : undefined,
  );
  const changes = clientOf(server).notify('k');
  expect((await changes.next()).value).toMatchObject({ value: 'v', revision: 8 });
});

test('a change cut in pieces is put together', async () => {
  const server = await fakeServer(([name]) => (name === 'NOTIFY' ? ':7\r\n' : undefined));
  const changes = clientOf(server).notify('k');
  const { connection } = await server.received('NOTIFY');
  await connection.sendInPieces(pushOf('notify', 'k', 'set', 'string', 'é 🙂', 8), 3);
  expect((await changes.next()).value).toMatchObject({ value: 'é 🙂', revision: 8 });
});

test('since begins with what happened before', async () => {
  const { server, client } = await notifying();
  server.change('config', 'one');
  server.change('config', 'two');
  const changes = client.notify('config', { since: 101 });
  expect((await take(changes, 1))[0]?.value).toBe('two');
});

test('subscriptions of one key share it, and a replay for one is not heard by the others', async () => {
  const { server, client } = await notifying();
  const early = client.notify('config');
  await early.ready;
  server.change('config', 'one');
  server.change('config', 'two');
  const late = client.notify('config', { since: 100 });
  await late.ready;
  server.change('config', 'three');
  expect((await take(early, 3)).map((change) => change.value)).toEqual(['one', 'two', 'three']);
  expect((await take(late, 3)).map((change) => change.value)).toEqual(['one', 'two', 'three']);
  early.close();
  server.change('config', 'four');
  expect((await take(late, 1))[0]?.value).toBe('four');
});

test('several keys, and patterns, are one subscription', async () => {
  const { server, client } = await notifying();
  const changes = client.notify(['a', 'b', 'a']);
  const all = client.pnotify('*');
  await Promise.all([changes.ready, all.ready]);
  for (const key of ['a', 'c', 'b']) server.change(key, key);
  expect((await take(changes, 2)).map((change) => change.key)).toEqual(['a', 'b']);
  expect((await take(all, 3)).map((change) => change.key)).toEqual(['a', 'c', 'b']);
});

test('a history that is gone is told as a change of event gap, once, and changes go on', async () => {
  const { server, client } = await notifying();
  const changes = client.notify('config');
  await changes.ready;
  server.change('config', 'one');
  await take(changes, 1);
  server.change('config', 'missed');
  await take(changes, 1);
  server.drop();
  server.change('config', 'lost');
  server.forget();
  const [gap] = await take(changes, 1);
  expect(gap).toEqual({ key: 'config', event: 'gap', datatype: null, value: null, revision: 103 });
  server.change('config', 'after');
  expect((await take(changes, 1))[0]?.value).toBe('after');
});

test('a connection lost between the gap and the new beginning does not hide the gap', async () => {
  let notifies = 0;
  const server = await fakeServer(([name], connection) => {
    if (name !== 'NOTIFY') return undefined;
    notifies++;
    if (notifies === 1) return '-NOTIFYGAP gone\r\n';
    if (notifies > 2) return ':50\r\n';
    connection.drop();
    return undefined;
  });
  const changes = clientOf(server, { reconnect: { initialDelayMs: 1 } }).notify('k', { since: 1 });
  expect((await changes.next()).value).toMatchObject({ event: 'gap', revision: 50 });
  expect(server.connections.at(-1)?.requests.at(-1)).toEqual(['NOTIFY', 'k']);
});

test("onGap: 'throw' ends the loop with an error instead", async () => {
  const { server, client } = await notifying();
  server.change('config', 'one');
  server.forget();
  const error = await errorOf(client.notify('config', { since: 3, onGap: 'throw' }).next());
  expect(error).toBeInstanceOf(GapError);
  expect(error).toMatchObject({
    message: expect.stringMatching(/config after revision 3 .*call notify\(\) again/),
  });
});

test('noValue is asked for until a subscription wants values, which it then gets', async () => {
  const server = await fakeServer(([name]) => (name === 'NOTIFY' ? ':7\r\n' : undefined));
  const client = clientOf(server);
  const bare = client.notify('a', { noValue: true });
  await bare.ready;
  const full = client.notify('b');
  await full.ready;
  expect(server.connections[0]?.requests.filter(([name]) => name === 'NOTIFY')).toEqual([
    ['NOTIFY', 'a', 'NOVALUE'],
    ['NOTIFY', 'a'],
    ['NOTIFY', 'b'],
  ]);
  server.connections[0]?.send(pushOf('notify', 'a', 'set', 'string', 'v', 8));
  server.connections[0]?.send(pushOf('notify', 'b', 'set', 'string', 'v', 9));
  expect((await take(bare, 1))[0]?.value).toBeNull();
  expect((await take(full, 1))[0]?.value).toBe('v');
});

test("with self, the client's own changes are told of too, on a connection of their own", async () => {
  const { server, client } = await notifying();
  const others = client.notify('config');
  const all = client.notify('config', { self: true });
  await Promise.all([others.ready, all.ready]);
  expect(notifyRequests(server)).toEqual([
    ['NOTIFY', 'config'],
    ['NOTIFY', 'config', 'SELF'],
  ]);
  expect(server.fake.connections).toHaveLength(2);
  server.change('config', 'one');
  expect([...(await take(others, 1)), ...(await take(all, 1))].map(({ value }) => value)).toEqual([
    'one',
    'one',
  ]);
});

test('keys and values of any bytes are told of', async () => {
  const key = Buffer.from([0xff, 0x00, 0x0d, 0x0a]);
  const server = await fakeServer(([name]) => (name === 'NOTIFY' ? ':7\r\n' : undefined));
  const client = clientOf(server);
  const changes = client.notify(key, { buffers: true });
  await changes.ready;
  const { connection } = await server.received('NOTIFY');
  const bytes = (text: string): string => `$${text.length}\r\n${text}\r\n`;
  const push = `>6\r\n${bytes('notify')}${bytes(key.latin1Slice())}${bytes('set')}${bytes('string')}${bytes('\xfe\x00')}:8\r\n`;
  connection.sendBytes(Buffer.from(push, 'latin1'));
  expect((await take(changes, 1))[0]?.value).toEqual(Buffer.from([0xfe, 0x00]));
});

test('a reader too slow for its limit is told so, and the others go on', async () => {
  const { server, client } = await notifying();
  const slow = client.notify('config', { limit: 2 });
  const fast = client.notify('config');
  await Promise.all([slow.ready, fast.ready]);
  for (const value of ['1', '2', '3']) server.change('config', value);
  expect((await take(fast, 3)).map((change) => change.value)).toEqual(['1', '2', '3']);
  expect((await take(slow, 2)).map((change) => change.value)).toEqual(['1', '2']);
  expect(await errorOf(slow.next())).toBeInstanceOf(OverflowError);
});

test('a server that refuses is quoted', async () => {
  const server = await fakeServer(([name]) =>
    name === 'NOTIFY' ? "-ERR unknown command 'NOTIFY'\r\n" : undefined,
  );
  const client = clientOf(server);
  const changes = client.notify('k');
  expect(await errorOf(changes.ready)).toBeInstanceOf(ReplyError);
  expect(await errorOf(changes.next())).toMatchObject({ message: "ERR unknown command 'NOTIFY'" });
});

test('an abort ends the loop, and a closed client ends it without an error', async () => {
  const { server, client } = await notifying();
  const abort = new AbortController();
  const aborted = client.notify('a', { signal: abort.signal });
  const open = client.notify('b');
  await Promise.all([aborted.ready, open.ready]);
  abort.abort();
  expect(await errorOf(aborted.next())).toMatchObject({ name: 'AbortError' });
  server.change('b', 'last');
  expect(await client.ping()).toBe('PONG');
  await client.close();
  const seen: Change[] = [];
  for await (const change of open) seen.push(change);
  expect(seen.map((change) => change.value)).toEqual(['last']);
  expect(await errorOf(client.notify('c').next())).toMatchObject({ code: 'CLOSED' });
});

test('a client that gives up ends its notifications with the reason', async () => {
  const clock = new ManualClock();
  const server = await NotifyingServer.start();
  const client = clientOf(server, { clock, reconnect: { maxAttempts: 2 } });
  const changes = client.notify('config');
  await changes.ready;
  await server.close();
  await eventOf(client, 'reconnecting');
  const next = errorOf(changes.next());
  clock.advance(60_000);
  expect(await next).toMatchObject({ code: 'CONNECTION' });
});

test('messages of nobody are told as events', async () => {
  const server = await fakeServer();
  const client = clientOf(server);
  await client.connect();
  const told = eventOf(client, 'push');
  server.connections[0]?.send(pushOf('invalidate', 'k'));
  expect((await told)[0]).toMatchObject({ kind: 'invalidate' });
});

test('in RESP2, an array that looks like a change is a reply on the main connection', async () => {
  const look = arrayOf('notify', 'k', 'set', 'string', 'v', 8);
  const server = await fakeServer(([name]) =>
    name === 'MGET' ? look : name === 'NOTIFY' ? ':7\r\n' : undefined,
  );
  const client = clientOf(server, { protocol: 2 });
  const changes = client.notify('k');
  await changes.ready;
  expect(await client.call(['MGET', 'a'])).toEqual(['notify', 'k', 'set', 'string', 'v', 8]);
  changes.close();
});

test('each change of a key is seen once and in order, however often the connection is lost', async () => {
  const { NOTIFY_SEED = String(Math.floor(Math.random() * 2 ** 31)) } = process.env;
  let state = Number(NOTIFY_SEED) | 0 || 1;
  const random = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  const { server, client } = await notifying(random() < 0.5 ? 2 : 3);
  const keys = ['a', 'b', 'c'];
  const readers = [client.notify('a'), client.notify(['a', 'b']), client.pnotify('*')];
  const interests = [['a'], ['a', 'b'], keys];
  await Promise.all(readers.map((reader) => reader.ready));
  const seen = readers.map(() => new Map(keys.map((key) => [key, [] as number[]])));
  const reading = readers.map(async (reader, index) => {
    let ends = 0;
    for await (const change of reader) {
      ends += change.event === 'end' ? 1 : 0;
      if (change.event !== 'end') seen[index]?.get(change.key)?.push(change.revision);
      if (ends === interests[index]?.length) break;
    }
  });
  for (let step = 0; step < 400; step++) {
    server.change(keys[Math.floor(random() * keys.length)] ?? 'a', `${step}`);
    if (random() < 0.05) server.drop();
    if (random() < 0.5) await new Promise((resolve) => setImmediate(resolve));
  }
  for (const key of keys) server.change(key, '', 'end');
  await Promise.all(reading);
  for (const [index, interest] of interests.entries()) {
    for (const key of interest) {
      const expected = server.journal.filter((change) => change.key === key && change.event !== 'end');
      const revisions = expected.map(({ revision }) => revision);
      expect(seen[index]?.get(key), `NOTIFY_SEED=${NOTIFY_SEED}, reader ${index}, key ${key}`).toEqual(
        revisions,
      );
    }
  }
});
