import { expect, it } from 'vitest';
import { Slice } from '../memory/slice.ts';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import { KEEP_EXPIRY, NO_EXPIRY } from './database.ts';

import { ExpireCycle } from './expire-cycle.ts';
import { Keyspace } from './keyspace.ts';
import { resizeString } from './string-entry.ts';

const seed = testSeed();
const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** A keyspace with the calls written short. */
function makeKeyspace(random: () => number): Keyspace {
  const keyspace = new Keyspace({ random, poison: true });
  keyspace.now = 1_000_000;
  return keyspace;
}

function setText(keyspace: Keyspace, key: string, value: string, expireAt: number): void {
  const [bytes, from] = [latin1(key), latin1(value)];
  keyspace.databases[0]?.setString(bytes, 0, bytes.length, from, 0, from.length, expireAt);
}

function getText(keyspace: Keyspace, key: string): string | undefined {
  const bytes = latin1(key);
  const database = keyspace.databases[0];
  const entry = database?.read(bytes, 0, bytes.length) ?? 0;
  if (database === undefined || entry === 0) return undefined;
  return Buffer.from(database.entries.value(entry, new Slice()).copy()).toString('latin1');
}

interface Modelled {
  value: string;
  expireAt: number;
}

/** One random step on the first database and on the model. */
function step(keyspace: Keyspace, model: Map<string, Modelled>, random: SeededRandom): void {
  const database = keyspace.databases[0];
  if (database === undefined) return;
  const key = `key:${random.below(3000)}`;
  const bytes = latin1(key);
  const known = model.get(key);
  const choice = random.below(10);
  if (choice < 4) {
    const value = 'v'.repeat(random.below(random.chance(0.02) ? 70_000 : 90));
    const expireAt = random.chance(0.3)
      ? keyspace.now + 1 + random.below(500)
      : random.chance(0.3)
        ? KEEP_EXPIRY
        : NO_EXPIRY;
    setText(keyspace, key, value, expireAt);
    model.set(key, { value, expireAt: Number.isNaN(expireAt) ? (known?.expireAt ?? NO_EXPIRY) : expireAt });
  } else if (choice < 6) {
    expect(database.delete(bytes, 0, bytes.length)).toBe(model.delete(key));
  } else if (choice === 6 && known !== undefined) {
    known.expireAt = random.chance(0.5) ? NO_EXPIRY : keyspace.now + 1 + random.below(500);
    database.setExpiry(database.find(bytes, 0, bytes.length), known.expireAt);
  } else if (choice === 7 && known !== undefined) {
    const length = random.below(3000);
    resizeString(database, database.find(bytes, 0, bytes.length), length);
    known.value = known.value.slice(0, length).padEnd(length, '\0');
  } else {
    expect(getText(keyspace, key)).toBe(known?.value);
  }
}

it(`holds what a map holds, with expiry, and gives every byte back, seed ${seed}`, () => {
  const random = new SeededRandom(seed);
  const keyspace = makeKeyspace(() => random.next());
  const model = new Map<string, Modelled>();
  const cycle = new ExpireCycle(keyspace);
  for (let i = 0; i < 40_000 * testScale; i++) {
    step(keyspace, model, random);
    if (i % 50 === 0) {
      keyspace.now += random.below(20);
      for (const [key, { expireAt }] of model)
        if (expireAt >= 0 && expireAt <= keyspace.now) model.delete(key);
    }
    if (i % 1000 === 0) cycle.run(() => true);
  }
  for (let i = 0; i < 1000; i++) cycle.run(() => true);
  expect(keyspace.databases[0]?.size).toBe(model.size);
  for (const [key, { value }] of model) expect(getText(keyspace, key)).toBe(value);
  keyspace.clear();
  expect([keyspace.usedBytes, keyspace.arena.blocks]).toEqual([0, 0]);
});

it('says once that an entry has expired, and that it is gone', () => {
  const keyspace = makeKeyspace(() => 0.5);
  const told: string[] = [];
  keyspace.observer = {
    expired: (_, bytes, start, length) =>
      told.push(Buffer.from(bytes.subarray(start, start + length)).toString()),
    evicted: () => {},
    fieldsExpired: () => {},
  };
  setText(keyspace, 'a', '1', keyspace.now + 10);
  expect(getText(keyspace, 'a')).toBe('1');
  keyspace.now += 10;
  expect(getText(keyspace, 'a')).toBeUndefined();
  expect(getText(keyspace, 'a')).toBeUndefined();
  expect(told).toEqual(['a']);
});

it('leaves expired entries to the primary where another server decides, and hides them', () => {
  const keyspace = makeKeyspace(() => 0.5);
  keyspace.expiring = false;
  setText(keyspace, 'a', '1', keyspace.now + 10);
  keyspace.now += 10;
  expect(getText(keyspace, 'a')).toBeUndefined();
  expect(keyspace.databases[0]?.size).toBe(1);
  keyspace.hidesExpired = false;
  expect(getText(keyspace, 'a')).toBe('1');
});

it('stops the expire cycle when its time is up', () => {
  const keyspace = makeKeyspace(() => 0.5);
  for (let i = 0; i < 1000; i++) setText(keyspace, `k${i}`, 'v', keyspace.now + 1);
  keyspace.now += 10;
  let asked = 0;
  const removed = new ExpireCycle(keyspace).run(() => ++asked < 3);
  expect(removed).toBeGreaterThan(0);
  expect(keyspace.databases[0]?.size).toBe(1000 - removed);
});

it('exchanges databases without moving a key', () => {
  const keyspace = makeKeyspace(() => 0.5);
  setText(keyspace, 'a', '1', NO_EXPIRY);
  keyspace.swap(0, 5);
  expect(getText(keyspace, 'a')).toBeUndefined();
  keyspace.swap(0, 5);
  expect(getText(keyspace, 'a')).toBe('1');
});
