/**
 * Hashes some of whose fields expire: a table of records, and those with a time once more in the order of their times.
 *
 *     block of a root   | table | order | entry | next time, two words |
 *     record            | length of the value | field | value |
 *     record with time  | length of the value | time, two words | field | value |
 *
 * A hash becomes one when a field is first given a time, and stays one, as in Redis; one that never has such a field
 * pays nothing, and in one that has, a field without a time takes what it takes elsewhere. How many words a record has
 * tells whether it has a time.
 *
 * The root knows the entry that refers to it, because the databases keep their expiring hashes in the order of the
 * first time in each (keyspace/expiring-hashes.ts), and `next` is where it stands there: 0 while it stands nowhere.
 */
import type { Arena } from '../memory/arena.ts';
import { PLACE_MASK, WINDOW_SHIFT } from '../memory/arena.ts';
import { copyBytes } from '../memory/copy.ts';
import type { Records } from '../memory/records.ts';
import { Slice } from '../memory/slice.ts';
import type { RecordTable } from './record-table.ts';
import type { TimeOrder } from './time-order.ts';
import type { ValueForm } from './value-form.ts';

const ROOT_BYTES = 20;
const TABLE = 0;
const ORDER = 1;
const ENTRY = 2;
const NEXT_LOW = 3;
const NEXT_HIGH = 4;

/** The extra words of a record: how long its value is, and when the field expires if it does. */
export const VALUE_LENGTH = 0;
const TIME_LOW = 1;
const TIME_HIGH = 2;
export const PLAIN_WORDS = 1;
export const TIMED_WORDS = 3;

/** The time of a field that does not expire. */
export const NO_TIME = -1;

/** How many nodes of an order are freed at a step. */
const NODES_AT_ONCE = 16;

export class ExpiringFields implements ValueForm {
  private readonly arena: Arena;
  private readonly table: RecordTable;
  private readonly records: Records;
  private readonly order: TimeOrder;
  private readonly scratch = new Slice();

  constructor(arena: Arena, table: RecordTable, order: TimeOrder) {
    this.arena = arena;
    this.table = table;
    this.records = table.records;
    this.order = order;
  }

  /** Takes over a table of records that all are without a time. */
  create(table: number): number {
    const root = this.arena.allocate(ROOT_BYTES);
    this.setWord(root, TABLE, table);
    this.setWord(root, ORDER, this.order.create());
    this.setWord(root, ENTRY, 0);
    this.setNext(root, 0);
    return root;
  }

  /** How many fields there are, those that are due included. */
  count(root: number): number {
    return this.table.count(this.tableOf(root));
  }

  /** How many fields have a time. */
  timedCount(root: number): number {
    return this.order.count(this.word(root, ORDER));
  }

  /** How many fields have a time that is not after `now`. */
  dueCount(root: number, now: number): number {
    return this.order.countUntil(this.word(root, ORDER), now);
  }

  tableOf(root: number): number {
    return this.word(root, TABLE);
  }

  entryOf(root: number): number {
    return this.word(root, ENTRY);
  }

  setEntry(root: number, entry: number): void {
    this.setWord(root, ENTRY, entry);
  }

  /** The time the database has the hash in its order by, or 0. */
  next(root: number): number {
    return this.word(root, NEXT_HIGH) * 2 ** 32 + this.word(root, NEXT_LOW);
  }

  setNext(root: number, time: number): void {
    this.setWord(root, NEXT_LOW, time >>> 0);
    this.setWord(root, NEXT_HIGH, Math.floor(time / 2 ** 32));
  }

  /** The record that expires first, or 0 where none does. */
  first(root: number): number {
    return this.order.first(this.word(root, ORDER));
  }

  /** The time of a record, or NO_TIME. */
  timeOf(record: number): number {
    const { records } = this;
    if (records.extraWords(record) !== TIMED_WORDS) return NO_TIME;
    return records.extra(record, TIME_HIGH) * 2 ** 32 + records.extra(record, TIME_LOW);
  }

  /** Gives a record a time, above 0 and below 2^53. The record may have moved: see its return. */
  setTime(root: number, record: number, time: number): number {
    this.withdraw(root, record);
    const timed =
      this.records.extraWords(record) === TIMED_WORDS ? record : this.remake(root, record, TIMED_WORDS);
    this.records.setExtra(timed, TIME_LOW, time >>> 0);
    this.records.setExtra(timed, TIME_HIGH, Math.floor(time / 2 ** 32));
    this.order.insert(this.word(root, ORDER), time, timed);
    return timed;
  }

  /** Takes the time of a record away, which it must have. The record has moved then. */
  clearTime(root: number, record: number): void {
    this.withdraw(root, record);
    this.remake(root, record, PLAIN_WORDS);
  }

  /** Removes a record. */
  remove(root: number, record: number): void {
    this.withdraw(root, record);
    this.table.remove(this.tableOf(root), record);
  }

  /** Puts a record without a time in the place of `old`, which has the same field. */
  replace(root: number, hash: number, old: number, record: number): void {
    this.withdraw(root, old);
    this.table.replace(this.tableOf(root), hash, old, record);
  }

  release(root: number, position: number): number {
    const order = this.word(root, ORDER);
    if (order !== 0) {
      if (!this.order.destroySome(order, NODES_AT_ONCE)) return 1;
      this.setWord(root, ORDER, 0);
    }
    const next = this.table.release(this.tableOf(root), order === 0 ? position : 0);
    if (next === 0) this.arena.free(root);
    return next;
  }

  /** The copy belongs to no entry yet. */
  clone(root: number): number {
    const table = this.table.clone(this.tableOf(root));
    const copy = this.create(table);
    const order = this.word(copy, ORDER);
    this.table.visitAll(table, (record) => {
      const time = this.timeOf(record);
      if (time !== NO_TIME) this.order.insert(order, time, record);
    });
    return copy;
  }

  chains(root: number): number[] {
    return this.table.chains(this.tableOf(root));
  }

  bytes(root: number): number {
    const own = this.arena.sizeOf(root);
    return own + this.table.bytes(this.tableOf(root)) + this.order.bytes(this.word(root, ORDER));
  }

  /** Takes a record out of the order, if it is there. */
  private withdraw(root: number, record: number): void {
    const time = this.timeOf(record);
    if (time !== NO_TIME) this.order.remove(this.word(root, ORDER), time, record);
  }

  /** Puts a record with another number of words in the place of one; its time is still to be written. */
  private remake(root: number, record: number, words: number): number {
    const { records } = this;
    const length = records.extra(record, VALUE_LENGTH);
    const { bytes, start, length: fieldLength } = records.key(record, this.scratch);
    const made = records.create(words, bytes, start, fieldLength, length);
    records.setExtra(made, VALUE_LENGTH, length);
    copyBytes(
      records.bytes(record),
      records.valueStart(record),
      records.bytes(made),
      records.valueStart(made),
      length,
    );
    this.table.replace(this.tableOf(root), this.table.hashOfRecord(made), record, made);
    return made;
  }

  private word(root: number, index: number): number {
    return (this.arena.words[root >>> WINDOW_SHIFT] as Uint32Array)[
      ((root & PLACE_MASK) << 1) + index
    ] as number;
  }

  private setWord(root: number, index: number, value: number): void {
    (this.arena.words[root >>> WINDOW_SHIFT] as Uint32Array)[((root & PLACE_MASK) << 1) + index] = value;
  }
}
