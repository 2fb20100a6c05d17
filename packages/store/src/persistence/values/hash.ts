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
import type { RdbInput } from '../rdb/input.ts';
import { RdbString } from '../rdb/input.ts';
import type { RdbOutput } from '../rdb/output.ts';
import { CollectionReader, ElementsReader } from './collection-reader.ts';
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

const FIELD_TWICE = 'a hash with a field twice';

/** Adds a field, which expires at `time` unless that is 0. @throws CorruptRdbError if it is there. */
function setField(
  input: RdbInput,
  hash: HashValue,
  field: Slice | RdbString,
  text: Slice | RdbString,
  time: number,
): void {
  if (!hash.set(field.bytes, field.start, field.length, text.bytes, text.start, text.length)) {
    throw input.corrupt(FIELD_TWICE);
  }
  if (time > 0) hash.setTime(field.bytes, field.start, field.length, time);
}

/** The earliest time of a field, which stands in front. */
function readFirstTime(input: RdbInput): number {
  const time = input.int64();
  if (time < 0 || time > TIME_MAX) throw input.corrupt('a hash whose fields expire at no time there is');
  return time;
}

/** Takes a field and its value at a step. */
export class HashReader extends ElementsReader<HashValue> {
  protected override readonly nothing: string = 'a hash without fields';
  private readonly times: FieldTimes;
  private readonly field = new RdbString();
  private readonly text = new RdbString();
  private firstTime = 0;

  constructor(target: ValueTarget, value: HashValue, times: FieldTimes) {
    super(target, value);
    this.times = times;
  }

  protected override readCount(input: RdbInput): number {
    this.firstTime = this.times === 'relative' ? readFirstTime(input) : 1;
    return input.length();
  }

  protected override take(input: RdbInput): void {
    const { field, text } = this;
    const time = this.times === 'none' ? 0 : input.length();
    input.string(field);
    input.string(text);
    setField(input, this.value, field, text, time === 0 ? 0 : Math.max(this.firstTime + time - 1, 1));
  }
}

/**
 * Takes the whole listpack in one step, and field by field where it has more of them than this server keeps in one. As in
 * Redis, how long they are does not matter.
 */
export class PackedHashReader extends CollectionReader<HashValue> {
  private readonly times: FieldTimes;
  private readonly read: ReadListpack;
  private readonly packed = new RdbString();
  private readonly cursor = new ListpackCursor();
  private readonly pairs = new PairCheck();
  private readonly textCursor = new ListpackCursor();
  private readonly timeCursor = new ListpackCursor();
  private readonly field = new Slice();
  private readonly text = new Slice();
  private readonly time = new Slice();

  constructor(target: ValueTarget, value: HashValue, times: FieldTimes, read: ReadListpack = readListpack) {
    super(target, value);
    this.times = times;
    this.read = read;
  }

  step(input: RdbInput): boolean {
    const { packed, value } = this;
    if (this.times === 'relative') readFirstTime(input);
    const count = this.read(input, packed);
    const each = this.times === 'none' ? 2 : 3;
    if (count === 0) throw input.empty('a hash without fields');
    if (count % each !== 0) throw input.corrupt('a hash whose listpack holds no pairs');
    const isAsItIs = each === 2 && count / 2 <= this.database.keyspace.limits.hashFields;
    if (isAsItIs && this.pairs.hasTwice(packed)) throw input.corrupt(FIELD_TWICE);
    this.create(isAsItIs ? packed.length : 0);
    if (isAsItIs) value.fill(packed.bytes, packed.start, packed.length);
    else this.takeEach(input, each);
    this.complete();
    return true;
  }

  /** Takes the fields one by one, each of which stands there as so many elements. */
  private takeEach(input: RdbInput, each: number): void {
    const { packed, cursor, textCursor } = this;
    cursor.attach(packed.bytes, packed.start);
    textCursor.attach(packed.bytes, packed.start);
    do {
      const field = cursor.text(this.field);
      textCursor.at = cursor.at;
      textCursor.next();
      const text = textCursor.text(this.text);
      const time = each === 3 ? this.readTime(input, textCursor.at) : 0;
      setField(input, this.value, field, text, time);
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
export class ZipmapReader extends CollectionReader<HashValue> {
  private readonly zipmap = new RdbString();
  private readonly walk = new ZipmapWalk();
  private readonly field = new Slice();
  private readonly text = new Slice();

  step(input: RdbInput): boolean {
    const { zipmap, walk, field, text } = this;
    input.string(zipmap);
    if (!walk.begin(zipmap.bytes, zipmap.start, zipmap.length)) throw input.corrupt('a broken zipmap');
    this.create();
    while (walk.next(field, text)) setField(input, this.value, field, text, 0);
    if (!walk.isWhole) throw input.corrupt('a broken zipmap');
    this.complete();
    return true;
  }
}
