/**
 * Warming up: what requests run through is compiled before clients need it.
 *
 * JavaScript is interpreted at first, and compiled in steps as it turns out to be used: the first hundred thousand
 * requests after a start take twice as long as the later ones, the first thousand many times as long. So a daemon, before
 * it listens, plays typical requests to servers of their own in the same process, over real connections: the functions
 * are the same, and so are the paths through Node.js.
 *
 * What it does is varied on purpose. Code that was compiled for less is thrown away at the first request that does more,
 * and the compiler takes for constant whatever has not changed yet: the engine, the functions it was given, the shape of
 * a socket. Hence one server after the other, several clients of each, who come and go, pipelines of all lengths, and
 * enough data that the index has split and the lists have outgrown their first node.
 */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { encodedBytes, encodeRequest } from '@redwing/protocol';
import { createServer } from './server.ts';

/**
 * The servers, one after the other, by their settings. Some have tiny nodes in their lists, so that many are made and
 * taken away.
 */
const SERVERS = [{}, { 'list-max-listpack-size': '2' }, {}, { 'list-max-listpack-size': '3' }, {}];
/** How many clients each has. */
const CLIENTS = 4;
/** How many batches each client sends; to the last server, where all has been seen, twice as many. */
const BATCHES = 80;
const LAST_BATCHES = 160;
/** How many requests come together, batch by batch. */
const DEPTHS = [64, 1, 16, 1, 64, 2, 16, 1] as const;
const KEYS = 5000;
const VALUE = 'x'.repeat(32);

/**
 * Plays typical requests to servers of its own; takes about half a second. `atLast` is called while the last of them is still
 * there: the moment to collect garbage. Later the compiler's knowledge of objects would go with the last objects of
 * their kind, and what was compiled for them too.
 */
export async function warmUp(atLast: () => void = () => {}): Promise<void> {
  const all = Array.from({ length: LAST_BATCHES }, (_, number) => batchOf(number));
  const filling = fillingRequests();
  for (const [index, config] of SERVERS.entries()) {
    await using server = await createServer({ config });
    const clients = Array.from({ length: CLIENTS }, () => new Client(server.port));
    await Promise.all(clients.map((client) => client.connected));
    await clients[0]?.exchange(filling);
    const isLast = index === SERVERS.length - 1;
    const batches = isLast ? all : all.slice(0, BATCHES);
    for (const batch of batches) await Promise.all(clients.map((client) => client.exchange(batch)));
    if (isLast) atLast();
    for (const client of clients) client.close();
  }
}

/** A connection that receives as the server's own do: one kind of socket is one kind of code. */
class Client {
  readonly connected: Promise<unknown>;
  private readonly socket: Socket;
  private answered = (): void => {};
  private failed = (_: Error): void => {};

  constructor(port: number) {
    const callback = (): boolean => {
      this.answered();
      return true;
    };
    this.socket = connect({ host: '127.0.0.1', port, onread: { buffer: new Uint8Array(65_536), callback } });
    this.socket.unref();
    this.socket.on('error', (error) => this.failed(error));
    this.socket.on('close', () => this.failed(new Error('the connection was closed')));
    this.connected = once(this.socket, 'connect');
  }

  /** Sends requests and waits until something comes back. Rejects if the connection ends instead. */
  exchange(requests: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.answered = resolve;
      this.failed = reject;
      this.socket.write(requests);
    });
  }

  close(): void {
    this.socket.destroy();
  }
}

/** Makes more keys than one leaf of the index holds, and collections that have outgrown their small forms by far. */
function fillingRequests(): Uint8Array {
  const numbers = Array.from({ length: KEYS }, (_, index) => numeral(index));
  const elements = numbers.filter((_, index) => index % 2 === 0).map((number) => `element:${number}`);
  const requests = [
    ['MSET', ...numbers.flatMap((number) => [`filled:${number}`, VALUE])],
    ['RPUSH', 'list', ...elements],
    ['SADD', 'set', ...elements],
    ['HSET', 'hash', ...elements.flatMap((element) => [element, VALUE])],
    ['ZADD', 'sorted', ...elements.flatMap((element) => ['0', element])],
    ['ZADD', 'scores', ...elements.flatMap((element) => [element.slice(-4), element])],
  ];
  return Buffer.concat(requests.map((request) => encodedBytes(encodeRequest(request))));
}

/** One of KEYS numerals, in scattered order. */
function numeral(index: number): string {
  // A multiplier that has no factor in common with their number visits all of them.
  return String((index * 4801) % KEYS).padStart(12, '0');
}

/** The requests of one batch; all batches together go through all kinds with many keys. */
function batchOf(batch: number): Uint8Array {
  const depth = DEPTHS[batch % DEPTHS.length] as number;
  return Buffer.concat(
    Array.from({ length: depth }, (_, index) => {
      const number = batch * 64 + index;
      const key = numeral(number);
      const kind = KINDS[(batch + (index >> 2)) % KINDS.length] as (key: string, number: number) => string[];
      return encodedBytes(encodeRequest(kind(key, number)));
    }),
  );
}

const KINDS: readonly ((key: string, number: number) => string[])[] = [
  () => ['PING'],
  () => ['CONFIG', 'GET', 'save'],
  (key) => ['SET', `key:${key}`, VALUE],
  (key) => ['GET', `key:${key}`],
  (key) => ['INCR', `counter:${key}`],
  (_, number) => ['INCR', `counter:${number % 10}`],
  (key) => ['MSET', ...Array.from({ length: 10 }, (_, index) => [`key:${index}${key}`, VALUE]).flat()],
  // More is pushed than popped, so that the list comes to have many nodes.
  () => ['LPUSH', 'list', VALUE],
  () => ['RPUSH', 'list', VALUE],
  (key) => ['LPUSH', 'queue', `element:${key}`],
  (key) => ['RPUSH', 'queue', `element:${key}`],
  (_, number) => ['LPOP', number % 2 === 0 ? 'list' : 'queue'],
  (_, number) => ['RPOP', number % 2 === 0 ? 'list' : 'queue'],
  () => ['LRANGE', 'list', '0', '9'],
  (key) => ['SADD', 'set', `element:${key}`],
  () => ['SPOP', 'set'],
  (key) => ['HSET', 'hash', `element:${key}`, VALUE],
  (key, number) => ['HSET', `small:${number % 100}`, `field:${key.slice(-1)}`, VALUE],
  (key, number) => ['HGET', `small:${number % 100}`, `field:${key.slice(-1)}`],
  (key) => ['ZADD', 'sorted', '0', `element:${key}`],
  (key) => ['ZADD', 'scores', key, `element:${key}`],
  (key, number) => ['ZADD', 'scores', `${number % 1000}.5`, `element:${key}`],
  () => ['ZPOPMIN', 'scores'],
  () => ['ZPOPMIN', 'sorted'],
  (key, number) => ['SET', `passing:${key}`, VALUE, 'EX', String(1 + (number % 100))],
  (key) => ['EXPIRE', `key:${key}`, '100'],
  (key) => ['DEL', `key:${key}`],
  ...['GET', 'LPOP', 'RPOP', 'SPOP', 'ZPOPMIN'].map((name) => () => [name, 'missing']),
  // Collections that come and go with their only element.
  () => ['RPUSH', 'brief:list', VALUE],
  () => ['LPOP', 'brief:list'],
  () => ['SADD', 'brief:set', VALUE],
  () => ['SPOP', 'brief:set'],
  () => ['ZADD', 'brief:sorted', '1', VALUE],
  () => ['ZPOPMIN', 'brief:sorted'],
  () => ['HSET', 'brief:hash', 'field', VALUE],
  () => ['HDEL', 'brief:hash', 'field'],
];
