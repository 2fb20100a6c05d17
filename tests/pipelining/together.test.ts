/**
 * Requests that come together are parsed ahead; what they do must not depend on it. The same requests are sent one at a
 * time to one server and in one piece, cut at a random place, to another: the answers are the same bytes.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SeededRandom, seedsToRun } from '../differential/random.ts';
import { startRedwing } from '../support/redwing.ts';
import type { Target } from '../support/target.ts';
import { encodeRequest, WireConnection } from '../support/wire.ts';

type Request = readonly string[];

let servers: Target[];
let opened: WireConnection[];

beforeEach(async () => {
  opened = [];
  servers = [await startRedwing(), await startRedwing()];
});

afterEach(async () => {
  for (const connection of opened) connection.close();
  for (const server of servers) await server.close();
});

async function open(server: Target | undefined): Promise<WireConnection> {
  const connection = await WireConnection.open(server?.port ?? 0);
  opened.push(connection);
  return connection;
}

/** The answers to requests that are sent when the one before has been answered; each has one answer. */
async function oneByOne(requests: readonly Request[]): Promise<string[]> {
  const connection = await open(servers[0]);
  const answers: string[] = [];
  for (const request of requests) answers.push(String(await connection.ask(...request)));
  return answers;
}

async function together(requests: readonly Request[], cut: number): Promise<string[]> {
  const connection = await open(servers[1]);
  const text = requests.map((request) => encodeRequest(request)).join('');
  const at = Math.floor(text.length * cut);
  connection.send(text.slice(0, at));
  // The server has read the first part when another of its connections has been answered.
  await (await open(servers[1])).ask('PING');
  connection.send(text.slice(at));
  const { frames } = await connection.receiveCount(requests.length);
  return frames.map(String);
}

/** Requests that change what those behind them mean, among others that read and write the same few keys. */
function drawRequest(random: SeededRandom): Request {
  const key = `key:${random.below(6)}`;
  const kinds: readonly (() => Request)[] = [
    () => ['SET', key, `value ${random.below(1000)}`],
    () => ['GET', key],
    () => ['INCR', key],
    () => ['DEL', key, `key:${random.below(6)}`],
    () => ['SETRANGE', key, String(random.below(300)), 'x'.repeat(random.below(200))],
    () => ['APPEND', key, 'y'.repeat(random.below(4000))],
    () => ['SELECT', String(random.below(3))],
    () => ['SWAPDB', '0', '1'],
    () => ['RENAME', key, `key:${random.below(6)}`],
    () => ['MULTI'],
    () => ['EXEC'],
    () => ['FLUSHDB'],
    () => [
      'MSET',
      ...Array.from({ length: 12 }, (_, index) => [`key:${index}`, `${random.below(9)}`]).flat(),
    ],
    () => ['MGET', key, 'key:1', 'key:2'],
    () => ['NOSUCHCOMMAND', key],
    () => ['GET'],
    () => ['PING'],
    () => ['EXPIRE', key, '-1'],
    () => ['LPUSH', `list:${random.below(3)}`, 'a', 'b'],
    () => ['LPOP', `list:${random.below(3)}`],
  ];
  return (kinds[random.below(kinds.length)] as () => Request)();
}

for (const seed of seedsToRun([1, 2, 3])) {
  it(`requests are answered the same together as one by one (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    const requests = Array.from({ length: 2000 }, () => drawRequest(random));
    expect(await together(requests, random.next())).toEqual(await oneByOne(requests));
  });
}

it('what stands behind a request that waits is executed when it has been answered, and in order', async () => {
  const [waiting, other] = [await open(servers[0]), await open(servers[0])];
  const requests = [
    ['SET', 'a', '1'],
    ['BLPOP', 'list', '0'],
    ['GET', 'a'],
    ['INCR', 'a'],
    ['GET', 'a'],
  ];
  waiting.send(requests.map((request) => encodeRequest(request)).join(''));
  expect(String((await waiting.receiveCount(1)).frames[0])).toBe('+OK\r\n');
  await other.ask('SET', 'a', '5');
  await other.ask('RPUSH', 'list', 'x');
  const { frames } = await waiting.receiveCount(4);
  expect(frames.map(String)).toEqual([
    '*2\r\n$4\r\nlist\r\n$1\r\nx\r\n',
    '$1\r\n5\r\n',
    ':6\r\n',
    '$1\r\n6\r\n',
  ]);
});

it('nothing behind QUIT is executed', async () => {
  const [leaving, other] = [await open(servers[0]), await open(servers[0])];
  leaving.send(
    [['SET', 'a', '1'], ['QUIT'], ['SET', 'a', '2']].map((words) => encodeRequest(words)).join(''),
  );
  const { frames, end } = await leaving.receiveCount(3);
  expect([frames.map(String), end]).toEqual([['+OK\r\n', '+OK\r\n'], 'closed']);
  expect(String(await other.ask('GET', 'a'))).toBe('$1\r\n1\r\n');
});

it('what comes before a broken request is answered before the error', async () => {
  const client = await open(servers[0]);
  client.send(`${encodeRequest(['SET', 'a', '1'])}${encodeRequest(['GET', 'a'])}*1\r\n!x\r\n`);
  const { frames, end } = await client.receiveCount(4);
  expect([frames.map(String), end]).toEqual([
    ['+OK\r\n', '$1\r\n1\r\n', "-ERR Protocol error: expected '$', got '!'\r\n"],
    'closed',
  ]);
});
