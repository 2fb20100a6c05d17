/** Hashes with fields that expire against a plain model, with a clock that is stepped, and back to nothing. */
import { describe, expect, it } from 'vitest';
import type { Database } from '../keyspace/database.ts';
import { NO_EXPIRY } from '../keyspace/database.ts';
import { EXPIRING, EXPIRING_SMALL, LISTPACK } from '../keyspace/entry.ts';
import { ExpireCycle } from '../keyspace/expire-cycle.ts';
import { Keyspace } from '../keyspace/keyspace.ts';
import { copyEntry, moveEntry } from '../keyspace/value-moves.ts';
import { Slice } from '../memory/slice.ts';
import { DumpWriter, readDump } from '../persistence/dump.ts';
import { RdbEntry } from '../persistence/rdb/entry.ts';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import { rdbTypeOf, valueReaders, writeValue } from '../persistence/values/index.ts';
import { NO_TIME } from './expiring-fields.ts';
import { HashValue } from './hash-value.ts';
import { sampleDistinct } from './sampling.ts';

const seed = testSeed();
const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const textOf = (slice: Slice): string => Buffer.from(slice.copy()).toString('latin1');

type Model = Map<string, { value: string; time: number }>;

class World {
  readonly keyspace: Keyspace;
  readonly db: Database;
  readonly other: Database;
  readonly models = new Map<string, Model>();
  readonly gone: string[] = [];
  readonly hash = new HashValue();
  private readonly slice = new Slice();
  private readonly writer = new DumpWriter(true);

  constructor(random: () => number) {
    this.keyspace = new Keyspace({ random, poison: true });
    Object.assign(this.keyspace.limits, { hashFields: 20, hashBytes: 30 });
    this.keyspace.now = 1000;
    [this.db, this.other] = this.keyspace.databases as [Database, Database];
    this.keyspace.observer = {
      expired: () => {},
      evicted: () => {},
      fieldsExpired: (_db, key, fields, isGone) => {
        const name = Buffer.from(key).toString('latin1');
        for (const field of fields) {
          const text = Buffer.from(field).toString('latin1');
          const held = this.models.get(name)?.get(text);
          expect(held?.time).toBeLessThanOrEqual(this.keyspace.now);
          this.models.get(name)?.delete(text);
          this.gone.push(text);
        }
        expect(isGone).toBe(this.models.get(name)?.size === 0);
        if (isGone) this.models.delete(name);
      },
    };
  }

  find(name: string, db = this.db): number {
    const key = latin1(name);
    return db.find(key, 0, key.length);
  }

  open(name: string): HashValue {
    const key = latin1(name);
    const entry = this.find(name);
    return entry === 0 ? this.hash.create(this.db, key, 0, key.length) : this.hash.open(this.db, entry);
  }

  /** The model of a hash as others see it. */
  visible(name: string): Model {
    const all = [...(this.models.get(name) ?? [])];
    return new Map(all.filter(([, { time }]) => time === NO_TIME || time > this.keyspace.now));
  }

  check(name: string): void {
    const entry = this.find(name);
    if (entry === 0) {
      expect(this.models.has(name)).toBe(false);
      return;
    }
    const hash = this.hash.open(this.db, entry);
    const expected = this.visible(name);
    const found: Model = new Map();
    hash.visitPlaces((place) => {
      const field = textOf(hash.fieldAt(place, this.slice));
      found.set(field, { value: textOf(hash.valueAt(place, this.slice)), time: hash.timeAt(place) });
    });
    expect(found).toEqual(expected);
    expect(hash.count).toBe(expected.size);
    expect(hash.storedCount).toBe(this.models.get(name)?.size);
    for (const field of this.models.get(name)?.keys() ?? []) {
      const bytes = latin1(field);
      expect(hash.find(bytes, 0, bytes.length) !== 0).toBe(expected.has(field));
    }
    const scanned = new Set<string>();
    let position = 0;
    do {
      position = hash.scan(position, (place) => {
        scanned.add(textOf(hash.fieldAt(place, this.slice)));
      });
    } while (position !== 0);
    expect(scanned).toEqual(new Set(expected.keys()));
    const places = sampleDistinct(hash, 3, this.keyspace.random);
    expect(new Set(places.map((place) => textOf(hash.fieldAt(place, this.slice)))).size).toBe(
      Math.min(3, expected.size),
    );
    expect(hash.randomPlace(this.keyspace.random) === 0).toBe(expected.size === 0);
  }

  set(name: string, field: string, value: string, keepsTime: boolean): void {
    const model = this.models.get(name) ?? new Map();
    this.models.set(name, model);
    const wasVisible = this.visible(name).get(field);
    const [f, v] = [latin1(field), latin1(value)];
    expect(this.open(name).set(f, 0, f.length, v, 0, v.length, keepsTime)).toBe(wasVisible === undefined);
    model.set(field, { value, time: keepsTime ? (wasVisible?.time ?? NO_TIME) : NO_TIME });
  }

  setTime(name: string, field: string, time: number): void {
    const held = this.visible(name).get(field);
    if (held === undefined) return;
    const bytes = latin1(field);
    this.open(name).setTime(bytes, 0, bytes.length, time);
    held.time = time;
  }

  remove(name: string, field: string): void {
    if (this.find(name) === 0) return;
    const bytes = latin1(field);
    const hash = this.open(name);
    const isThere = this.visible(name).has(field);
    expect(hash.remove(bytes, 0, bytes.length)).toBe(isThere);
    if (isThere) this.models.get(name)?.delete(field);
    if (hash.storedCount === 0) this.drop(name);
  }

  drop(name: string): void {
    const key = latin1(name);
    this.db.delete(key, 0, key.length);
    this.models.delete(name);
  }

  sweep(name: string, limit: number): void {
    const entry = this.find(name);
    if (entry !== 0) this.db.sweep(entry, limit);
  }

  move(name: string, to: string): void {
    const entry = this.find(name);
    if (entry === 0 || name === to) return;
    const key = latin1(to);
    moveEntry(this.db, entry, this.db, key, 0, key.length);
    this.models.set(to, this.models.get(name) ?? new Map());
    this.models.delete(name);
  }

  copy(name: string, to: string): void {
    const entry = this.find(name);
    if (entry === 0 || name === to) return;
    const key = latin1(to);
    copyEntry(this.db, entry, this.db, key, 0, key.length, NO_EXPIRY);
    this.models.set(to, structuredClone(this.models.get(name) ?? new Map()));
  }

  /** Through the bytes of a file and back. */
  rewrite(name: string): void {
    const entry = this.find(name);
    if (entry === 0) return;
    const { db } = this;
    const payload = this.writer.write(rdbTypeOf(db, entry), (output) => writeValue(output, db, entry));
    const { workshop } = this.keyspace;
    let built = 0;
    readDump(
      payload,
      0,
      payload.length,
      new RdbEntry(),
      valueReaders({
        databaseOf: () => workshop,
        complete: (_entry, _database, ref) => {
          built = ref;
        },
      }),
    );
    const key = latin1(name);
    moveEntry(workshop, built, db, key, 0, key.length);
  }
}

describe('fields that expire', () => {
  it(`are there until their time and what a model says at every step, seed ${seed}`, () => {
    const random = new SeededRandom(seed);
    const world = new World(() => random.next());
    const { keyspace, db } = world;
    const cycle = new ExpireCycle(keyspace);
    const names = ['a', 'b', 'c', 'd'];
    const timeNear = (): number => keyspace.now + 1 + random.below(random.pick([3, 50, 5000]));
    for (let step = 0; step < 6000 * testScale; step++) {
      const name = random.pick(names);
      const field = `${random.chance(0.5) ? 'f' : ''}${random.below(random.pick([5, 40]))}`;
      const kind = random.below(100);
      if (kind < 35) {
        const value = random.chance(0.05) ? 'v'.repeat(40) : `v${random.below(1000)}`;
        world.set(name, field, value, random.chance(0.3));
      } else if (kind < 60) world.setTime(name, field, random.chance(0.2) ? NO_TIME : timeNear());
      else if (kind < 72) world.remove(name, field);
      else if (kind < 80) keyspace.now += random.below(random.pick([3, 30, 300]));
      else if (kind < 84) world.sweep(name, random.pick([1, 3, 1000]));
      else if (kind < 86) cycle.run(() => random.chance(0.7));
      else if (kind < 88) world.move(name, random.pick(names));
      else if (kind < 90) world.copy(name, random.pick(names));
      else if (kind < 92) world.rewrite(name);
      else if (kind < 93) world.drop(name);
      else if (kind < 96 && world.find(name) !== 0) {
        db.setExpiry(world.find(name), random.chance(0.5) ? 1e12 : NO_EXPIRY);
      } else if (kind === 96) {
        keyspace.swap(0, 1);
        keyspace.swap(0, 1);
      } else if (kind === 97 && random.chance(0.05)) {
        db.clear();
        world.models.clear();
      }
      world.check(name);
      const timed = names.filter((one) =>
        [...(world.models.get(one)?.values() ?? [])].some(({ time }) => time !== NO_TIME),
      );
      expect(db.expiring.count).toBe(timed.length);
    }
    expect(world.gone.length).toBeGreaterThan(20);
    expect(keyspace.expiredFields).toBe(world.gone.length);
    keyspace.clear();
    expect(keyspace.usedBytes).toBe(0);
  });

  it('all leave memory by the expire cycle, those longest past first, and the key with the last of them', () => {
    const world = new World(() => 0.5);
    for (let i = 0; i < 100; i++) {
      world.set('a', `${i}`, 'v', false);
      world.setTime('a', `${i}`, 2000 + ((i * 37) % 100));
    }
    const cycle = new ExpireCycle(world.keyspace);
    world.keyspace.now = 1999;
    cycle.run(() => true);
    expect(world.gone).toEqual([]);
    world.keyspace.now = 2049;
    cycle.run(() => true);
    expect(world.gone).toEqual(Array.from({ length: 50 }, (_, i) => String((i * 73) % 100)));
    world.keyspace.now = 3000;
    cycle.run(() => true);
    expect(world.find('a')).toBe(0);
    expect(world.keyspace.usedBytes).toBe(0);
  });

  it('leave memory a batch a call while there is no time for more', () => {
    const world = new World(() => 0.5);
    for (let i = 0; i < 100; i++) {
      world.set('a', `${i}`, 'v', false);
      world.setTime('a', `${i}`, 2000);
    }
    world.keyspace.now = 2000;
    new ExpireCycle(world.keyspace).run(() => false);
    expect(world.gone.length).toBe(20);
  });

  it('stay, and are seen, where another server decides about expiry and its commands are applied', () => {
    const world = new World(() => 0.5);
    world.set('a', 'f', 'v', false);
    world.setTime('a', 'f', 2000);
    world.keyspace.expiring = false;
    world.keyspace.now = 3000;
    world.sweep('a', 10);
    new ExpireCycle(world.keyspace).run(() => true);
    expect(world.open('a').count).toBe(0);
    world.keyspace.hidesExpired = false;
    expect(world.open('a').count).toBe(1);
    expect(world.gone).toEqual([]);
  });

  it('make the encoding another one, and a small one large when it outgrows the limits', () => {
    const world = new World(() => 0.5);
    const encoding = (): number => world.db.entries.encoding(world.find('a'));
    world.set('a', 'f', 'v', false);
    expect(encoding()).toBe(LISTPACK);
    world.setTime('a', 'f', 2000);
    expect(encoding()).toBe(EXPIRING_SMALL);
    world.setTime('a', 'f', NO_TIME);
    for (let i = 0; i < 19; i++) world.set('a', `${i}`, 'v', false);
    expect(encoding()).toBe(EXPIRING_SMALL);
    world.set('a', 'more', 'v', false);
    expect(encoding()).toBe(EXPIRING);
  });
});
