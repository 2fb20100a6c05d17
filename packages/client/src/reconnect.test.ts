import { expect, test } from 'vitest';
import { ClosedError, ConnectionError, HandshakeError, QueueFullError } from './index.ts';
import { ManualClock } from './testing/manual-clock.test-support.ts';
import { freePort } from './testing/redis-server.test-support.ts';
import { clientOf, errorOf, eventOf, fakeServer } from './testing/with-fake-server.test-support.ts';

test('a command with no reply is rejected when the connection is lost, because its outcome is not known', async () => {
  const server = await fakeServer();
  const client = clientOf(server);
  const reply = client.incr('n');
  (await server.received('INCR')).connection.drop();
  const error = await errorOf(reply);
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toMatchObject({ message: expect.stringMatching(/^INCR has no reply, so it may or may not/) });
});

test('a command that only reads is sent again on the next connection', async () => {
  const server = await fakeServer();
  const client = clientOf(server, { reconnect: { initialDelayMs: 1 } });
  const typed = client.get('k');
  const raw = client.call(['get', 'k']);
  (await server.received('GET')).connection.drop();
  await eventOf(client, 'ready');
  server.answer = ([name]) => (name === 'GET' || name === 'get' ? '$1\r\nv\r\n' : undefined);
  const again = await server.received('GET');
  again.connection.send('$1\r\nv\r\n$1\r\nv\r\n');
  expect(await Promise.all([typed, raw])).toEqual(['v', 'v']);
});

test('a reading command is not sent for ever to a server that dies of it', async () => {
  let sent = 0;
  const server = await fakeServer(([name], connection) => {
    if (name === 'GET') {
      sent++;
      connection.drop();
    }
    return undefined;
  });
  const client = clientOf(server, { reconnect: { initialDelayMs: 1 } });
  await expect(client.get('k')).rejects.toThrow(ConnectionError);
  expect(sent).toBe(3);
});

test('commands made while there is no connection go out in order once there is one', async () => {
  const clock = new ManualClock();
  const server = await fakeServer(([name]) => (name === 'INCR' ? ':1\r\n' : undefined));
  const client = clientOf(server, { clock });
  await client.connect();
  const waiting = eventOf(client, 'reconnecting');
  server.connections[0]?.drop();
  await waiting;
  const replies = [client.incr('a'), client.incr('b'), client.incr('c')];
  clock.advance(60_000);
  expect(await Promise.all(replies)).toEqual([1, 1, 1]);
  const requests = server.connections[1]?.requests.filter(([name]) => name === 'INCR');
  expect(requests).toEqual([
    ['INCR', 'a'],
    ['INCR', 'b'],
    ['INCR', 'c'],
  ]);
});

test('the delay doubles with each failure up to the maximum, and a success begins anew', async () => {
  const clock = new ManualClock();
  const port = await freePort();
  const client = clientOf({ port }, { clock, reconnect: { initialDelayMs: 100, maxDelayMs: 350 } });
  const reconnecting = client.get('k').catch(() => undefined);
  for (const delayMs of [100, 200, 350, 350]) {
    const [attempt] = await eventOf(client, 'reconnecting');
    expect(attempt).toMatchObject({ delayMs });
    clock.advance(delayMs);
  }
  await eventOf(client, 'reconnecting');
  const server = await fakeServer(([name]) => (name === 'GET' ? '_\r\n' : undefined), port);
  clock.advance(350);
  await reconnecting;
  const waiting = eventOf(client, 'reconnecting');
  server.connections[0]?.drop();
  expect((await waiting)[0]).toEqual({ failures: 1, delayMs: 100 });
});

test('commands that wait are rejected after a number of failures, while the client goes on trying', async () => {
  const clock = new ManualClock();
  const port = await freePort();
  const client = clientOf({ port }, { clock, reconnect: { failCommandsAfter: 2 } });
  const failed = errorOf(client.get('k'));
  await eventOf(client, 'reconnecting');
  clock.advance(5_000);
  expect(await failed).toMatchObject({
    code: 'CONNECTION',
    message: expect.stringMatching(/could not be reached in 2 tries: .*ECONNREFUSED.*goes on trying/),
  });
  await fakeServer(([name]) => (name === 'GET' ? '$1\r\nv\r\n' : undefined), port);
  const later = client.get('k');
  clock.advance(5_000);
  expect(await later).toBe('v');
});

test('with reconnect: false the first failure is the end', async () => {
  const port = await freePort();
  const client = clientOf({ port }, { reconnect: false });
  const ended = eventOf(client, 'end');
  expect(await errorOf(client.get('k'))).toMatchObject({
    message: expect.stringMatching(
      /^Cannot connect to 127.0.0.1:\d+: .*Start the server, or check host and port/,
    ),
  });
  await ended;
  expect(await errorOf(client.get('k'))).toBeInstanceOf(ClosedError);
});

test('after maxAttempts the client gives up until it is used again', async () => {
  const port = await freePort();
  const client = clientOf({ port }, { reconnect: { maxAttempts: 2, initialDelayMs: 1 } });
  const ended = eventOf(client, 'end');
  await expect(client.get('k')).rejects.toThrow(ConnectionError);
  await ended;
  await fakeServer(([name]) => (name === 'GET' ? '$1\r\nv\r\n' : undefined), port);
  expect(await client.get('k')).toBe('v');
});

test('what the server refuses for good is not tried again', async () => {
  const server = await fakeServer(([name]) => (name === 'HELLO' ? '-WRONGPASS wrong\r\n' : undefined));
  const client = clientOf(server, { password: 'x' });
  await expect(client.get('k')).rejects.toThrow(HandshakeError);
  expect(server.connections).toHaveLength(1);
});

test('a server that is full or loading is tried again', async () => {
  const answers = ['-ERR max number of clients reached\r\n', '-LOADING Redis is loading the dataset\r\n'];
  const server = await fakeServer(([name]) => {
    if (name === 'GET') return '$1\r\nv\r\n';
    return name === 'HELLO' ? answers.shift() : undefined;
  });
  const client = clientOf(server, { reconnect: { initialDelayMs: 1 } });
  expect(await client.get('k')).toBe('v');
  expect(client.protocol).toBe(3);
  expect(server.connections).toHaveLength(3);
});

test('the number of commands that wait for a connection is limited', async () => {
  const port = await freePort();
  const client = clientOf({ port }, { offlineLimit: 2, reconnect: { maxAttempts: 1 } });
  const outcomes = await Promise.all([1, 2, 3].map(() => errorOf(client.get('k'))));
  expect(outcomes.map((error) => error instanceof QueueFullError)).toEqual([false, false, true]);
  expect(outcomes[2]).toMatchObject({
    message: expect.stringMatching(/2 commands wait for a connection.*offlineLimit/),
  });
});

test('the number of commands that wait for their replies is limited', async () => {
  const server = await fakeServer();
  const client = clientOf(server, { replyLimit: 2 });
  await client.connect();
  const replies = [1, 2, 3].map(() => errorOf(client.get('k')));
  expect(await replies[2]).toBeInstanceOf(QueueFullError);
  client.destroy();
  expect((await replies[0]) instanceof ClosedError).toBe(true);
});

test('errors and states are told as events, and no listener is no problem', async () => {
  const port = await freePort();
  const server = await fakeServer(undefined, port);
  const client = clientOf(server, { reconnect: { initialDelayMs: 1 } });
  const seen: string[] = [];
  for (const event of ['connect', 'ready', 'reconnecting', 'error', 'end'] as const) {
    client.on(event, () => seen.push(event));
  }
  await client.connect();
  const again = eventOf(client, 'ready');
  server.connections[0]?.drop();
  await again;
  await client.close();
  expect(seen).toEqual(['connect', 'ready', 'error', 'reconnecting', 'connect', 'ready', 'end']);
  const quiet = clientOf({ port: await freePort() }, { reconnect: { maxAttempts: 2, initialDelayMs: 1 } });
  await expect(quiet.connect()).rejects.toThrow(ConnectionError);
});

test('bytes that are not RESP end the connection with an error that says so', async () => {
  const server = await fakeServer(([name]) => (name === 'GET' ? 'HTTP/1.1 400 Bad Request\r\n' : undefined));
  const client = clientOf(server, { reconnect: false });
  expect(await errorOf(client.get('k'))).toMatchObject({
    message: expect.stringMatching(/does not speak RESP: .*0x48 begins no reply/),
  });
});

test('a reply nobody asked for ends the connection, since replies could be taken for others from then on', async () => {
  const server = await fakeServer();
  const client = clientOf(server, { reconnect: false });
  await client.connect();
  const failed = eventOf(client, 'error');
  server.connections[0]?.send('+surprise\r\n');
  expect((await failed)[0]).toMatchObject({
    message: expect.stringMatching(/reply that nothing had asked for/),
  });
});
