import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DumpWriter } from '../persistence/dump.ts';
import { RdbInput, RdbString } from '../persistence/rdb/input.ts';
import { hasRedis, RedisOracle } from '../persistence/redis-oracle.test-support.ts';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import {
  createIntset,
  INTSET_EMPTY_BYTES,
  intsetBytesToInsert,
  intsetCount,
  intsetGet,
  intsetInsert,
  isValidIntset,
} from './intset.ts';
import { isValidListpack } from './listpack.ts';
import {
  BORDER_INTEGERS,
  BORDER_LENGTHS,
  elementsOf,
  listpackOf,
  randomElement,
} from './listpack-model.test-support.ts';

/** Listpacks and intsets as the original writes them, read and rebuilt; and ours, judged by the original. */

const seed = testSeed();

const TYPE_SET_INTSET = 11;
const TYPE_HASH_LISTPACK = 16;
const TYPE_SORTED_SET_LISTPACK = 17;
const TYPE_LIST_QUICKLIST = 18;
const PACKED = 2;

/** Beyond what the tests make, so that every value stays compact. */
const COMPACT = [
  ...['--rdbcompression', 'no', '--sanitize-dump-payload', 'yes', '--list-max-listpack-size', '-5'],
  ...['--hash-max-listpack-entries', '5000', '--hash-max-listpack-value', '100000'],
  ...['--zset-max-listpack-entries', '5000', '--zset-max-listpack-value', '100000'],
];

const writer = new DumpWriter(false);

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

/** The compact blocks in the payload of DUMP: one, or those of each node of a list. */
function blocksOf(payload: Buffer, type: number): Buffer[] {
  const input = new RdbInput();
  const string = new RdbString();
  input.attach(payload, 0, payload.length, 0);
  expect(input.byte()).toBe(type);
  const count = type === TYPE_LIST_QUICKLIST ? input.length() : 1;
  return Array.from({ length: count }, () => {
    if (type === TYPE_LIST_QUICKLIST) expect(input.length()).toBe(PACKED);
    input.string(string);
    return Buffer.from(string.bytes.subarray(string.start, string.start + string.length));
  });
}

function listPayload(listpack: Uint8Array): Uint8Array {
  return writer.write(TYPE_LIST_QUICKLIST, (output) => {
    output.length(1);
    output.length(PACKED);
    output.string(listpack, 0, listpack.length);
  });
}

function intsetOf(values: readonly (number | bigint)[]): Buffer {
  let bytes = Buffer.alloc(INTSET_EMPTY_BYTES);
  createIntset(bytes, 0);
  for (const value of values) {
    const larger = Buffer.alloc(intsetBytesToInsert(bytes, 0, value));
    larger.set(bytes);
    intsetInsert(larger, 0, value);
    bytes = larger;
  }
  return bytes;
}

describe.skipIf(!hasRedis)('beside redis-server', () => {
  let redis: RedisOracle;
  beforeAll(async () => {
    redis = await RedisOracle.start(undefined, ...COMPACT);
  });
  afterAll(() => redis.stop());

  async function blocks(key: string, type: number): Promise<Buffer[]> {
    return blocksOf((await redis.call('DUMP', key)) as Buffer, type);
  }

  /** The elements of a valid listpack that rebuilding them gives again. */
  function rebuilt(listpack: Buffer): string[] {
    expect(isValidListpack(listpack, 0, listpack.length, true)).toBe(true);
    const elements = elementsOf(listpack, 0);
    expect(listpackOf(elements)).toEqual(listpack);
    return elements;
  }

  it('reads and rebuilds the listpacks of lists with every border of the encoding', async () => {
    const elements = [...BORDER_INTEGERS, ...BORDER_LENGTHS.map((length) => 'x'.repeat(length))];
    await redis.call('RPUSH', 'borders', ...elements.map(latin1));
    const found = (await blocks('borders', TYPE_LIST_QUICKLIST)).flatMap(rebuilt);
    expect(found).toEqual(elements);
  });

  it(`reads and rebuilds lists that were edited at random (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    for (let run = 0; run < 10 * testScale; run++) {
      const key = `list ${run}`;
      for (let step = 0; step < 60; step++) {
        const element = latin1(randomElement(random));
        const kind = random.below(6);
        if (kind === 0) await redis.call('LPUSH', key, element);
        else if (kind < 4) await redis.call('RPUSH', key, element);
        else if (kind === 4) await redis.call('LSET', key, random.below(step + 1), element);
        else await redis.call('LPOP', key);
      }
      await redis.call('RPUSH', key, 'last');
      const expected = (await redis.call('LRANGE', key, 0, -1)) as Buffer[];
      const found = (await blocks(key, TYPE_LIST_QUICKLIST)).flatMap(rebuilt);
      expect(found).toEqual(expected.map((element) => element.toString('latin1')));
    }
  });

  it(`reads and rebuilds hashes (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    const model = new Map<string, string>();
    for (let step = 0; step < 300; step++) {
      const field =
        random.chance(0.3) && model.size > 0 ? random.pick([...model.keys()]) : randomElement(random);
      const value = randomElement(random);
      model.set(field, value);
      await redis.call('HSET', 'hash', latin1(field), latin1(value));
    }
    const [listpack] = await blocks('hash', TYPE_HASH_LISTPACK);
    expect(rebuilt(listpack as Buffer)).toEqual([...model].flat());
  });

  it(`reads and rebuilds sorted sets (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    const scores = [
      '0',
      '-1.5',
      '3',
      '1e300',
      '-inf',
      'inf',
      '4294967296',
      '0.1',
      '1e17',
      '-9007199254740993',
    ];
    for (let step = 0; step < 200; step++) {
      await redis.call('ZADD', 'sorted set', random.pick(scores), latin1(randomElement(random)));
    }
    const [listpack] = await blocks('sorted set', TYPE_SORTED_SET_LISTPACK);
    const members = (await redis.call('ZRANGE', 'sorted set', 0, -1)) as Buffer[];
    const found = rebuilt(listpack as Buffer);
    expect(found.filter((_, index) => index % 2 === 0)).toEqual(
      members.map((member) => member.toString('latin1')),
    );
  });

  it(`reads and rebuilds intsets of each width (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    for (const width of [16, 32, 53, 64]) {
      const pool = BORDER_INTEGERS.filter((text) => String(BigInt.asIntN(width, BigInt(text))) === text);
      const members = Array.from({ length: 60 }, () => random.pick(pool));
      await redis.call('SADD', `set ${width}`, ...members);
      const [bytes] = (await blocks(`set ${width}`, TYPE_SET_INTSET)) as [Buffer];
      expect(isValidIntset(bytes, 0, bytes.length, true)).toBe(true);
      const values = Array.from({ length: intsetCount(bytes, 0) }, (_, index) => intsetGet(bytes, 0, index));
      const sorted = [...new Set(members)].map(BigInt).sort((one, other) => (one < other ? -1 : 1));
      expect(values.map(BigInt)).toEqual(sorted);
      const shuffled = values.toSorted(() => random.next() - 0.5);
      expect(intsetOf(shuffled)).toEqual(bytes);
    }
  });

  it(`calls damaged listpacks damaged where Redis does (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    let accepted = 0;
    for (let run = 0; run < 1500 * testScale; run++) {
      const elements = Array.from({ length: 1 + random.below(4) }, () => randomElement(random));
      const bytes = listpackOf(elements);
      if (bytes.length > 400) continue;
      for (let change = random.below(3); change > 0; change--) {
        bytes[random.below(bytes.length)] = random.chance(0.5)
          ? random.below(256)
          : random.pick([0xff, 0xf0, 0xe0]);
      }
      const reply = await redis.call('RESTORE', 'restored', 0, listPayload(bytes), 'REPLACE');
      const isValid = isValidListpack(bytes, 0, bytes.length, true);
      expect(reply === 'OK', bytes.toString('hex')).toBe(isValid);
      if (isValid) accepted++;
    }
    expect(accepted).toBeGreaterThan(0);
  });
});
