/**
 * Hashes: fields with a value each.
 *
 * A small hash is a listpack in its entry: field, value, field, value …, in the order they came. A large one is a table
 * of records, one a field, with the length of the value in the record's extra word and the value behind the field.
 * A hash that has become large stays a table, as in Redis.
 *
 * A *place* names a field of a hash that is not written to meanwhile: an offset in the listpack, or a record.
 */
import type { Database } from '../keyspace/database.ts';
import { HASH, TABLE } from '../keyspace/entry.ts';
import { copyBytes } from '../memory/copy.ts';
import type { Records } from '../memory/records.ts';
import { Slice } from '../memory/slice.ts';
import { ListpackCursor } from './listpack-cursor.ts';
import { Needle } from './needle.ts';
import { PackedEntry } from './packed-entry.ts';
import type { RecordTable } from './record-table.ts';

/** A record's extra words: how long its value is. */
const EXTRA_WORDS = 1;
const VALUE_LENGTH = 0;

export class HashValue {
  private readonly packed = new PackedEntry();
  private readonly needle = new Needle();
  /** Reads values, while the cursor of the entry stands on their fields. */
  private readonly valueCursor = new ListpackCursor();
  private readonly field = new Slice();
  private readonly value = new Slice();

  /** The entry the handle is on: it may have moved after a write. */
  get entry(): number {
    return this.packed.entry;
  }

  open(db: Database, entry: number): this {
    this.packed.open(db, entry);
    return this;
  }

  /**
   * Goes to a new, empty hash under this key, whatever the key held. `expected` is how many bytes its first fields and
   * values will take as a listpack: see `packedBytes`.
   */
  create(db: Database, bytes: Uint8Array, start: number, length: number, expected = 0): this {
    this.packed.create(db, HASH, bytes, start, length, expected);
    return this;
  }

  /** How many fields there are. */
  get count(): number {
    return this.packed.isPacked ? this.packed.count >>> 1 : this.table.count(this.root);
  }

  /** Whether the hash lies in its entry. */
  get isPacked(): boolean {
    return this.packed.isPacked;
  }

  /** The place of a field, or 0. */
  find(bytes: Uint8Array, start: number, length: number): number {
    if (this.packed.isPacked) {
      const { cursor } = this.packed;
      cursor.first();
      return cursor.find(this.needle.set(bytes, start, length), 1) ? cursor.at : 0;
    }
    const { table } = this;
    return table.find(this.root, table.hashOf(bytes, start, length), bytes, start, length);
  }

  /** The field at a place; good until the next look. */
  fieldAt(place: number, into: Slice): Slice {
    if (!this.packed.isPacked) return this.records.key(place, into);
    this.packed.cursor.at = place;
    return this.packed.cursor.text(into);
  }

  /** The value of the field at a place; good until the next look at a value. */
  valueAt(place: number, into: Slice): Slice {
    const { entries } = this.packed.db;
    if (this.packed.isPacked) {
      const { entry } = this.packed;
      const cursor = this.valueCursor.attach(entries.bytes(entry), entries.valueStart(entry));
      cursor.at = place;
      cursor.next();
      return cursor.text(into);
    }
    const { records } = this;
    return into.set(records.bytes(place), records.valueStart(place), records.extra(place, VALUE_LENGTH));
  }

  /** Sets a field. True when it is new. */
  set(
    bytes: Uint8Array,
    start: number,
    length: number,
    from: Uint8Array,
    fromStart: number,
    fromLength: number,
  ): boolean {
    const { hashBytes, hashFields } = this.packed.db.keyspace.limits;
    if (this.packed.isPacked && (length > hashBytes || fromLength > hashBytes)) this.unpack();
    if (!this.packed.isPacked) return this.setInTable(bytes, start, length, from, fromStart, fromLength);
    const { packed, needle } = this;
    const place = this.find(bytes, start, length);
    if (place !== 0) {
      packed.cursor.next();
      packed.replace(packed.cursor.at, needle.set(from, fromStart, fromLength));
      return false;
    }
    packed.append(needle);
    packed.append(needle.set(from, fromStart, fromLength));
    if (packed.count >>> 1 > hashFields) this.unpack();
    return true;
  }

  /** Removes a field. False when there was none. The hash may be left empty: its key is for the caller to delete. */
  remove(bytes: Uint8Array, start: number, length: number): boolean {
    const place = this.find(bytes, start, length);
    if (place === 0) return false;
    if (this.packed.isPacked) this.packed.remove(place, 2);
    else this.table.remove(this.root, place);
    return true;
  }

  /** Calls `visit` for every field and its value; the slices are good during the call, which must not write. */
  visit(visit: (field: Slice, value: Slice) => void): void {
    const show = (place: number): void => {
      visit(this.fieldAt(place, this.field), this.valueAt(place, this.value));
    };
    this.visitPlaces(show);
  }

  /** Calls `visit` for the place of every field. */
  visitPlaces(visit: (place: number) => void): void {
    if (!this.packed.isPacked) {
      this.table.visitAll(this.root, visit);
      return;
    }
    const { cursor } = this.packed;
    for (let there = cursor.first(); there; there = cursor.next()) {
      const { at } = cursor;
      visit(at);
      cursor.at = at;
      cursor.next();
    }
  }

  /** Visits the places from a scan position and returns the next, 0 at the end. A small hash is seen at once. */
  scan(position: number, visit: (place: number) => void): number {
    if (!this.packed.isPacked) return this.table.scan(this.root, position, visit);
    this.visitPlaces(visit);
    return 0;
  }

  /** The place of a field chosen evenly; `random` returns numbers in [0, 1). */
  randomPlace(random: () => number): number {
    if (!this.packed.isPacked) return this.table.random(this.root, random);
    const { cursor } = this.packed;
    cursor.seek(Math.floor(random() * this.count) * 2);
    return cursor.at;
  }

  /** Makes a table of the listpack. */
  private unpack(): void {
    const { packed, table } = this;
    const root = table.create();
    this.visit((field, value) => {
      const hash = table.hashOf(field.bytes, field.start, field.length);
      table.add(root, hash, this.makeRecord(field, value));
    });
    packed.open(packed.db, packed.db.moveOutside(packed.entry, TABLE, root));
  }

  private setInTable(
    bytes: Uint8Array,
    start: number,
    length: number,
    from: Uint8Array,
    fromStart: number,
    fromLength: number,
  ): boolean {
    const { table, records, root } = this;
    const hash = table.hashOf(bytes, start, length);
    const old = table.find(root, hash, bytes, start, length);
    if (old !== 0 && records.fits(old, fromLength)) {
      records.setExtra(old, VALUE_LENGTH, fromLength);
      copyBytes(from, fromStart, records.bytes(old), records.valueStart(old), fromLength);
      return false;
    }
    const record = this.makeRecord(
      this.field.set(bytes, start, length),
      this.value.set(from, fromStart, fromLength),
    );
    if (old === 0) table.add(root, hash, record);
    else table.replace(root, hash, old, record);
    return old === 0;
  }

  private makeRecord(field: Slice, value: Slice): number {
    const { records } = this;
    const record = records.create(EXTRA_WORDS, field.bytes, field.start, field.length, value.length);
    records.setExtra(record, VALUE_LENGTH, value.length);
    copyBytes(value.bytes, value.start, records.bytes(record), records.valueStart(record), value.length);
    return record;
  }

  private get root(): number {
    return this.packed.db.entries.root(this.packed.entry);
  }

  private get table(): RecordTable {
    return this.packed.db.keyspace.recordTable;
  }

  private get records(): Records {
    return this.packed.db.keyspace.records;
  }
}
