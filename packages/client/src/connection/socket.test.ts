import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { createClient } from '../index.ts';
import { errorOf } from '../testing/with-fake-server.test-support.ts';

/** Counts the requests that arrive, all of them the PINGs of the test, and answers each. */
function answerPings(socket: Socket): void {
  socket.on('data', (chunk: Buffer) => {
    const pings = chunk.toString('latin1').split('PING').length - 1;
    socket.write('+PONG\r\n'.repeat(pings));
  });
  socket.on('error', () => undefined);
}

async function listen(
  server: Server,
  where: { port?: number; host?: string; path?: string },
): Promise<number> {
  await new Promise<void>((resolve) => server.listen(where, resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.address();
  return typeof address === 'object' ? ((address as AddressInfo | null)?.port ?? 0) : 0;
}

/** A greeting of RESP2 needs three answers, to CLIENT SETINFO twice and to CLIENT ID. */
function greetThenPing(socket: Socket): void {
  socket.once('data', () => {
    socket.write('+OK\r\n+OK\r\n:7\r\n');
    answerPings(socket);
  });
  socket.on('error', () => undefined);
}

test('a Unix socket is reached by its path', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'redwing-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'server.sock');
  await listen(createServer(greetThenPing), { path });
  const client = createClient({ path, protocol: 2 });
  expect(await client.ping()).toBe('PONG');
  client.destroy();
});

test('localhost is tried with every address it has', async () => {
  const port = await listen(createServer(greetThenPing), { port: 0, host: '127.0.0.1' });
  const client = createClient({ host: 'localhost', port, protocol: 2 });
  expect(await client.ping()).toBe('PONG');
  client.destroy();
});

test('a name that leads nowhere is told with the reason', async () => {
  const client = createClient({ host: 'redwing.invalid', reconnect: false });
  expect(await errorOf(client.ping())).toMatchObject({
    message: expect.stringMatching(/^Cannot connect to redwing\.invalid:6969: .*redwing\.invalid/),
  });
});

test('TLS is spoken with the options given', async () => {
  const psk = Buffer.from('0123456789abcdef');
  const common = { ciphers: 'PSK', minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const;
  const server = createTlsServer({ ...common, pskCallback: () => psk }, greetThenPing);
  const port = await listen(server, { port: 0, host: '127.0.0.1' });
  const client = createClient({
    host: '127.0.0.1',
    port,
    protocol: 2,
    tls: { ...common, pskCallback: () => ({ psk, identity: 'test' }), checkServerIdentity: () => undefined },
  });
  expect(await client.ping()).toBe('PONG');
  client.destroy();
});

test('a server that reads slowly holds commands back, and gets every one of them in order', async () => {
  let held: Socket | undefined;
  const bytes: Buffer[] = [];
  const server = createServer((socket) => {
    socket.once('data', () => {
      socket.write('+OK\r\n+OK\r\n:7\r\n');
      socket.pause();
      held = socket;
      socket.on('data', (chunk: Buffer) => bytes.push(chunk));
      socket.pause();
    });
    socket.on('error', () => undefined);
  });
  const port = await listen(server, { port: 0, host: '127.0.0.1' });
  const client = createClient({ host: '127.0.0.1', port, protocol: 2 });
  await client.connect();
  const large = Buffer.alloc(1024 * 1024, 'x');
  const calls: Promise<unknown>[] = [];
  for (let index = 0; index < 40; index++) {
    calls.push(client.set(`large:${index}`, large), client.set(`small:${index}`, 'v'));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const abort = new AbortController();
  const aborted = errorOf(client.with({ signal: abort.signal }).set('aborted', 'v'));
  await new Promise((resolve) => setImmediate(resolve));
  abort.abort();
  expect(await aborted).toMatchObject({ code: 'ABORTED' });
  held?.resume();
  const expected = 40 * (large.length + 100);
  const received = (): number => bytes.reduce((sum, chunk) => sum + chunk.length, 0);
  while (received() < expected - 40 * 30) await new Promise((resolve) => setImmediate(resolve));
  held?.write('+OK\r\n'.repeat(80));
  expect(new Set(await Promise.all(calls))).toEqual(new Set(['OK']));
  const text = Buffer.concat(bytes).toString('latin1');
  const order = [...text.matchAll(/(large|small):(\d+)/g)].map(([name]) => name);
  expect(order).toEqual(
    Array.from({ length: 40 }, (_, index) => [`large:${index}`, `small:${index}`]).flat(),
  );
  // It was still held back when its caller gave up, so it was never sent.
  expect(text).not.toContain('aborted');
  client.destroy();
});
