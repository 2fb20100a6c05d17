/**
 * The index from keys to records: an extendible hash table over the arena.
 *
 *     directory (by the first bits of the hash)        leaves (open addressing, linear probing)
 *     00 ─┐
 *     01 ─┴──► leaf, depth 1                            | hash ref | hash ref | 0 0 | hash ref | …
 *     10 ────► leaf, depth 2
 *     11 ────► leaf, depth 2
 *
 * Why this way. A table that doubles as a whole pauses, or has to be moved step by step with two tables alive; here
 * a full leaf of 4096 slots splits in two, some ten microseconds of work, and nothing else moves. The hash is kept
 * beside the reference, so that a split reads no record and a probe reads one only when 32 bits agree.
 *
 * A slot's home is given by the hash bits that follow the leaf's prefix. Homes are therefore in the order of hashes
 * across the whole table, and a scan's cursor is simply a hash: everything below it has been visited. Splits and merges
 * leave that true, which is what SCAN promises.
 *
 * Invariants: reference 0 is an empty slot; no leaf is ever full; between an entry's home and its slot no slot is
 * empty (removal shifts entries back, so there are no tombstones).
 */
import type { Arena } from './arena.ts';
import { PLACE_MASK, WINDOW_SHIFT } from './arena.ts';

const LEAF_BITS_MIN = 3;
const LEAF_BITS_MAX = 12;
/** Deep enough for 2^32 slots. */
const DEPTH_MAX = 20;
const SLOT_BYTES = 8;

/** Compares the key of a record with bytes. */
export interface RecordKeys {
  matches(ref: number, bytes: Uint8Array, start: number, length: number): boolean;
}

export class HashTable {
  /** How many records are in the table. */
  count = 0;
  private depth = 0;
  /** The leaf of each prefix of `depth` bits. */
  private directory: Uint32Array = new Uint32Array(1);
  private leaves = 0;
  private spare: number[] = [];
  private slots: Uint32Array = new Uint32Array(8);
  private bits: Uint8Array = new Uint8Array(8);
  private depths: Uint8Array = new Uint8Array(8);
  private counts: Uint32Array = new Uint32Array(8);
  private readonly arena: Arena;
  private readonly keys: RecordKeys;

  constructor(arena: Arena, keys: RecordKeys) {
    this.arena = arena;
    this.keys = keys;
  }

  /** The record whose key is these bytes, or 0. */
  find(hash: number, bytes: Uint8Array, start: number, length: number): number {
    if (this.count === 0) return 0;
    const leaf = this.directory[(hash >>> 1) >>> (31 - this.depth)] as number;
    const ref = this.slots[leaf] as number;
    const words = this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array;
    const base = (ref & PLACE_MASK) << 1;
    const bits = this.bits[leaf] as number;
    const mask = (1 << bits) - 1;
    let slot = (hash << (this.depths[leaf] as number)) >>> (32 - bits);
    for (;;) {
      const record = words[base + slot * 2 + 1] as number;
      if (record === 0) return 0;
      if (words[base + slot * 2] === hash && this.keys.matches(record, bytes, start, length)) return record;
      slot = (slot + 1) & mask;
    }
  }

  /** Adds a record whose key is not in the table yet. */
  add(hash: number, record: number): void {
    if (this.leaves === 0) this.makeRoot();
    let leaf = this.leafOf(hash);
    const size = 1 << (this.bits[leaf] as number);
    if ((this.counts[leaf] as number) >= size - (size >>> 2) + (size >>> 4)) {
      this.enlarge(leaf, hash);
      leaf = this.leafOf(hash);
    }
    this.place(leaf, hash, record);
    this.counts[leaf] = (this.counts[leaf] as number) + 1;
    this.count++;
  }

  /** Puts `record` in the place of `old`, which has the same key. */
  replace(hash: number, old: number, record: number): void {
    const leaf = this.leafOf(hash);
    const ref = this.slots[leaf] as number;
    const words = this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array;
    words[((ref & PLACE_MASK) << 1) + this.slotOf(leaf, hash, old) * 2 + 1] = record;
  }

  /** Takes `record` out of the table. */
  remove(hash: number, record: number): void {
    const leaf = this.leafOf(hash);
    this.closeGap(leaf, this.slotOf(leaf, hash, record));
    const count = (this.counts[leaf] as number) - 1;
    this.counts[leaf] = count;
    this.count--;
    if (this.count === 0) this.clear();
    else if (count << 3 < 1 << (this.bits[leaf] as number)) this.reduce(leaf, hash);
  }

  /** Frees the table's own memory and forgets its records (which stay whose they are). */
  clear(): void {
    for (let leaf = 0; leaf < this.leaves; leaf++) {
      if (this.slots[leaf] !== 0) this.arena.free(this.slots[leaf] as number);
      this.slots[leaf] = 0;
    }
    this.directory = new Uint32Array(1);
    this.depth = 0;
    this.leaves = 0;
    this.spare = [];
    this.count = 0;
  }

  /**
   * Visits the records whose hashes begin at `position`, and returns the next position, or 0 after the last.
   * A record that is in the table from the first call to the last is visited at least once.
   * `visit` must not change the table.
   */
  scan(position: number, visit: (record: number) => void): number {
    if (this.count === 0) return 0;
    const leaf = this.leafOf(position);
    const bits = this.bits[leaf] as number;
    const depth = this.depths[leaf] as number;
    const ref = this.slots[leaf] as number;
    const words = this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array;
    const base = (ref & PLACE_MASK) << 1;
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

  /** Calls `visit` for every record; `visit` must not change the table. */
  visitAll(visit: (record: number) => void): void {
    for (let leaf = 0; leaf < this.leaves; leaf++) {
      const ref = this.slots[leaf] as number;
      if (ref === 0) continue;
      const words = this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array;
      const base = (ref & PLACE_MASK) << 1;
      const size = 1 << (this.bits[leaf] as number);
      for (let slot = 0; slot < size; slot++) {
        const record = words[base + slot * 2 + 1] as number;
        if (record !== 0) visit(record);
      }
    }
  }

  /** A record chosen evenly enough, or 0 in an empty table. `random` returns numbers in [0, 1). */
  random(random: () => number): number {
    if (this.count === 0) return 0;
    for (;;) {
      const leaf = this.leafOf(Math.floor(random() * 2 ** 32));
      const size = 1 << (this.bits[leaf] as number);
      const ref = this.slots[leaf] as number;
      const words = this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array;
      const base = (ref & PLACE_MASK) << 1;
      // Trying slots evenly until one is taken makes every record of the leaf equally likely.
      for (let attempt = 0; attempt < 64; attempt++) {
        const record = words[base + Math.floor(random() * size) * 2 + 1] as number;
        if (record !== 0) return record;
      }
    }
  }

  private leafOf(hash: number): number {
    return this.directory[(hash >>> 1) >>> (31 - this.depth)] as number;
  }

  private slotOf(leaf: number, hash: number, record: number): number {
    const ref = this.slots[leaf] as number;
    const words = this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array;
    const base = (ref & PLACE_MASK) << 1;
    const bits = this.bits[leaf] as number;
    const mask = (1 << bits) - 1;
    let slot = (hash << (this.depths[leaf] as number)) >>> (32 - bits);
    while (words[base + slot * 2 + 1] !== record) {
      if (words[base + slot * 2 + 1] === 0) throw new Error('a record is missing from its table');
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private place(leaf: number, hash: number, record: number): void {
    const ref = this.slots[leaf] as number;
    const words = this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array;
    const base = (ref & PLACE_MASK) << 1;
    const bits = this.bits[leaf] as number;
    const mask = (1 << bits) - 1;
    let slot = (hash << (this.depths[leaf] as number)) >>> (32 - bits);
    while (words[base + slot * 2 + 1] !== 0) slot = (slot + 1) & mask;
    words[base + slot * 2] = hash;
    words[base + slot * 2 + 1] = record;
  }

  /** Empties a slot and moves back the entries behind it that it kept from their homes. */
  private closeGap(leaf: number, emptied: number): void {
    const ref = this.slots[leaf] as number;
    const words = this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array;
    const base = (ref & PLACE_MASK) << 1;
    const bits = this.bits[leaf] as number;
    const depth = this.depths[leaf] as number;
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

  private makeRoot(): void {
    this.directory[0] = this.newLeaf(LEAF_BITS_MIN, 0);
  }

  private newLeaf(bits: number, depth: number): number {
    const ref = this.arena.allocate(SLOT_BYTES << bits);
    const base = (ref & PLACE_MASK) << 1;
    (this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array).fill(0, base, base + (2 << bits));
    const leaf = this.spare.pop() ?? this.leaves++;
    if (leaf >= this.slots.length) this.growLeaves();
    this.slots[leaf] = ref;
    this.bits[leaf] = bits;
    this.depths[leaf] = depth;
    this.counts[leaf] = 0;
    return leaf;
  }

  private growLeaves(): void {
    const size = this.slots.length * 2;
    const { slots, bits, depths, counts } = this;
    this.slots = new Uint32Array(size);
    this.slots.set(slots);
    this.bits = new Uint8Array(size);
    this.bits.set(bits);
    this.depths = new Uint8Array(size);
    this.depths.set(depths);
    this.counts = new Uint32Array(size);
    this.counts.set(counts);
  }

  private dropLeaf(leaf: number): void {
    this.arena.free(this.slots[leaf] as number);
    this.slots[leaf] = 0;
    this.spare.push(leaf);
  }

  /** Makes room in a leaf: more slots while it is small, then a split. */
  private enlarge(leaf: number, hash: number): void {
    const bits = this.bits[leaf] as number;
    const depth = this.depths[leaf] as number;
    if (bits < LEAF_BITS_MAX || depth >= DEPTH_MAX) {
      this.rebuild(leaf, bits + 1);
      return;
    }
    if (depth === this.depth) this.doubleDirectory();
    const prefix = depth === 0 ? 0 : hash >>> (32 - depth);
    const low = this.newLeaf(bits, depth + 1);
    const high = this.newLeaf(bits, depth + 1);
    this.point(prefix * 2, depth + 1, low);
    this.point(prefix * 2 + 1, depth + 1, high);
    this.spill(leaf);
    this.dropLeaf(leaf);
  }

  /** Gives memory back: fewer slots, or one leaf where there were two. */
  private reduce(leaf: number, hash: number): void {
    const bits = this.bits[leaf] as number;
    const depth = this.depths[leaf] as number;
    if (depth === 0) {
      if (bits > LEAF_BITS_MIN) this.rebuild(leaf, bits - 1);
      return;
    }
    const prefix = hash >>> (32 - depth);
    const buddyPrefix = prefix ^ 1;
    const buddy = this.directory[buddyPrefix << (this.depth - depth)] as number;
    const together = (this.counts[leaf] as number) + (this.counts[buddy] as number);
    if (this.depths[buddy] !== depth || together * 2 > 1 << bits || this.bits[buddy] !== bits) return;
    const merged = this.newLeaf(bits, depth - 1);
    this.point(prefix >>> 1, depth - 1, merged);
    this.spill(leaf);
    this.spill(buddy);
    this.dropLeaf(leaf);
    this.dropLeaf(buddy);
  }

  private rebuild(leaf: number, bits: number): void {
    const depth = this.depths[leaf] as number;
    const old = this.slots[leaf] as number;
    const oldSize = 1 << (this.bits[leaf] as number);
    const ref = this.arena.allocate(SLOT_BYTES << bits);
    const base = (ref & PLACE_MASK) << 1;
    (this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array).fill(0, base, base + (2 << bits));
    this.slots[leaf] = ref;
    this.bits[leaf] = bits;
    this.depths[leaf] = depth;
    this.pour(old, oldSize, () => leaf);
    this.arena.free(old);
  }

  /** Puts the entries of `leaf` where the directory now says they belong. */
  private spill(leaf: number): void {
    this.pour(this.slots[leaf] as number, 1 << (this.bits[leaf] as number), (hash) => {
      const target = this.leafOf(hash);
      this.counts[target] = (this.counts[target] as number) + 1;
      return target;
    });
  }

  private pour(ref: number, size: number, target: (hash: number) => number): void {
    const words = this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array;
    const base = (ref & PLACE_MASK) << 1;
    for (let slot = 0; slot < size; slot++) {
      const record = words[base + slot * 2 + 1] as number;
      if (record === 0) continue;
      const hash = words[base + slot * 2] as number;
      this.place(target(hash), hash, record);
    }
  }

  /** Makes every directory entry under a prefix of `depth` bits lead to `leaf`. */
  private point(prefix: number, depth: number, leaf: number): void {
    const span = 1 << (this.depth - depth);
    this.directory.fill(leaf, prefix * span, (prefix + 1) * span);
  }

  private doubleDirectory(): void {
    const directory = new Uint32Array(this.directory.length * 2);
    for (let i = 0; i < directory.length; i++) directory[i] = this.directory[i >>> 1] as number;
    this.directory = directory;
    this.depth++;
  }
}
