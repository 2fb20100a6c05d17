/** Hashes and sets against plain models, under a poisoned arena, through every form and back to nothing. */
import { expect, it } from 'vitest';
import { NO_EXPIRY } from '../keyspace/database.ts';
import { Keyspace } from '../keyspace/keyspace.ts';
import { copyEntry } from '../keyspace/value-moves.ts';
import { Slice } from '../memory/slice.ts';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import { HashValue } from './hash-value.ts';
import { sampleDistinct } from './sampling.ts';
import { SetValue } from './set-value.ts';

const seed = testSeed();
const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const textOf = (slice: Slice): string => Buffer.from(slice.copy()).toString('latin1');

function makeKeyspace(random: SeededRandom): Keyspace {
  const keyspace = new Keyspace({ random: () => random.next(), poison: true });
  Object.assign(keyspace.limits, {
    hashFields: 20,
    hashBytes: 30,
    setIntegers: 15,
    setMembers: 20,
    setBytes: 30,
  });
  return keyspace;
}

/** A word out of few, some of them integers, some long. */
function word(random: SeededRandom, few: number): string {
  const number = random.below(few);
  return random.chance(0.02) ? `${number}`.padEnd(40, 'x') : random.chance(0.5) ? `${number}` : `w${number}`;
}

it(`hashes hold what a map holds, and give every byte back, seed ${seed}`, () => {
  const random = new SeededRandom(seed);
  const keyspace = makeKeyspace(random);
  const [db] = keyspace.databases;
  if (db === undefined) throw new Error('a keyspace has databases');
  const hash = new HashValue();
  const slice = new Slice();
  for (let round = 0; round < 30 * testScale; round++) {
    const model = new Map<string, string>();
    const key = latin1(`key ${round}`);
    hash.create(db, key, 0, key.length);
    const few = random.pick([8, 30, 500]);
    for (let step = 0; step < 400; step++) {
      const name = word(random, few);
      const field = latin1(name);
      if (random.chance(0.6)) {
        const text = word(random, 1000);
        const value = latin1(text);
        const isNew = hash.set(field, 0, field.length, value, 0, value.length);
        expect(isNew).toBe(!model.has(name));
        model.set(name, text);
      } else {
        expect(hash.remove(field, 0, field.length)).toBe(model.delete(name));
      }
      expect(hash.count).toBe(model.size);
      // Gaining and losing an expiry moves the entry.
      if (random.chance(0.05)) hash.open(db, db.setExpiry(hash.entry, random.chance(0.5) ? 1e12 : NO_EXPIRY));
    }
    const found = new Map<string, string>();
    hash.visit((field, value) => found.set(textOf(field), textOf(value)));
    expect(found).toEqual(model);
    const places = sampleDistinct(hash, 5, () => random.next());
    const names = places.map((place) => textOf(hash.fieldAt(place, slice)));
    expect(new Set(names).size).toBe(Math.min(5, model.size));
    for (const name of names) expect(model.has(name)).toBe(true);
    if (random.chance(0.3)) {
      const copy = latin1(`copy of ${round}`);
      copyEntry(db, hash.entry, db, copy, 0, copy.length, NO_EXPIRY);
    }
    if (random.chance(0.7)) db.delete(key, 0, key.length);
  }
  keyspace.clear();
  expect([keyspace.usedBytes, keyspace.arena.blocks]).toEqual([0, 0]);
});

it(`sets hold what a set holds, and give every byte back, seed ${seed}`, () => {
  const random = new SeededRandom(seed);
  const keyspace = makeKeyspace(random);
  const [db] = keyspace.databases;
  if (db === undefined) throw new Error('a keyspace has databases');
  const set = new SetValue();
  const slice = new Slice();
  for (let round = 0; round < 30 * testScale; round++) {
    const model = new Set<string>();
    const key = latin1(`key ${round}`);
    set.create(db, key, 0, key.length);
    const few = random.pick([8, 30, 500]);
    const onlyIntegers = random.chance(0.4);
    for (let step = 0; step < 400; step++) {
      const name = onlyIntegers ? String(random.below(few) - few / 2) : word(random, few);
      const member = latin1(name);
      if (random.chance(0.6)) {
        expect(set.add(member, 0, member.length)).toBe(!model.has(name));
        model.add(name);
      } else if (random.chance(0.8)) {
        expect(set.remove(member, 0, member.length)).toBe(model.delete(name));
      } else if (model.size > 0) {
        const place = set.randomPlace(() => random.next());
        expect(model.delete(textOf(set.memberAt(place, slice)))).toBe(true);
        set.removeAt(place);
      }
      expect(set.count).toBe(model.size);
    }
    const found = new Set<string>();
    set.visit((member) => found.add(textOf(member)));
    expect(found).toEqual(model);
    let looked = 0;
    set.visitWhile(() => ++looked < 3);
    expect(looked).toBe(Math.min(3, model.size));
    if (random.chance(0.7)) db.delete(key, 0, key.length);
  }
  keyspace.clear();
  expect([keyspace.usedBytes, keyspace.arena.blocks]).toEqual([0, 0]);
});
