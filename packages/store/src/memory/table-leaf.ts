/**
 * The leaves of a hash table (hash-table.ts): open addressing with linear probing, each leaf in one block.
 *
 *     leaf       | hash ref | hash ref | 0 0 | hash ref | …          2^n slots, from 8 to 4096
 *     facts      slots 2^n (5 bits) | depth (5) | records (22)       in the directory, beside the reference of the leaf
 *
 * A leaf of depth d holds the hashes that begin with one prefix of d bits; the bits behind the prefix are the home of
 * a record. A leaf says nothing of itself: whoever works on one brings its facts, which were read on the way to it.
 *
 * Invariants: reference 0 is an empty slot; no leaf is ever full, so that every search ends; between a record's home and
 * its slot no slot is empty. Removal moves records back for that, so there are no tombstones.
 */
import type { Arena } from './arena.ts';
import { wordAt, wordsOf } from './block-words.ts';

export const LEAF_BITS_MIN = 3;
export const LEAF_BITS_MAX = 12;
const SLOT_BYTES = 8;
/** For `visitSome`. */
const SLOTS_AT_ONCE = 256;

/** What one record adds to the facts of its leaf. */
export const ONE_RECORD: number = 1 << 10;

/** The facts of an empty leaf. */
export function factsOf(bits: number, depth: number): number {
  return bits | (depth << 5);
}

/** How many slots, as a power of two. */
export function bitsIn(facts: number): number {
  return facts & 31;
}

/** How many bits of a hash led to the leaf. */
export function depthIn(facts: number): number {
  return (facts >>> 5) & 31;
}

/** How many records the leaf holds. */
export function countIn(facts: number): number {
  return facts >>> 10;
}

/** Makes a leaf whose slots are all empty. */
export function newLeaf(arena: Arena, bits: number): number {
  const leaf = arena.allocate(SLOT_BYTES << bits);
  wordsOf(arena, leaf).fill(0, wordAt(leaf), wordAt(leaf) + (2 << bits));
  return leaf;
}

/** The slot a record is in. */
export function slotOf(arena: Arena, leaf: number, facts: number, hash: number, record: number): number {
  const words = wordsOf(arena, leaf);
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

/** Puts a record into the first slot from its home on that is empty. */
export function place(arena: Arena, leaf: number, facts: number, hash: number, record: number): void {
  const words = wordsOf(arena, leaf);
  const base = wordAt(leaf);
  const bits = bitsIn(facts);
  const mask = (1 << bits) - 1;
  let slot = (hash << depthIn(facts)) >>> (32 - bits);
  while (words[base + slot * 2 + 1] !== 0) slot = (slot + 1) & mask;
  words[base + slot * 2] = hash;
  words[base + slot * 2 + 1] = record;
}

/** Empties a slot and moves back the records behind it that it kept from their homes. */
export function closeGap(arena: Arena, leaf: number, facts: number, emptied: number): void {
  const words = wordsOf(arena, leaf);
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

/** Visits the records in the slots from `first` to `end`, that one excluded. */
export function visitSlots(
  arena: Arena,
  leaf: number,
  first: number,
  end: number,
  visit: (record: number) => void,
): void {
  const words = wordsOf(arena, leaf);
  for (let slot = first; slot < end; slot++) {
    const record = words[wordAt(leaf) + slot * 2 + 1] as number;
    if (record !== 0) visit(record);
  }
}

/**
 * Visits the records in the slots from that on whose home `position` is, as many as is a matter of ten or twenty
 * microseconds. Returns the position to go on at, or 0 after the last slot.
 */
export function visitSome(
  arena: Arena,
  leaf: number,
  facts: number,
  position: number,
  visit: (record: number) => void,
): number {
  const bits = bitsIn(facts);
  const first = (position << depthIn(facts)) >>> (32 - bits);
  const end = Math.min(first + SLOTS_AT_ONCE, 1 << bits);
  visitSlots(arena, leaf, first, end, visit);
  return end === 1 << bits ? 0 : position + (end - first) * 2 ** (32 - depthIn(facts) - bits);
}
