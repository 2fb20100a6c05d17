import { expect, test } from 'vitest';
import { AbortedError, ClosedError, HandshakeError, TimeoutError } from './index.ts';
import { ManualClock } from './testing/manual-clock.test-support.ts';
import { clientOf, errorOf, eventOf, fakeServer } from './testing/with-fake-server.test-support.ts';

const answerGets = ([name, key]: readonly string[]): string | undefined =>
  name === 'GET' ? `$${key?.length}\r\n${key}\r\n` : undefined;

test('commands of one turn go out in one write', async () => {
  const server = await fakeServer();
  const client = clientOf(server);
  await client.connect();
  const bytes: number[] = [];
  server.answer = (request, connection) => {
    bytes.push(connection.requests.length);
    return answerGets(request);
  };
  const replies = await Promise.all(['a', 'b', 'c'].map((key) => client.get(key)));
  expect(replies).toEqual(['a', 'b', 'c']);
  const requests = server.connections[0]?.requests.filter(([name]) => name === 'GET');
  expect(requests).toEqual([
    ['GET', 'a'],
    ['GET', 'b'],
    ['GET', 'c'],
  ]);
});

test('replies cut anywhere, even inside of a character, are put together', async () => {
  const server = await fakeServer();
  const client = clientOf(server);
  const text = 'é 日本 🙂';
  const replies = [client.get('k'), client.mget('a', 'b'), client.call(['X'])];
  const { connection } = await server.received('X');
  const bulk = `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
  await connection.sendInPieces(`${bulk}*2\r\n${bulk}_\r\n-ERR né\r\n`, 1);
  expect(await replies[0]).toBe(text);
  expect(await replies[1]).toEqual([text, null]);
  await expect(replies[2]).rejects.toThrow('ERR né');
});

test('a command that is not answered in time is rejected, and its late reply goes to nobody else', async () => {
  const clock = new ManualClock();
  const server = await fakeServer();
  const client = clientOf(server, { clock, commandTimeoutMs: 500 });
  const late = errorOf(client.get('late'));
  const { connection } = await server.received('GET');
  clock.advance(499);
  const next = client.get('next');
  clock.advance(1);
  const error = await late;
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error).toMatchObject({ message: expect.stringMatching(/^GET was not answered within 500 ms/) });
  connection.send('$4\r\nlate\r\n$4\r\nnext\r\n');
  expect(await next).toBe('next');
});

test('timeoutMs of a call goes before that of the client, and 0 means never', async () => {
  const clock = new ManualClock();
  const server = await fakeServer();
  const client = clientOf(server, { clock, commandTimeoutMs: 500 });
  const short = errorOf(client.with({ timeoutMs: 10 }).get('short'));
  const patient = client.call(['GET', 'patient'], { timeoutMs: 0 });
  const { connection } = await server.received('GET');
  clock.advance(10);
  expect(await short).toBeInstanceOf(TimeoutError);
  clock.advance(1_000_000);
  connection.send('_\r\n$1\r\nv\r\n');
  expect(await patient).toBe('v');
  expect(clock.pending).toBe(0);
});

test('a timeout also ends the waiting for a connection', async () => {
  const clock = new ManualClock();
  const server = await fakeServer(([name]) => (name === 'HELLO' ? '' : undefined));
  const client = clientOf(server, { clock, commandTimeoutMs: 500, connectTimeoutMs: 10_000 });
  const reply = errorOf(client.get('k'));
  await server.received('HELLO');
  clock.advance(500);
  expect(await reply).toBeInstanceOf(TimeoutError);
});

test('a server that does not answer the greeting is given up after connectTimeoutMs', async () => {
  const clock = new ManualClock();
  const server = await fakeServer(([name]) => (name === 'HELLO' ? '' : undefined));
  const client = clientOf(server, { clock, connectTimeoutMs: 1_000, reconnect: false });
  const connected = errorOf(client.connect());
  await server.received('HELLO');
  clock.advance(1_000);
  expect(await connected).toMatchObject({
    code: 'TIMEOUT',
    message: expect.stringMatching(/did not answer within 1000 ms.*connectTimeoutMs/),
  });
});

test('an aborted call is rejected with the reason, and not sent if there was still time', async () => {
  const server = await fakeServer(answerGets);
  const client = clientOf(server);
  await client.connect();
  const abort = new AbortController();
  const aborted = errorOf(client.with({ signal: abort.signal }).get('aborted'));
  const other = client.get('other');
  abort.abort(new Error('changed my mind'));
  const error = await aborted;
  expect(error).toBeInstanceOf(AbortedError);
  expect(error).toMatchObject({ name: 'AbortError', code: 'ABORTED', cause: { message: 'changed my mind' } });
  expect(await other).toBe('other');
  expect(server.connections[0]?.requests.flat()).not.toContain('aborted');
});

test('a call aborted after it was sent leaves the others in order', async () => {
  const server = await fakeServer();
  const client = clientOf(server);
  const abort = new AbortController();
  const aborted = errorOf(client.call(['GET', 'aborted'], { signal: abort.signal }));
  const other = client.get('other');
  const { connection } = await server.received('GET');
  abort.abort();
  expect(await aborted).toBeInstanceOf(AbortedError);
  connection.send('$7\r\naborted\r\n$5\r\nother\r\n');
  expect(await other).toBe('other');
});

test('a signal that is aborted already rejects at once', async () => {
  const client = clientOf(await fakeServer());
  expect(await errorOf(client.with({ signal: AbortSignal.abort() }).get('k'))).toBeInstanceOf(AbortedError);
  expect(await errorOf(client.multi().get('k').exec({ signal: AbortSignal.abort() }))).toBeInstanceOf(
    AbortedError,
  );
});

test("the client's signal destroys it", async () => {
  const server = await fakeServer();
  const abort = new AbortController();
  const client = clientOf(server, { signal: abort.signal });
  const reply = errorOf(client.get('k'));
  const lines = client.subscribe('news');
  await server.received('GET');
  const ended = eventOf(client, 'end');
  abort.abort(new Error('shutting down'));
  expect(await reply).toBeInstanceOf(ClosedError);
  expect(await reply).toMatchObject({ cause: { message: 'shutting down' } });
  expect(await errorOf(lines.next())).toBeInstanceOf(ClosedError);
  await ended;
});

test('destroy() rejects what has no reply, close() waits for it', async () => {
  const server = await fakeServer();
  const destroyed = clientOf(server);
  const reply = errorOf(destroyed.get('k'));
  await server.received('GET');
  destroyed.destroy();
  expect(await reply).toBeInstanceOf(ClosedError);
  const closed = clientOf(server);
  const late = closed.get('k');
  const { connection } = await server.received('GET');
  const closing = closed.close();
  expect(await errorOf(closed.get('another'))).toBeInstanceOf(ClosedError);
  connection.send('$1\r\nv\r\n');
  expect(await late).toBe('v');
  await closing;
  await closed.close();
});

test('a client that was never used closes without connecting', async () => {
  const server = await fakeServer();
  await clientOf(server).close();
  expect(server.connections).toHaveLength(0);
});

test('a server that refuses HELLO is spoken to in RESP2', async () => {
  const server = await fakeServer(([name]) =>
    name === 'HELLO' ? "-ERR unknown command 'HELLO'\r\n" : undefined,
  );
  const client = clientOf(server, { password: 'secret', username: 'ann', database: 2, name: 'me' });
  await client.connect();
  expect(client.protocol).toBe(2);
  expect(server.connections[0]?.requests.slice(0, 4)).toEqual([
    ['HELLO', '3', 'AUTH', 'ann', 'secret'],
    ['AUTH', 'ann', 'secret'],
    ['SELECT', '2'],
    ['CLIENT', 'SETNAME', 'me'],
  ]);
});

test('protocol: 3 insists on RESP3', async () => {
  const server = await fakeServer(([name]) => (name === 'HELLO' ? '-NOPROTO unsupported\r\n' : undefined));
  await expect(clientOf(server, { protocol: 3 }).connect()).rejects.toThrow(HandshakeError);
});

test('the server says what it is, and errors of CLIENT SETINFO do not matter', async () => {
  const server = await fakeServer(([name]) =>
    name === 'CLIENT' ? '-ERR unknown subcommand\r\n' : undefined,
  );
  const client = clientOf(server);
  await client.connect();
  expect(client.server).toEqual({ server: 'fake', version: '1.2.3', id: 7, role: 'master' });
});

test('commands after which replies could not be told apart are refused with advice', async () => {
  const client = clientOf(await fakeServer());
  await expect(client.call(['monitor'])).rejects.toThrow(/use monitor\(\)/);
  await expect(client.call(['Client', 'Reply', 'OFF'])).rejects.toThrow(/could not be told apart/);
  await expect(client.call(['RESET'])).rejects.toThrow(/duplicate\(\)/);
  await expect(client.call([])).rejects.toThrow(/command name/);
});

test('subscribing by call() is confirmed by its pushes, which are told as events', async () => {
  const server = await fakeServer();
  const client = clientOf(server);
  const pushes: unknown[] = [];
  client.on('push', (push) => pushes.push([push.kind, ...push.values.map(String)]));
  const subscribed = client.call(['SUBSCRIBE', 'a', 'b']);
  const next = client.get('k');
  const { connection } = await server.received('GET');
  connection.send('>3\r\n+subscribe\r\n+a\r\n:1\r\n>3\r\n+subscribe\r\n+b\r\n:2\r\n$1\r\nv\r\n');
  await subscribed;
  expect(await next).toBe('v');
  expect(pushes).toEqual([
    ['subscribe', 'a', '1'],
    ['subscribe', 'b', '2'],
  ]);
});

test('subscribing by call() is refused in RESP2, where its messages could be taken for replies', async () => {
  const client = clientOf(await fakeServer(), { protocol: 2 });
  await expect(client.call(['SUBSCRIBE', 'a'])).rejects.toThrow(/needs RESP3.*Use subscribe\(\)/);
  await expect(client.call(['NOTIFY', 'k'])).rejects.toThrow(/needs RESP3/);
});
