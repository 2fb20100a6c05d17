import { afterEach, describe, expect, it } from 'vitest';
import type { Database } from '../keyspace/database.ts';
import { Keyspace } from '../keyspace/keyspace.ts';
import { DumpWriter, readDump } from '../persistence/dump.ts';
import { RdbEntry } from '../persistence/rdb/entry.ts';
import { hasRedis, RedisOracle } from '../persistence/redis-oracle.test-support.ts';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import { rdbTypeOf, valueReaders, writeValue } from '../persistence/values/index.ts';
import { editArray, editList, elementsOfList, randomEdit } from './list-model.test-support.ts';
import { ListValue } from './list-value.ts';

/** Lists beside the original's: the same edits leave the same nodes, and each reads what the other wrote. */

const seed = testSeed();
const key = Buffer.from('list');
const writer = new DumpWriter(true);

function dumpOf(database: Database, entry: number): Buffer {
  return Buffer.from(
    writer.write(rdbTypeOf(database, entry), (output) => writeValue(output, database, entry)),
  );
}

/** A new list under the key, read from a payload. */
function restored(keyspace: Keyspace, payload: Uint8Array): ListValue {
  const [database] = keyspace.databases as [Database];
  let made = 0;
  const readers = valueReaders({
    databaseOf: () => database,
    complete: (_entry, _database, ref) => {
      made = ref;
    },
  });
  const entry = new RdbEntry();
  entry.key.set(key, 0, key.length);
  readDump(payload, 0, payload.length, entry, readers);
  return new ListValue().open(database, made);
}

describe.skipIf(!hasRedis)('beside redis-server', () => {
  let redis: RedisOracle | undefined;
  afterEach(async () => redis?.stop());

  it.each([
    ...[-2, -1, 0, 1, 3, 7, 128].map((limit) => [limit, []] as const),
    ...[-2, 3, 128].flatMap((limit) => [[limit, [1]] as const, [limit, [2, 3, 8, 60, 5000]] as const]),
  ])(
    `has the same nodes after the same edits, with nodes of limit %i and huge elements of %j bytes (seed ${seed})`,
    async (listNode, thresholds) => {
      const settings = ['--list-max-listpack-size', String(listNode), '--enable-debug-command', 'yes'];
      redis = await RedisOracle.start(undefined, ...settings);
      const random = new SeededRandom(seed);
      const keyspace = new Keyspace({ random: () => random.next(), poison: true });
      keyspace.limits.listNode = listNode;
      const [database] = keyspace.databases as [Database];
      const list = new ListValue().create(database, key, 0, key.length);
      const array: string[] = [];
      for (let step = 0; step < 400 * testScale; step++) {
        if (thresholds.length > 0 && step % 50 === 0) {
          const threshold = random.pick(thresholds);
          await redis.call('DEBUG', 'QUICKLIST-PACKED-THRESHOLD', threshold);
          keyspace.limits.listPlainBytes = threshold;
        }
        const edit = randomEdit(random, array.length);
        editArray(array, edit);
        editList(list, edit);
        const [name, ...words] = edit;
        await redis.call(name, 'list', ...words.map((word) => Buffer.from(word, 'latin1')));
        if (array.length === 0) list.create(database, key, 0, key.length);
        else if (step % 5 === 0) {
          const payload = (await redis.call('DUMP', 'list')) as Buffer;
          expect(dumpOf(database, list.entry), `step ${step}`).toEqual(payload);
        }
      }
      await redis.call('RPUSH', 'list', 'last');
      const payload = (await redis.call('DUMP', 'list')) as Buffer;
      expect(elementsOfList(restored(keyspace, payload))).toEqual([...array, 'last']);
      const again = restored(keyspace, payload);
      expect(dumpOf(database, again.entry)).toEqual(payload);
    },
  );

  it('reads and writes nodes that hold one huge element as it is', async () => {
    redis = await RedisOracle.start(undefined, '--enable-debug-command', 'yes');
    await redis.call('DEBUG', 'QUICKLIST-PACKED-THRESHOLD', '100b');
    const large = 'x'.repeat(150);
    await redis.call('RPUSH', 'list', large, '12', large, 'a', 'b');
    const payload = (await redis.call('DUMP', 'list')) as Buffer;
    const keyspace = new Keyspace({ random: Math.random, poison: true });
    const [database] = keyspace.databases as [Database];
    const list = restored(keyspace, payload);
    expect(dumpOf(database, list.entry)).toEqual(payload);
    for (const edit of [
      ['LINSERT', 'BEFORE', large, 'z'],
      ['LINSERT', 'AFTER', large, 'y'],
      ['LPUSH', 'l', 'm'],
      ['LREM', '-1', large],
      ['RPUSH', large.slice(0, 99), 'n'],
      ['LSET', '3', 'small'],
    ] as const) {
      editList(list, [...edit]);
      const [name, ...words] = edit;
      await redis.call(name, 'list', ...words);
      expect(dumpOf(database, list.entry), edit.join(' ')).toEqual(await redis.call('DUMP', 'list'));
    }
    expect(elementsOfList(list)).toEqual(
      ((await redis.call('LRANGE', 'list', 0, -1)) as Buffer[]).map(String),
    );
    keyspace.clear();
    expect(keyspace.usedBytes).toBe(0);
  });
});
