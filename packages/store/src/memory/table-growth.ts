/**
 * How a hash table (hash-table.ts) grows and shrinks: a leaf at a time.
 *
 *     8 slots ──► 16 ──► … ──► 4096 ──► two leaves of 4096, each with half of the hashes
 *
 * The one leaf of a small table is made anew with twice the slots. At 4096 it splits: its records go by the next bit of
 * their hashes, and if the directory does not tell by that bit yet, it doubles. On the way back, a leaf of which less
 * than an eighth is in use becomes one with its buddy, whose prefix differs in the last bit only, if together they fill
 * half of it at most; the only leaf of a table gets half the slots. So a leaf that has just grown is far from shrinking,
 * and adding and removing the same record does not do both again and again.
 *
 * What is new is filled before anything leads to it, and the old is freed last: when memory runs out in between, the
 * table holds what it held. Entries that were read before are to be read again afterwards.
 */
import type { Arena } from './arena.ts';
import { wordAt, wordsOf } from './block-words.ts';
import { depthOf, doubleDirectory, entryOf, factsAt, leafAt, point } from './table-directory.ts';
import {
  bitsIn,
  countIn,
  depthIn,
  factsOf,
  LEAF_BITS_MAX,
  LEAF_BITS_MIN,
  newLeaf,
  ONE_RECORD,
  place,
} from './table-leaf.ts';

/** Deep enough for 2^32 slots. */
const DEPTH_MAX = 20;

/** Makes room in a leaf: more slots while it is small, then a split. */
export function enlarge(arena: Arena, root: number, entry: number, hash: number): void {
  const leaf = leafAt(arena, entry);
  const facts = factsAt(arena, entry);
  const bits = bitsIn(facts);
  const depth = depthIn(facts);
  if (bits < LEAF_BITS_MAX || depth >= DEPTH_MAX) {
    rebuild(arena, root, entry, hash, bits + 1);
    return;
  }
  const low = newLeaf(arena, bits);
  const high = newLeaf(arena, bits);
  if (depth === depthOf(arena, root)) doubleDirectory(arena, root);
  const first = depth === 0 ? 0 : (hash >>> (32 - depth)) << (32 - depth);
  const empty = factsOf(bits, depth + 1);
  const intoLow = pour(arena, leaf, facts, low, empty, high);
  point(arena, root, first, low, empty + intoLow * ONE_RECORD);
  const second = first | (1 << (31 - depth));
  point(arena, root, second, high, empty + (countIn(facts) - intoLow) * ONE_RECORD);
  arena.free(leaf);
}

/** Gives memory back: fewer slots, or one leaf where there were two. */
export function reduce(arena: Arena, root: number, entry: number, hash: number): void {
  const facts = factsAt(arena, entry);
  const bits = bitsIn(facts);
  const depth = depthIn(facts);
  if (depth === 0) {
    if (bits > LEAF_BITS_MIN) rebuild(arena, root, entry, hash, bits - 1);
    return;
  }
  const buddyEntry = entryOf(arena, root, hash ^ (1 << (32 - depth)));
  const buddyFacts = factsAt(arena, buddyEntry);
  const together = countIn(facts) + countIn(buddyFacts);
  if (depthIn(buddyFacts) !== depth || bitsIn(buddyFacts) !== bits || together * 2 > 1 << bits) return;
  const leaf = leafAt(arena, entry);
  const buddy = leafAt(arena, buddyEntry);
  const merged = newLeaf(arena, bits);
  const empty = factsOf(bits, depth - 1);
  pour(arena, leaf, facts, merged, empty, merged);
  pour(arena, buddy, buddyFacts, merged, empty, merged);
  point(arena, root, hash, merged, empty + together * ONE_RECORD);
  arena.free(leaf);
  arena.free(buddy);
}

/** Makes a leaf anew, with 2^bits slots. */
function rebuild(arena: Arena, root: number, entry: number, hash: number, bits: number): void {
  const leaf = leafAt(arena, entry);
  const facts = factsAt(arena, entry);
  const target = newLeaf(arena, bits);
  const empty = factsOf(bits, depthIn(facts));
  pour(arena, leaf, facts, target, empty, target);
  point(arena, root, hash, target, empty + countIn(facts) * ONE_RECORD);
  arena.free(leaf);
}

/**
 * Puts the records of a leaf into others: into `low`, or into `high` where the first bit behind the prefix of `leaf`
 * is set. Both have the same facts. Returns how many went into `low`.
 */
function pour(
  arena: Arena,
  leaf: number,
  facts: number,
  low: number,
  targetFacts: number,
  high: number,
): number {
  const words = wordsOf(arena, leaf);
  const end = wordAt(leaf) + (2 << bitsIn(facts));
  const depth = depthIn(facts);
  let intoLow = 0;
  for (let at = wordAt(leaf); at < end; at += 2) {
    const record = words[at + 1] as number;
    if (record === 0) continue;
    const hash = words[at] as number;
    const isHigh = (hash << depth) >>> 31 === 1;
    if (!isHigh) intoLow++;
    place(arena, isHigh ? high : low, targetFacts, hash, record);
  }
  return intoLow;
}
