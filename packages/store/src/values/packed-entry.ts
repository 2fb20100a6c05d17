/**
 * A handle on an entry that may hold a listpack: small collections of every type are built on it.
 *
 * The functions of listpack.ts edit in place and leave the room to their caller; the edits here make the room first,
 * which may move the entry. `entry` is where it is now, and `cursor` stands on the same element as before. A handle is
 * made once and opened on entry after entry, so that using it allocates nothing. Whoever writes to the key otherwise
 * opens it anew.
 */
import type { Database } from '../keyspace/database.ts';
import { NO_EXPIRY } from '../keyspace/database.ts';
import { kindOf, LISTPACK } from '../keyspace/entry.ts';
import { copyBytes } from '../memory/copy.ts';
import {
  createListpack,
  elementsBytes,
  insertElement,
  LISTPACK_EMPTY_BYTES,
  listpackCount,
  removeElements,
  replaceElement,
  replacementGrowth,
} from './listpack.ts';
import { ListpackCursor } from './listpack-cursor.ts';
import type { Needle } from './needle.ts';

export class PackedEntry {
  /** The entry the handle is on. */
  entry = 0;
  /** Good until the entry is written to in another way. */
  readonly cursor: ListpackCursor = new ListpackCursor();
  private database: Database | undefined;

  get db(): Database {
    if (this.database === undefined) throw new Error('the handle is on no entry');
    return this.database;
  }

  /** Goes to an entry; if it holds a listpack, the cursor stands on its first element. */
  open(db: Database, entry: number): void {
    this.database = db;
    this.entry = entry;
    if (this.isPacked) this.cursor.attach(db.entries.bytes(entry), db.entries.valueStart(entry));
  }

  /**
   * Makes an entry of this type with an empty listpack, whatever the key held, and goes to it. Elements of `expected`
   * bytes in all can be added before it has to move.
   */
  create(db: Database, type: number, bytes: Uint8Array, start: number, length: number, expected = 0): void {
    const kind = kindOf(type, LISTPACK);
    const entry = db.put(bytes, start, length, kind, LISTPACK_EMPTY_BYTES + expected, NO_EXPIRY);
    db.entries.setValueLength(entry, createListpack(db.entries.bytes(entry), db.entries.valueStart(entry)));
    this.open(db, entry);
  }

  /** Puts this listpack, which has been checked, in the place of the entry's, with the cursor on its first element. */
  fill(bytes: Uint8Array, start: number, length: number): void {
    this.resize(length);
    const { entries } = this.db;
    copyBytes(bytes, start, entries.bytes(this.entry), entries.valueStart(this.entry), length);
    this.cursor.first();
  }

  /** Whether the entry holds a listpack. */
  get isPacked(): boolean {
    return this.db.entries.encoding(this.entry) === LISTPACK;
  }

  /** How many elements the listpack has. */
  get count(): number {
    const { entries } = this.db;
    return listpackCount(entries.bytes(this.entry), entries.valueStart(this.entry));
  }

  /** Bytes of the listpack. */
  get size(): number {
    return this.db.entries.valueLength(this.entry);
  }

  /** Puts the needle before the element at `at`; returns the offset behind it. */
  insert(at: number, needle: Needle): number {
    this.resize(this.size + needle.encodedBytes);
    const { entries } = this.db;
    return insertElement(entries.bytes(this.entry), entries.valueStart(this.entry), at, needle);
  }

  /** Puts the needle behind the last element. */
  append(needle: Needle): void {
    this.insert(this.size - 1, needle);
  }

  /** Puts the needle in the place of the element at `at`. */
  replace(at: number, needle: Needle): void {
    const { entries } = this.db;
    const growth = replacementGrowth(entries.bytes(this.entry), entries.valueStart(this.entry), at, needle);
    const { size } = this;
    if (growth > 0) this.resize(size + growth);
    replaceElement(entries.bytes(this.entry), entries.valueStart(this.entry), at, needle);
    if (growth < 0) this.resize(size + growth);
  }

  /** Takes out `count` elements from `at` on, or as many as there are. */
  remove(at: number, count: number): void {
    const { entries } = this.db;
    const bytes = entries.bytes(this.entry);
    const start = entries.valueStart(this.entry);
    const freed = elementsBytes(bytes, start, at, count);
    removeElements(bytes, start, at, count);
    this.resize(this.size - freed);
  }

  private resize(size: number): void {
    const { db } = this;
    this.entry = db.resizeValue(this.entry, size);
    const { at } = this.cursor;
    this.cursor.attach(db.entries.bytes(this.entry), db.entries.valueStart(this.entry)).at = at;
  }
}
