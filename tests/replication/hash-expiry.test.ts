/**
 * Replicas under random writes to hashes with fields that expire, some of them while the test runs: the primary's clock
 * decides, and the replica does what it hears. redis-server 7.0 has no such hashes, so both sides are Redwing.
 */
import { afterEach, expect, it } from 'vitest';
import { Draw } from '../differential/generator/vocabulary.ts';
import { startRedwing } from '../support/redwing.ts';
import { eventually, inStep, Member } from './replication-set.ts';

const { REDWING_SEED: givenSeed } = process.env;
const seed = Number(givenSeed ?? 1);
const writes = 3000;
/** So long that none of them comes while the test runs. */
const farMs = 1_000_000;

const members: Member[] = [];

async function start(): Promise<Member> {
  const member = await Member.of(startRedwing({ 'repl-diskless-sync-delay': '0' }));
  members.push(member);
  return member;
}

afterEach(async () => {
  for (const one of members.splice(0).reverse()) await one.close();
});

function request(draw: Draw): string[] {
  const key = `h${draw.below(4)}`;
  const few = draw.pick([6, 6, 100]);
  const fields = Array.from({ length: 1 + draw.below(4) }, () => `f${draw.below(few)}`);
  const pairs = fields.flatMap((field) => [field, draw.pick(['1', 'v', 'long'.repeat(30)])]);
  const behind = ['FIELDS', String(fields.length)];
  const time = String(draw.pick([0, 1, 10, 30, farMs, farMs + draw.below(1000)]));
  return draw.pick([
    ['HSET', key, ...pairs],
    ['HPEXPIRE', key, time, ...behind, ...fields],
    ['HPEXPIRE', key, time, draw.pick(['NX', 'XX', 'GT', 'LT']), ...behind, ...fields],
    ['HSETEX', key, 'PX', time, ...behind, ...pairs],
    ['HSETEX', key, draw.pick(['FNX', 'FXX']), 'KEEPTTL', ...behind, ...pairs],
    ['HGETEX', key, 'PX', time, ...behind, ...fields],
    ['HGETEX', key, 'PERSIST', ...behind, ...fields],
    ['HPERSIST', key, ...behind, ...fields],
    ['HGETDEL', key, ...behind, ...fields],
    ['HDEL', key, ...fields],
    ['HSETNX', key, `f${draw.below(few)}`, '1'],
    ['HINCRBY', key, `n${draw.below(3)}`, '1'],
    ['HINCRBYFLOAT', key, `n${draw.below(3)}`, '0.5'],
    ['HPEXPIRE', key, time, 'FIELDS', '1', `n${draw.below(3)}`],
    ['HGETALL', key],
    ['COPY', key, `h${draw.below(4)}`, 'REPLACE'],
    ['RENAME', key, `h${draw.below(4)}`],
  ]);
}

const digest = (member: Member): Promise<string> => member.ask('DEBUG', 'DIGEST');

/** All keys, their fields with values and the moments at which they expire. */
async function contents(member: Member): Promise<string[]> {
  const found: string[] = [];
  for (const key of ['h0', 'h1', 'h2', 'h3']) {
    const fields = (await member.ask('HKEYS', key)).split(' ').sort();
    const words = ['FIELDS', String(fields.length), ...fields];
    found.push(key, ...fields, await member.ask('HMGET', key, ...fields));
    found.push(await member.ask('HPEXPIRETIME', key, ...words));
  }
  return found;
}

it(`are equal to their primary, and so is what is written and read back, seed ${seed}`, async () => {
  const [primary, replica] = [await start(), await start()];
  const draw = new Draw(seed);
  const some = (): string[][] => Array.from({ length: writes }, () => request(draw));
  await primary.write(some());
  await replica.follow(primary);
  for (let round = 0; round < 4; round++) {
    await primary.write(some());
    await inStep(primary, replica);
  }
  const many = Array.from({ length: 600 }, (_, i) => `f${i}`);
  await primary.write([
    ['HSETEX', 'h0', 'PX', String(farMs), 'FIELDS', '2', 'f1', '1', 'f2', '2'],
    ['HSET', 'h1', ...many.flatMap((field) => [field, 'v'])],
    ['HPEXPIRE', 'h1', String(farMs), 'FIELDS', '300', ...many.slice(300)],
  ]);
  await inStep(primary, replica);
  // What is to expire soon is gone when the primary has nothing left that is due.
  await eventually('equal digests', async () => (await digest(primary)) === (await digest(replica)));
  await eventually('only late fields are left', async () => {
    const times = (await contents(primary)).join(' ').match(/\b\d{13}\b/g) ?? [];
    return times.every((time) => Number(time) > Date.now() + farMs / 2);
  });
  await inStep(primary, replica);
  expect(Number(await primary.info('expired_subkeys'))).toBeGreaterThan(10);
  expect(await replica.info('expired_subkeys')).toBe('');
  const before = await contents(primary);
  expect(before.join(' ')).toMatch(/\b\d{13}\b/);
  expect(await contents(replica)).toEqual(before);
  expect(await primary.ask('DEBUG', 'RELOAD')).toBe('OK');
  expect(await contents(primary)).toEqual(before);
}, 60_000);
