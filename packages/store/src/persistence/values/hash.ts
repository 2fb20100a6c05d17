/**
 * Hashes in RDB: the listpack as it is, or the number of fields and then each with its value. Old servers wrote ziplists
 * for listpacks, and before that zipmaps.
 *
 * Where fields expire, there are two more forms, which Redis has from 7.4 on and only such hashes are written in:
 *
 *     earliest time (8) | number of fields | time, field, value …     a time counts from the earliest, which is 1; 0: none
 *     earliest time (8) | listpack of field, value, time …            times are absolute; 0: none
 *
 * Both had a preview form without the earliest time, in which all times are absolute. What is read late may have expired
 * on the way: it is kept, and the expire cycle sees to it as to everything else.
 */
import type { Database } from '../../keyspace/database.ts';
import { Slice } from '../../memory/slice.ts';
import { parseInteger } from '../../numbers/integer.ts';
import { NO_TIME } from '../../values/expiring-fields.ts';
import { HashValue } from '../../values/hash-value.ts';
import { ListpackCursor } from '../../values/listpack-cursor.ts';
import type { RdbEntry } from '../rdb/entry.ts';
import type { RdbInput } from '../rdb/input.ts';
import { RdbString } from '../rdb/input.ts';
import type { RdbOutput } from '../rdb/output.ts';
import type { RdbValueReader } from '../rdb/value-reader.ts';
import type { ReadListpack } from './listpack.ts';
import { PairCheck, readListpack } from './listpack.ts';
import type { ValueTarget } from './value-target.ts';
import { ZipmapWalk } from './zipmap.ts';

const hash = new HashValue();

/** Where the times of fields are: nowhere, with each as it is, or the earliest in front and each counted from there. */
export type FieldTimes = 'none' | 'absolute' | 'relative';

/** No time of a field is later in Redis. */
const TIME_MAX = 2 ** 48;

/** Whether fields of the hash have times, so that it has to be written with them. */
export function hasFieldTimes(database: Database, ref: number): boolean {
  return hash.open(database, ref).hasTimes;
}

export function writeHash(output: RdbOutput, database: Database, ref: number): void {
  hash.open(database, ref);
  output.length(hash.storedCount);
  hash.visitStored((field, value) => {
    output.string(field.bytes, field.start, field.length);
    output.string(value.bytes, value.start, value.length);
  });
}

export function writeTimedHash(output: RdbOutput, database: Database, ref: number): void {
  hash.open(database, ref);
  const { firstTime } = hash;
  output.int64(firstTime);
  output.length(hash.storedCount);
  hash.visitStored((field, value, time) => {
    output.length(time === NO_TIME ? 0 : time - firstTime + 1);
    output.string(field.bytes, field.start, field.length);
    output.string(value.bytes, value.start, value.length);
  });
}

function setField(
  hash: HashValue,
  field: Slice | RdbString,
  value: Slice | RdbString,
  time: number,
): boolean {
  const isNew = hash.set(field.bytes, field.start, field.length, value.bytes, value.start, value.length);
  if (time > 0) hash.setTime(field.bytes, field.start, field.length, time);
  return isNew;
}

/** The earliest time of a field, which stands in front. */
function readFirstTime(input: RdbInput): number {
  const time = input.int64();
  if (time < 0 || time > TIME_MAX) throw input.corrupt('a hash whose fields expire at no time there is');
  return time;
}

/** Takes a field and its value at a step. */
export class HashReader implements RdbValueReader {
  private readonly target: ValueTarget;
  private readonly times: FieldTimes;
  private readonly field = new RdbString();
  private readonly value = new RdbString();
  private readonly hash = new HashValue();
  private entry: RdbEntry | undefined;
  /** Fields still to come; -1 while their number is not known. */
  private left = -1;
  private firstTime = 0;

  constructor(target: ValueTarget, times: FieldTimes) {
    this.target = target;
    this.times = times;
  }

  begin(entry: RdbEntry): void {
    this.entry = entry;
    this.left = -1;
  }

  step(input: RdbInput): boolean {
    const { entry, field, value, hash, target } = this;
    if (entry === undefined) throw new Error('a value is read before its key');
    if (this.left < 0) {
      this.firstTime = this.times === 'relative' ? readFirstTime(input) : 1;
      const count = input.length();
      if (count === 0) throw input.empty('a hash without fields');
      this.left = count;
      hash.create(target.databaseOf(entry), entry.key.bytes, entry.key.start, entry.key.length);
      return false;
    }
    const time = this.times === 'none' ? 0 : input.length();
    input.string(field);
    input.string(value);
    const isNew = setField(hash, field, value, time === 0 ? 0 : Math.max(this.firstTime + time - 1, 1));
    if (!isNew) throw input.corrupt('a hash with a field twice');
    if (--this.left > 0) return false;
    target.complete(entry, target.databaseOf(entry), hash.entry);
    return true;
  }
}

/**
 * Takes the whole listpack in one step, and field by field where it has more of them than this server keeps in one. As in
 * Redis, how long they are does not matter.
 */
export class PackedHashReader implements RdbValueReader {
  private readonly target: ValueTarget;
  private readonly times: FieldTimes;
  private readonly read: ReadListpack;
  private readonly packed = new RdbString();
  private readonly cursor = new ListpackCursor();
  private readonly pairs = new PairCheck();
  private readonly valueCursor = new ListpackCursor();
  private readonly timeCursor = new ListpackCursor();
  private readonly field = new Slice();
  private readonly value = new Slice();
  private readonly time = new Slice();
  private readonly hash = new HashValue();
  private entry: RdbEntry | undefined;

  constructor(target: ValueTarget, times: FieldTimes, read: ReadListpack = readListpack) {
    this.target = target;
    this.times = times;
    this.read = read;
  }

  begin(entry: RdbEntry): void {
    this.entry = entry;
  }

  step(input: RdbInput): boolean {
    const { entry, packed, hash, target } = this;
    if (entry === undefined) throw new Error('a value is read before its key');
    if (this.times === 'relative') readFirstTime(input);
    const count = this.read(input, packed);
    const each = this.times === 'none' ? 2 : 3;
    if (count === 0) throw input.empty('a hash without fields');
    if (count % each !== 0) throw input.corrupt('a hash whose listpack holds no pairs');
    const database = target.databaseOf(entry);
    const isAsItIs = each === 2 && count / 2 <= database.keyspace.limits.hashFields;
    if (isAsItIs && this.pairs.hasTwice(packed)) throw input.corrupt('a hash with a field twice');
    const { bytes, start, length } = entry.key;
    hash.create(database, bytes, start, length, isAsItIs ? packed.length : 0);
    if (isAsItIs) hash.fill(packed.bytes, packed.start, packed.length);
    else this.takeEach(input, each);
    target.complete(entry, database, hash.entry);
    return true;
  }

  /** Takes the fields one by one, each of which stands there as so many elements. */
  private takeEach(input: RdbInput, each: number): void {
    const { packed, cursor, valueCursor, hash } = this;
    cursor.attach(packed.bytes, packed.start);
    valueCursor.attach(packed.bytes, packed.start);
    do {
      const field = cursor.text(this.field);
      valueCursor.at = cursor.at;
      valueCursor.next();
      const value = valueCursor.text(this.value);
      const time = each === 3 ? this.readTime(input, valueCursor.at) : 0;
      if (!setField(hash, field, value, time)) throw input.corrupt('a hash with a field twice');
      for (let passed = 1; passed < each; passed++) cursor.next();
    } while (cursor.next());
  }

  /** The time that stands behind the value at `at`. */
  private readTime(input: RdbInput, at: number): number {
    const cursor = this.timeCursor.attach(this.packed.bytes, this.packed.start);
    cursor.at = at;
    cursor.next();
    const { bytes, start, length } = cursor.text(this.time);
    const time = parseInteger(bytes, start, length);
    if (!(time >= 0 && time <= TIME_MAX)) throw input.corrupt('a field that expires at no time there is');
    return time;
  }
}

/** Takes the whole zipmap in one step, field by field. */
export class ZipmapReader implements RdbValueReader {
  private readonly target: ValueTarget;
  private readonly zipmap = new RdbString();
  private readonly walk = new ZipmapWalk();
  private readonly field = new Slice();
  private readonly value = new Slice();
  private readonly hash = new HashValue();
  private entry: RdbEntry | undefined;

  constructor(target: ValueTarget) {
    this.target = target;
  }

  begin(entry: RdbEntry): void {
    this.entry = entry;
  }

  step(input: RdbInput): boolean {
    const { entry, zipmap, walk, field, value, hash, target } = this;
    if (entry === undefined) throw new Error('a value is read before its key');
    input.string(zipmap);
    if (!walk.begin(zipmap.bytes, zipmap.start, zipmap.length)) throw input.corrupt('a broken zipmap');
    const database = target.databaseOf(entry);
    hash.create(database, entry.key.bytes, entry.key.start, entry.key.length);
    while (walk.next(field, value)) {
      if (!setField(hash, field, value, 0)) throw input.corrupt('a hash with a field twice');
    }
    if (!walk.isWhole) throw input.corrupt('a broken zipmap');
    target.complete(entry, database, hash.entry);
    return true;
  }
}
