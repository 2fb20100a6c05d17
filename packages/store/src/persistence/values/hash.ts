/** Hashes in RDB: the listpack as it is, or the number of fields and then each with its value. */
import type { Database } from '../../keyspace/database.ts';
import { Slice } from '../../memory/slice.ts';
import { HashValue } from '../../values/hash-value.ts';
import { ListpackCursor } from '../../values/listpack-cursor.ts';
import type { RdbEntry } from '../rdb/entry.ts';
import type { RdbInput } from '../rdb/input.ts';
import { RdbString } from '../rdb/input.ts';
import type { RdbOutput } from '../rdb/output.ts';
import type { RdbValueReader } from '../rdb/value-reader.ts';
import { readListpack } from './listpack.ts';
import type { ValueTarget } from './value-target.ts';

const hash = new HashValue();

export function writeHash(output: RdbOutput, database: Database, ref: number): void {
  hash.open(database, ref);
  output.length(hash.count);
  hash.visit((field, value) => {
    output.string(field.bytes, field.start, field.length);
    output.string(value.bytes, value.start, value.length);
  });
}

/** Takes a field and its value at a step. */
export class HashReader implements RdbValueReader {
  private readonly target: ValueTarget;
  private readonly field = new RdbString();
  private readonly value = new RdbString();
  private readonly hash = new HashValue();
  private entry: RdbEntry | undefined;
  /** Fields still to come; -1 while their number is not known. */
  private left = -1;

  constructor(target: ValueTarget) {
    this.target = target;
  }

  begin(entry: RdbEntry): void {
    this.entry = entry;
    this.left = -1;
  }

  step(input: RdbInput): boolean {
    const { entry, field, value, hash, target } = this;
    if (entry === undefined) throw new Error('a value is read before its key');
    if (this.left < 0) {
      const count = input.length();
      if (count === 0) throw input.corrupt('a hash without fields');
      this.left = count;
      hash.create(target.databaseOf(entry), entry.key.bytes, entry.key.start, entry.key.length);
      return false;
    }
    input.string(field);
    input.string(value);
    const isNew = hash.set(field.bytes, field.start, field.length, value.bytes, value.start, value.length);
    if (!isNew) throw input.corrupt('a hash with a field twice');
    if (--this.left > 0) return false;
    target.complete(entry, target.databaseOf(entry), hash.entry);
    return true;
  }
}

/** Takes the whole listpack in one step, and field by field where it is larger than this server keeps them. */
export class PackedHashReader implements RdbValueReader {
  private readonly target: ValueTarget;
  private readonly packed = new RdbString();
  private readonly cursor = new ListpackCursor();
  private readonly valueCursor = new ListpackCursor();
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
    const { entry, packed, cursor, valueCursor, hash, target } = this;
    if (entry === undefined) throw new Error('a value is read before its key');
    const count = readListpack(input, packed);
    if (count === 0 || count % 2 !== 0) throw input.corrupt('a hash whose listpack holds no pairs');
    const database = target.databaseOf(entry);
    hash.create(database, entry.key.bytes, entry.key.start, entry.key.length);
    cursor.attach(packed.bytes, packed.start);
    valueCursor.attach(packed.bytes, packed.start);
    do {
      const field = cursor.text(this.field);
      cursor.next();
      valueCursor.at = cursor.at;
      const value = valueCursor.text(this.value);
      if (!hash.set(field.bytes, field.start, field.length, value.bytes, value.start, value.length))
        throw input.corrupt('a hash with a field twice');
    } while (cursor.next());
    target.complete(entry, database, hash.entry);
    return true;
  }
}
