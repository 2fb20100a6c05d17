/**
 * Warming up: what requests run through is compiled before clients need it.
 *
 * JavaScript is interpreted at first, and compiled in steps as it turns out to be used: the first hundred thousand
 * requests after a start cost a third more than the later ones, the first thousand many times as much. So a daemon,
 * before it listens, plays typical requests to another, empty server in the same process, over a real connection: the
 * functions are the same, and so are the paths through Node.js. Half the gain comes from the first few thousand requests;
 * that is where it stops.
 *
 * What it sends is varied on purpose, with enough keys that the index has grown beyond its first leaf: code that was
 * compiled for less would be thrown away at the first request that does more.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { encodedBytes, encodeRequest } from '@redwing/protocol';
import { createServer } from './server.ts';

const ROUNDS = 64;
const KEYS = 5000;
const VALUE = 'x'.repeat(32);

/** Plays typical requests to a server of its own; takes about a tenth of a second. */
export async function warmUp(): Promise<void> {
  await using server = await createServer();
  const socket = connect(server.port, '127.0.0.1');
  socket.unref();
  await once(socket, 'connect');
  for (let round = 0; round < ROUNDS; round++) {
    // As many requests as a pipeline has, and now and then a single one.
    const requests = requestsOf(round);
    await exchange(socket, round % 8 === 0 ? requests.slice(0, 1) : requests);
  }
  socket.destroy();
}

/** Sends requests and waits until something comes back. */
async function exchange(socket: ReturnType<typeof connect>, requests: readonly Uint8Array[]): Promise<void> {
  socket.write(Buffer.concat(requests));
  await once(socket, 'data');
}

/** The requests of one batch; all batches together go through all kinds with many keys. */
function requestsOf(round: number): Uint8Array[] {
  return Array.from({ length: 64 }, (_, index) => {
    const number = round * 64 + index;
    // A multiplier that has no factor in common with the number of keys visits all of them.
    const key = String((number * 4801) % KEYS).padStart(12, '0');
    const kind = KINDS[(round + (index >> 3)) % KINDS.length] as (key: string, number: number) => string[];
    return encodedBytes(encodeRequest(kind(key, number)));
  });
}

const KINDS: readonly ((key: string, number: number) => string[])[] = [
  () => ['PING'],
  (key) => ['SET', `key:${key}`, VALUE],
  (key) => ['GET', `key:${key}`],
  (key) => ['INCR', `counter:${key}`],
  (_, number) => ['INCR', `counter:${number % 10}`],
  (key) => ['MSET', ...Array.from({ length: 10 }, (_, index) => [`key:${index}${key}`, VALUE]).flat()],
  (key) => ['LPUSH', 'list', `element:${key}`],
  (key) => ['RPUSH', 'list', `element:${key}`],
  () => ['LPOP', 'list'],
  () => ['RPOP', 'list'],
  (key) => ['SADD', 'set', `element:${key}`],
  () => ['SPOP', 'set'],
  (key) => ['HSET', 'hash', `element:${key}`, VALUE],
  (key, number) => ['HSET', `small:${number % 100}`, `field:${key.slice(-1)}`, VALUE],
  (key, number) => ['HGET', `small:${number % 100}`, `field:${key.slice(-1)}`],
  (key) => ['ZADD', 'sorted', '0', `element:${key}`],
  (key, number) => ['ZADD', 'scores', String(number % 1000), `element:${key}`],
  () => ['ZPOPMIN', 'sorted'],
  () => ['LRANGE', 'list', '0', '9'],
  (key, number) => ['SET', `passing:${key}`, VALUE, 'EX', String(1 + (number % 100))],
  (key) => ['EXPIRE', `key:${key}`, '100'],
  (key) => ['DEL', `key:${key}`],
];
