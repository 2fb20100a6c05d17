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
 * across the whole table, and a scan's cursor is simply a hash: everything below it has been visited. Splits and merges
 * leave that true, which is what SCAN promises.
 *
 * A table is a root block; everything about it is in the arena, so that any number of them cost nothing on the heap
 * and another thread can read them. One HashTable serves all tables whose records have their keys in the same place.
 *
 *     root       count | depth | directory           while the depth is 0, the one leaf's entry stands in the root:
 *                count | 0     | leaf      | facts
 *     entry      leaf (0: none yet) | facts: slots 2^n (5 bits), depth (5), records (22)
 *
 * Several entries that lead to one leaf all hold its facts. As hashes are even, they are seldom more than two.
 *
 * Invariants: reference 0 is an empty slot; no leaf is ever full; between an entry's home and its slot no slot is
 * empty (removal shifts entries back, so there are no tombstones).
 */
import type { Arena } from './arena.ts';
import { PLACE_MASK, WINDOW_SHIFT } from './arena.ts';

const ROOT_BYTES = 16;
const LEAF_BITS_MIN = 3;
const LEAF_BITS_MAX = 12;
/** Deep enough for 2^32 slots. */
const DEPTH_MAX = 20;
const SLOT_BYTES = 8;
const ENTRY_BYTES = 8;

// The words of a root.
const COUNT = 0;
const DEPTH = 1;
const DIRECTORY = 2;

/** For `prefetch`: more than the processor can wait for at a time. */
export const LOOKAHEAD_MAX = 16;

const NO_SLOT = -1;
/** For `visitAll`: slots of a part, as a power of two, and how far the next part is; an odd number comes to all of them. */
const PART_BITS = 4;
const PART_STRIDE = 157;

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
    this.wordsOf(root).fill(0, wordAt(root), wordAt(root) + 4);
    return root;
  }

  /** How many records are in the table. */
  count(root: number): number {
    return (this.arena.words[root >>> WINDOW_SHIFT] as Uint32Array)[wordAt(root)] as number;
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
    const { windows, homes, neighbours } = this;
    const all = this.arena.words;
    let fetched = 0;
    for (let i = 0; i < count; i++) {
      const hash = hashes[i] as number;
      const entry = this.entryOf(root, hash);
      const leaf = this.leafAt(entry);
      const facts = this.factsAt(entry);
      const mask = (1 << bitsIn(facts)) - 1;
      const home = ((hash << depthIn(facts)) >>> (32 - bitsIn(facts))) & mask;
      windows[i] = leaf >>> WINDOW_SHIFT;
      homes[i] = leaf === 0 ? NO_SLOT : wordAt(leaf) + home * 2;
      neighbours[i] = wordAt(leaf) + ((home + 1) & mask) * 2;
      fetched ^= this.wordsOf(leaf)[wordAt(leaf) + home * 2] as number;
    }
    for (let i = 0; i < count; i++) {
      const words = all[windows[i] as number] as Uint32Array;
      const hash = hashes[i] as number;
      let slot = homes[i] as number;
      if (slot === NO_SLOT) continue;
      // Most records are at home, and most others next door.
      if (((words[slot] as number) | 0) !== hash) slot = neighbours[i] as number;
      const record = words[slot + 1] as number;
      fetched ^= this.wordsOf(record)[wordAt(record)] as number;
    }
    this.fetched ^= fetched;
  }

  /** Adds a record whose key is not in the table yet. */
  add(root: number, hash: number, record: number): void {
    let entry = this.entryOf(root, hash);
    if (this.leafAt(entry) === 0) {
      this.pointOne(entry, this.newLeaf(LEAF_BITS_MIN), factsOf(LEAF_BITS_MIN, 0));
    } else {
      const facts = this.factsAt(entry);
      const size = 1 << bitsIn(facts);
      if (countIn(facts) >= size - (size >>> 2) + (size >>> 4)) {
        this.enlarge(root, entry, hash);
        entry = this.entryOf(root, hash);
      }
    }
    this.place(this.leafAt(entry), this.factsAt(entry), hash, record);
    this.recount(root, hash, 1);
  }

  /** Puts `record` in the place of `old`, which has the same key. */
  replace(root: number, hash: number, old: number, record: number): void {
    const entry = this.entryOf(root, hash);
    const leaf = this.leafAt(entry);
    const slot = this.slotOf(leaf, this.factsAt(entry), hash, old);
    this.wordsOf(leaf)[wordAt(leaf) + slot * 2 + 1] = record;
  }

  /** Takes `record` out of the table. */
  remove(root: number, hash: number, record: number): void {
    const entry = this.entryOf(root, hash);
    const leaf = this.leafAt(entry);
    const facts = this.factsAt(entry);
    this.closeGap(leaf, facts, this.slotOf(leaf, facts, hash, record));
    this.recount(root, hash, -1);
    if (this.count(root) === 0) this.clear(root);
    else if ((countIn(facts) - 1) << 3 < 1 << bitsIn(facts)) this.reduce(root, entry, hash);
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
   * Frees the leaf at `position`, after a last visit to its records, and returns the next position, or 0 when all are
   * gone and the table is empty. For tables that nobody reads any more: they are given back bit by bit.
   */
  release(root: number, position: number, visit?: (record: number) => void): number {
    const words = this.wordsOf(root);
    const base = wordAt(root);
    const depth = words[base + DEPTH] as number;
    const entry = this.entryOf(root, position);
    const leaf = this.leafAt(entry);
    const facts = this.factsAt(entry);
    if (leaf !== 0) {
      if (visit !== undefined) this.visitLeaf(leaf, facts, visit);
      this.arena.free(leaf);
    }
    const next = (position >>> (32 - depthIn(facts))) + 1;
    const isLast = depthIn(facts) === 0 || next >>> depthIn(facts) !== 0;
    if (!isLast) return (next << (32 - depthIn(facts))) >>> 0;
    if (depth !== 0) this.arena.free(words[base + DIRECTORY] as number);
    words.fill(0, base, base + 4);
    return 0;
  }

  /**
   * Visits the records whose hashes begin at `position`, and returns the next position, or 0 after the last.
   * A record that is in the table from the first call to the last is visited at least once.
   * `visit` must not change the table.
   */
  scan(root: number, position: number, visit: (record: number) => void): number {
    const entry = this.entryOf(root, position);
    const leaf = this.leafAt(entry);
    if (leaf === 0) return 0;
    const facts = this.factsAt(entry);
    const bits = bitsIn(facts);
    const depth = depthIn(facts);
    const words = this.wordsOf(leaf);
    const base = wordAt(leaf);
    const home = (position << depth) >>> (32 - bits);
    const mask = (1 << bits) - 1;
    for (let slot = home; ; slot = (slot + 1) & mask) {
      const record = words[base + slot * 2 + 1] as number;
      if (record === 0) break;
      if (((words[base + slot * 2] as number) << depth) >>> (32 - bits) === home) visit(record);
    }
    const step = 2 ** (32 - bits - depth);
    const next = (Math.floor(position / step) + 1) * step;
    return next >= 2 ** 32 ? 0 : next;
  }

  /**
   * Calls `visit` for every record; `visit` must not change the table. `isEnough` is asked now and then and ends the
   * walk early.
   *
   * The order is not that of the hashes: whoever puts the records into another table would fill that from one end, all
   * of them wanting the same few slots. A part of each leaf is visited in turn, and the parts of a leaf not one by one.
   */
  visitAll(root: number, visit: (record: number) => void, isEnough?: () => boolean): void {
    const depth = this.wordsOf(root)[wordAt(root) + DEPTH] as number;
    let parts = 1;
    for (let part = 0; part < parts; part++) {
      for (let prefix = 0; prefix < 2 ** depth; ) {
        const entry = this.entryAt(root, depth, prefix);
        const facts = this.factsAt(entry);
        const own = Math.max(1, (1 << bitsIn(facts)) >> PART_BITS);
        parts = Math.max(parts, own);
        if (this.leafAt(entry) !== 0 && part < own) this.visitPart(this.leafAt(entry), facts, part, visit);
        prefix += 1 << (depth - depthIn(facts));
        if (isEnough?.()) return;
      }
    }
  }

  /** A record chosen evenly enough, or 0 in an empty table. `random` returns numbers in [0, 1). */
  random(root: number, random: () => number): number {
    if (this.count(root) === 0) return 0;
    for (;;) {
      const entry = this.entryOf(root, Math.floor(random() * 2 ** 32));
      const leaf = this.leafAt(entry);
      const size = 1 << bitsIn(this.factsAt(entry));
      const words = this.wordsOf(leaf);
      // Trying slots evenly until one is taken makes every record of the leaf equally likely.
      for (let attempt = 0; attempt < 64; attempt++) {
        const record = words[wordAt(leaf) + Math.floor(random() * size) * 2 + 1] as number;
        if (record !== 0) return record;
      }
    }
  }

  /** Bytes of the table itself, its records not included. */
  bytes(root: number): number {
    const depth = this.wordsOf(root)[wordAt(root) + DEPTH] as number;
    let sum = this.arena.sizeOf(root);
    if (depth > 0) sum += this.arena.sizeOf(this.wordsOf(root)[wordAt(root) + DIRECTORY] as number);
    for (let prefix = 0; prefix < 2 ** depth; ) {
      const entry = this.entryAt(root, depth, prefix);
      if (this.leafAt(entry) !== 0) sum += this.arena.sizeOf(this.leafAt(entry));
      prefix += 1 << (depth - depthIn(this.factsAt(entry)));
    }
    return sum;
  }

  /** How many slots are the home of so many records: of none, of one, of two … Their sum is the number of slots. */
  chains(root: number): number[] {
    const counts = [0];
    const depth = this.wordsOf(root)[wordAt(root) + DEPTH] as number;
    for (let prefix = 0; prefix < 2 ** depth; ) {
      const entry = this.entryAt(root, depth, prefix);
      const facts = this.factsAt(entry);
      if (this.leafAt(entry) !== 0) {
        for (const length of this.recordsByHome(this.leafAt(entry), facts)) {
          while (counts.length <= length) counts.push(0);
          counts[length] = (counts[length] as number) + 1;
        }
      }
      prefix += 1 << (depth - depthIn(facts));
    }
    return counts;
  }

  private recordsByHome(leaf: number, facts: number): Uint32Array {
    const words = this.wordsOf(leaf);
    const base = wordAt(leaf);
    const homes = new Uint32Array(1 << bitsIn(facts));
    for (let slot = 0; slot < homes.length; slot++) {
      if (words[base + slot * 2 + 1] === 0) continue;
      const home = ((words[base + slot * 2] as number) << depthIn(facts)) >>> (32 - bitsIn(facts));
      homes[home] = (homes[home] as number) + 1;
    }
    return homes;
  }

  private wordsOf(ref: number): Uint32Array {
    return this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array;
  }

  // A directory entry is two words, so its place is a reference like any other.

  private entryOf(root: number, hash: number): number {
    const depth = this.wordsOf(root)[wordAt(root) + DEPTH] as number;
    return this.entryAt(root, depth, depth === 0 ? 0 : hash >>> (32 - depth));
  }

  private entryAt(root: number, depth: number, prefix: number): number {
    if (depth === 0) return root + 1;
    return (this.wordsOf(root)[wordAt(root) + DIRECTORY] as number) + prefix;
  }

  private leafAt(entry: number): number {
    return this.wordsOf(entry)[wordAt(entry)] as number;
  }

  private factsAt(entry: number): number {
    return this.wordsOf(entry)[wordAt(entry) + 1] as number;
  }

  private pointOne(entry: number, leaf: number, facts: number): void {
    const words = this.wordsOf(entry);
    words[wordAt(entry)] = leaf;
    words[wordAt(entry) + 1] = facts;
  }

  /** Makes every entry under the leaf's prefix lead to `leaf`; `hash` is one that belongs there. */
  private point(root: number, hash: number, leaf: number, facts: number): void {
    const depth = this.wordsOf(root)[wordAt(root) + DEPTH] as number;
    const span = 1 << (depth - depthIn(facts));
    const first = depth === 0 ? 0 : (hash >>> (32 - depth)) & -span;
    for (let i = 0; i < span; i++) this.pointOne(this.entryAt(root, depth, first + i), leaf, facts);
  }

  /** One record more or less in the leaf of `hash`. */
  private recount(root: number, hash: number, change: number): void {
    const words = this.wordsOf(root);
    const base = wordAt(root);
    words[base + COUNT] = (words[base + COUNT] as number) + change;
    const entry = this.entryOf(root, hash);
    this.point(root, hash, this.leafAt(entry), this.factsAt(entry) + change * ONE_RECORD);
  }

  private visitPart(leaf: number, facts: number, part: number, visit: (record: number) => void): void {
    const words = this.wordsOf(leaf);
    const mask = (1 << bitsIn(facts)) - 1;
    const first = ((part * PART_STRIDE) << PART_BITS) & mask;
    const last = Math.min(first + (1 << PART_BITS) - 1, mask);
    for (let slot = first; slot <= last; slot++) {
      const record = words[wordAt(leaf) + slot * 2 + 1] as number;
      if (record !== 0) visit(record);
    }
  }

  private visitLeaf(leaf: number, facts: number, visit: (record: number) => void): void {
    const words = this.wordsOf(leaf);
    const end = wordAt(leaf) + (2 << bitsIn(facts));
    for (let at = wordAt(leaf) + 1; at < end; at += 2) {
      const record = words[at] as number;
      if (record !== 0) visit(record);
    }
  }

  private slotOf(leaf: number, facts: number, hash: number, record: number): number {
    const words = this.wordsOf(leaf);
    const base = wordAt(leaf);
    const bits = bitsIn(facts);
    const mask = (1 << bits) - 1;
    let slot = (hash << depthIn(facts)) >>> (32 - bits);
    while (words[base + slot * 2 + 1] !== record) {
      if (words[base + slot * 2 + 1] === 0) throw new Error('a record is missing from its table');
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private place(leaf: number, facts: number, hash: number, record: number): void {
    const words = this.wordsOf(leaf);
    const base = wordAt(leaf);
    const bits = bitsIn(facts);
    const mask = (1 << bits) - 1;
    let slot = (hash << depthIn(facts)) >>> (32 - bits);
    while (words[base + slot * 2 + 1] !== 0) slot = (slot + 1) & mask;
    words[base + slot * 2] = hash;
    words[base + slot * 2 + 1] = record;
  }

  /** Empties a slot and moves back the entries behind it that it kept from their homes. */
  private closeGap(leaf: number, facts: number, emptied: number): void {
    const words = this.wordsOf(leaf);
    const base = wordAt(leaf);
    const bits = bitsIn(facts);
    const depth = depthIn(facts);
    const mask = (1 << bits) - 1;
    let gap = emptied;
    for (let slot = (gap + 1) & mask; ; slot = (slot + 1) & mask) {
      const record = words[base + slot * 2 + 1] as number;
      if (record === 0) break;
      const hash = words[base + slot * 2] as number;
      const home = (hash << depth) >>> (32 - bits);
      if (((slot - home) & mask) < ((slot - gap) & mask)) continue;
      words[base + gap * 2] = hash;
      words[base + gap * 2 + 1] = record;
      gap = slot;
    }
    words[base + gap * 2 + 1] = 0;
  }

  private newLeaf(bits: number): number {
    const leaf = this.arena.allocate(SLOT_BYTES << bits);
    this.wordsOf(leaf).fill(0, wordAt(leaf), wordAt(leaf) + (2 << bits));
    return leaf;
  }

  /** Makes room in a leaf: more slots while it is small, then a split. */
  private enlarge(root: number, entry: number, hash: number): void {
    const leaf = this.leafAt(entry);
    const facts = this.factsAt(entry);
    const bits = bitsIn(facts);
    const depth = depthIn(facts);
    if (bits < LEAF_BITS_MAX || depth >= DEPTH_MAX) {
      this.rebuild(root, entry, hash, bits + 1);
      return;
    }
    const low = this.newLeaf(bits);
    const high = this.newLeaf(bits);
    if (depth === (this.wordsOf(root)[wordAt(root) + DEPTH] as number)) this.doubleDirectory(root);
    const first = depth === 0 ? 0 : (hash >>> (32 - depth)) << (32 - depth);
    const empty = factsOf(bits, depth + 1);
    const intoLow = this.pour(leaf, facts, low, empty, high);
    this.point(root, first, low, empty + intoLow * ONE_RECORD);
    const second = first | (1 << (31 - depth));
    this.point(root, second, high, empty + (countIn(facts) - intoLow) * ONE_RECORD);
    this.arena.free(leaf);
  }

  /** Gives memory back: fewer slots, or one leaf where there were two. */
  private reduce(root: number, entry: number, hash: number): void {
    const facts = this.factsAt(entry);
    const bits = bitsIn(facts);
    const depth = depthIn(facts);
    if (depth === 0) {
      if (bits > LEAF_BITS_MIN) this.rebuild(root, entry, hash, bits - 1);
      return;
    }
    const buddyEntry = this.entryOf(root, hash ^ (1 << (32 - depth)));
    const buddyFacts = this.factsAt(buddyEntry);
    const together = countIn(facts) + countIn(buddyFacts);
    if (depthIn(buddyFacts) !== depth || bitsIn(buddyFacts) !== bits || together * 2 > 1 << bits) return;
    const leaf = this.leafAt(entry);
    const buddy = this.leafAt(buddyEntry);
    const merged = this.newLeaf(bits);
    const empty = factsOf(bits, depth - 1);
    this.pour(leaf, facts, merged, empty, merged);
    this.pour(buddy, buddyFacts, merged, empty, merged);
    this.point(root, hash, merged, empty + together * ONE_RECORD);
    this.arena.free(leaf);
    this.arena.free(buddy);
  }

  private rebuild(root: number, entry: number, hash: number, bits: number): void {
    const leaf = this.leafAt(entry);
    const facts = this.factsAt(entry);
    const target = this.newLeaf(bits);
    const empty = factsOf(bits, depthIn(facts));
    this.pour(leaf, facts, target, empty, target);
    this.point(root, hash, target, empty + countIn(facts) * ONE_RECORD);
    this.arena.free(leaf);
  }

  /**
   * Puts the records of a leaf into others: into `low`, or into `high` where the first bit behind the prefix of `leaf`
   * is set. Both have the same facts. Returns how many went into `low`.
   */
  private pour(leaf: number, facts: number, low: number, targetFacts: number, high: number): number {
    const words = this.wordsOf(leaf);
    const end = wordAt(leaf) + (2 << bitsIn(facts));
    const depth = depthIn(facts);
    let intoLow = 0;
    for (let at = wordAt(leaf); at < end; at += 2) {
      const record = words[at + 1] as number;
      if (record === 0) continue;
      const hash = words[at] as number;
      const isHigh = (hash << depth) >>> 31 === 1;
      if (!isHigh) intoLow++;
      this.place(isHigh ? high : low, targetFacts, hash, record);
    }
    return intoLow;
  }

  private doubleDirectory(root: number): void {
    const rootWords = this.wordsOf(root);
    const base = wordAt(root);
    const depth = rootWords[base + DEPTH] as number;
    const directory = this.arena.allocate(ENTRY_BYTES << (depth + 1));
    for (let prefix = 0; prefix < 2 << depth; prefix++) {
      const from = this.entryAt(root, depth, prefix >>> 1);
      this.pointOne(directory + prefix, this.leafAt(from), this.factsAt(from));
    }
    // The arena may have grown meanwhile, and its views with it.
    const words = this.wordsOf(root);
    if (depth > 0) this.arena.free(words[base + DIRECTORY] as number);
    words[base + DEPTH] = depth + 1;
    words[base + DIRECTORY] = directory;
    words[base + DIRECTORY + 1] = 0;
  }
}

/** The index, among the words of its window, of the first word of a block. */
function wordAt(ref: number): number {
  return (ref & PLACE_MASK) << 1;
}

const ONE_RECORD = 1 << 10;

function factsOf(bits: number, depth: number): number {
  return bits | (depth << 5);
}

function bitsIn(facts: number): number {
  return facts & 31;
}

function depthIn(facts: number): number {
  return (facts >>> 5) & 31;
}

function countIn(facts: number): number {
  return facts >>> 10;
}
