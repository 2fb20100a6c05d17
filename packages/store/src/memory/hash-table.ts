/**
 * The index from keys to records: extendible hash tables in the arena.
 *
 *     root                directory (by the first bits of the hash)     leaves (open addressing, linear probing)
 *     count               00 ─┐
 *     depth               01 ─┴──► leaf, depth 1                         | hash ref | hash ref | 0 0 | hash ref | …
 *     directory ────────► 10 ────► leaf, depth 2
 *                         11 ────► leaf, depth 2
 *
 * Why this way. A table that doubles as a whole pauses, or has to be moved step by step with two tables alive; here
 * a full leaf of 4096 slots splits in two, some ten microseconds of work, and nothing else moves. The hash is kept
 * beside the reference, so that a split reads no record and a probe reads one only when 32 bits agree.
 *
 * A slot's home is given by the hash bits that follow the leaf's prefix. Homes are therefore in the order of hashes
 * across the whole table, which is what a scan goes by.
 *
 * A table is a root block; everything about it is in the arena, so that any number of them cost nothing on the heap
 * and another thread can read them. One HashTable serves all tables whose records have their keys in the same place.
 *
 * Here is what the path of a command goes through. The parts have files of their own: the directory and its entries
 * (table-directory.ts), the slots of a leaf (table-leaf.ts), how leaves grow, split and merge (table-growth.ts), and
 * walks, which need no key (table-walks.ts). Each is functions of the arena and a table's root, so that nothing stands
 * between a look-up and the words it reads; `find` reads them by itself, in one go.
 */
import type { Arena } from './arena.ts';
import { PLACE_MASK, WINDOW_SHIFT } from './arena.ts';
import { wordAt, wordsOf } from './block-words.ts';
import {
  COUNT,
  DEPTH,
  DIRECTORY,
  entryOf,
  factsAt,
  leafAt,
  pointOne,
  ROOT_BYTES,
  recount,
} from './table-directory.ts';
import { enlarge, reduce } from './table-growth.ts';
import {
  bitsIn,
  closeGap,
  countIn,
  depthIn,
  factsOf,
  LEAF_BITS_MIN,
  newLeaf,
  place,
  slotOf,
  visitSome,
} from './table-leaf.ts';

/** For `prefetch`: more than the processor can wait for at a time. */
export const LOOKAHEAD_MAX = 16;

const NO_SLOT = -1;

/** Compares the key of a record with bytes. */
export interface RecordKeys {
  matches(ref: number, bytes: Uint8Array, start: number, length: number): boolean;
}

export class HashTable {
  private readonly arena: Arena;
  private readonly keys: RecordKeys;
  // For `prefetch`: where each slot and the one behind it are, and what was read, lest the reading be optimised away.
  private readonly windows = new Int32Array(LOOKAHEAD_MAX);
  private readonly homes = new Int32Array(LOOKAHEAD_MAX);
  private readonly neighbours = new Int32Array(LOOKAHEAD_MAX);
  private fetched = 0;

  constructor(arena: Arena, keys: RecordKeys) {
    this.arena = arena;
    this.keys = keys;
  }

  /** Makes an empty table and returns its root. */
  create(): number {
    const root = this.arena.allocate(ROOT_BYTES);
    wordsOf(this.arena, root).fill(0, wordAt(root), wordAt(root) + 4);
    return root;
  }

  /** How many records are in the table. */
  count(root: number): number {
    return (this.arena.words[root >>> WINDOW_SHIFT] as Uint32Array)[wordAt(root) + COUNT] as number;
  }

  /** The record whose key is these bytes, or 0. */
  find(root: number, hash: number, bytes: Uint8Array, start: number, length: number): number {
    let words = this.arena.words[root >>> WINDOW_SHIFT] as Uint32Array;
    let at = ((root & PLACE_MASK) << 1) + DIRECTORY;
    const depth = words[at - 1] as number;
    if (depth !== 0) {
      const directory = words[at] as number;
      words = this.arena.words[directory >>> WINDOW_SHIFT] as Uint32Array;
      at = ((directory & PLACE_MASK) << 1) + ((hash >>> (32 - depth)) << 1);
    }
    const leaf = words[at] as number;
    if (leaf === 0) return 0;
    const facts = words[at + 1] as number;
    words = this.arena.words[leaf >>> WINDOW_SHIFT] as Uint32Array;
    const base = (leaf & PLACE_MASK) << 1;
    const bits = facts & 31;
    const mask = (1 << bits) - 1;
    let slot = (hash << ((facts >>> 5) & 31)) >>> (32 - bits);
    for (;;) {
      const record = words[base + slot * 2 + 1] as number;
      if (record === 0) return 0;
      if (
        ((words[base + slot * 2] as number) | 0) === hash &&
        this.keys.matches(record, bytes, start, length)
      )
        return record;
      slot = (slot + 1) & mask;
    }
  }

  /**
   * Reads what `find` will read for the first `count` of these hashes (up to LOOKAHEAD_MAX), so that it is in the
   * processor's caches by then. No step needs the result of the one before, which lets the processor wait for all at once.
   */
  prefetch(root: number, hashes: Int32Array, count: number): void {
    const { arena, windows, homes, neighbours } = this;
    const all = arena.words;
    let fetched = 0;
    for (let i = 0; i < count; i++) {
      const hash = hashes[i] as number;
      const entry = entryOf(arena, root, hash);
      const leaf = leafAt(arena, entry);
      const facts = factsAt(arena, entry);
      const mask = (1 << bitsIn(facts)) - 1;
      const home = ((hash << depthIn(facts)) >>> (32 - bitsIn(facts))) & mask;
      windows[i] = leaf >>> WINDOW_SHIFT;
      homes[i] = leaf === 0 ? NO_SLOT : wordAt(leaf) + home * 2;
      neighbours[i] = wordAt(leaf) + ((home + 1) & mask) * 2;
      fetched ^= wordsOf(arena, leaf)[wordAt(leaf) + home * 2] as number;
    }
    for (let i = 0; i < count; i++) {
      const words = all[windows[i] as number] as Uint32Array;
      const hash = hashes[i] as number;
      let slot = homes[i] as number;
      if (slot === NO_SLOT) continue;
      // Most records are at home, and most others next door.
      if (((words[slot] as number) | 0) !== hash) slot = neighbours[i] as number;
      const record = words[slot + 1] as number;
      fetched ^= wordsOf(arena, record)[wordAt(record)] as number;
    }
    this.fetched ^= fetched;
  }

  /** Adds a record whose key is not in the table yet. */
  add(root: number, hash: number, record: number): void {
    const { arena } = this;
    let entry = entryOf(arena, root, hash);
    if (leafAt(arena, entry) === 0) {
      pointOne(arena, entry, newLeaf(arena, LEAF_BITS_MIN), factsOf(LEAF_BITS_MIN, 0));
    } else {
      const facts = factsAt(arena, entry);
      const size = 1 << bitsIn(facts);
      if (countIn(facts) >= size - (size >>> 2) + (size >>> 4)) {
        enlarge(arena, root, entry, hash);
        entry = entryOf(arena, root, hash);
      }
    }
    place(arena, leafAt(arena, entry), factsAt(arena, entry), hash, record);
    recount(arena, root, hash, 1);
  }

  /** Puts `record` in the place of `old`, which has the same key. */
  replace(root: number, hash: number, old: number, record: number): void {
    const { arena } = this;
    const entry = entryOf(arena, root, hash);
    const leaf = leafAt(arena, entry);
    const slot = slotOf(arena, leaf, factsAt(arena, entry), hash, old);
    wordsOf(arena, leaf)[wordAt(leaf) + slot * 2 + 1] = record;
  }

  /** Takes `record` out of the table. */
  remove(root: number, hash: number, record: number): void {
    const { arena } = this;
    const entry = entryOf(arena, root, hash);
    const leaf = leafAt(arena, entry);
    const facts = factsAt(arena, entry);
    closeGap(arena, leaf, facts, slotOf(arena, leaf, facts, hash, record));
    recount(arena, root, hash, -1);
    if (this.count(root) === 0) this.clear(root);
    else if ((countIn(facts) - 1) << 3 < 1 << bitsIn(facts)) reduce(arena, root, entry, hash);
  }

  /** Forgets all records (which stay whose they are) and frees what held them; the root stays. */
  clear(root: number): void {
    for (let prefix = this.release(root, 0); prefix !== 0; ) prefix = this.release(root, prefix);
  }

  /** Frees the whole table, the root included. */
  destroy(root: number): void {
    this.clear(root);
    this.arena.free(root);
  }

  /**
   * Visits some records from `position` on for the last time, frees their leaf when they were the last ones in it, and
   * returns the next position, or 0 when all are gone and the table is empty. A position is a hash, as for a scan. For
   * tables that nobody reads any more: they are given back bit by bit. Without `visit` a step is a whole leaf.
   */
  release(root: number, position: number, visit?: (record: number) => void): number {
    const { arena } = this;
    const words = wordsOf(arena, root);
    const base = wordAt(root);
    const depth = words[base + DEPTH] as number;
    const entry = entryOf(arena, root, position);
    const leaf = leafAt(arena, entry);
    const facts = factsAt(arena, entry);
    if (leaf !== 0) {
      const rest = visit === undefined ? 0 : visitSome(arena, leaf, facts, position, visit);
      if (rest !== 0) return rest;
      arena.free(leaf);
    }
    const next = (position >>> (32 - depthIn(facts))) + 1;
    const isLast = depthIn(facts) === 0 || next >>> depthIn(facts) !== 0;
    if (!isLast) return (next << (32 - depthIn(facts))) >>> 0;
    if (depth !== 0) arena.free(words[base + DIRECTORY] as number);
    words.fill(0, base, base + 4);
    return 0;
  }
}
