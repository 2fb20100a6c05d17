/** What becomes of keys of Redwing while the server that they go to has not answered yet. */

import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Member } from '../replication/replication-set.ts';
import { startRedwing } from '../support/redwing.ts';
import { encodeRequest, WireConnection } from '../support/wire.ts';

const KEPT =
  '-ERR Key changed while it was on its way: it stays here as it is now, and the target has it as it was before\r\n';

let here: Member;
let mover: WireConnection;
/** Takes requests and answers when the test has it answer. */
let target: Server;
let atTarget: Socket;
let asked: Promise<unknown>;
let toTarget: string[];

beforeEach(async () => {
  here = await Member.of(startRedwing());
  mover = await WireConnection.open(here.port);
  target = createServer();
  asked = once(target, 'connection').then(([socket]) => {
    atTarget = (socket as Socket).on('error', () => undefined);
    return once(atTarget, 'data');
  });
  target.listen(0, '127.0.0.1');
  await once(target, 'listening');
  toTarget = ['MIGRATE', '127.0.0.1', String((target.address() as AddressInfo).port)];
});

afterEach(async () => {
  mover.close();
  target.close();
  atTarget?.destroy();
  await here.close();
});

/** Sends MIGRATE, and resolves when its key has arrived and waits for an answer. */
async function begin(...options: string[]): Promise<void> {
  mover.send(encodeRequest([...toTarget, ...options]));
  await asked;
  const restored = once(atTarget, 'data');
  atTarget.write('+OK\r\n');
  await restored;
}

async function outcome(): Promise<string> {
  return String((await mover.receiveCount(1)).frames[0]);
}

it('holds commands that name them, and no others', async () => {
  await here.ask('MSET', 'k', 'v', 'other', 'o');
  await begin('k', '0', '5000');
  const waiting = await WireConnection.open(here.port);
  const flushing = await WireConnection.open(here.port);
  const executing = await WireConnection.open(here.port);
  waiting.send(encodeRequest(['GET', 'k']) + encodeRequest(['SET', 'k', 'new']));
  executing.send(
    ['MULTI', 'INCR n', 'MGET other k', 'EXEC'].map((line) => encodeRequest(line.split(' '))).join(''),
  );
  await executing.receiveCount(3);
  flushing.send(encodeRequest(['FLUSHALL']));
  expect(await here.ask('GET', 'other')).toBe('o');
  expect(await here.ask('SET', 'other', 'p')).toBe('OK');
  expect(await here.ask('DBSIZE')).toBe('2');
  expect(await here.ask('CLIENT', 'LIST')).toMatch(/flags=b .*cmd=migrate/);
  atTarget.write('+OK\r\n');
  expect(await outcome()).toBe('+OK\r\n');
  expect((await waiting.receiveCount(2)).frames.map(String)).toEqual(['$-1\r\n', '+OK\r\n']);
  expect(String((await executing.receiveCount(1)).frames[0])).toBe(
    '*2\r\n:1\r\n*2\r\n$1\r\np\r\n$3\r\nnew\r\n',
  );
  expect(String((await flushing.receiveCount(1)).frames[0])).toBe('+OK\r\n');
  expect(await here.ask('DBSIZE')).toBe('0');
  for (const one of [waiting, flushing, executing]) one.close();
});

it('lets them be used again as they were when the other server is silent for too long', async () => {
  await here.ask('SET', 'k', 'v');
  await begin('k', '0', '100');
  expect(await here.ask('APPEND', 'k', '+')).toBe('2');
  expect(await outcome()).toBe('-IOERR error or timeout reading to target instance\r\n');
});

it('holds nothing of what is copied, which is what it was when it was asked for', async () => {
  await here.ask('SET', 'k', 'v');
  await begin('k', '0', '5000', 'COPY');
  expect(await here.ask('APPEND', 'k', '+')).toBe('2');
  atTarget.write('+OK\r\n');
  expect(await outcome()).toBe('+OK\r\n');
  expect(await here.ask('GET', 'k')).toBe('v+');
});

it('never deletes one that has changed all the same, and says so', async () => {
  await here.ask('RPUSH', 'k', 'a');
  await here.ask('SET', 'quiet', 'v');
  const waiter = await WireConnection.open(here.port);
  waiter.send(encodeRequest(['BLMOVE', 'from', 'k', 'LEFT', 'RIGHT', '0']));
  await expect.poll(() => here.info('blocked_clients'), { timeout: 20_000 }).toBe('1');
  await begin('', '0', '5000', 'KEYS', 'k', 'quiet');
  await here.ask('RPUSH', 'from', 'b');
  expect(String((await waiter.receiveCount(1)).frames[0])).toBe('$1\r\nb\r\n');
  atTarget.write('+OK\r\n+OK\r\n');
  expect(await outcome()).toBe(KEPT);
  expect(await here.ask('LRANGE', 'k', '0', '-1')).toBe('a b');
  expect(await here.ask('EXISTS', 'quiet')).toBe('0');
  waiter.close();
});

it('deletes them though the client that asked for it is gone', async () => {
  await here.ask('SET', 'k', 'v');
  await begin('k', '0', '5000');
  mover.vanish();
  await expect.poll(() => here.info('connected_clients'), { timeout: 20_000 }).toBe('1');
  atTarget.write('+OK\r\n');
  expect(await here.ask('EXISTS', 'k')).toBe('0');
});

it('is refused in a transaction, where nobody can wait', async () => {
  await here.ask('SET', 'k', 'v');
  await here.ask('MULTI');
  await here.ask(...toTarget, 'k', '0', '100');
  await here.ask(...toTarget, 'none', '0', '100');
  expect(await here.ask('EXEC')).toBe('-ERR Command not allowed inside a transaction NOKEY');
  expect(await here.ask('GET', 'k')).toBe('v');
});

it('tells those who watch and listen to them, and replicas in one command', async () => {
  await here.ask('MSET', 'a', '1', 'b', '2');
  await here.ask('CONFIG', 'SET', 'notify-keyspace-events', 'Eg');
  const listener = await WireConnection.open(here.port);
  await listener.ask('SUBSCRIBE', '__keyevent@0__:del');
  await here.ask('WATCH', 'a');
  await here.ask('MULTI');
  await begin('', '0', '5000', 'KEYS', 'a', 'b');
  atTarget.write('+OK\r\n-ERR no\r\n');
  expect(await outcome()).toBe('-ERR Target instance replied with error: ERR no\r\n');
  expect(await here.ask('EXEC')).toBe('null');
  expect(String((await listener.receiveCount(1)).frames[0])).toContain('$1\r\na\r\n');
  expect(await here.ask('KEYS', '*')).toBe('b');
  listener.close();
});

it('does not keep a server from closing, which keeps what is not confirmed', async () => {
  await here.ask('SET', 'k', 'v');
  await begin('k', '0', '60000');
  const gone = once(atTarget, 'close');
  await here.close();
  await gone;
});
