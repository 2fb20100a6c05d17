/**
 * A quicklist: a doubly linked list of nodes, each of them a block with a listpack of some kilobytes in it.
 *
 *     root   head (4) | tail (4) | number of elements (4) | number of nodes (4)
 *     node   previous (4) | next (4) | number of elements (4) | plain (1 bit), bytes of data (31) | gap (4) | room | data
 *
 * The data has room before it, `gap` bytes, so that elements are added to and taken from its front without moving the
 * rest: a listpack begins with a few bytes that say how long it is, and these are written anew further ahead or behind.
 *
 * Both ends are at hand, so pushing and popping cost the same however long the list is; an index is found by passing over
 * whole nodes. A *plain* node holds one element as it is, without a listpack: other servers write such nodes for huge
 * elements.
 *
 * What always holds: no node is empty; the counts of the nodes add up to that of the root. What an element is, and when
 * a node is full, is for ListValue to know.
 */
import type { Arena } from '../memory/arena.ts';
import { PLACE_MASK, WINDOW_SHIFT } from '../memory/arena.ts';
import { copyBytes } from '../memory/copy.ts';
import type { ValueForm } from './value-form.ts';

const ROOT_BYTES = 16;
const HEAD = 0;
const TAIL = 1;
const ROOT_COUNT = 2;
const NODES = 3;

const HEADER_BYTES = 20;
const PREVIOUS = 0;
const NEXT = 1;
const COUNT = 2;
const SIZE = 3;
const GAP = 4;
const PLAIN = 0x8000_0000;
const SIZE_MASK = 0x7fff_ffff;

/** How many nodes one step of `release` frees. */
const RELEASED_NODES = 16;

export class Quicklist implements ValueForm {
  private readonly arena: Arena;

  constructor(arena: Arena) {
    this.arena = arena;
  }

  /** A list without nodes. */
  create(): number {
    const root = this.arena.allocate(ROOT_BYTES);
    for (let i = 0; i < ROOT_BYTES / 4; i++) this.setWord(root, i, 0);
    return root;
  }

  count(root: number): number {
    return this.word(root, ROOT_COUNT);
  }

  nodeCount(root: number): number {
    return this.word(root, NODES);
  }

  /** The first node, or 0. */
  head(root: number): number {
    return this.word(root, HEAD);
  }

  /** The last node, or 0. */
  tail(root: number): number {
    return this.word(root, TAIL);
  }

  /** The node behind this one, or 0. */
  next(node: number): number {
    return this.word(node, NEXT);
  }

  /** The node before this one, or 0. */
  previous(node: number): number {
    return this.word(node, PREVIOUS);
  }

  /** How many elements a node holds. */
  countIn(node: number): number {
    return this.word(node, COUNT);
  }

  /** Whether a node holds one element as it is. */
  isPlain(node: number): boolean {
    return this.word(node, SIZE) >= PLAIN;
  }

  /** Bytes of the data of a node. */
  size(node: number): number {
    return this.word(node, SIZE) & SIZE_MASK;
  }

  /** The bytes of the window a node lies in: `start` is a position in it. */
  window(node: number): Uint8Array {
    return this.arena.bytes[node >>> WINDOW_SHIFT] as Uint8Array;
  }

  /** Where the data of a node begins. */
  start(node: number): number {
    return ((node & PLACE_MASK) << 3) + HEADER_BYTES + this.word(node, GAP);
  }

  /**
   * Makes a node of `size` bytes, still to be written, that is said to hold `count` elements. It comes behind `previous`,
   * or to the head if that is 0.
   */
  insertAfter(root: number, previous: number, size: number, count: number, isPlain: boolean): number {
    const node = this.arena.allocate(HEADER_BYTES + size);
    const next = previous === 0 ? this.head(root) : this.next(previous);
    this.setWord(node, PREVIOUS, previous);
    this.setWord(node, NEXT, next);
    this.setWord(node, COUNT, count);
    this.setWord(node, SIZE, isPlain ? size | PLAIN : size);
    this.setWord(node, GAP, 0);
    this.link(root, previous, next, node, node);
    this.setWord(root, NODES, this.nodeCount(root) + 1);
    this.setWord(root, ROOT_COUNT, this.count(root) + count);
    return node;
  }

  /** Takes a node out and frees it. */
  remove(root: number, node: number): void {
    const previous = this.previous(node);
    const next = this.next(node);
    this.link(root, previous, next, next, previous);
    this.setWord(root, NODES, this.nodeCount(root) - 1);
    this.setWord(root, ROOT_COUNT, this.count(root) - this.countIn(node));
    this.arena.free(node);
  }

  /** Makes the data of a node `size` bytes long. Returns the node, which may have moved. */
  resize(root: number, node: number, size: number): number {
    const held = this.arena.sizeOf(node);
    const needed = HEADER_BYTES + size;
    const isTight = needed + this.word(node, GAP) > held;
    const target = isTight || needed * 2 < held ? this.rehouse(root, node, 0, size) : node;
    this.setWord(target, SIZE, this.isPlain(target) ? size | PLAIN : size);
    return target;
  }

  /**
   * Makes the data of a node `bytes` longer at its end. A node that has to move for it gets `spare` bytes of room beyond.
   * Returns the node.
   */
  growBack(root: number, node: number, bytes: number, spare: number): number {
    const size = this.size(node) + bytes;
    const isTight = HEADER_BYTES + this.word(node, GAP) + size > this.arena.sizeOf(node);
    const target = isTight ? this.rehouse(root, node, 0, size + spare) : node;
    this.setWord(target, SIZE, size);
    return target;
  }

  /**
   * Makes room for `bytes` more before the data of a node, which begins there then; what is in that room is still to be
   * written. A node that has to move for it gets `spare` bytes of room beyond. Returns the node.
   */
  growFront(root: number, node: number, bytes: number, spare: number): number {
    const size = this.size(node);
    const gap = this.word(node, GAP);
    const target = gap < bytes ? this.rehouse(root, node, bytes + spare, size) : node;
    this.setWord(target, GAP, this.word(target, GAP) - bytes);
    this.setWord(target, SIZE, size + bytes);
    return target;
  }

  /** Takes `bytes` off the front of the data of a node: what is behind them is the data now. Returns the node. */
  shrinkFront(root: number, node: number, bytes: number): number {
    const size = this.size(node) - bytes;
    this.setWord(node, GAP, this.word(node, GAP) + bytes);
    this.setWord(node, SIZE, size);
    return (HEADER_BYTES + size) * 2 < this.arena.sizeOf(node) ? this.rehouse(root, node, 0, size) : node;
  }

  /**
   * Counts an element of `bytes` into the node at an end, where it can be done in place: the node holds up to `sizeMax`
   * bytes and `countMax` elements, is not plain, and has the room. The element is still to be written, before the data or
   * behind it. Returns the node, or 0 if nothing was done.
   */
  extendEnd(root: number, isHead: boolean, bytes: number, sizeMax: number, countMax: number): number {
    const { words: windows } = this.arena;
    const list = windows[root >>> WINDOW_SHIFT] as Uint32Array;
    const listAt = (root & PLACE_MASK) << 1;
    const node = list[listAt + (isHead ? HEAD : TAIL)] as number;
    if (node === 0) return 0;
    const words = windows[node >>> WINDOW_SHIFT] as Uint32Array;
    const at = (node & PLACE_MASK) << 1;
    const size = words[at + SIZE] as number;
    const count = words[at + COUNT] as number;
    const gap = words[at + GAP] as number;
    // The size of a plain node is beyond any limit.
    if (size > sizeMax || count > countMax) return 0;
    if (isHead) {
      if (gap < bytes) return 0;
      words[at + GAP] = gap - bytes;
    } else if (HEADER_BYTES + gap + size + bytes > this.arena.sizeOf(node)) return 0;
    words[at + SIZE] = size + bytes;
    words[at + COUNT] = count + 1;
    list[listAt + ROOT_COUNT] = (list[listAt + ROOT_COUNT] as number) + 1;
    return node;
  }

  /**
   * Counts an element of `bytes` out of the node at an end, unless that is the last one in it or leaves so little that
   * the node should move. Returns whether it did.
   */
  shortenEnd(root: number, isHead: boolean, bytes: number): boolean {
    const { words: windows } = this.arena;
    const list = windows[root >>> WINDOW_SHIFT] as Uint32Array;
    const listAt = (root & PLACE_MASK) << 1;
    const node = list[listAt + (isHead ? HEAD : TAIL)] as number;
    const words = windows[node >>> WINDOW_SHIFT] as Uint32Array;
    const at = (node & PLACE_MASK) << 1;
    const size = (words[at + SIZE] as number) - bytes;
    const count = words[at + COUNT] as number;
    if (count === 1 || (HEADER_BYTES + size) * 2 < this.arena.sizeOf(node)) return false;
    if (isHead) words[at + GAP] = (words[at + GAP] as number) + bytes;
    words[at + SIZE] = size;
    words[at + COUNT] = count - 1;
    list[listAt + ROOT_COUNT] = (list[listAt + ROOT_COUNT] as number) - 1;
    return true;
  }

  /** Says that a node holds `by` elements more, or fewer if negative. */
  addToCount(root: number, node: number, by: number): void {
    this.setWord(node, COUNT, this.countIn(node) + by);
    this.setWord(root, ROOT_COUNT, this.count(root) + by);
  }

  release(root: number): number {
    let node = this.head(root);
    for (let left = RELEASED_NODES; left > 0 && node !== 0; left--) {
      const next = this.next(node);
      this.arena.free(node);
      node = next;
    }
    this.setWord(root, HEAD, node);
    if (node !== 0) return 1;
    this.arena.free(root);
    return 0;
  }

  clone(root: number): number {
    const copy = this.create();
    for (let node = this.head(root); node !== 0; node = this.next(node)) {
      const size = this.size(node);
      const twin = this.insertAfter(copy, this.tail(copy), size, this.countIn(node), this.isPlain(node));
      copyBytes(this.window(node), this.start(node), this.window(twin), this.start(twin), size);
    }
    return copy;
  }

  bytes(root: number): number {
    let sum = this.arena.sizeOf(root);
    for (let node = this.head(root); node !== 0; node = this.next(node)) sum += this.arena.sizeOf(node);
    return sum;
  }

  /** What stands between `previous` and `next`, the ends of the list if they are 0, is now `first` … `last`. */
  private link(root: number, previous: number, next: number, first: number, last: number): void {
    if (previous === 0) this.setWord(root, HEAD, first);
    else this.setWord(previous, NEXT, first);
    if (next === 0) this.setWord(root, TAIL, last);
    else this.setWord(next, PREVIOUS, last);
  }

  /** Moves a node to another block, with `gap` bytes before its data and room for `size` bytes of it. */
  private rehouse(root: number, node: number, gap: number, size: number): number {
    const target = this.arena.allocate(HEADER_BYTES + gap + size);
    for (let index = 0; index < GAP; index++) this.setWord(target, index, this.word(node, index));
    this.setWord(target, GAP, gap);
    const kept = Math.min(this.size(node), size);
    copyBytes(this.window(node), this.start(node), this.window(target), this.start(target), kept);
    this.link(root, this.previous(node), this.next(node), target, target);
    this.arena.free(node);
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
