/**
 * The hashes of a database that have fields with a time, in the order of the first time in each.
 *
 *     order ──► first due hash ──► its own order ──► first due field
 *
 * So what is due is found without looking at anything else, however many hashes and fields wait. A hash stands here
 * exactly while it has a field with a time, by the earliest of them: whoever has changed one says `follow`, and the
 * database says `enter` and `leave` when the hash itself comes and goes.
 *
 * A field whose time has passed is invisible at once (values/hash-value.ts) and leaves memory when somebody uses the
 * hash or when the expire cycle comes by: both say `sweep`.
 */
import { Slice } from '../memory/slice.ts';
import type { ExpiringFields } from '../values/expiring-fields.ts';
import type { TimeOrder } from '../values/time-order.ts';
import type { Database } from './database.ts';

export class ExpiringHashes {
  private readonly database: Database;
  private readonly fields: ExpiringFields;
  private readonly order: TimeOrder;
  /** The order; 0 while no field of the database has a time. */
  private root = 0;
  private readonly scratch = new Slice();

  constructor(database: Database) {
    this.database = database;
    this.fields = database.keyspace.expiringFields;
    this.order = database.keyspace.timeOrder;
  }

  /** How many hashes have a field with a time. */
  get count(): number {
    return this.root === 0 ? 0 : this.order.count(this.root);
  }

  /** The hash with this root lies in this entry from now on. */
  enter(root: number, entry: number): void {
    this.fields.setEntry(root, entry);
    this.follow(root);
  }

  /** Puts a hash where its first time says, after a field of it got or lost one. */
  follow(root: number): void {
    const { fields, order } = this;
    const first = fields.first(root);
    const time = first === 0 ? 0 : fields.timeOf(first);
    if (time === fields.next(root)) return;
    this.leave(root);
    if (time === 0) return;
    if (this.root === 0) this.root = order.create();
    order.insert(this.root, time, root);
    fields.setNext(root, time);
  }

  /** The hash is no longer one of this database. */
  leave(root: number): void {
    const { fields, order } = this;
    const time = fields.next(root);
    if (time === 0) return;
    order.remove(this.root, time, root);
    fields.setNext(root, 0);
    if (order.count(this.root) === 0) this.clear();
  }

  /** The entry of a hash that has a field whose time has passed, or 0. */
  firstDue(): number {
    if (this.root === 0) return 0;
    const { fields } = this;
    const root = this.order.first(this.root);
    return fields.next(root) <= this.database.keyspace.now ? fields.entryOf(root) : 0;
  }

  /**
   * Removes up to `limit` fields of an expiring hash whose time has passed, those longest past first, and the key with
   * the last field of all, and says so to the keyspace's observer. Returns the entry, or 0 if it is gone.
   */
  sweep(entry: number, limit: number): number {
    const { database, fields } = this;
    const { keyspace, entries } = database;
    const root = entries.root(entry);
    const next = fields.next(root);
    if (next === 0 || next > keyspace.now || !keyspace.expiring) return entry;
    const removed: Uint8Array[] = [];
    while (removed.length < limit) {
      const record = fields.first(root);
      if (record === 0 || fields.timeOf(record) > keyspace.now) break;
      removed.push(keyspace.records.key(record, this.scratch).copy());
      fields.remove(root, record);
    }
    this.follow(root);
    keyspace.expiredFields += removed.length;
    const key = entries.key(entry, this.scratch).copy();
    const isGone = fields.count(root) === 0;
    if (isGone) database.discard(key, 0, key.length);
    keyspace.observer.fieldsExpired(database, key, removed, isGone);
    return isGone ? 0 : entry;
  }

  /** All hashes are gone. */
  clear(): void {
    if (this.root !== 0) this.order.destroy(this.root);
    this.root = 0;
  }
}
