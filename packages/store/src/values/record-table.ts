/**
 * Tables of records: large sets, large hashes, and the way from a member of a sorted set to its score.
 *
 * A hash table (memory/hash-table.ts) whose records (memory/records.ts) belong to it. What the extra words and the
 * value of a record are is for the type to know.
 */
import type { Arena } from '../memory/arena.ts';
import { hashBytes } from '../memory/hash.ts';
import { HashTable } from '../memory/hash-table.ts';
import type { Records } from '../memory/records.ts';
import { Slice } from '../memory/slice.ts';
import { randomRecord, scanTable, tableBytes, tableChains, visitTable } from '../memory/table-walks.ts';
import type { ValueForm } from './value-form.ts';

export class RecordTable implements ValueForm {
  readonly records: Records;
  private readonly arena: Arena;
  private readonly table: HashTable;
  private readonly hashKey0: number;
  private readonly hashKey1: number;
  private readonly scratch = new Slice();

  constructor(arena: Arena, records: Records, hashKey0: number, hashKey1: number) {
    this.arena = arena;
    this.records = records;
    this.table = new HashTable(arena, records);
    this.hashKey0 = hashKey0;
    this.hashKey1 = hashKey1;
  }

  create(): number {
    return this.table.create();
  }

  count(root: number): number {
    return this.table.count(root);
  }

  /** The hash of a key, which `find` and `add` ask for, so that it is computed once. */
  hashOf(bytes: Uint8Array, start: number, length: number): number {
    return hashBytes(bytes, start, length, this.hashKey0, this.hashKey1);
  }

  /** The record of a key, or 0. */
  find(root: number, hash: number, bytes: Uint8Array, start: number, length: number): number {
    return this.table.find(root, hash, bytes, start, length);
  }

  /** Adds a record whose key is not in the table; it belongs to the table from now on. */
  add(root: number, hash: number, record: number): void {
    this.table.add(root, hash, record);
  }

  /** Puts `record` in the place of `old`, which has the same key and is freed. */
  replace(root: number, hash: number, old: number, record: number): void {
    this.table.replace(root, hash, old, record);
    this.arena.free(old);
  }

  /** Takes a record out and frees it. */
  remove(root: number, record: number): void {
    this.table.remove(root, this.hashOfRecord(record), record);
    this.arena.free(record);
  }

  /** See `scanTable`. */
  scan(root: number, position: number, visit: (record: number) => void): number {
    return scanTable(this.arena, root, position, visit);
  }

  /** See `visitTable`. */
  visitAll(root: number, visit: (record: number) => void, isEnough?: () => boolean): void {
    visitTable(this.arena, root, visit, isEnough);
  }

  /** A record chosen evenly enough, or 0 in an empty table. */
  random(root: number, random: () => number): number {
    return randomRecord(this.arena, root, random);
  }

  release(root: number, position: number): number {
    const next = this.table.release(root, position, (record) => this.arena.free(record));
    if (next === 0) this.arena.free(root);
    return next;
  }

  clone(root: number): number {
    const copy = this.table.create();
    visitTable(this.arena, root, (record) => {
      this.table.add(copy, this.hashOfRecord(record), this.records.clone(record));
    });
    return copy;
  }

  bytes(root: number): number {
    let sum = tableBytes(this.arena, root);
    visitTable(this.arena, root, (record) => {
      sum += this.arena.sizeOf(record);
    });
    return sum;
  }

  chains(root: number): number[] {
    return tableChains(this.arena, root);
  }

  /** The hash of a record's key. */
  hashOfRecord(record: number): number {
    const { bytes, start, length } = this.records.key(record, this.scratch);
    return this.hashOf(bytes, start, length);
  }
}
