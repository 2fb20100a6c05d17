import { afterEach, describe, expect, it } from 'vitest';
import type { Database } from '../../keyspace/database.ts';
import { Keyspace } from '../../keyspace/keyspace.ts';
import { DumpWriter, readDump } from '../../persistence/dump.ts';
import { RdbEntry } from '../../persistence/rdb/entry.ts';
import { TYPE_STREAM_FIRST, TYPE_STREAM_SECOND, TYPE_STREAM_THIRD } from '../../persistence/rdb/format.ts';
import { CorruptRdbError } from '../../persistence/rdb/rdb-error.ts';
import { hasRedis, RedisOracle } from '../../persistence/redis-oracle.test-support.ts';
import { SeededRandom, testScale, testSeed } from '../../persistence/seeded-random.test-support.ts';
import { rdbTypeOf, valueReaders, writeValue } from '../../persistence/values/index.ts';
import { ConsumerGroup } from './consumer-group.ts';
import { StreamId } from './stream-id.ts';
import { idOf, idText, KEY, StreamPair, walk } from './stream-model.test-support.ts';
import { StreamValue } from './stream-value.ts';

/** Streams beside the original's: the same edits leave the same blocks, and each reads what the other wrote. */

const seed = testSeed();
const writer = new DumpWriter(true);

function dumpOf(database: Database, entry: number): Buffer {
  return Buffer.from(
    writer.write(rdbTypeOf(database, entry), (output) => writeValue(output, database, entry)),
  );
}

/** A new stream under the key, read from a payload. */
function restored(keyspace: Keyspace, payload: Uint8Array): StreamValue {
  const [database] = keyspace.databases as [Database];
  let made = 0;
  const readers = valueReaders({
    databaseOf: () => database,
    complete: (_entry, _database, ref) => {
      made = ref;
    },
  });
  const entry = new RdbEntry();
  entry.key.set(KEY, 0, KEY.length);
  readDump(payload, 0, payload.length, entry, readers);
  return new StreamValue().open(database, made);
}

describe.skipIf(!hasRedis)('beside redis-server', () => {
  let redis: RedisOracle | undefined;
  afterEach(async () => redis?.stop());

  it.each([
    [4096, 100],
    [150, 0],
    [0, 5],
  ])(
    `has the same blocks after the same edits, of %i bytes and %i entries (seed ${seed})`,
    async (streamNodeBytes, streamNodeEntries) => {
      redis = await RedisOracle.start(
        undefined,
        ...[
          '--stream-node-max-bytes',
          `${streamNodeBytes}`,
          '--stream-node-max-entries',
          `${streamNodeEntries}`,
        ],
      );
      const ask = redis.call.bind(redis);
      const random = new SeededRandom(seed);
      const both = new StreamPair(random);
      const { value, keyspace, database } = both;
      Object.assign(keyspace.limits, { streamNodeBytes, streamNodeEntries });
      const deleted = new StreamId();
      for (let step = 0; step < 400 * testScale; step++) {
        if (random.chance(0.75)) {
          const [id, ...parts] = both.drawEntry();
          both.add([id, ...parts]);
          await ask('XADD', 'stream', id, ...parts.map((part) => Buffer.from(part, 'latin1')));
        } else if (random.chance(0.8)) {
          const id = both.drawId();
          if (both.delete(id)) value.setMaxDeletedId(maxOf(value.maxDeletedId(deleted), id));
          await ask('XDEL', 'stream', id);
        } else if (random.chance(0.5)) {
          const length = Math.max(0, value.count - random.below(30));
          both.trimToLength(length);
          await ask('XTRIM', 'stream', 'MAXLEN', length);
        } else {
          const id = both.drawId();
          both.trimFrom(id);
          await ask('XTRIM', 'stream', 'MINID', id);
        }
        if (step % 5 === 4) {
          expect(dumpOf(database, value.entry), `step ${step}`).toEqual(await ask('DUMP', 'stream'));
        }
      }
      const payload = dumpOf(database, value.entry);
      const again = restored(keyspace, payload);
      expect(walk(again.all())).toEqual(both.entries);
      expect(dumpOf(database, again.entry)).toEqual(payload);
      await ask('DEL', 'stream');
      await ask('RESTORE', 'stream', 0, payload);
      expect(await ask('DUMP', 'stream')).toEqual(payload);
    },
  );
});

describe.skipIf(!hasRedis)('groups beside redis-server', () => {
  let redis: RedisOracle | undefined;
  afterEach(async () => redis?.stop());

  it(`come from its DUMP and go back to its RESTORE as they were (seed ${seed})`, async () => {
    redis = await RedisOracle.start();
    const ask = redis.call.bind(redis);
    const random = new SeededRandom(seed);
    const keyspace = new Keyspace({ random: () => random.next(), poison: true });
    await ask('XGROUP', 'CREATE', 'stream', 'first', '0', 'MKSTREAM');
    for (let step = 0; step < 300 * testScale; step++) {
      const group = random.pick(['first', 'second', '\xff'.repeat(70)]);
      const name = Buffer.from(group, 'latin1');
      const id = `${random.below(300)}-1`;
      await random
        .pick([
          () => ask('XADD', 'stream', `${step + 1}-1`, 'field', 'value'),
          () =>
            ask('XREADGROUP', 'GROUP', name, `c${random.below(3)}`, 'COUNT', '4', 'STREAMS', 'stream', '>'),
          () => ask('XACK', 'stream', name, id),
          () => ask('XDEL', 'stream', id),
          () => ask('XGROUP', 'CREATE', 'stream', name, random.pick(['0', '$', id])),
          () =>
            ask('XCLAIM', 'stream', name, `c${random.below(9)}`, '0', id, 'FORCE', 'RETRYCOUNT', '7000000'),
        ])()
        .catch(() => undefined);
      if (step % 20 !== 19) continue;
      const payload = (await ask('DUMP', 'stream')) as Buffer;
      const stream = restored(keyspace, payload);
      expect(dumpOf(keyspace.databases[0] as Database, stream.entry), `step ${step}`).toEqual(payload);
      await ask('RESTORE', 'copy', 0, payload, 'REPLACE');
      expect(await ask('DUMP', 'copy')).toEqual(payload);
    }
    keyspace.clear();
    expect(keyspace.usedBytes).toBe(0);
  });
});

function maxOf(one: StreamId, text: string): StreamId {
  const [time = '0', sequence = '0'] = text.split('-');
  const other = new StreamId();
  other.words.set(
    [BigInt(time), BigInt(sequence)].flatMap((half) => [Number(half >> 32n), Number(half & 0xffffffffn)]),
  );
  return other.compare(one) > 0 ? other : one;
}

describe('streams from RDB', () => {
  const both = new StreamPair(new SeededRandom(1));
  both.add(['5-1', 'name', 'one']);
  both.add(['5-2', 'name', '2']);
  const payload = dumpOf(both.database, both.value.entry);

  it('are read from the first form, whose counts are made up', () => {
    const first = writer.write(TYPE_STREAM_FIRST, (output) => {
      // Up to the last id; then no groups.
      output.raw(payload, 1, payload.length - 10 - 9);
      output.length(0);
    });
    const keyspace = new Keyspace({ random: Math.random, poison: true });
    const stream = restored(keyspace, first);
    expect(walk(stream.all())).toEqual(both.entries);
    expect([stream.entriesAdded, idText(stream.firstId(new StreamId()))]).toEqual([2, '5-1']);
  });

  it('are read from the third form, in which consumers say when they were active as well', () => {
    const group = new ConsumerGroup();
    group.create(both.value, KEY, 0, KEY.length);
    const seen = 1_700_000_000_123;
    const busy = group.addConsumer(KEY, 0, KEY.length);
    group.setSeenTime(busy, seen);
    group.find(idOf('5-1'));
    group.add(idOf('5-1'), busy, seen, 1);
    const second = dumpOf(both.database, both.value.entry);
    group.destroy();
    expect(second[0]).toBe(TYPE_STREAM_SECOND);
    const keyspace = new Keyspace({ random: Math.random, poison: true });
    // The value ends in the time, the number of ids, and one id.
    const behind = second.length - 10 - 1 - 16;
    for (const active of [-1, 0, seen - 5]) {
      const third = writer.write(TYPE_STREAM_THIRD, (output) => {
        output.raw(second, 1, behind - 1);
        output.int64(active);
        output.raw(second, behind, 1 + 16);
      });
      expect(dumpOf(keyspace.databases[0] as Database, restored(keyspace, third).entry)).toEqual(second);
      for (let length = 1; length < third.length - 10; length++) {
        expect(() => restored(keyspace, third.subarray(0, length))).toThrow(CorruptRdbError);
      }
    }
    keyspace.clear();
    expect(keyspace.usedBytes).toBe(0);
  });

  it('are refused with groups in which anything is missing, twice or too much', () => {
    const group = new ConsumerGroup();
    group.create(both.value, KEY, 0, KEY.length);
    const consumer = group.addConsumer(KEY, 0, KEY.length);
    for (const [index, text] of ['5-1', '5-2'].entries()) {
      group.find(idOf(text));
      group.add(idOf(text), consumer, 1_700_000_000_000 + index, 2 - index);
    }
    const whole = dumpOf(both.database, both.value.entry);
    group.destroy();
    const keyspace = new Keyspace({ random: Math.random, poison: true });
    expect(dumpOf(keyspace.databases[0] as Database, restored(keyspace, whole).entry)).toEqual(whole);
    let refused = 0;
    for (let at = payload.length - 11; at < whole.length - 10; at++) {
      for (const bit of [1, 2, 64, 128]) {
        const broken = Buffer.from(whole);
        broken[at] = (broken[at] as number) ^ bit;
        try {
          dumpOf(keyspace.databases[0] as Database, restored(keyspace, broken).entry);
        } catch (error) {
          expect(error).toBeInstanceOf(CorruptRdbError);
          refused++;
        }
      }
    }
    expect(refused).toBeGreaterThan(100);
    keyspace.clear();
    expect(keyspace.usedBytes).toBe(0);
  });

  it('are refused when any byte that says what is where has been changed, or leave everything in order', () => {
    const keyspace = new Keyspace({ random: Math.random, poison: true });
    let refused = 0;
    for (let at = 1; at < payload.length - 10; at++) {
      for (const bit of [1, 2, 128]) {
        const broken = Buffer.from(payload);
        broken[at] = (broken[at] as number) ^ bit;
        try {
          walk(restored(keyspace, broken).all(true));
        } catch (error) {
          expect(error).toBeInstanceOf(CorruptRdbError);
          refused++;
        }
      }
    }
    expect(refused).toBeGreaterThan(50);
    keyspace.clear();
    expect(keyspace.usedBytes).toBe(0);
  });
});
