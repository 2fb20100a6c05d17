/**
 * The way from a hash to its leaf: the root of a hash table (hash-table.ts) and its directory.
 *
 *     root       count | depth | directory           while the depth is 0, the one leaf's entry stands in the root:
 *                count | 0     | leaf      | facts
 *     directory  entry of 0…00 | entry of 0…01 | … | entry of 1…11           one for each prefix of `depth` bits
 *     entry      leaf (0: none yet) | facts (table-leaf.ts)
 *
 * An entry is two words, as many as a reference counts in, so that its place is a reference like any other: it is read
 * the same way whether it stands in the root or in the directory.
 *
 * Several entries that lead to one leaf all hold its facts. As hashes are even, they are seldom more than two, and who
 * looks for a record has the facts without reading the leaf first.
 */
import type { Arena } from './arena.ts';
import { wordAt, wordsOf } from './block-words.ts';
import { depthIn, ONE_RECORD } from './table-leaf.ts';

export const ROOT_BYTES = 16;
const ENTRY_BYTES = 8;

// The words of a root.
export const COUNT = 0;
export const DEPTH = 1;
export const DIRECTORY = 2;

/** How many bits of a hash lead to an entry. */
export function depthOf(arena: Arena, root: number): number {
  return wordsOf(arena, root)[wordAt(root) + DEPTH] as number;
}

/** The entry of a hash. */
export function entryOf(arena: Arena, root: number, hash: number): number {
  const depth = wordsOf(arena, root)[wordAt(root) + DEPTH] as number;
  return entryAt(arena, root, depth, depth === 0 ? 0 : hash >>> (32 - depth));
}

/** The entry of a prefix, in a table of this depth. */
export function entryAt(arena: Arena, root: number, depth: number, prefix: number): number {
  if (depth === 0) return root + 1;
  return (wordsOf(arena, root)[wordAt(root) + DIRECTORY] as number) + prefix;
}

export function leafAt(arena: Arena, entry: number): number {
  return wordsOf(arena, entry)[wordAt(entry)] as number;
}

export function factsAt(arena: Arena, entry: number): number {
  return wordsOf(arena, entry)[wordAt(entry) + 1] as number;
}

/** Makes one entry lead to `leaf`. */
export function pointOne(arena: Arena, entry: number, leaf: number, facts: number): void {
  const words = wordsOf(arena, entry);
  words[wordAt(entry)] = leaf;
  words[wordAt(entry) + 1] = facts;
}

/** Makes every entry under the leaf's prefix lead to `leaf`; `hash` is one that belongs there. */
export function point(arena: Arena, root: number, hash: number, leaf: number, facts: number): void {
  const depth = wordsOf(arena, root)[wordAt(root) + DEPTH] as number;
  const span = 1 << (depth - depthIn(facts));
  const first = depth === 0 ? 0 : (hash >>> (32 - depth)) & -span;
  for (let i = 0; i < span; i++) pointOne(arena, entryAt(arena, root, depth, first + i), leaf, facts);
}

/** One record more or less in the leaf of `hash`. */
export function recount(arena: Arena, root: number, hash: number, change: number): void {
  const words = wordsOf(arena, root);
  const base = wordAt(root);
  words[base + COUNT] = (words[base + COUNT] as number) + change;
  const entry = entryOf(arena, root, hash);
  point(arena, root, hash, leafAt(arena, entry), factsAt(arena, entry) + change * ONE_RECORD);
}

/** Goes by one bit of the hash more: two entries for each there was, both leading where that one led. */
export function doubleDirectory(arena: Arena, root: number): void {
  const base = wordAt(root);
  const depth = depthOf(arena, root);
  const directory = arena.allocate(ENTRY_BYTES << (depth + 1));
  for (let prefix = 0; prefix < 2 << depth; prefix++) {
    const from = entryAt(arena, root, depth, prefix >>> 1);
    pointOne(arena, directory + prefix, leafAt(arena, from), factsAt(arena, from));
  }
  // The arena may have grown meanwhile, and its views with it.
  const words = wordsOf(arena, root);
  if (depth > 0) arena.free(words[base + DIRECTORY] as number);
  words[base + DEPTH] = depth + 1;
  words[base + DIRECTORY] = directory;
  words[base + DIRECTORY + 1] = 0;
}
