import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasRedis, RedisOracle, temporaryDirectory } from '../redis-oracle.test-support.ts';
import { SeededRandom, testScale, testSeed } from '../seeded-random.test-support.ts';
import { recordRdb, stringEntry, writeRdb } from './recorded-rdb.test-support.ts';

/** Far enough that nothing expires while a test runs, whatever the clock of the machine. */
const FAR_FUTURE_MS = 9_000_000_000_000;

interface Sample {
  database: number;
  key: string;
  value: Buffer;
  expireAtMs: number | undefined;
}

function randomText(random: SeededRandom): string {
  const kind = random.below(5);
  if (kind === 0) return String(Math.floor((random.next() - 0.5) * 10 ** random.below(22)));
  if (kind === 1) return random.text('ab', random.below(3000));
  if (kind === 2) return random.text('\x00\r\n\xff"\\ ', random.below(60));
  if (kind === 3) return random.text('abcdefghij', random.below(4)).repeat(random.below(2000));
  return random.pick([
    '',
    '0',
    '-0',
    '01',
    '127',
    '-128',
    '32768',
    '-2147483648',
    '2147483648',
    '9223372036854775807',
    '1e5',
  ]);
}

function randomSamples(random: SeededRandom, count: number): Sample[] {
  const samples = new Map<string, Sample>();
  for (let index = 0; index < count; index++) {
    const database = random.below(16);
    const key = random.chance(0.2) ? randomText(random) : `${random.below(1e9)}:${random.text('abc', 5)}`;
    const expireAtMs = random.chance(0.3) ? FAR_FUTURE_MS + random.below(1e9) : undefined;
    samples.set(`${database}/${key}`, {
      database,
      key,
      value: Buffer.from(randomText(random), 'latin1'),
      expireAtMs,
    });
  }
  const larger = {
    database: 3,
    key: 'larger than buffers',
    value: Buffer.from(random.bytes(200_000)),
    expireAtMs: undefined,
  };
  return [...samples.values(), larger].sort((left, right) => left.database - right.database);
}

describe.skipIf(!hasRedis)('files exchanged with redis-server', () => {
  const seed = testSeed();

  it(`loads there what was written here, values and expiries equal (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    const samples = randomSamples(random, 2000 * testScale);
    for (const options of [{}, { compression: false }, { checksum: false }]) {
      const directory = temporaryDirectory();
      const file = writeRdb((writer) => {
        writer.header([
          ['redis-ver', '7.0.15'],
          ['redis-bits', '64'],
        ]);
        let database = -1;
        for (const sample of samples) {
          if (sample.database !== database) {
            database = sample.database;
            writer.selectDatabase(database);
            const inside = samples.filter((other) => other.database === database);
            writer.resizeDatabase(
              inside.length,
              inside.filter((other) => other.expireAtMs !== undefined).length,
            );
          }
          if (sample.expireAtMs !== undefined) writer.expireAt(sample.expireAtMs);
          stringEntry(writer, sample.key, sample.value);
        }
        writer.end();
      }, options);
      writeFileSync(join(directory, 'dump.rdb'), file);
      const redis = await RedisOracle.start(directory);
      await expectHolds(redis, samples);
      await redis.stop();
    }
  });

  it(`reads here what was saved there, values and expiries equal (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    const samples = randomSamples(random, 2000 * testScale);
    const redis = await RedisOracle.start();
    await fill(redis, samples);
    await redis.call(
      'FUNCTION',
      'LOAD',
      "#!lua name=x\nredis.register_function('f', function() return 1 end)",
    );
    for (const settings of [
      ['rdbcompression', 'yes'],
      ['rdbcompression', 'no'],
    ]) {
      await redis.call('CONFIG', 'SET', ...settings);
      await redis.call('SAVE');
      const file = readFileSync(join(redis.directory, 'dump.rdb'));
      for (const most of [file.length, 65536, 1000]) {
        const recorded = recordRdb(file, () => 1 + random.below(most));
        expect(recorded.values.size).toBe(samples.length);
        for (const { database, key, value, expireAtMs } of samples) {
          expect(recorded.values.get(`${database}/${key}`)?.equals(value)).toBe(true);
          expect(recorded.expiries.get(`${database}/${key}`)).toBe(expireAtMs);
        }
        expect(recorded.events).toContain('aux redis-ver=7.0.15');
        expect(recorded.events.filter((event) => event.startsWith('skipped function'))).toHaveLength(1);
      }
    }
    await redis.stop();
  });

  it('reads the idle times and counters that redis-server saves under its eviction policies', async () => {
    const redis = await RedisOracle.start();
    await redis.call('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    await redis.call('SET', 'k', 'v');
    await redis.call('SAVE');
    expect(recordRdb(readFileSync(join(redis.directory, 'dump.rdb'))).events).toContain('0/k=v -1 0 -1');
    await redis.pipeline([
      ['CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lfu'],
      ['DEL', 'k'],
    ]);
    await redis.call('SET', 'k', 'v');
    await redis.call('SAVE');
    expect(recordRdb(readFileSync(join(redis.directory, 'dump.rdb'))).events).toContain('0/k=v -1 -1 5');
    await redis.stop();
  });

  it('names the type of what it cannot read yet', async () => {
    const redis = await RedisOracle.start();
    await redis.call('XADD', 's', '*', 'a', 'b');
    await redis.call('SAVE');
    const file = readFileSync(join(redis.directory, 'dump.rdb'));
    expect(() => recordRdb(file)).toThrow(/^RDB: cannot read type 19 \(stream, second form\) at byte \d+$/);
    await redis.stop();
  });

  it('saves the very records that redis-server saves', async () => {
    const redis = await RedisOracle.start();
    const value = Buffer.from('the same again, the same again, the same again');
    await redis.pipeline([['SET', 'k', value], ['PEXPIREAT', 'k', FAR_FUTURE_MS], ['SAVE']]);
    const theirs = readFileSync(join(redis.directory, 'dump.rdb'));
    const ours = writeRdb((writer) => {
      writer.header([]);
      writer.selectDatabase(0);
      writer.resizeDatabase(1, 1);
      writer.expireAt(FAR_FUTURE_MS);
      stringEntry(writer, 'k', value);
      writer.end();
    });
    // They differ in the facts behind the magic word, and therefore in the checksum.
    const records = ours.subarray(9, -8);
    expect(theirs.subarray(theirs.length - 8 - records.length, -8)).toEqual(records);
    expect(theirs.subarray(0, 9)).toEqual(ours.subarray(0, 9));
    await redis.stop();
  });
});

async function fill(redis: RedisOracle, samples: readonly Sample[]): Promise<void> {
  await redis.pipeline(
    samples.flatMap(({ database, key, value, expireAtMs }) => [
      ['SELECT', database],
      ['SET', Buffer.from(key, 'latin1'), value],
      ...(expireAtMs === undefined ? [] : [['PEXPIREAT', Buffer.from(key, 'latin1'), expireAtMs]]),
    ]),
  );
}

async function expectHolds(redis: RedisOracle, samples: readonly Sample[]): Promise<void> {
  const replies = await redis.pipeline(
    samples.flatMap(({ database, key }) => [
      ['SELECT', database],
      ['GET', Buffer.from(key, 'latin1')],
      ['PEXPIRETIME', Buffer.from(key, 'latin1')],
    ]),
  );
  samples.forEach(({ value, expireAtMs }, index) => {
    expect(value.equals(replies[index * 3 + 1] as Buffer)).toBe(true);
    expect(replies[index * 3 + 2]).toBe(expireAtMs ?? -1);
  });
  for (let database = 0; database < 16; database++) {
    const [, size] = await redis.pipeline([['SELECT', database], ['DBSIZE']]);
    expect(size).toBe(samples.filter((sample) => sample.database === database).length);
  }
}
