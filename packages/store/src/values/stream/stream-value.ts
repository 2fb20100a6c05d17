/**
 * Streams: entries in the order of their ids, each some fields with values. The blocks they lie in are in
 * stream-blocks.ts, what a block looks like in stream-block.ts.
 *
 * The handle stands on an entry while it walks through a range (`range`, `next`): `id`, `fieldCount` and `visit` are
 * about that one. The stream may not be written to meanwhile, except for the entry the handle is on, which `remove`
 * takes away.
 *
 * Everything that decides about bytes is as in Redis 7.0: when a block is full, what deleting leaves behind, when a whole
 * block goes. A block whose entries are all deleted may stay, if it was trimming within the block that deleted the last.
 */
import type { Database } from '../../keyspace/database.ts';
import { NO_EXPIRY } from '../../keyspace/database.ts';
import { kindOf, RADIX, STREAM } from '../../keyspace/entry.ts';
import type { Reclaimer } from '../../keyspace/reclaimer.ts';
import { copyBytes } from '../../memory/copy.ts';
import { TreeCursor } from '../../memory/tree-cursor.ts';
import { LISTPACK_FIRST, replaceElement, replacementGrowth } from '../listpack.ts';
import { Needle } from '../needle.ts';
import type { EntrySource, VisitField } from './stream-block.ts';
import { DELETED, StreamBlockCursor } from './stream-block.ts';
import type { StreamBlocks } from './stream-blocks.ts';
import { FIRST_ID, LAST_ID, MAX_DELETED_ID } from './stream-blocks.ts';
import type { StreamGroups } from './stream-groups.ts';
import { StreamId } from './stream-id.ts';

const LEAST = new StreamId();
const GREATEST = new StreamId().setGreatest();

/** What `trim` is to leave. */
export interface TrimRule {
  /** Entries with smaller ids go; without it, as many go as are more than `length`. */
  readonly from: StreamId | undefined;
  readonly length: number;
  /** Only whole blocks go. */
  readonly approximate: boolean;
  /** No more entries go than this; 0 is no limit. */
  readonly limit: number;
}

export class StreamValue {
  /** The id of the entry the handle stands on. */
  readonly id: StreamId;
  /** The entry of the keyspace. */
  entry = 0;
  private root = 0;
  private database: Database | undefined;
  private walker: TreeCursor | undefined;
  private readonly cursor = new StreamBlockCursor();
  private readonly needle = new Needle();
  private readonly master = new StreamId();
  private readonly scratch = new StreamId();
  private readonly from = new StreamId();
  private readonly to = new StreamId();
  private isReverse = false;
  private isInside = false;

  constructor() {
    this.id = this.cursor.id;
  }

  open(db: Database, entry: number): this {
    this.attach(db, entry, db.entries.root(entry));
    return this;
  }

  /** Goes to a new, empty stream under this key, whatever the key held. */
  create(db: Database, bytes: Uint8Array, start: number, length: number): this {
    const root = db.keyspace.streams.create();
    const entry = db.put(bytes, start, length, kindOf(STREAM, RADIX), 0, NO_EXPIRY);
    db.entries.setRoot(entry, root);
    this.attach(db, entry, root);
    return this;
  }

  /** How many entries there are. */
  get count(): number {
    return this.blocks.length(this.root);
  }

  /** How many blocks there are. */
  get blockCount(): number {
    return this.blocks.blockCount(this.root);
  }

  /** The tree of consumer groups, 0 if there never was one: for ConsumerGroup, as are the next three. */
  get groupsRoot(): number {
    return this.blocks.groupsOf(this.root);
  }

  makeGroups(): number {
    return this.blocks.makeGroups(this.root);
  }

  get groups(): StreamGroups {
    return this.blocks.groups;
  }

  get reclaimer(): Reclaimer {
    return this.db.keyspace.reclaimer;
  }

  /** The id that was given last, whether or not its entry is still there. */
  lastId(into: StreamId): StreamId {
    return this.blocks.id(this.root, LAST_ID, into);
  }

  setLastId(id: StreamId): void {
    this.blocks.setId(this.root, LAST_ID, id);
  }

  /** The id of the first entry; the least one in an empty stream. */
  firstId(into: StreamId): StreamId {
    return this.blocks.id(this.root, FIRST_ID, into);
  }

  setFirstId(id: StreamId): void {
    this.blocks.setId(this.root, FIRST_ID, id);
  }

  /** The greatest id of which an entry was deleted by itself. */
  maxDeletedId(into: StreamId): StreamId {
    return this.blocks.id(this.root, MAX_DELETED_ID, into);
  }

  setMaxDeletedId(id: StreamId): void {
    this.blocks.setId(this.root, MAX_DELETED_ID, id);
  }

  /** How many entries were ever added, as far as is known. */
  get entriesAdded(): number | bigint {
    return this.blocks.entriesAdded(this.root);
  }

  set entriesAdded(count: number | bigint) {
    this.blocks.setEntriesAdded(this.root, count);
  }

  /** The id of the first or last entry that is there; without one, an id behind or before all others. */
  edgeId(edge: 'first' | 'last', into: StreamId): StreamId {
    if (this.all(edge === 'last').next()) return into.set(this.id);
    return edge === 'first' ? into.setGreatest() : into.setLeast();
  }

  /** Appends an entry with an id greater than the last; its size is what `entryTextBytes` says. */
  append(id: StreamId, source: EntrySource, textBytes: number): void {
    this.blocks.appender.append(this.root, this.db.keyspace.limits, id, source, textBytes);
  }

  /** Goes before the first entry from `from` to `to`, or, backwards, behind the last one. */
  range(from: StreamId, to: StreamId, isReverse = false): this {
    this.from.set(from);
    this.to.set(to);
    this.isReverse = isReverse;
    const { blocks, trees } = this;
    blocks.probe(isReverse ? to : from);
    this.isInside = trees.seekBack(blocks.blocksOf(this.root)) || (!isReverse && trees.next());
    if (!this.isInside) return this;
    this.enter();
    if (!isReverse) this.cursor.skipTo(from);
    return this;
  }

  /** As `range`, for all entries. */
  all(isReverse = false): this {
    return this.range(LEAST, GREATEST, isReverse);
  }

  /** Goes to the next entry of the range. */
  next(): boolean {
    const { cursor, trees, from, to, isReverse } = this;
    while (this.isInside) {
      while (isReverse ? cursor.previous() : cursor.next()) {
        // XSETID may have set ids back: behind a deleted entry there may be lesser ones, and Redis finds them.
        if (cursor.isDeleted) continue;
        if (isReverse ? cursor.id.compare(from) < 0 : cursor.id.compare(to) > 0) {
          this.isInside = false;
          return false;
        }
        const isBefore = isReverse ? cursor.id.compare(to) > 0 : cursor.id.compare(from) < 0;
        if (!isBefore) return true;
      }
      this.isInside = isReverse ? trees.previous() : trees.next();
      if (this.isInside) this.enter();
    }
    return false;
  }

  /** Whether there is an entry of this id: then the handle is on it. */
  find(id: StreamId): boolean {
    return this.range(id, id).next();
  }

  /** How many fields the entry has. */
  get fieldCount(): number {
    return this.cursor.fieldCount;
  }

  /** Calls `visit` for every field of the entry and its value; the slices are good during the call. */
  visit(visit: VisitField): void {
    this.cursor.visit(visit);
  }

  /** Deletes the entry of this id. False if there is none. What the first id is, `renewFirstId` finds. */
  delete(id: StreamId): boolean {
    if (!this.find(id)) return false;
    const { blocks, root, cursor, master } = this;
    if (cursor.live === 1) {
      blocks.remove(root, master);
    } else {
      const block = this.trees.payload;
      this.markDeleted(block);
      this.moveCounts(block, 1);
    }
    blocks.setLength(root, this.count - 1);
    return true;
  }

  /** Finds the first id anew, after entries have gone. */
  renewFirstId(): void {
    const { scratch } = this;
    this.setFirstId(this.count === 0 ? scratch.setLeast() : this.edgeId('first', scratch));
  }

  /** Removes entries at the beginning; returns how many. */
  trim(rule: TrimRule): number {
    const { blocks, root, trees, cursor, master } = this;
    let removed = 0;
    if (this.keepsFirst(rule)) return 0;
    this.isReverse = false;
    while (trees.first(blocks.blocksOf(root))) {
      if (rule.from === undefined && this.count <= rule.length) break;
      this.enter();
      const { live } = cursor;
      if (rule.limit > 0 && removed + live > rule.limit) break;
      if (!this.goesWhole(rule, live)) {
        if (!rule.approximate) removed += this.trimBlock(rule);
        else blocks.noteFirst(root, live);
        break;
      }
      blocks.remove(root, master);
      blocks.setLength(root, this.count - live);
      removed += live;
    }
    if (removed > 0 || this.count === 0) this.renewFirstId();
    return removed;
  }

  /** Takes over a block from elsewhere, a valid one, at the end of the stream. False if there is one of its id. */
  takeBlock(master: StreamId, bytes: Uint8Array, start: number, length: number): boolean {
    const { blocks, root, cursor } = this;
    if (blocks.has(root, master)) return false;
    const block = blocks.add(root, master, length);
    copyBytes(bytes, start, blocks.window(block), blocks.start(block), length);
    blocks.setLength(root, this.count + cursor.attach(bytes, start, master).live);
    return true;
  }

  /** Calls `visit` for the bytes of every block. */
  visitBlocks(visit: (master: StreamId, bytes: Uint8Array, start: number, length: number) => void): void {
    const { blocks, trees } = this;
    for (let there = trees.first(blocks.blocksOf(this.root)); there; there = trees.next()) {
      this.readMaster();
      const block = trees.payload;
      visit(this.master, blocks.window(block), blocks.start(block), blocks.sizeOf(block));
    }
  }

  /** Whether it is known beforehand that nothing goes: most streams are trimmed a little at every addition. */
  private keepsFirst(rule: TrimRule): boolean {
    if (rule.from !== undefined || !rule.approximate) return false;
    const live = this.blocks.knownFirst(this.root);
    return live !== undefined && this.count - live < rule.length;
  }

  /** Whether the first block goes as a whole. */
  private goesWhole(rule: TrimRule, live: number): boolean {
    if (rule.from === undefined) return this.count - live >= rule.length;
    this.cursor.toEnd();
    return this.cursor.previous() && this.cursor.id.compare(rule.from) < 0;
  }

  /** Deletes entries at the beginning of the first block; returns how many. */
  private trimBlock(rule: TrimRule): number {
    const { cursor, blocks, root } = this;
    const block = this.trees.payload;
    let removed = 0;
    this.enter();
    while (cursor.next()) {
      const isKept =
        rule.from === undefined ? this.count - removed <= rule.length : cursor.id.compare(rule.from) >= 0;
      if (isKept) break;
      if (cursor.isDeleted) continue;
      this.markDeleted(block);
      removed++;
    }
    this.moveCounts(block, removed);
    blocks.setLength(root, this.count - removed);
    return removed;
  }

  private markDeleted(block: number): void {
    const { blocks, cursor } = this;
    const flags = this.needle.setInteger(cursor.flags | DELETED);
    replaceElement(blocks.window(block), blocks.start(block), cursor.at, flags);
    blocks.edited();
  }

  /** Says of a block whose master id is at hand that `count` of its entries are deleted now. */
  private moveCounts(block: number, count: number): void {
    const { cursor } = this;
    const deleted = cursor.deleted + count;
    const moved = this.setCount(block, LISTPACK_FIRST, cursor.live - count);
    this.setCount(moved, cursor.deletedAt, deleted);
  }

  /** Replaces a count in a block whose master id is at hand. Returns the block, which may have moved. */
  private setCount(block: number, at: number, count: number): number {
    const { blocks, cursor, master, needle } = this;
    needle.setInteger(count);
    const growth = replacementGrowth(blocks.window(block), blocks.start(block), at, needle);
    const moved = blocks.reserve(this.root, master, block, blocks.sizeOf(block) + growth);
    replaceElement(blocks.window(moved), blocks.start(moved), at, needle);
    blocks.edited();
    cursor.attach(blocks.window(moved), blocks.start(moved), master);
    return moved;
  }

  /** Goes into the block the tree's cursor is at. */
  private enter(): void {
    const { blocks, cursor } = this;
    const block = this.trees.payload;
    this.readMaster();
    cursor.attach(blocks.window(block), blocks.start(block), this.master);
    if (this.isReverse) cursor.toEnd();
  }

  private readMaster(): void {
    for (let i = 0; i < 4; i++) this.master.words[i] = this.trees.keyWord(i);
  }

  private attach(db: Database, entry: number, root: number): void {
    if (this.database?.keyspace !== db.keyspace) this.walker = new TreeCursor(db.keyspace.streams.tree);
    this.database = db;
    this.entry = entry;
    this.root = root;
    this.isInside = false;
    this.isReverse = false;
  }

  private get db(): Database {
    if (this.database === undefined) throw new Error('the handle is on no entry');
    return this.database;
  }

  private get blocks(): StreamBlocks {
    return this.db.keyspace.streams;
  }

  private get trees(): TreeCursor {
    if (this.walker === undefined) throw new Error('the handle is on no entry');
    return this.walker;
  }
}
