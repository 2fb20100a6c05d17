/** Clients that wait, over sockets: one that goes away meanwhile, one that sends on, one whose time is up. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startRedwing } from '../support/redwing.ts';
import type { Target } from '../support/target.ts';
import { encodeRequest, WireConnection } from '../support/wire.ts';

let server: Target;
let opened: WireConnection[];

async function open(): Promise<WireConnection> {
  const connection = await WireConnection.open(server.port);
  opened.push(connection);
  return connection;
}

/** Asks until the answer is the one that is waited for: what another socket does arrives when it arrives. */
async function untilAnswered(
  connection: WireConnection,
  words: readonly string[],
  part: string,
): Promise<void> {
  for (;;) if ((await connection.ask(...words)).includes(part)) return;
}

beforeEach(async () => {
  opened = [];
  server = await startRedwing();
});

afterEach(async () => {
  for (const connection of opened) connection.close();
  await server.close();
});

it('a client that goes away while it waits takes no element', async () => {
  const [gone, other] = [await open(), await open()];
  gone.send(encodeRequest(['BLPOP', 'k', '0']));
  await untilAnswered(other, ['INFO', 'clients'], 'blocked_clients:1');
  gone.close();
  await untilAnswered(other, ['INFO', 'clients'], 'blocked_clients:0');
  expect(String(await other.ask('RPUSH', 'k', 'a'))).toBe(':1\r\n');
  expect(String(await other.ask('LLEN', 'k'))).toBe(':1\r\n');
});

it('a client that has sent a lot and goes away while it waits takes nothing, and none of it is executed', async () => {
  const [gone, other] = [await open(), await open()];
  gone.send(encodeRequest(['BLPOP', 'k', '0']));
  await untilAnswered(other, ['INFO', 'clients'], 'blocked_clients:1');
  for (let i = 0; i < 30; i++) gone.send(encodeRequest(['SET', 'x', 'v'.repeat(100_000)]));
  await untilAnswered(other, ['CLIENT', 'LIST'], 'cmd=blpop');
  gone.close();
  await untilAnswered(other, ['INFO', 'clients'], 'blocked_clients:0');
  expect(String(await other.ask('RPUSH', 'k', 'a'))).toBe(':1\r\n');
  expect(String(await other.ask('EXISTS', 'k', 'x'))).toBe(':1\r\n');
});

it('a client that sends more than it may while it waits is cut off', async () => {
  const [waiting, other] = [await open(), await open()];
  await other.ask('CONFIG', 'SET', 'client-query-buffer-limit', '1mb');
  waiting.send(encodeRequest(['BLPOP', 'k', '0']));
  await untilAnswered(other, ['INFO', 'clients'], 'blocked_clients:1');
  for (let i = 0; i < 30; i++) waiting.send(encodeRequest(['SET', 'x', 'v'.repeat(100_000)]));
  await untilAnswered(other, ['INFO', 'clients'], 'blocked_clients:0');
});

it('a client that has sent a lot while it waited does not keep the others waiting when it goes on', async () => {
  const [waiting, other] = [await open(), await open()];
  waiting.send(encodeRequest(['BLPOP', 'k', '0']));
  await untilAnswered(other, ['INFO', 'clients'], 'blocked_clients:1');
  const count = 150_000;
  waiting.send(encodeRequest(['INCR', 'n']).repeat(count));
  await untilAnswered(other, ['CLIENT', 'LIST'], `qbuf=${encodeRequest(['INCR', 'n']).length * count} `);
  await other.ask('RPUSH', 'k', 'a');
  const between = String(await other.ask('GET', 'n'));
  await waiting.receiveCount(count + 1);
  expect(between).not.toContain(`${count}`);
  expect(String(await other.ask('GET', 'n'))).toContain(`${count}`);
});

it('what a client sends while it waits is answered in order when it has been served', async () => {
  const [waiting, other] = [await open(), await open()];
  waiting.send(encodeRequest(['BLPOP', 'k', '0']));
  await untilAnswered(other, ['INFO', 'clients'], 'blocked_clients:1');
  const count = 500;
  for (let i = 0; i < count; i++) waiting.send(encodeRequest(['ECHO', `${i}`.repeat(50)]));
  other.send(encodeRequest(['RPUSH', 'k', 'a']));
  const { frames } = await waiting.receiveCount(count + 1);
  expect(frames.slice(1).map(String)).toEqual(
    Array.from({ length: count }, (_, i) => `$${`${i}`.length * 50}\r\n${`${i}`.repeat(50)}\r\n`),
  );
});

it('a timer ends a wait', async () => {
  const waiting = await open();
  expect(String(await waiting.ask('BLPOP', 'k', '0.001'))).toBe('*-1\r\n');
  expect(String(await waiting.ask('BRPOPLPUSH', 'k', 'l', '0.001'))).toBe('*-1\r\n');
});
