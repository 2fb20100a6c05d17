import { setImmediate as turn } from 'node:timers/promises';
import { Keyspace, SetValue } from '@redwing/store';
import { expect, test } from 'vitest';
import { Reclaiming } from './reclaiming.ts';

const CLOCK_STEP = 10;
/** What a slice of fifty microseconds takes by that clock, the last look included. */
const SLICE = 60;

/** A keyspace from which a large set has just been deleted, and a clock that goes on whenever it is looked at. */
function afterDeleting(members: number) {
  const keyspace = new Keyspace({ random: () => 0.5 });
  const [database] = keyspace.databases;
  if (database === undefined) throw new Error('no database');
  const key = Buffer.from('large');
  const set = new SetValue();
  set.create(database, key, 0, key.length);
  for (let i = 0; i < members; i++) {
    const member = Buffer.from(`member:${i}`);
    set.add(member, 0, member.length);
  }
  let time = 1_000_000;
  const engine = {
    keyspace,
    surroundings: { microseconds: () => (time += CLOCK_STEP) },
    statistics: { inputBytes: 0 },
    flushes: 0,
    flushQueue: { flush: () => void engine.flushes++ },
  };
  const reclaiming = new Reclaiming(engine);
  reclaiming.start();
  database.delete(key, 0, key.length);
  const elapse = (microseconds: number) => (time += microseconds);
  return { engine, reclaiming, keyspace, elapse };
}

/** How many slices there were until all was given back, in how many turns. */
async function giveBack(
  { engine, keyspace }: ReturnType<typeof afterDeleting>,
  inEachTurn: () => void,
): Promise<{ slices: number; turns: number }> {
  let turns = 0;
  for (; keyspace.reclaimer.pending > 0; turns++) {
    inEachTurn();
    await turn();
  }
  return { slices: engine.flushes, turns };
}

test('while nobody asks, memory is given back in every turn and in few of them', async () => {
  const { slices, turns } = await giveBack(afterDeleting(100_000), () => {});
  expect(turns - slices).toBeLessThanOrEqual(1);
  expect(slices).toBeLessThan(20);
});

test('while clients ask, slices are short and three quarters of the time are theirs', async () => {
  const deleted = afterDeleting(100_000);
  const begin = deleted.elapse(0);
  const { slices } = await giveBack(deleted, () => {
    deleted.engine.statistics.inputBytes += 100;
    deleted.elapse(20);
  });
  expect(slices).toBeGreaterThan(80);
  expect(slices * SLICE).toBeLessThanOrEqual((deleted.elapse(0) - begin) / 4 + SLICE);
});

test('what waits to be sent goes out before memory is given back', async () => {
  const deleted = afterDeleting(5000);
  let pendingAtFlush = 0;
  deleted.engine.flushQueue.flush = () => {
    deleted.engine.flushes++;
    pendingAtFlush = Math.max(pendingAtFlush, deleted.keyspace.reclaimer.pending);
  };
  await giveBack(deleted, () => {});
  expect(pendingAtFlush).toBe(1);
});

test('nothing is given back after the end', async () => {
  const { reclaiming, keyspace } = afterDeleting(5000);
  reclaiming.stop();
  for (let i = 0; i < 5; i++) await turn();
  expect(keyspace.reclaimer.pending).toBe(1);
});
