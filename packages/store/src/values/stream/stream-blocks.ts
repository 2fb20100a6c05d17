/**
 * Streams: a root, an ordered tree that leads from master ids to blocks of entries, and the consumer groups, about which
 * there is more in stream-groups.ts.
 *
 *     root    blocks | groups (0: never had any) | number of entries | last id (4 words) | first id (4)
 *             | greatest deleted id (4) | entries ever added (2)
 *     tree    master id → block, a listpack: see stream-block.ts
 *
 * Entries come at the end and mostly go at the beginning, whole blocks at a time; an id is found by one descent and a
 * walk through a block of a hundred entries. The block that is appended to has room to spare, the others have none.
 *
 * The object holds scratch only and serves all streams of a keyspace. What is in a block is for StreamValue to know.
 */
import type { Arena } from '../../memory/arena.ts';
import { PLACE_MASK, WINDOW_SHIFT } from '../../memory/arena.ts';
import { copyBytes } from '../../memory/copy.ts';
import { OrderedTree } from '../../memory/ordered-tree.ts';
import { TreeCursor } from '../../memory/tree-cursor.ts';
import { listpackBytes } from '../listpack.ts';
import type { ValueForm } from '../value-form.ts';
import { fromWords, highWord, lowWord } from '../words.ts';
import { StreamAppender } from './stream-appender.ts';
import { StreamGroups } from './stream-groups.ts';
import type { StreamId } from './stream-id.ts';

const ROOT_BYTES = 68;
const BLOCKS = 0;
const GROUPS = 1;
const LENGTH = 2;
/** The ids a root keeps, by where they stand in it. */
export const LAST_ID = 3;
export const FIRST_ID = 7;
export const MAX_DELETED_ID = 11;
const ENTRIES_ADDED = 15;

/** A position of `release` that is no group: no block of that size has this reference. */
const ON_THE_WAY = 1;
/** How many nodes of a tree are freed at a step, each with some fifty blocks. */
const NODES_AT_ONCE = 1;
/** Blocks below this size grow to twice of what they are. */
const GROWTH_BYTES_MAX = 4096;

export class StreamBlocks implements ValueForm {
  readonly tree: OrderedTree;
  readonly groups: StreamGroups;
  readonly appender: StreamAppender;
  /** How often blocks came, went, moved or were changed other than by appending to them. */
  edits = 0;
  /** What `noteFirst` was told last, and what `edits` was then. */
  private firstOf = 0;
  private firstLive = 0;
  private firstEdits = 0;
  private readonly arena: Arena;
  private readonly walker: TreeCursor;
  private readonly groupWalker: TreeCursor;

  constructor(arena: Arena) {
    this.arena = arena;
    this.tree = new OrderedTree(arena, { keyWords: 4 });
    this.walker = new TreeCursor(this.tree);
    this.groups = new StreamGroups(arena);
    this.appender = new StreamAppender(this);
    this.groupWalker = new TreeCursor(this.groups.named.tree);
  }

  /** Bytes of a block have been changed. */
  edited(): void {
    this.edits++;
  }

  create(): number {
    this.edits++;
    const root = this.arena.allocate(ROOT_BYTES);
    for (let i = 0; i < ROOT_BYTES / 4; i++) this.setWord(root, i, 0);
    this.setWord(root, BLOCKS, this.tree.create());
    return root;
  }

  /** How many blocks there are, and how much in groups: what freeing the stream costs. */
  count(root: number): number {
    let count = this.blockCount(root);
    for (let group = this.firstGroup(root); group !== 0; group = this.nextGroup()) {
      count += 1 + this.groups.count(group);
    }
    return count;
  }

  /** The position is the group that is being freed, or another number on the way to the next one. */
  release(root: number, position: number): number {
    const { arena, groups, tree } = this;
    this.edits++;
    if (position > ON_THE_WAY) return groups.release(position) === 0 ? ON_THE_WAY : position;
    const blocks = this.blocksOf(root);
    if (blocks !== 0) {
      const isGone = tree.destroySome(blocks, NODES_AT_ONCE, (block) => arena.free(block));
      if (isGone) this.setWord(root, BLOCKS, 0);
      return ON_THE_WAY;
    }
    const group = this.firstGroup(root);
    if (group !== 0) {
      groups.named.remove(this.groupsOf(root), group);
      return group;
    }
    if (this.groupsOf(root) !== 0) groups.named.tree.destroy(this.groupsOf(root));
    arena.free(root);
    return 0;
  }

  clone(root: number): number {
    const { walker, tree } = this;
    const copy = this.create();
    if (this.groupsOf(root) !== 0) this.makeGroups(copy);
    for (let group = this.firstGroup(root); group !== 0; group = this.nextGroup()) {
      this.groups.cloneInto(this.groupsOf(copy), group);
    }
    for (let i = LENGTH; i < ROOT_BYTES / 4; i++) this.setWord(copy, i, this.word(root, i));
    for (let there = walker.first(this.blocksOf(root)); there; there = walker.next()) {
      for (let i = 0; i < 4; i++) tree.key[i] = walker.keyWord(i);
      tree.insert(this.blocksOf(copy), this.resized(walker.payload, this.sizeOf(walker.payload), false));
    }
    return copy;
  }

  bytes(root: number): number {
    const { walker } = this;
    let sum = this.arena.sizeOf(root) + this.tree.bytes(this.blocksOf(root));
    for (let there = walker.first(this.blocksOf(root)); there; there = walker.next()) {
      sum += this.arena.sizeOf(walker.payload);
    }
    if (this.groupsOf(root) !== 0) sum += this.groups.named.tree.bytes(this.groupsOf(root));
    for (let group = this.firstGroup(root); group !== 0; group = this.nextGroup()) {
      sum += this.groups.bytes(group);
    }
    return sum;
  }

  /** How many blocks there are. */
  blockCount(root: number): number {
    return this.tree.count(this.blocksOf(root));
  }

  /** The tree of groups; 0 if there never was one. */
  groupsOf(root: number): number {
    return this.word(root, GROUPS);
  }

  /** As `groupsOf`, with a tree in any case. */
  makeGroups(root: number): number {
    if (this.groupsOf(root) === 0) this.setWord(root, GROUPS, this.groups.named.tree.create());
    return this.groupsOf(root);
  }

  /** The group that comes first by name; 0 if there is none. */
  private firstGroup(root: number): number {
    const groups = this.groupsOf(root);
    return groups !== 0 && this.groupWalker.first(groups) ? this.groupWalker.payload : 0;
  }

  private nextGroup(): number {
    return this.groupWalker.next() ? this.groupWalker.payload : 0;
  }

  /** The tree of blocks. */
  blocksOf(root: number): number {
    return this.word(root, BLOCKS);
  }

  /** Keeps in mind how many live entries the first block of a stream has; there may be more, if it is the last one. */
  noteFirst(root: number, live: number): void {
    this.firstOf = root;
    this.firstLive = live;
    this.firstEdits = this.edits;
  }

  /** How many live entries the first block has at least; undefined where that has to be looked up. */
  knownFirst(root: number): number | undefined {
    return this.firstOf === root && this.firstEdits === this.edits ? this.firstLive : undefined;
  }

  /** How many entries there are. */
  length(root: number): number {
    return this.word(root, LENGTH);
  }

  setLength(root: number, length: number): void {
    this.setWord(root, LENGTH, length);
  }

  /** One of the root's ids. */
  id(root: number, which: number, into: StreamId): StreamId {
    const words = this.arena.words[root >>> WINDOW_SHIFT] as Uint32Array;
    return into.load(words, ((root & PLACE_MASK) << 1) + which);
  }

  setId(root: number, which: number, id: StreamId): void {
    for (let i = 0; i < 4; i++) this.setWord(root, which + i, id.words[i] as number);
  }

  /** How many entries were ever added, as far as is known. */
  entriesAdded(root: number): number | bigint {
    return fromWords(this.word(root, ENTRIES_ADDED), this.word(root, ENTRIES_ADDED + 1) | 0);
  }

  setEntriesAdded(root: number, count: number | bigint): void {
    this.setWord(root, ENTRIES_ADDED, lowWord(count));
    this.setWord(root, ENTRIES_ADDED + 1, highWord(count));
  }

  /** One more entry has been appended, with this id. */
  countAppended(root: number, { words: id }: StreamId): void {
    const words = this.arena.words[root >>> WINDOW_SHIFT] as Uint32Array;
    const base = (root & PLACE_MASK) << 1;
    const length = (words[base + LENGTH] as number) + 1;
    words[base + LENGTH] = length;
    const added = (words[base + ENTRIES_ADDED] as number) + 1;
    words[base + ENTRIES_ADDED] = added;
    if (added === 2 ** 32) words[base + ENTRIES_ADDED + 1] = (words[base + ENTRIES_ADDED + 1] as number) + 1;
    for (let i = 0; i < 4; i++) {
      words[base + LAST_ID + i] = id[i] as number;
      if (length === 1) words[base + FIRST_ID + i] = id[i] as number;
    }
  }

  /** The bytes of the window a block lies in: `start` is a position in it. */
  window(block: number): Uint8Array {
    return this.arena.bytes[block >>> WINDOW_SHIFT] as Uint8Array;
  }

  start(block: number): number {
    return (block & PLACE_MASK) << 3;
  }

  /** Bytes of the listpack in a block. */
  sizeOf(block: number): number {
    return listpackBytes(this.window(block), this.start(block));
  }

  /** Makes a block of `size` bytes, still to be written, of this master id, which no block has. */
  add(root: number, master: StreamId, size: number): number {
    const block = this.arena.allocate(size);
    this.edits++;
    this.probe(master);
    this.tree.insert(this.blocksOf(root), block);
    return block;
  }

  /** Whether there is a block of this master id. */
  has(root: number, master: StreamId): boolean {
    this.probe(master);
    return this.tree.find(this.blocksOf(root)) !== 0;
  }

  /** Takes the block of a master id out and frees it. */
  remove(root: number, master: StreamId): void {
    this.edits++;
    this.probe(master);
    this.arena.free(this.tree.remove(this.blocksOf(root)));
  }

  /** Makes room for a listpack of `size` bytes in the block of a master id. Returns the block, which may have moved. */
  reserve(root: number, master: StreamId, block: number, size: number): number {
    const held = this.arena.sizeOf(block);
    if (size <= held) return block;
    return this.exchange(root, master, block, Math.max(size, Math.min(held * 2, GROWTH_BYTES_MAX)));
  }

  /** Takes room from a block that it does not need. */
  shrink(root: number, master: StreamId, block: number): void {
    const size = this.sizeOf(block);
    if (!this.arena.fits(block, size)) this.exchange(root, master, block, size);
  }

  /** Makes an id the key that the tree looks for. */
  probe(id: StreamId): void {
    for (let i = 0; i < 4; i++) this.tree.key[i] = id.words[i] as number;
  }

  private exchange(root: number, master: StreamId, block: number, size: number): number {
    const moved = this.resized(block, size, true);
    this.edits++;
    this.probe(master);
    this.tree.replacePayload(this.blocksOf(root), moved);
    return moved;
  }

  /** A block of another size with the same listpack, in place of the old one or beside it. */
  private resized(block: number, size: number, replaces: boolean): number {
    const target = this.arena.allocate(size);
    copyBytes(
      this.window(block),
      this.start(block),
      this.window(target),
      this.start(target),
      this.sizeOf(block),
    );
    if (replaces) this.arena.free(block);
    return target;
  }

  private word(ref: number, index: number): number {
    return (this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array)[
      ((ref & PLACE_MASK) << 1) + index
    ] as number;
  }

  private setWord(ref: number, index: number, value: number): void {
    (this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array)[((ref & PLACE_MASK) << 1) + index] = value;
  }
}
