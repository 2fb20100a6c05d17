/**
 * Sets: members without an order.
 *
 * A small set lies in its entry: as an intset while all members are integers, as a listpack otherwise. A large one is a
 * table of records, one a member, with nothing beside the key. A set becomes larger in form and never smaller again.
 *
 * A *place* names a member of a set that is not written to meanwhile: the number of an integer counted from 1, an
 * offset in the listpack, or a record.
 */
import type { Database } from '../keyspace/database.ts';
import { NO_EXPIRY } from '../keyspace/database.ts';
import { INTSET, kindOf, LISTPACK, SET, TABLE } from '../keyspace/entry.ts';
import { moveOutside } from '../keyspace/value-moves.ts';
import { Slice } from '../memory/slice.ts';
import { formatInt64, INT64_TEXT_MAX, parseInt64 } from '../numbers/integer.ts';
import {
  createIntset,
  INTSET_EMPTY_BYTES,
  intsetBytes,
  intsetBytesToInsert,
  intsetCount,
  intsetFind,
  intsetGet,
  intsetInsertAt,
  intsetRemoveAt,
} from './intset.ts';
import { createListpack, LISTPACK_EMPTY_BYTES } from './listpack.ts';
import { Needle } from './needle.ts';
import { PackedEntry } from './packed-entry.ts';
import type { RecordTable } from './record-table.ts';

/** Redis takes no higher limit for intsets. */
const INTEGERS_MAX = 2 ** 30;

export class SetValue {
  private readonly packed = new PackedEntry();
  private readonly needle = new Needle();
  private readonly digits = new Uint8Array(INT64_TEXT_MAX);
  private readonly member = new Slice();

  /** The entry the handle is on: it may have moved after a write. */
  get entry(): number {
    return this.packed.entry;
  }

  open(db: Database, entry: number): this {
    this.packed.open(db, entry);
    return this;
  }

  /**
   * Goes to a new, empty set under this key, whatever the key held. `expected` is how many bytes its first members will
   * take as a listpack: see `packedBytes`.
   */
  create(db: Database, bytes: Uint8Array, start: number, length: number, expected = 0): this {
    const kind = kindOf(SET, INTSET);
    const entry = db.put(bytes, start, length, kind, INTSET_EMPTY_BYTES + expected, NO_EXPIRY);
    db.entries.setValueLength(entry, createIntset(db.entries.bytes(entry), db.entries.valueStart(entry)));
    return this.open(db, entry);
  }

  /** How many members there are. */
  get count(): number {
    if (this.isIntset) return intsetCount(this.bytes, this.start);
    return this.packed.isPacked ? this.packed.count : this.table.count(this.root);
  }

  /** Whether all members are integers, in order. */
  get isIntset(): boolean {
    return this.packed.db.entries.encoding(this.entry) === INTSET;
  }

  /** Whether the set is a table. */
  get isTable(): boolean {
    return this.packed.db.entries.encoding(this.entry) === TABLE;
  }

  /** The place of a member, or 0. */
  find(bytes: Uint8Array, start: number, length: number): number {
    if (this.isIntset) {
      const value = parseInt64(bytes, start, length);
      if (value === undefined) return 0;
      return Math.max(0, intsetFind(this.bytes, this.start, value) + 1);
    }
    if (this.packed.isPacked) {
      const { cursor } = this.packed;
      cursor.first();
      return cursor.find(this.needle.set(bytes, start, length), 0) ? cursor.at : 0;
    }
    const { table } = this;
    return table.find(this.root, table.hashOf(bytes, start, length), bytes, start, length);
  }

  /** The member at a place; good until the next look. */
  memberAt(place: number, into: Slice): Slice {
    if (this.isIntset) {
      const value = intsetGet(this.bytes, this.start, place - 1);
      return into.set(this.digits, 0, formatInt64(value, this.digits, 0));
    }
    if (!this.packed.isPacked) return this.packed.db.keyspace.records.key(place, into);
    this.packed.cursor.at = place;
    return this.packed.cursor.text(into);
  }

  /** Adds a member. False when it was there. */
  add(bytes: Uint8Array, start: number, length: number): boolean {
    const { limits } = this.packed.db.keyspace;
    if (this.isIntset) {
      const value = parseInt64(bytes, start, length);
      if (value !== undefined) return this.addInteger(value);
      this.leaveIntset(length);
    }
    if (this.packed.isPacked && length > limits.setBytes) this.toTable();
    if (!this.packed.isPacked) return this.addToTable(bytes, start, length);
    if (this.find(bytes, start, length) !== 0) return false;
    this.packed.append(this.needle);
    if (this.packed.count > limits.setMembers) this.toTable();
    return true;
  }

  /** Removes a member. False when there was none. The set may be left empty: its key is for the caller to delete. */
  remove(bytes: Uint8Array, start: number, length: number): boolean {
    const place = this.find(bytes, start, length);
    if (place !== 0) this.removeAt(place);
    return place !== 0;
  }

  /** Removes the member at a place. */
  removeAt(place: number): void {
    const { packed } = this;
    if (this.isIntset) {
      intsetRemoveAt(this.bytes, this.start, place - 1);
      this.open(packed.db, packed.db.resizeValue(this.entry, intsetBytes(this.bytes, this.start)));
    } else if (packed.isPacked) packed.remove(place, 1);
    else this.table.remove(this.root, place);
  }

  /** Calls `visit` for every member; the slice is good during the call, which must not write. */
  visit(visit: (member: Slice) => void): void {
    this.visitPlaces((place) => visit(this.memberAt(place, this.member)));
  }

  /** As `visit`, until it answers false. */
  visitWhile(visit: (member: Slice) => boolean): void {
    let goesOn = true;
    this.visitPlaces(
      (place) => {
        goesOn = goesOn && visit(this.memberAt(place, this.member));
      },
      () => !goesOn,
    );
  }

  /** Calls `visit` for the place of every member; `isEnough` is asked now and then and ends the walk early. */
  visitPlaces(visit: (place: number) => void, isEnough?: () => boolean): void {
    if (this.isIntset) {
      const { count } = this;
      for (let place = 1; place <= count; place++) visit(place);
    } else if (this.packed.isPacked) {
      const { cursor } = this.packed;
      for (let there = cursor.first(); there; there = cursor.next()) {
        const { at } = cursor;
        visit(at);
        cursor.at = at;
      }
    } else {
      this.table.visitAll(this.root, visit, isEnough);
    }
  }

  /** Visits the places from a scan position and returns the next, 0 at the end. A small set is seen at once. */
  scan(position: number, visit: (place: number) => void): number {
    if (this.isTable) return this.table.scan(this.root, position, visit);
    this.visitPlaces(visit);
    return 0;
  }

  /** The place of a member chosen evenly; `random` returns numbers in [0, 1). */
  randomPlace(random: () => number): number {
    if (this.isTable) return this.table.random(this.root, random);
    const index = Math.floor(random() * this.count);
    if (this.isIntset) return index + 1;
    this.packed.cursor.seek(index);
    return this.packed.cursor.at;
  }

  private addInteger(value: number | bigint): boolean {
    const { packed } = this;
    const index = intsetFind(this.bytes, this.start, value);
    if (index >= 0) return false;
    const size = intsetBytesToInsert(this.bytes, this.start, value);
    this.open(packed.db, packed.db.resizeValue(this.entry, size));
    intsetInsertAt(this.bytes, this.start, ~index, value);
    if (this.count > Math.min(packed.db.keyspace.limits.setIntegers, INTEGERS_MAX)) this.leaveIntset(0);
    return true;
  }

  /** The set takes other members than integers from now on, the next of `length` bytes. */
  private leaveIntset(length: number): void {
    const { packed, count } = this;
    const { setMembers, setBytes } = packed.db.keyspace.limits;
    if (count >= setMembers || length > setBytes) {
      this.toTable();
      return;
    }
    const values = Array.from({ length: count }, (_, index) => intsetGet(this.bytes, this.start, index));
    const { entries } = packed.db;
    // An empty set keeps the room that was made for its first members.
    const entry = count === 0 ? this.entry : packed.db.resizeValue(this.entry, LISTPACK_EMPTY_BYTES);
    entries.setEncoding(entry, LISTPACK);
    entries.setValueLength(entry, createListpack(entries.bytes(entry), entries.valueStart(entry)));
    this.open(packed.db, entry);
    for (const value of values) packed.append(this.needle.setInteger(value));
  }

  private toTable(): void {
    const { packed, table } = this;
    const root = table.create();
    this.visit(({ bytes, start, length }) => {
      table.add(root, table.hashOf(bytes, start, length), this.makeRecord(bytes, start, length));
    });
    this.open(packed.db, moveOutside(packed.db, this.entry, TABLE, root));
  }

  private addToTable(bytes: Uint8Array, start: number, length: number): boolean {
    const { table, root } = this;
    const hash = table.hashOf(bytes, start, length);
    if (table.find(root, hash, bytes, start, length) !== 0) return false;
    table.add(root, hash, this.makeRecord(bytes, start, length));
    return true;
  }

  private makeRecord(bytes: Uint8Array, start: number, length: number): number {
    return this.packed.db.keyspace.records.create(0, bytes, start, length, 0);
  }

  private get bytes(): Uint8Array {
    return this.packed.db.entries.bytes(this.entry);
  }

  private get start(): number {
    return this.packed.db.entries.valueStart(this.entry);
  }

  private get root(): number {
    return this.packed.db.entries.root(this.entry);
  }

  private get table(): RecordTable {
    return this.packed.db.keyspace.recordTable;
  }
}
