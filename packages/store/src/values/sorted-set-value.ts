/**
 * Sorted sets: members, each with a score that gives it its place; equal scores are ordered by the members' bytes.
 *
 * A small one is a listpack in its entry (packed-scores.ts), a large one a table and a tree (score-index.ts). One that
 * has become large stays so, as in Redis. Every range is one of ranks here: a limit given as a score or as a member is
 * turned into the rank where it would stand.
 *
 * A *place* names a member of a sorted set that is not written to meanwhile: an offset in the listpack, or a record.
 */
import type { Database } from '../keyspace/database.ts';
import { LISTPACK, SKIPLIST, SORTED_SET } from '../keyspace/entry.ts';
import { moveInside, moveOutside } from '../keyspace/value-moves.ts';
import { Slice } from '../memory/slice.ts';
import { createListpack, LISTPACK_EMPTY_BYTES } from './listpack.ts';
import { PackedScores } from './packed-scores.ts';
import type { ScoreIndex } from './score-index.ts';

export class SortedSetValue {
  private readonly packed = new PackedScores();
  private readonly scratch = new Slice();

  /** The entry the handle is on: it may have moved after a write. */
  get entry(): number {
    return this.packed.entry;
  }

  open(db: Database, entry: number): this {
    this.packed.open(db, entry);
    return this;
  }

  /**
   * Goes to a new, empty sorted set under this key, whatever the key held. `expected` is how many bytes its first members
   * and scores will take as a listpack: see `packedBytes`.
   */
  create(db: Database, bytes: Uint8Array, start: number, length: number, expected = 0): this {
    this.packed.create(db, SORTED_SET, bytes, start, length, expected);
    return this;
  }

  /** Goes on with this listpack of members and scores as it is: one that has been checked, in order, no member twice. */
  fill(bytes: Uint8Array, start: number, length: number): void {
    this.packed.fill(bytes, start, length);
  }

  /** How many members there are. */
  get count(): number {
    return this.packed.isPacked ? this.packed.count >>> 1 : this.index.count(this.root);
  }

  /** Whether the sorted set lies in its entry. */
  get isPacked(): boolean {
    return this.packed.isPacked;
  }

  /** The place of a member, or 0. */
  find(bytes: Uint8Array, start: number, length: number): number {
    if (this.packed.isPacked) return this.packed.find(bytes, start, length);
    return this.index.find(this.root, bytes, start, length);
  }

  /** The member at a place; good until the next look. */
  memberAt(place: number, into: Slice): Slice {
    if (!this.packed.isPacked) return this.index.table.records.key(place, into);
    this.packed.cursor.at = place;
    return this.packed.cursor.text(into);
  }

  /** The score of the member at a place. */
  scoreAt(place: number): number {
    return this.packed.isPacked ? this.packed.scoreAt(place) : this.index.score(place);
  }

  /** Adds a member that is not there. */
  add(bytes: Uint8Array, start: number, length: number, score: number): void {
    const { packed } = this;
    if (packed.isPacked) {
      const { sortedSetMembers, sortedSetBytes } = packed.db.keyspace.limits;
      if (length <= sortedSetBytes && this.count < sortedSetMembers) {
        packed.add(bytes, start, length, score);
        return;
      }
      this.spread();
    }
    this.index.add(this.root, bytes, start, length, score);
  }

  /** Gives the member at `place`, which these bytes are, another score. */
  move(place: number, bytes: Uint8Array, start: number, length: number, score: number): void {
    const { packed } = this;
    if (packed.isPacked) {
      packed.remove(place, 2);
      packed.add(bytes, start, length, score);
    } else this.index.move(this.root, place, score);
  }

  /** Removes a member. False when there was none. The key of an emptied sorted set is for the caller to delete. */
  remove(bytes: Uint8Array, start: number, length: number): boolean {
    const place = this.find(bytes, start, length);
    if (place === 0) return false;
    if (this.packed.isPacked) this.packed.remove(place, 2);
    else this.index.remove(this.root, place);
    return true;
  }

  /** Removes `count` members, beginning with the one at `rank`. */
  removeRange(rank: number, count: number): void {
    if (!this.packed.isPacked) this.index.removeRange(this.root, rank, count);
    else if (this.seek(rank)) this.packed.remove(this.place, count * 2);
  }

  /** How many members are before the one at `place`. */
  rank(place: number): number {
    return this.packed.isPacked ? this.packed.rank(place) : this.index.rank(this.root, place);
  }

  /** How many members have a lower score, those with this score included if `after`. */
  rankOfScore(score: number, after: boolean): number {
    if (this.packed.isPacked) return this.packed.rankOfScore(score, after);
    return this.index.rankOfScore(this.root, score, after);
  }

  /** How many members are before these bytes, or before and at them if `after`; means something if all scores are equal. */
  rankOfMember(bytes: Uint8Array, start: number, length: number, after: boolean): number {
    if (this.packed.isPacked) return this.packed.rankOfMember(bytes, start, length, after);
    return this.index.rankOfMember(this.root, bytes, start, length, after);
  }

  /** Begins to walk at a rank; whether there is a member. */
  seek(rank: number): boolean {
    return this.packed.isPacked ? this.packed.cursor.seek(rank * 2) : this.index.seek(this.root, rank);
  }

  /** Begins to walk at the first member whose score is not lower; whether there is one. */
  seekScore(score: number): boolean {
    if (this.packed.isPacked) return this.seek(this.packed.rankOfScore(score, false));
    return this.index.seekScore(this.root, score);
  }

  /** Walks on to the next member, if there is one. */
  next(): boolean {
    return this.packed.isPacked ? this.packed.next() : this.index.cursor.next();
  }

  /** Walks back to the member before, if there is one. */
  previous(): boolean {
    return this.packed.isPacked ? this.packed.previous() : this.index.cursor.previous();
  }

  /** The place of the member that the walk has come to. */
  get place(): number {
    return this.packed.isPacked ? this.packed.cursor.at : this.index.cursor.payload;
  }

  /** The score of that member, 0 for -0: cheaper than `scoreAt`, which has to look at the member. */
  get score(): number {
    return this.packed.isPacked ? this.packed.scoreAt(this.packed.cursor.at) : this.index.scoreHere;
  }

  /** Calls `visit` for the place of every member, in no order. */
  visitPlaces(visit: (place: number) => void): void {
    if (!this.packed.isPacked) {
      this.index.table.visitAll(this.index.tableOf(this.root), visit);
      return;
    }
    const { packed } = this;
    for (let there = packed.cursor.first(); there; there = packed.next()) {
      const { at } = packed.cursor;
      visit(at);
      packed.cursor.at = at;
    }
  }

  /** Visits the places from a scan position and returns the next, 0 at the end. A small sorted set is seen at once. */
  scan(position: number, visit: (place: number) => void): number {
    if (!this.packed.isPacked) {
      return this.index.table.scan(this.index.tableOf(this.root), position, visit);
    }
    this.visitPlaces(visit);
    return 0;
  }

  /** The place of a member chosen evenly; `random` returns numbers in [0, 1). */
  randomPlace(random: () => number): number {
    this.seek(Math.floor(random() * this.count));
    return this.place;
  }

  /** Makes a table and a tree of the listpack. */
  spread(): void {
    const { packed, index, scratch } = this;
    const root = index.create();
    for (let there = packed.cursor.first(); there; there = packed.next()) {
      const { bytes, start, length } = packed.cursor.text(scratch);
      index.add(root, bytes, start, length, packed.scoreAt(packed.cursor.at));
    }
    packed.open(packed.db, moveOutside(packed.db, packed.entry, SKIPLIST, root));
  }

  /** Makes a listpack of the table and the tree, if it is small enough for one. */
  compact(): void {
    const { packed, index } = this;
    if (packed.isPacked || !this.isSmall()) return;
    const { db } = packed;
    const { root } = this;
    const entry = moveInside(db, packed.entry, LISTPACK, LISTPACK_EMPTY_BYTES);
    createListpack(db.entries.bytes(entry), db.entries.valueStart(entry));
    packed.open(db, entry);
    const { records } = index.table;
    for (let there = index.seek(root, 0); there; there = index.cursor.next()) {
      const record = index.cursor.payload;
      const { bytes, start, length } = records.key(record, this.scratch);
      packed.add(bytes, start, length, index.score(record));
    }
    db.keyspace.reclaimer.take(index, root);
  }

  private isSmall(): boolean {
    const { index } = this;
    const { sortedSetMembers, sortedSetBytes } = this.packed.db.keyspace.limits;
    if (this.count > sortedSetMembers) return false;
    let small = true;
    this.visitPlaces((record) => {
      if (index.table.records.keyLength(record) > sortedSetBytes) small = false;
    });
    return small;
  }

  private get root(): number {
    return this.packed.db.entries.root(this.packed.entry);
  }

  private get index(): ScoreIndex {
    return this.packed.db.keyspace.scoreIndex;
  }
}
