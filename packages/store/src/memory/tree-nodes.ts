/**
 * The nodes of ordered trees: how their words lie, searching in one, and moving entries within and between them.
 *
 *     leaf         | count | capacity | next | previous | key … payload … | key … payload … | …
 *     inner node   | count | capacity |  –   |    –     | least … child size | least … child size | …
 *
 * Both kinds hold `count` entries of a fixed stride, and an entry begins with an element: its key, and in a tree with
 * ties the first word of its payload, which is what an element is compared by. In an inner node that is the least
 * element below the child; `size` is how many elements are below it.
 *
 * Nodes are blocks of one size, except that a root node begins small and grows up to that.
 */
import type { Arena } from './arena.ts';
import { PLACE_MASK, WINDOW_SHIFT } from './arena.ts';

/** Orders elements whose keys are equal. The caller holds the bytes of the probe. */
export interface Ties {
  /** Negative when the probe is before the element with this payload, 0 when it is that element. */
  compare(payload: number): number;
}

export interface TreeShape {
  readonly keyWords: 2 | 4;
  /** How many words an element carries; the first is what `ties` is given. 1 unless said otherwise. */
  readonly payloadWords?: number;
  /** Without it, keys are unique. */
  readonly ties?: Ties | undefined;
}

/**
 * Bytes of a node for each word of a key. Measured with 1,000,000 elements with ties, keys of two words, random scores,
 * on a busy machine where a cache miss cost 190 ns:
 *
 *     bytes a node          256    512    768   1024   2048
 *     insert, ns            473    479    645    624    958
 *     find, ns              836    739    820    798    889
 *     remove, ns            895    794    895   1021   1159
 *     bytes an element     20.6   19.0   18.5   18.1   17.7    (13.4 in ascending order, for 512)
 */
const NODE_BYTES_PER_WORD = 256;
/** What a root has room for at first. */
export const CAPACITY_MIN = 4;

const COUNT = 0;
const CAPACITY = 1;
const NEXT = 2;
const PREVIOUS = 3;
const HEADER = 4;
/** Longer runs of words than this are moved by the engine, shorter ones in a loop: the call costs more. */
const LOOP_WORDS_MAX = 48;

export class TreeNodes {
  /** The key that is looked for, most significant word first. */
  readonly key: Uint32Array;
  readonly keyWords: number;
  readonly payloadWords: number;
  /** Words an element is compared by. */
  readonly elementWords: number;
  readonly leafStride: number;
  readonly innerStride: number;
  readonly leafMax: number;
  readonly innerMax: number;
  readonly arena: Arena;
  private readonly ties: Ties | undefined;

  constructor(arena: Arena, shape: TreeShape) {
    this.arena = arena;
    this.ties = shape.ties;
    this.keyWords = shape.keyWords;
    this.payloadWords = shape.payloadWords ?? 1;
    this.key = new Uint32Array(this.keyWords);
    this.elementWords = this.keyWords + (shape.ties === undefined ? 0 : 1);
    this.leafStride = this.keyWords + this.payloadWords;
    this.innerStride = this.elementWords + 2;
    const words = (this.keyWords * NODE_BYTES_PER_WORD) / 4 - HEADER;
    this.leafMax = Math.floor(words / this.leafStride);
    this.innerMax = Math.floor(words / this.innerStride);
  }

  /** An empty node with room for at least `capacity` entries, at most `max`. @throws OutOfMemory */
  allocate(capacity: number, stride: number, max: number): number {
    const node = this.arena.allocate((HEADER + capacity * stride) * 4);
    const room = Math.floor((this.arena.sizeOf(node) / 4 - HEADER) / stride);
    const words = this.arena.words[node >>> WINDOW_SHIFT] as Uint32Array;
    const base = (node & PLACE_MASK) << 1;
    words[base + COUNT] = 0;
    words[base + CAPACITY] = Math.min(room, max);
    words[base + NEXT] = 0;
    words[base + PREVIOUS] = 0;
    return node;
  }

  /** A copy of `node` with another capacity, which takes its place: `node` is freed. @throws OutOfMemory */
  resize(node: number, capacity: number, stride: number, max: number): number {
    const copy = this.allocate(capacity, stride, max);
    this.append(node, copy, 0, this.count(node), stride);
    this.arena.free(node);
    return copy;
  }

  count(node: number): number {
    return this.word(node, COUNT);
  }

  capacity(node: number): number {
    return this.word(node, CAPACITY);
  }

  isFull(node: number): boolean {
    return this.word(node, COUNT) === this.word(node, CAPACITY);
  }

  next(leaf: number): number {
    return this.word(leaf, NEXT);
  }

  previous(leaf: number): number {
    return this.word(leaf, PREVIOUS);
  }

  setNext(leaf: number, next: number): void {
    this.setWord(leaf, NEXT, next);
  }

  setPrevious(leaf: number, previous: number): void {
    this.setWord(leaf, PREVIOUS, previous);
  }

  /** A word of an element in a leaf: first those of its key, then those of its payload. */
  leafWord(leaf: number, place: number, word: number): number {
    return this.word(leaf, HEADER + place * this.leafStride + word);
  }

  setLeafWord(leaf: number, place: number, word: number, value: number): void {
    this.setWord(leaf, HEADER + place * this.leafStride + word, value);
  }

  /** A word of the least element below a child. */
  leastWord(node: number, place: number, word: number): number {
    return this.word(node, HEADER + place * this.innerStride + word);
  }

  child(node: number, place: number): number {
    return this.word(node, HEADER + place * this.innerStride + this.elementWords);
  }

  /** How many elements are below a child. */
  size(node: number, place: number): number {
    return this.word(node, HEADER + place * this.innerStride + this.elementWords + 1);
  }

  addToSize(node: number, place: number, change: number): void {
    const words = this.arena.words[node >>> WINDOW_SHIFT] as Uint32Array;
    const at = ((node & PLACE_MASK) << 1) + HEADER + place * this.innerStride + this.elementWords + 1;
    words[at] = (words[at] as number) + change;
  }

  /** The sizes of the children in places `from` to `to` - 1 together. */
  sizes(node: number, from: number, to: number): number {
    const words = this.arena.words[node >>> WINDOW_SHIFT] as Uint32Array;
    const stride = this.innerStride;
    const first = ((node & PLACE_MASK) << 1) + HEADER + this.elementWords + 1;
    let sum = 0;
    for (let at = first + from * stride, end = first + to * stride; at < end; at += stride) {
      sum += words[at] as number;
    }
    return sum;
  }

  /**
   * The place of the probe among the `count` entries if one equals it; otherwise ~n, where n entries are before it.
   * The count is handed in since the parent's line, just read, knows that of a leaf: one cache miss in four less.
   */
  search(node: number, stride: number, count: number): number {
    const words = this.arena.words[node >>> WINDOW_SHIFT] as Uint32Array;
    const base = (node & PLACE_MASK) << 1;
    const high = this.key[0] as number;
    const low = this.key[1] as number;
    let from = 0;
    let to = count;
    while (from < to) {
      const middle = (from + to) >>> 1;
      const at = base + HEADER + middle * stride;
      let word = words[at] as number;
      let probe = high;
      if (word === probe) {
        word = words[at + 1] as number;
        probe = low;
        if (word === probe) {
          const order = this.compareRest(words, at);
          if (order === 0) return middle;
          if (order < 0) to = middle;
          else from = middle + 1;
          continue;
        }
      }
      if (probe < word) to = middle;
      else from = middle + 1;
    }
    return ~from;
  }

  /** Makes room for an entry, whose words are then to be written. The node must not be full. */
  open(node: number, place: number, stride: number, entries: number): void {
    const words = this.arena.words[node >>> WINDOW_SHIFT] as Uint32Array;
    const base = (node & PLACE_MASK) << 1;
    const count = words[base + COUNT] as number;
    const from = base + HEADER + place * stride;
    const end = base + HEADER + count * stride;
    const by = entries * stride;
    words[base + COUNT] = count + entries;
    if (end - from > LOOP_WORDS_MAX) words.copyWithin(from + by, from, end);
    else for (let at = end - 1; at >= from; at--) words[at + by] = words[at] as number;
  }

  /** Takes entries out. */
  close(node: number, place: number, stride: number, entries: number): void {
    const words = this.arena.words[node >>> WINDOW_SHIFT] as Uint32Array;
    const base = (node & PLACE_MASK) << 1;
    const count = words[base + COUNT] as number;
    const by = entries * stride;
    const from = base + HEADER + place * stride + by;
    const end = base + HEADER + count * stride;
    words[base + COUNT] = count - entries;
    if (end - from > LOOP_WORDS_MAX) words.copyWithin(from - by, from, end);
    else for (let at = from; at < end; at++) words[at - by] = words[at] as number;
  }

  /** Writes an element, the probe, where `open` made room. */
  writeElement(leaf: number, place: number, payload: number): void {
    const words = this.arena.words[leaf >>> WINDOW_SHIFT] as Uint32Array;
    const at = ((leaf & PLACE_MASK) << 1) + HEADER + place * this.leafStride;
    const { keyWords } = this;
    for (let i = 0; i < keyWords; i++) words[at + i] = this.key[i] as number;
    words[at + keyWords] = payload;
    for (let i = keyWords + 1; i < this.leafStride; i++) words[at + i] = 0;
  }

  /** Writes a child, which is not empty, where `open` made room. */
  writeChild(node: number, place: number, child: number, size: number): void {
    const words = this.arena.words[node >>> WINDOW_SHIFT] as Uint32Array;
    const at = ((node & PLACE_MASK) << 1) + HEADER + place * this.innerStride + this.elementWords;
    words[at] = child;
    words[at + 1] = size;
    this.renewLeast(node, place, child);
  }

  /** Copies the least element of a child beside it. */
  renewLeast(node: number, place: number, child: number): void {
    const words = this.arena.words[node >>> WINDOW_SHIFT] as Uint32Array;
    const at = ((node & PLACE_MASK) << 1) + HEADER + place * this.innerStride;
    const source = this.arena.words[child >>> WINDOW_SHIFT] as Uint32Array;
    const from = ((child & PLACE_MASK) << 1) + HEADER;
    for (let i = 0; i < this.elementWords; i++) words[at + i] = source[from + i] as number;
  }

  /** Copies `entries` entries of `node` behind those of `target`. */
  append(node: number, target: number, from: number, entries: number, stride: number): void {
    const count = this.count(target);
    this.setWord(target, COUNT, count + entries);
    this.copy(node, from, target, count, entries, stride);
  }

  /** Copies the last `entries` entries of `node` before those of `target`. */
  prepend(node: number, target: number, entries: number, stride: number): void {
    this.open(target, 0, stride, entries);
    this.copy(node, this.count(node) - entries, target, 0, entries, stride);
  }

  /** Forgets the entries from `count` on. */
  truncate(node: number, count: number): void {
    this.setWord(node, COUNT, count);
  }

  private copy(
    node: number,
    from: number,
    target: number,
    to: number,
    entries: number,
    stride: number,
  ): void {
    const source = this.arena.words[node >>> WINDOW_SHIFT] as Uint32Array;
    const words = this.arena.words[target >>> WINDOW_SHIFT] as Uint32Array;
    const first = ((node & PLACE_MASK) << 1) + HEADER + from * stride;
    const at = ((target & PLACE_MASK) << 1) + HEADER + to * stride;
    for (let i = 0, length = entries * stride; i < length; i++) words[at + i] = source[first + i] as number;
  }

  private compareRest(words: Uint32Array, at: number): number {
    const { key, keyWords } = this;
    for (let i = 2; i < keyWords; i++) {
      const word = words[at + i] as number;
      const probe = key[i] as number;
      if (probe !== word) return probe < word ? -1 : 1;
    }
    return this.ties === undefined ? 0 : this.ties.compare(words[at + keyWords] as number);
  }

  private word(node: number, index: number): number {
    return (this.arena.words[node >>> WINDOW_SHIFT] as Uint32Array)[
      ((node & PLACE_MASK) << 1) + index
    ] as number;
  }

  private setWord(node: number, index: number, value: number): void {
    (this.arena.words[node >>> WINDOW_SHIFT] as Uint32Array)[((node & PLACE_MASK) << 1) + index] = value;
  }
}
