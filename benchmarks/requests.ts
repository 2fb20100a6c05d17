/**
 * The requests that are measured: those of redis-benchmark, so that figures can be laid side by side.
 *
 * Keys are drawn from a range with a seeded generator, 16 bytes long; values are 32 bytes.
 */

export const KEYS = 100_000;
const VALUE = 'x'.repeat(32);

/** Draws the parts of one request; `key` answers a number that names a key. */
type Draw = (key: () => string) => readonly string[];

/** By the names redis-benchmark gives to them. */
export const draws: Readonly<Record<string, Draw>> = {
  ping: () => ['PING'],
  set: (key) => ['SET', `key:${key()}`, VALUE],
  get: (key) => ['GET', `key:${key()}`],
  incr: (key) => ['INCR', `counter:${key()}`],
  lpush: () => ['LPUSH', 'mylist', VALUE],
  rpush: () => ['RPUSH', 'mylist', VALUE],
  lpop: () => ['LPOP', 'mylist'],
  rpop: () => ['RPOP', 'mylist'],
  lrange_100: () => ['LRANGE', 'mylist', '0', '99'],
  sadd: (key) => ['SADD', 'myset', `element:${key()}`],
  hset: (key) => ['HSET', 'myhash', `element:${key()}`, VALUE],
  spop: () => ['SPOP', 'myset'],
  zadd: (key) => ['ZADD', 'myzset', key(), `element:${key()}`],
  zpopmin: () => ['ZPOPMIN', 'myzset'],
  mset: (key) => ['MSET', ...Array.from({ length: 10 }, () => [`key:${key()}`, VALUE]).flat()],
};

/** Makes `count` chunks of `pipeline` requests each. */
export function chunksOf(draw: Draw, count: number, pipeline: number, seed = 1): Uint8Array[] {
  const next = generator(seed);
  const key = (): string => String(Math.floor(next() * KEYS)).padStart(12, '0');
  return Array.from({ length: count }, () => {
    const requests = Array.from({ length: pipeline }, () => encode(draw(key)));
    return new Uint8Array(Buffer.from(requests.join(''), 'latin1'));
  });
}

/** A multibulk request. */
export function encode(parts: readonly string[]): string {
  return `*${parts.length}\r\n${parts.map((part) => `$${part.length}\r\n${part}\r\n`).join('')}`;
}

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
