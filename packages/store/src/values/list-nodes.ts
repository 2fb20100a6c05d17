/**
 * The nodes of a list, wherever they are: a small list is one node, the listpack in its entry, and its node is named by
 * the entry; a larger one has its nodes in a quicklist. A list that has become a quicklist stays one.
 *
 * When a node is full is told as Redis 7.0 tells it, so that the nodes, and with them the bytes of DUMP, come out the
 * same: a limit in bytes goes by the length of the text, however few bytes an integer takes; a limit in elements holds
 * only within `NODE_BYTES_SAFE`. A huge element, one of `listPlainBytes` or more, always gets a plain node of its own; an
 * element that already lies in a listpack stays there when that limit is lowered.
 *
 * A reference to a node is good until the list is written to: what may move a node returns where it is.
 */
import type { Database } from '../keyspace/database.ts';
import { NO_EXPIRY } from '../keyspace/database.ts';
import type { Entries } from '../keyspace/entry.ts';
import { kindOf, LIST, LISTPACK, QUICKLIST } from '../keyspace/entry.ts';
import { moveOutside } from '../keyspace/value-moves.ts';
import { copyBytes } from '../memory/copy.ts';
import { Slice } from '../memory/slice.ts';
import {
  appendElement,
  appendElements,
  createListpack,
  dropFirstElements,
  dropLastElement,
  elementsBytes,
  insertElement,
  LISTPACK_EMPTY_BYTES,
  LISTPACK_FIRST,
  listpackCount,
  prependElement,
  removeElements,
} from './listpack.ts';
import { elementBytes } from './listpack-element.ts';
import type { Needle } from './needle.ts';
import type { Quicklist } from './quicklist.ts';

/** Bytes of a node for the limits -1 to -5. */
const NODE_BYTES = [4096, 8192, 16_384, 32_768, 65_536] as const;
/** A node of a limit in elements holds no more bytes, unless it holds one element. */
const NODE_BYTES_SAFE = 8192;
/** What an element takes beyond its text, when it is asked whether it still fits. */
const ELEMENT_OVERHEAD = 8;
/** More elements than a node of a limit in bytes can have. */
const COUNT_MAX = 0x7fff_ffff;

export class ListNodes {
  /** The entry of the list: it may have moved after a write. */
  entry = 0;
  /** Whether the list is one node in its entry. */
  isPacked = true;
  // Set by `open`, which comes first: what stands in the entry is asked for with every step.
  private db!: Database;
  private entries!: Entries;
  private quicklist!: Quicklist;
  /** Of the quicklist; 0 while the list is packed. */
  private root = 0;
  private readonly scratch = new Slice();

  open(db: Database, entry: number): void {
    const { entries } = db;
    this.db = db;
    this.entries = entries;
    this.quicklist = db.keyspace.quicklist;
    this.entry = entry;
    this.isPacked = entries.encoding(entry) === LISTPACK;
    this.root = this.isPacked ? 0 : entries.root(entry);
  }

  /** Goes to a new, empty list under this key, whatever the key held, with room for `expected` bytes of elements. */
  create(db: Database, bytes: Uint8Array, start: number, length: number, expected: number): void {
    const room = LISTPACK_EMPTY_BYTES + expected;
    this.open(db, db.put(bytes, start, length, kindOf(LIST, LISTPACK), room, NO_EXPIRY));
    const size = createListpack(db.entries.bytes(this.entry), db.entries.valueStart(this.entry));
    db.entries.setValueLength(this.entry, size);
  }

  /** How many elements the list has. */
  get count(): number {
    return this.isPacked ? this.countIn(this.entry) : this.quicklist.count(this.root);
  }

  /** How many nodes the list has: at least one, unless it is an empty quicklist. */
  get nodeCount(): number {
    return this.isPacked ? 1 : this.quicklist.nodeCount(this.root);
  }

  /** The first node; 0 if there is none. */
  get head(): number {
    return this.isPacked ? this.entry : this.quicklist.head(this.root);
  }

  /** The last node; 0 if there is none. */
  get tail(): number {
    return this.isPacked ? this.entry : this.quicklist.tail(this.root);
  }

  next(node: number): number {
    return this.isPacked ? 0 : this.quicklist.next(node);
  }

  previous(node: number): number {
    return this.isPacked ? 0 : this.quicklist.previous(node);
  }

  isPlain(node: number): boolean {
    return !this.isPacked && this.quicklist.isPlain(node);
  }

  /** Where the bytes of a node are: `start` is a position in them. */
  bytes(node: number): Uint8Array {
    return this.isPacked ? this.entries.bytes(node) : this.quicklist.window(node);
  }

  start(node: number): number {
    return this.isPacked ? this.entries.valueStart(node) : this.quicklist.start(node);
  }

  size(node: number): number {
    return this.isPacked ? this.entries.valueLength(node) : this.quicklist.size(node);
  }

  countIn(node: number): number {
    if (!this.isPacked) return this.quicklist.countIn(node);
    return listpackCount(this.entries.bytes(node), this.entries.valueStart(node));
  }

  /** Whether an element of this many bytes of text is so large that it must have a node of its own. */
  isHuge(length: number): boolean {
    return length >= this.db.keyspace.limits.listPlainBytes;
  }

  /** Whether a node can take an element of this many bytes of text. */
  hasRoom(node: number, length: number): boolean {
    if (node === 0 || this.isPlain(node) || this.isHuge(length)) return false;
    const count = this.countIn(node);
    if (count === 0) return true;
    return count < this.nodeCountMax && this.size(node) + length + ELEMENT_OVERHEAD <= this.nodeBytesMax;
  }

  /** Puts the needle, a text of `length` bytes, at an end of a quicklist, where no node has to move for it. */
  pushInPlace(isHead: boolean, needle: Needle, length: number): boolean {
    if (this.isPacked || this.isHuge(length)) return false;
    const { quicklist, root } = this;
    const sizeMax = this.nodeBytesMax - length - ELEMENT_OVERHEAD;
    const node = quicklist.extendEnd(root, isHead, needle.encodedBytes, sizeMax, this.nodeCountMax - 1);
    if (node === 0) return false;
    if (isHead) prependElement(quicklist.window(node), quicklist.start(node), needle);
    else appendElement(quicklist.window(node), quicklist.start(node), needle);
    return true;
  }

  /** Takes the element at `at` of the node at an end of a quicklist off that end, where no node has to move for it. */
  dropInPlace(isHead: boolean, at: number): boolean {
    if (this.isPacked) return false;
    const { quicklist, root } = this;
    const node = isHead ? quicklist.head(root) : quicklist.tail(root);
    if (quicklist.isPlain(node)) return false;
    const bytes = quicklist.window(node);
    const start = quicklist.start(node);
    const freed = elementBytes(bytes, start + at);
    if (!quicklist.shortenEnd(root, isHead, freed)) return false;
    if (isHead) dropFirstElements(bytes, start, freed, 1);
    else dropLastElement(bytes, start, at);
    return true;
  }

  /** Puts the needle before the element at `at` of a listpack. Returns the node. */
  insert(node: number, at: number, needle: Needle): number {
    const grown = this.resize(node, this.size(node) + needle.encodedBytes);
    insertElement(this.bytes(grown), this.start(grown), at, needle);
    if (!this.isPacked) this.quicklist.addToCount(this.root, grown, 1);
    return grown;
  }

  /** Puts the needle before the first element of a node. */
  prepend(node: number, needle: Needle): void {
    const { quicklist, root } = this;
    if (this.isPacked) {
      this.insert(node, LISTPACK_FIRST, needle);
      return;
    }
    const { encodedBytes } = needle;
    const grown = quicklist.growFront(root, node, encodedBytes, this.spare(node, encodedBytes));
    prependElement(quicklist.window(grown), quicklist.start(grown), needle);
    quicklist.addToCount(root, grown, 1);
  }

  /** Puts the needle behind the last element of a node. */
  append(node: number, needle: Needle): void {
    const { quicklist, root } = this;
    const { encodedBytes } = needle;
    if (this.isPacked) {
      const grown = this.resize(node, this.size(node) + encodedBytes);
      appendElement(this.bytes(grown), this.start(grown), needle);
      return;
    }
    const grown = quicklist.growBack(root, node, encodedBytes, this.spare(node, encodedBytes));
    appendElement(quicklist.window(grown), quicklist.start(grown), needle);
    quicklist.addToCount(root, grown, 1);
  }

  /** Who pushes once pushes again: as much room as there is data, as far as the node may grow at all. */
  private spare(node: number, added: number): number {
    const size = this.quicklist.size(node);
    return Math.max(0, Math.min(size, this.nodeBytesMax - size - added));
  }

  /** Takes `count` elements from `at` on out of a node. Returns the node, or 0 if it is gone with the last of them. */
  removeFrom(node: number, at: number, count: number): number {
    if (!this.isPacked && count >= this.countIn(node)) {
      this.removeNode(node);
      return 0;
    }
    const bytes = this.bytes(node);
    const start = this.start(node);
    const freed = elementsBytes(bytes, start, at, count);
    if (!this.isPacked && at === LISTPACK_FIRST) {
      dropFirstElements(bytes, start, freed, count);
      this.quicklist.addToCount(this.root, node, -count);
      return this.quicklist.shrinkFront(this.root, node, freed);
    }
    removeElements(bytes, start, at, count);
    if (!this.isPacked) this.quicklist.addToCount(this.root, node, -count);
    return this.resize(node, this.size(node) - freed);
  }

  /** Takes a node of a quicklist out. */
  removeNode(node: number): void {
    this.quicklist.remove(this.root, node);
  }

  /**
   * Makes a node with the needle, a text of `length` bytes, in it behind `previous`, or at the head if that is 0. The list
   * must be a quicklist.
   */
  addNode(previous: number, needle: Needle, length: number): number {
    if (this.isHuge(length)) return this.addPlainNode(previous, needle);
    const size = LISTPACK_EMPTY_BYTES + needle.encodedBytes;
    const node = this.quicklist.insertAfter(this.root, previous, size, 1, false);
    createListpack(this.bytes(node), this.start(node));
    insertElement(this.bytes(node), this.start(node), LISTPACK_FIRST, needle);
    return node;
  }

  private addPlainNode(previous: number, needle: Needle): number {
    const { bytes, start, length } = needle.text(this.scratch);
    const node = this.quicklist.insertAfter(this.root, previous, length, 1, true);
    copyBytes(bytes, start, this.bytes(node), this.start(node), length);
    return node;
  }

  /** Makes a node of these bytes at the tail: a listpack that has been checked, or one element as it is. */
  appendNode(bytes: Uint8Array, start: number, length: number, isPlain: boolean): void {
    const isFirst = this.count === 0;
    if (isFirst && !isPlain && this.isPacked) {
      this.resize(this.entry, length);
      copyBytes(bytes, start, this.bytes(this.entry), this.start(this.entry), length);
      return;
    }
    this.unpack();
    const count = isPlain ? 1 : listpackCount(bytes, start);
    const node = this.quicklist.insertAfter(this.root, this.tail, length, count, isPlain);
    copyBytes(bytes, start, this.bytes(node), this.start(node), length);
  }

  /** Makes a quicklist of the list. Returns its node if it was packed. */
  unpack(): number {
    if (!this.isPacked) return this.head;
    const { db, entry, quicklist } = this;
    const count = this.countIn(entry);
    const size = this.size(entry);
    const root = quicklist.create();
    if (count > 0) {
      const node = quicklist.insertAfter(root, 0, size, count, false);
      copyBytes(this.bytes(entry), this.start(entry), quicklist.window(node), quicklist.start(node), size);
    }
    this.entry = moveOutside(db, entry, QUICKLIST, root);
    this.isPacked = false;
    this.root = root;
    return this.head;
  }

  /** Moves the elements from `at` on into a node of their own behind this one. Returns the node that was split. */
  splitBehind(node: number, at: number, countBefore: number): number {
    const { quicklist, root } = this;
    const count = this.countIn(node) - countBefore;
    const size = this.size(node) - 1 - at;
    const behind = quicklist.insertAfter(root, node, LISTPACK_EMPTY_BYTES + size, 0, false);
    createListpack(this.bytes(behind), this.start(behind));
    appendElements(
      this.bytes(behind),
      this.start(behind),
      this.bytes(node),
      this.start(node) + at,
      size,
      count,
    );
    quicklist.addToCount(root, behind, count);
    return this.removeFrom(node, at, count);
  }

  /** Makes one node of those around `node` that fit together, in Redis's order. The list must be a quicklist. */
  mergeAround(node: number): void {
    const { quicklist } = this;
    const before = quicklist.previous(node);
    if (before !== 0) this.mergeIfSmall(quicklist.previous(before), before);
    const behind = quicklist.next(node);
    if (behind !== 0) this.mergeIfSmall(behind, quicklist.next(behind));
    const center = this.mergeIfSmall(quicklist.previous(node), node);
    this.mergeIfSmall(center, quicklist.next(center));
  }

  /** Moves the elements of the second node into the first, if they fit. Returns the node the second's are in. */
  private mergeIfSmall(first: number, second: number): number {
    if (first === 0 || second === 0 || this.isPlain(first) || this.isPlain(second))
      return second === 0 ? first : second;
    const count = this.countIn(second);
    const size = this.size(second) - LISTPACK_EMPTY_BYTES;
    if (this.size(first) + size > this.nodeBytesMax) return second;
    if (this.countIn(first) + count > this.nodeCountMax) return second;
    const grown = this.resize(first, this.size(first) + size);
    const from = this.start(second) + LISTPACK_FIRST;
    appendElements(this.bytes(grown), this.start(grown), this.bytes(second), from, size, count);
    this.quicklist.addToCount(this.root, grown, count);
    this.removeNode(second);
    return grown;
  }

  /** Bytes a node may have, unless it holds one element. */
  private get nodeBytesMax(): number {
    const limit = this.db.keyspace.limits.listNode;
    return limit >= 0 ? NODE_BYTES_SAFE : (NODE_BYTES[Math.min(-limit, NODE_BYTES.length) - 1] as number);
  }

  /** Elements a node may have. */
  private get nodeCountMax(): number {
    const limit = this.db.keyspace.limits.listNode;
    return limit < 0 ? COUNT_MAX : limit;
  }

  /** Gives a node room for `size` bytes, or takes what is beyond. Returns the node. */
  resize(node: number, size: number): number {
    if (!this.isPacked) return this.quicklist.resize(this.root, node, size);
    this.entry = this.db.resizeValue(node, size);
    return this.entry;
  }
}
