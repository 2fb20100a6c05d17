/**
 * Replicas under random writes of every type: those that the differential runs draw, so that a new type is here as soon
 * as it is there. Compared by DEBUG DIGEST, which Redwing and Redis compute alike.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { families } from '../differential/generator/families.ts';
import type { Family } from '../differential/generator/family.ts';
import { Draw, groupKeys } from '../differential/generator/vocabulary.ts';
import type { Reply } from '../support/frames.ts';
import { parseFrame } from '../support/frames.ts';
import { redisAvailable, startRedis } from '../support/redis-server.ts';
import { startRedwing } from '../support/redwing.ts';
import type { Target } from '../support/target.ts';
import { inStep, Member } from './replication-set.ts';

const { REDWING_SEED: givenSeed } = process.env;
const seed = Number(givenSeed ?? 1);
const writes = 6000;

/** Families that change data; the others change the server. */
const changing = families.filter(
  ({ readers, name }) =>
    readers !== undefined || ['generic', 'expiry', 'bitmap', 'hyperloglog', 'stream-groups'].includes(name),
);

const closing: Member[] = [];

async function start(kind: (settings?: Record<string, string>) => Promise<Target>): Promise<Member> {
  const member = await Member.of(kind({ 'repl-diskless-sync-delay': '0' }));
  closing.push(member);
  return member;
}

afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
});

/**
 * Bytes that look like a HyperLogLog and are none. PFADD may change such a value before it notices, and Redis then says
 * nothing of that to its replicas.
 */
const isForgedHyperLogLog = (words: readonly string[]): boolean =>
  words.some((word) => word.includes('HYLL'));

function requests(from: number, count: number): string[][] {
  const draw = new Draw(from);
  const drawn: string[][] = [];
  const weighted = changing.map((family): readonly [number, Family] => [family.weight, family]);
  while (drawn.length < count) {
    const draft = draw.weighted(draw.weighted(weighted).commands)(draw);
    for (const { requests: words, waitMs, alone } of 'requests' in draft ? [draft] : draft) {
      if (waitMs > 0 || alone) continue;
      drawn.push(...words.map((one) => one.map(String)).filter((one) => !isForgedHyperLogLog(one)));
    }
  }
  return drawn;
}

/**
 * What the consumer groups of streams have been given, and for whom it is pending. How often and when is left out, since
 * reading again what is pending already is not propagated, in Redis either.
 */
async function pendingOf(member: Member): Promise<string[]> {
  const told: string[] = [];
  for (const key of groupKeys) {
    const stream = parseFrame(await member.wire.ask('XINFO', 'STREAM', key, 'FULL', 'COUNT', '0'));
    for (const group of field(stream, 'groups')?.items ?? []) {
      const owned = (field(group, 'pending')?.items ?? []).map(
        ({ items: [id, owner] }) => `${id?.text} ${owner?.text}`,
      );
      told.push(`${key} ${field(group, 'name')?.text} ${field(group, 'last-delivered-id')?.text}: ${owned}`);
    }
  }
  return told;
}

/** The value of a field in a map, which is an array in RESP2. */
function field({ items }: Reply, name: string): Reply | undefined {
  return items[items.findIndex(({ text }) => text === name) + 1];
}

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
      await primary.write(requests(seed, writes));
      await replica.follow(primary);
      await inStep(primary, replica);
      await expectEqual(replica, primary);
      for (let round = 1; round <= 3; round++) {
        await primary.write(requests(seed + round, writes));
        await inStep(primary, replica);
        await expectEqual(replica, primary);
      }
    }, 60_000);
  },
);
