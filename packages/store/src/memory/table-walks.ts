/**
 * Going through a hash table (hash-table.ts), for SCAN, for whoever wants all records or any one, and for those who
 * ask what the table itself is like.
 *
 * Homes are in the order of hashes across the whole table, so the position of a scan is simply a hash: what lies
 * below has been visited. Splits and merges of leaves leave that true, and a scan needs no memory of its own.
 *
 * Whoever is called back must not change the table; between two steps of a scan it may change in any way.
 */
import type { Arena } from './arena.ts';
import { wordAt, wordsOf } from './block-words.ts';
import { COUNT, DIRECTORY, depthOf, entryAt, entryOf, factsAt, leafAt } from './table-directory.ts';
import { bitsIn, depthIn, visitSlots } from './table-leaf.ts';

/** For `visitTable`: slots of a part, as a power of two, and how far the next part is; an odd number comes to all of them. */
const PART_BITS = 4;
const PART_STRIDE = 157;

/**
 * Visits the records whose hashes begin at `position`, and returns the next position, or 0 after the last.
 * A record that is in the table from the first call to the last is visited at least once.
 */
export function scanTable(
  arena: Arena,
  root: number,
  position: number,
  visit: (record: number) => void,
): number {
  const entry = entryOf(arena, root, position);
  const leaf = leafAt(arena, entry);
  if (leaf === 0) return 0;
  const facts = factsAt(arena, entry);
  const bits = bitsIn(facts);
  const depth = depthIn(facts);
  const words = wordsOf(arena, leaf);
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
 * Calls `visit` for every record. `isEnough` is asked now and then and ends the walk early.
 *
 * The order is not that of the hashes: whoever puts the records into another table would fill that from one end, all
 * of them wanting the same few slots. A part of each leaf is visited in turn, and the parts of a leaf not one by one.
 */
export function visitTable(
  arena: Arena,
  root: number,
  visit: (record: number) => void,
  isEnough?: () => boolean,
): void {
  const depth = depthOf(arena, root);
  let parts = 1;
  for (let part = 0; part < parts; part++) {
    for (let prefix = 0; prefix < 2 ** depth; ) {
      const entry = entryAt(arena, root, depth, prefix);
      const facts = factsAt(arena, entry);
      const leaf = leafAt(arena, entry);
      const own = Math.max(1, (1 << bitsIn(facts)) >> PART_BITS);
      parts = Math.max(parts, own);
      if (leaf !== 0 && part < own) visitPart(arena, leaf, facts, part, visit);
      prefix += 1 << (depth - depthIn(facts));
      if (isEnough?.()) return;
    }
  }
}

function visitPart(
  arena: Arena,
  leaf: number,
  facts: number,
  part: number,
  visit: (record: number) => void,
): void {
  const size = 1 << bitsIn(facts);
  const first = ((part * PART_STRIDE) << PART_BITS) & (size - 1);
  visitSlots(arena, leaf, first, Math.min(first + (1 << PART_BITS), size), visit);
}

/** A record chosen evenly enough, or 0 in an empty table. `random` returns numbers in [0, 1). */
export function randomRecord(arena: Arena, root: number, random: () => number): number {
  if (wordsOf(arena, root)[wordAt(root) + COUNT] === 0) return 0;
  for (;;) {
    const entry = entryOf(arena, root, Math.floor(random() * 2 ** 32));
    const leaf = leafAt(arena, entry);
    const size = 1 << bitsIn(factsAt(arena, entry));
    const words = wordsOf(arena, leaf);
    // Trying slots evenly until one is taken makes every record of the leaf equally likely.
    for (let attempt = 0; attempt < 64; attempt++) {
      const record = words[wordAt(leaf) + Math.floor(random() * size) * 2 + 1] as number;
      if (record !== 0) return record;
    }
  }
}

/** Bytes of the table itself, its records not included. */
export function tableBytes(arena: Arena, root: number): number {
  const depth = depthOf(arena, root);
  let sum = arena.sizeOf(root);
  if (depth > 0) sum += arena.sizeOf(wordsOf(arena, root)[wordAt(root) + DIRECTORY] as number);
  for (let prefix = 0; prefix < 2 ** depth; ) {
    const entry = entryAt(arena, root, depth, prefix);
    const leaf = leafAt(arena, entry);
    if (leaf !== 0) sum += arena.sizeOf(leaf);
    prefix += 1 << (depth - depthIn(factsAt(arena, entry)));
  }
  return sum;
}

/** How many slots are the home of so many records: of none, of one, of two … Their sum is the number of slots. */
export function tableChains(arena: Arena, root: number): number[] {
  const counts = [0];
  const depth = depthOf(arena, root);
  for (let prefix = 0; prefix < 2 ** depth; ) {
    const entry = entryAt(arena, root, depth, prefix);
    const facts = factsAt(arena, entry);
    const leaf = leafAt(arena, entry);
    if (leaf !== 0) {
      for (const length of recordsByHome(arena, leaf, facts)) {
        while (counts.length <= length) counts.push(0);
        counts[length] = (counts[length] as number) + 1;
      }
    }
    prefix += 1 << (depth - depthIn(facts));
  }
  return counts;
}

function recordsByHome(arena: Arena, leaf: number, facts: number): Uint32Array {
  const words = wordsOf(arena, leaf);
  const base = wordAt(leaf);
  const homes = new Uint32Array(1 << bitsIn(facts));
  for (let slot = 0; slot < homes.length; slot++) {
    if (words[base + slot * 2 + 1] === 0) continue;
    const home = ((words[base + slot * 2] as number) << depthIn(facts)) >>> (32 - bitsIn(facts));
    homes[home] = (homes[home] as number) + 1;
  }
  return homes;
}
