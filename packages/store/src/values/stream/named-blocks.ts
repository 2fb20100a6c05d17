/**
 * What has a name and is listed by it, as Redis lists consumer groups and the consumers of one: byte by byte.
 *
 *     block    length of the name | words for the owner … | name
 *     tree     first eight bytes of the name → block; names that begin alike are compared as a whole
 *
 * A block stays where it is until it is freed, so its reference can stand for it elsewhere. The object holds scratch only
 * and serves all trees of a keyspace.
 */
import type { Arena } from '../../memory/arena.ts';
import { PLACE_MASK, WINDOW_SHIFT } from '../../memory/arena.ts';
import { compareBytes } from '../../memory/compare.ts';
import { copyBytes } from '../../memory/copy.ts';
import type { Ties } from '../../memory/ordered-tree.ts';
import { OrderedTree } from '../../memory/ordered-tree.ts';
import { Slice } from '../../memory/slice.ts';

/** Words before the name: its length, and what the owner keeps in those from 1 on. */
export const NAMED_WORDS = 9;

export class NamedBlocks implements Ties {
  readonly tree: OrderedTree;
  private readonly arena: Arena;
  private readonly probe = new Slice();
  private readonly scratch = new Slice();

  constructor(arena: Arena) {
    this.arena = arena;
    this.tree = new OrderedTree(arena, { keyWords: 2, ties: this });
  }

  compare(block: number): number {
    const { probe } = this;
    const { bytes, start, length } = this.name(block, this.scratch);
    return compareBytes(probe.bytes, probe.start, probe.length, bytes, start, length);
  }

  /** The block of a name, or 0. */
  find(root: number, bytes: Uint8Array, start: number, length: number): number {
    this.seek(bytes, start, length);
    return this.tree.find(root);
  }

  /** Makes a block for a name that is not there; the owner's words are 0. The bytes may not lie in the arena. */
  add(root: number, bytes: Uint8Array, start: number, length: number): number {
    const block = this.arena.allocate(NAMED_WORDS * 4 + length);
    this.setWord(block, 0, length);
    for (let i = 1; i < NAMED_WORDS; i++) this.setWord(block, i, 0);
    const name = this.name(block, this.scratch);
    copyBytes(bytes, start, name.bytes, name.start, length);
    this.insert(root, block);
    return block;
  }

  /** Adds a copy of another tree's block, its owner's words included. */
  addCopy(root: number, block: number): number {
    const { arena } = this;
    const size = arena.sizeOf(block);
    const copy = arena.allocate(size);
    copyBytes(this.bytes(block), startOf(block), this.bytes(copy), startOf(copy), size);
    this.insert(root, copy);
    return copy;
  }

  /** Takes a block out of its tree; it is not freed. */
  remove(root: number, block: number): void {
    const { bytes, start, length } = this.name(block, this.scratch);
    this.seek(bytes, start, length);
    this.tree.remove(root);
  }

  name(block: number, into: Slice): Slice {
    return into.set(this.bytes(block), startOf(block) + NAMED_WORDS * 4, this.word(block, 0));
  }

  word(block: number, index: number): number {
    return (this.arena.words[block >>> WINDOW_SHIFT] as Uint32Array)[
      ((block & PLACE_MASK) << 1) + index
    ] as number;
  }

  setWord(block: number, index: number, value: number): void {
    (this.arena.words[block >>> WINDOW_SHIFT] as Uint32Array)[((block & PLACE_MASK) << 1) + index] = value;
  }

  private insert(root: number, block: number): void {
    const { bytes, start, length } = this.name(block, this.scratch);
    this.seek(bytes, start, length);
    this.tree.insert(root, block);
  }

  private seek(bytes: Uint8Array, start: number, length: number): void {
    const { key } = this.tree;
    this.probe.set(bytes, start, length);
    key[0] = wordAt(bytes, start, length);
    key[1] = wordAt(bytes, start + 4, length - 4);
  }

  private bytes(block: number): Uint8Array {
    return this.arena.bytes[block >>> WINDOW_SHIFT] as Uint8Array;
  }
}

function startOf(block: number): number {
  return (block & PLACE_MASK) << 3;
}

/** Up to four bytes, the first the most significant one; zeros for those beyond the end. */
function wordAt(bytes: Uint8Array, start: number, length: number): number {
  let word = 0;
  for (let i = 0; i < 4; i++) word = (word << 8) | (i < length ? (bytes[start + i] as number) : 0);
  return word;
}
