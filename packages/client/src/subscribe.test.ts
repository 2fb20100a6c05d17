import { expect, test } from 'vitest';
import type { FakeConnection } from './testing/fake-server.test-support.ts';
import { pushOf } from './testing/fake-server.test-support.ts';
import { clientOf, eventOf, fakeServer } from './testing/with-fake-server.test-support.ts';

const confirm = (connection: FakeConnection, channel: string): void =>
  connection.send(pushOf('subscribe', channel, 1));

test('a subscription is ready when every one of its channels is confirmed', async () => {
  const server = await fakeServer();
  const news = clientOf(server).subscribe(['a', 'b']);
  let isReady = false;
  void news.ready.then(() => {
    isReady = true;
  });
  const { connection } = await server.received('SUBSCRIBE');
  confirm(connection, 'a');
  connection.send(pushOf('message', 'a', 'early'));
  expect((await news.next()).value).toEqual({ channel: 'a', message: 'early' });
  expect(isReady).toBe(false);
  confirm(connection, 'b');
  await news.ready;
});

test('who joins a channel while it is asked for again waits for the new confirmation', async () => {
  const server = await fakeServer();
  const client = clientOf(server, { reconnect: { initialDelayMs: 1 } });
  const early = client.subscribe('news');
  const first = await server.received('SUBSCRIBE');
  confirm(first.connection, 'news');
  await early.ready;
  first.connection.drop();
  await eventOf(client, 'ready');
  const late = client.subscribe('news');
  let isReady = false;
  void late.ready.then(() => {
    isReady = true;
  });
  const second = await server.received('SUBSCRIBE');
  second.connection.send(pushOf('message', 'news', 'not yet'));
  expect((await late.next()).value?.message).toBe('not yet');
  expect(isReady).toBe(false);
  confirm(second.connection, 'news');
  await late.ready;
  expect(second.connection.requests.filter(([name]) => name === 'SUBSCRIBE')).toHaveLength(1);
});

test('a closed subscription is not made again after a reconnect', async () => {
  const server = await fakeServer(([name], connection) => {
    if (name === 'SUBSCRIBE') confirm(connection, 'news');
    return name === 'PING' ? '+PONG\r\n' : undefined;
  });
  const client = clientOf(server, { reconnect: { initialDelayMs: 1 } });
  const news = client.subscribe('news');
  await news.ready;
  news.close();
  await server.received('UNSUBSCRIBE');
  const again = eventOf(client, 'ready');
  server.connections[0]?.drop();
  await again;
  expect(await client.ping()).toBe('PONG');
  expect(server.connections[1]?.requests.flat()).not.toContain('SUBSCRIBE');
  expect(await news.next()).toEqual({ done: true, value: undefined });
});

test('at least one name must be given', async () => {
  const client = clientOf(await fakeServer());
  expect(() => client.subscribe([])).toThrow(/at least one name/);
  expect(() => client.notify([])).toThrow(/at least one name/);
});
