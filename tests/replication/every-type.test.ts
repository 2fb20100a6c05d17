/**
 * Replicas under random writes of every type: those that the differential runs draw, so that a new type is here as soon
 * as it is there. Compared by DEBUG DIGEST, which Redwing and Redis compute alike.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { redisAvailable, startRedis } from '../support/redis-server.ts';
import { startRedwing } from '../support/redwing.ts';
import type { Target } from '../support/target.ts';
import { pendingOf, randomWrites } from './random-writes.ts';
import { inStep, Member } from './replication-set.ts';

const { REDWING_SEED: givenSeed } = process.env;
const seed = Number(givenSeed ?? 1);
const writes = 6000;

const closing: Member[] = [];

async function start(kind: (settings?: Record<string, string>) => Promise<Target>): Promise<Member> {
  const member = await Member.of(kind({ 'repl-diskless-sync-delay': '0' }));
  closing.push(member);
  return member;
}

afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
});

async function expectEqual(replica: Member, primary: Member): Promise<void> {
  expect(await replica.ask('DEBUG', 'DIGEST')).toBe(await primary.ask('DEBUG', 'DIGEST'));
  const pending = await pendingOf(primary);
  expect(pending.some((line) => !line.endsWith(' '))).toBe(true);
  expect(await pendingOf(replica)).toEqual(pending);
}

const pairs = [
  ['Redwing', 'Redwing', startRedwing, startRedwing],
  ['redis-server', 'Redwing', startRedis, startRedwing],
  ['Redwing', 'redis-server', startRedwing, startRedis],
] as const;

describe.each(pairs.filter(([replica, primary]) => redisAvailable || replica === primary))(
  '%s follows %s',
  (_replica, _primary, startReplica, startPrimary) => {
    it(`is equal after a copy and after random writes of every type, seed ${seed}`, async () => {
      const [primary, replica] = [await start(startPrimary), await start(startReplica)];
      await primary.write(randomWrites(seed, writes));
      await replica.follow(primary);
      await inStep(primary, replica);
      await expectEqual(replica, primary);
      for (let round = 1; round <= 3; round++) {
        await primary.write(randomWrites(seed + round, writes));
        await inStep(primary, replica);
        await expectEqual(replica, primary);
      }
    }, 60_000);
  },
);
