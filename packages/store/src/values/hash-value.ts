/**
 * Hashes: fields with a value each.
 *
 * A small hash is a listpack in its entry: field, value, field, value …, in the order they came. A large one is a table
 * of records, one a field, with the length of the value in the record's extra word and the value behind the field.
 * A hash that has become large stays a table, as in Redis. One with fields that expire is a table with the order of
 * their times beside it, however small (expiring-fields.ts); fields whose time has passed are not there for anybody, but
 * for `visitStored`, which what writes files uses.
 *
 * A *place* names a field of a hash that is not written to meanwhile: an offset in the listpack, or a record.
 */
import type { Database } from '../keyspace/database.ts';
import { EXPIRING, EXPIRING_SMALL, HASH, TABLE } from '../keyspace/entry.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import { moveOutside } from '../keyspace/value-moves.ts';
import { copyBytes } from '../memory/copy.ts';
import type { Records } from '../memory/records.ts';
import { Slice } from '../memory/slice.ts';
import type { ExpiringFields } from './expiring-fields.ts';
import { NO_TIME, PLAIN_WORDS, TIMED_WORDS, VALUE_LENGTH } from './expiring-fields.ts';
import { ListpackCursor } from './listpack-cursor.ts';
import { Needle } from './needle.ts';
import { PackedEntry } from './packed-entry.ts';
import type { RecordTable } from './record-table.ts';

/** How often a field is drawn that turns out to have expired, before all are looked through. */
const DRAWS_MAX = 100;

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

  /** Goes on with this listpack of fields and values as it is: one that has been checked and has no field twice. */
  fill(bytes: Uint8Array, start: number, length: number): void {
    this.packed.fill(bytes, start, length);
  }

  /** How many fields there are. */
  get count(): number {
    if (this.packed.isPacked) return this.packed.count >>> 1;
    const stored = this.table.count(this.root);
    if (!this.isExpiring || !this.keyspace.hidesExpired) return stored;
    return stored - this.expiring.dueCount(this.outside, this.keyspace.now);
  }

  /** How many fields there are in memory: those that have expired and are still to be removed as well. */
  get storedCount(): number {
    return this.packed.isPacked ? this.packed.count >>> 1 : this.table.count(this.root);
  }

  /** Whether fields of the hash have a time. */
  get hasTimes(): boolean {
    return this.isExpiring && this.expiring.timedCount(this.outside) > 0;
  }

  /** The earliest time of a field; NO_TIME where none has one. */
  get firstTime(): number {
    return this.hasTimes ? this.expiring.timeOf(this.expiring.first(this.outside)) : NO_TIME;
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
    const record = table.find(this.root, table.hashOf(bytes, start, length), bytes, start, length);
    return record !== 0 && this.isHidden(record) ? 0 : record;
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

  /** When the field at a place expires, in ms since the epoch; NO_TIME when it does not. */
  timeAt(place: number): number {
    return this.packed.isPacked ? NO_TIME : this.expiring.timeOf(place);
  }

  /** Lets a field that is there expire at `time` (above 0), or never with NO_TIME. */
  setTime(bytes: Uint8Array, start: number, length: number, time: number): void {
    if (time !== NO_TIME) this.makeExpiring();
    const place = this.find(bytes, start, length);
    if (time !== NO_TIME) this.expiring.setTime(this.outside, place, time);
    else if (this.timeAt(place) === NO_TIME) return;
    else this.expiring.clearTime(this.outside, place);
    this.packed.db.expiring.follow(this.outside);
  }

  /** Sets a field, which does not expire then unless it did and `keepsTime` is given. True when it is new. */
  set(
    bytes: Uint8Array,
    start: number,
    length: number,
    from: Uint8Array,
    fromStart: number,
    fromLength: number,
    keepsTime = false,
  ): boolean {
    const { hashBytes, hashFields } = this.keyspace.limits;
    if (this.packed.isPacked && (length > hashBytes || fromLength > hashBytes)) this.unpack();
    if (!this.packed.isPacked) {
      return this.setInTable(bytes, start, length, from, fromStart, fromLength, keepsTime);
    }
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
    else if (this.isExpiring) {
      this.expiring.remove(this.outside, place);
      this.packed.db.expiring.follow(this.outside);
    } else this.table.remove(this.root, place);
    return true;
  }

  /** Calls `visit` for every field and its value; the slices are good during the call, which must not write. */
  visit(visit: (field: Slice, value: Slice) => void): void {
    const show = (place: number): void => {
      visit(this.fieldAt(place, this.field), this.valueAt(place, this.value));
    };
    this.visitPlaces(show);
  }

  /** As `visit`, with the time of each field, and those that have expired too where they are still in memory. */
  visitStored(visit: (field: Slice, value: Slice, time: number) => void): void {
    const show = (place: number): void => {
      visit(this.fieldAt(place, this.field), this.valueAt(place, this.value), this.timeAt(place));
    };
    if (this.packed.isPacked) this.visitPlaces(show);
    else this.table.visitAll(this.root, show);
  }

  /** Calls `visit` for the place of every field. */
  visitPlaces(visit: (place: number) => void): void {
    if (!this.packed.isPacked) {
      this.table.visitAll(this.root, this.isExpiring ? this.unlessHidden(visit) : visit);
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
    if (!this.packed.isPacked) {
      return this.table.scan(this.root, position, this.isExpiring ? this.unlessHidden(visit) : visit);
    }
    this.visitPlaces(visit);
    return 0;
  }

  /** The place of a field chosen evenly, where there is one; `random` returns numbers in [0, 1). */
  randomPlace(random: () => number): number {
    if (!this.packed.isPacked) return this.randomRecord(random);
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
    packed.open(packed.db, moveOutside(packed.db, packed.entry, TABLE, root));
  }

  /** Makes a hash of it whose fields can expire. */
  private makeExpiring(): void {
    if (this.isExpiring) return;
    const encoding = this.packed.isPacked ? EXPIRING_SMALL : EXPIRING;
    if (this.packed.isPacked) this.unpack();
    const { db, entry } = this.packed;
    const root = this.expiring.create(this.outside);
    db.entries.setEncoding(entry, encoding);
    db.entries.setRoot(entry, root);
    db.expiring.enter(root, entry);
  }

  /** A small hash with fields that expire has become a large one, if this field and value make it one. */
  private outgrow(fieldLength: number, valueLength: number, more: number): void {
    const { hashBytes, hashFields } = this.keyspace.limits;
    const { entries } = this.packed.db;
    const isShort = fieldLength <= hashBytes && valueLength <= hashBytes;
    if (!isShort || this.storedCount + more > hashFields) entries.setEncoding(this.packed.entry, EXPIRING);
  }

  private randomRecord(random: () => number): number {
    for (let draw = 0; draw < DRAWS_MAX; draw++) {
      const record = this.table.random(this.root, random);
      if (record === 0 || !this.isHidden(record)) return record;
    }
    const places: number[] = [];
    this.visitPlaces((place) => places.push(place));
    return places[Math.floor(random() * places.length)] ?? 0;
  }

  /** Whether a record's time has passed, and nobody is to see that it is still there. */
  private isHidden(record: number): boolean {
    if (this.records.extraWords(record) !== TIMED_WORDS) return false;
    const { hidesExpired, now } = this.keyspace;
    return hidesExpired && this.expiring.timeOf(record) <= now;
  }

  private unlessHidden(visit: (place: number) => void): (place: number) => void {
    return (place) => {
      if (!this.isHidden(place)) visit(place);
    };
  }

  private setInTable(
    bytes: Uint8Array,
    start: number,
    length: number,
    from: Uint8Array,
    fromStart: number,
    fromLength: number,
    keepsTime: boolean,
  ): boolean {
    const { table, records, root } = this;
    const hash = table.hashOf(bytes, start, length);
    const old = table.find(root, hash, bytes, start, length);
    if (this.isExpiring) this.outgrow(length, fromLength, old === 0 ? 1 : 0);
    const time = old === 0 ? NO_TIME : this.expiring.timeOf(old);
    if (old !== 0 && time === NO_TIME && records.fits(old, fromLength)) {
      records.setExtra(old, VALUE_LENGTH, fromLength);
      copyBytes(from, fromStart, records.bytes(old), records.valueStart(old), fromLength);
      return false;
    }
    const record = this.makeRecord(
      this.field.set(bytes, start, length),
      this.value.set(from, fromStart, fromLength),
    );
    const isNew = old === 0 || this.isHidden(old);
    if (old === 0) table.add(root, hash, record);
    else if (time === NO_TIME) table.replace(root, hash, old, record);
    else this.replaceTimed(hash, old, record, keepsTime && !isNew ? time : NO_TIME);
    return isNew;
  }

  /** Puts a record in the place of one that has a time, and gives it this one. */
  private replaceTimed(hash: number, old: number, record: number, time: number): void {
    const { expiring, outside } = this;
    expiring.replace(outside, hash, old, record);
    if (time !== NO_TIME) expiring.setTime(outside, record, time);
    this.packed.db.expiring.follow(outside);
  }

  private makeRecord(field: Slice, value: Slice): number {
    const { records } = this;
    const record = records.create(PLAIN_WORDS, field.bytes, field.start, field.length, value.length);
    records.setExtra(record, VALUE_LENGTH, value.length);
    copyBytes(value.bytes, value.start, records.bytes(record), records.valueStart(record), value.length);
    return record;
  }

  /** Whether fields of the hash have or had a time. */
  private get isExpiring(): boolean {
    return this.packed.db.entries.isExpiring(this.packed.entry);
  }

  /** The root of what lies outside the entry. */
  private get outside(): number {
    return this.packed.db.entries.root(this.packed.entry);
  }

  /** The root of the table. */
  private get root(): number {
    return this.isExpiring ? this.expiring.tableOf(this.outside) : this.outside;
  }

  private get keyspace(): Keyspace {
    return this.packed.db.keyspace;
  }

  private get expiring(): ExpiringFields {
    return this.packed.db.keyspace.expiringFields;
  }

  private get table(): RecordTable {
    return this.packed.db.keyspace.recordTable;
  }

  private get records(): Records {
    return this.packed.db.keyspace.records;
  }
}
