import { expect, test } from 'vitest';
import { AbortedError, ConnectionError, QueueFullError } from '../index.ts';
import type { Answer } from '../testing/fake-server.test-support.ts';
import { arrayOf } from '../testing/fake-server.test-support.ts';
import { ManualClock } from '../testing/manual-clock.test-support.ts';
import { clientOf, errorOf, fakeServer } from '../testing/with-fake-server.test-support.ts';

/** Answers CLIENT UNBLOCK, and leaves the rest of CLIENT to the greeting. */
const unblocking =
  (answer: string): Answer =>
  ([name, subcommand]) =>
    name === 'CLIENT' && subcommand === 'UNBLOCK' ? answer : undefined;

test('a waiting command has a connection of its own, which the next one takes over', async () => {
  const server = await fakeServer(([name]) => (name === 'PING' ? '+PONG\r\n' : undefined));
  const client = clientOf(server);
  await client.ping();
  const first = client.blpop('a', 0);
  const { connection } = await server.received('BLPOP');
  expect(connection).not.toBe(server.connections[0]);
  expect(await client.ping()).toBe('PONG');
  connection.send(arrayOf('a', 'one'));
  expect(await first).toEqual(['a', 'one']);
  const second = client.blpop('a', 0);
  expect((await server.received('BLPOP')).connection).toBe(connection);
  connection.send('_\r\n');
  expect(await second).toBeNull();
  expect(server.connections).toHaveLength(2);
});

test('an abort that overtakes its command asks the server again', async () => {
  const clock = new ManualClock();
  const server = await fakeServer(unblocking(':0\r\n'));
  const client = clientOf(server, { clock });
  const abort = new AbortController();
  const aborted = errorOf(client.with({ signal: abort.signal }).blpop('a', 0));
  const { connection } = await server.received('BLPOP');
  abort.abort();
  const unblock = (): boolean =>
    server.connections.some(({ requests }) => requests.some(([, word]) => word === 'UNBLOCK'));
  while (!unblock()) await new Promise(setImmediate);
  server.answer = unblocking(':1\r\n');
  let settled = false;
  void aborted.then(() => {
    settled = true;
  });
  // The reply to the first one has to arrive before the pause begins.
  while (!settled) {
    await new Promise(setImmediate);
    clock.advance(10);
    if (server.connections.flatMap(({ requests }) => requests).filter(([, w]) => w === 'UNBLOCK').length > 1)
      connection.send('_\r\n');
  }
  expect(await aborted).toBeInstanceOf(AbortedError);
  expect(clock.pending).toBe(0);
});

test('an element that was on its way when the caller gave up is the result', async () => {
  const server = await fakeServer(unblocking(':0\r\n'));
  const client = clientOf(server);
  const abort = new AbortController();
  const taken = client.with({ signal: abort.signal }).blpop('a', 0);
  const { connection } = await server.received('BLPOP');
  abort.abort();
  connection.send(arrayOf('a', 'late'));
  expect(await taken).toEqual(['a', 'late']);
});

test('where CLIENT UNBLOCK is not permitted, the connection is closed', async () => {
  const server = await fakeServer(unblocking('-NOPERM no\r\n'));
  const client = clientOf(server);
  const abort = new AbortController();
  const aborted = errorOf(client.with({ signal: abort.signal }).blpop('a', 0));
  const { connection } = await server.received('BLPOP');
  abort.abort();
  expect(await aborted).toBeInstanceOf(AbortedError);
  const next = client.blpop('a', 0);
  const again = await server.received('BLPOP');
  expect(again.connection).not.toBe(connection);
  again.connection.send('_\r\n');
  expect(await next).toBeNull();
});

test('a server that does not answer CLIENT UNBLOCK is given connectTimeoutMs', async () => {
  const clock = new ManualClock();
  const server = await fakeServer(unblocking(''));
  const client = clientOf(server, { clock, connectTimeoutMs: 700 });
  const abort = new AbortController();
  const aborted = errorOf(client.with({ signal: abort.signal }).blpop('a', 0));
  await server.received('BLPOP');
  await client.connect();
  abort.abort();
  clock.advance(700);
  expect(await aborted).toBeInstanceOf(AbortedError);
});

test('a connection that is lost while a command waits rejects it: an element may be lost', async () => {
  const server = await fakeServer();
  const client = clientOf(server);
  const waiting = errorOf(client.blpop('a', 0));
  const { connection } = await server.received('BLPOP');
  connection.drop();
  expect(await waiting).toBeInstanceOf(ConnectionError);
  expect(await waiting).toMatchObject({ message: expect.stringMatching(/^BLPOP has no reply, so it may/) });
});

test('more than blockingLimit at once are refused', async () => {
  const server = await fakeServer();
  const client = clientOf(server, { blockingLimit: 2 });
  const waiting = ['a', 'b'].map((key) => errorOf(client.blpop(key, 0)));
  const refused = await errorOf(client.blpop('c', 0));
  expect(refused).toBeInstanceOf(QueueFullError);
  expect(refused).toMatchObject({
    message: expect.stringMatching(/^2 commands wait for data.*blockingLimit/),
  });
  client.destroy();
  for (const each of waiting) expect(await each).toMatchObject({ code: 'CLOSED' });
});
