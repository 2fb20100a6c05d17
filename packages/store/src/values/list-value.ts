/**
 * Lists: elements in order, cheap to add and take at both ends.
 *
 * A small list is a listpack in its entry, a larger one a quicklist outside: list-nodes.ts. Here a list is its elements.
 * The handle stands on one of them, after `seek` or `edge` has said that it is there; edits leave it on the element they
 * say. Where a node is split and which are joined is as in Redis, down to the byte.
 *
 * No byte that is put into a list may lie in that list, which moves while it is written to.
 */
import type { Database } from '../keyspace/database.ts';
import { Slice } from '../memory/slice.ts';
import { ListNodes } from './list-nodes.ts';
import { LISTPACK_FIRST, replaceElement, replacementGrowth } from './listpack.ts';
import { ListpackCursor } from './listpack-cursor.ts';
import { elementBytes } from './listpack-element.ts';
import { Needle } from './needle.ts';

export type ListEnd = 'head' | 'tail';

export class ListValue {
  private readonly nodes = new ListNodes();
  private readonly needle = new Needle();
  private readonly scratch = new Slice();
  /** Stands on the element in its node. */
  private readonly cursor = new ListpackCursor();
  private node = 0;
  /** Whether that node is one element as it is. */
  private isPlain = false;

  /** The entry the handle is on: it may have moved after a write. */
  get entry(): number {
    return this.nodes.entry;
  }

  open(db: Database, entry: number): this {
    this.nodes.open(db, entry);
    return this;
  }

  /**
   * Goes to a new, empty list under this key, whatever the key held. `expected` is how many bytes its first elements
   * will take in a listpack.
   */
  create(db: Database, bytes: Uint8Array, start: number, length: number, expected = 0): this {
    this.nodes.create(db, bytes, start, length, expected);
    return this;
  }

  /** How many elements there are. */
  get count(): number {
    return this.nodes.count;
  }

  /** How many nodes hold them. */
  get nodeCount(): number {
    return this.nodes.nodeCount;
  }

  /** Adds an element at an end. */
  push(end: ListEnd, bytes: Uint8Array, start: number, length: number): void {
    const { nodes } = this;
    const needle = this.needle.set(bytes, start, length);
    const isHead = end === 'head';
    if (nodes.pushInPlace(isHead, needle, length)) return;
    const node = isHead ? nodes.head : nodes.tail;
    if (nodes.hasRoom(node, length)) {
      if (isHead) nodes.prepend(node, needle);
      else nodes.append(node, needle);
      return;
    }
    nodes.unpack();
    nodes.addNode(isHead ? 0 : nodes.tail, needle, length);
  }

  /** Goes to the first or the last element. False if there is none. */
  edge(end: ListEnd): boolean {
    const { nodes } = this;
    const node = end === 'head' ? nodes.head : nodes.tail;
    if (node === 0 || nodes.count === 0) return false;
    this.enter(node, end);
    return true;
  }

  /** The element at an end, which is there; good until the next call of this. The handle goes nowhere. */
  peek(end: ListEnd, into: Slice): Slice {
    const { nodes, cursor } = this;
    const node = end === 'head' ? nodes.head : nodes.tail;
    if (nodes.isPlain(node)) return into.set(nodes.bytes(node), nodes.start(node), nodes.size(node));
    cursor.attach(nodes.bytes(node), nodes.start(node));
    if (end === 'tail') cursor.last();
    return cursor.text(into);
  }

  /** Takes the element off an end: the one that `peek` has just shown there. */
  drop(end: ListEnd): void {
    const { nodes, cursor } = this;
    const isHead = end === 'head';
    if (nodes.dropInPlace(isHead, cursor.at)) return;
    nodes.removeFrom(isHead ? nodes.head : nodes.tail, cursor.at, 1);
  }

  /** Goes to the element of this index, negative ones counting from the end. False if there is none. */
  seek(index: number): boolean {
    const { nodes } = this;
    const { count } = nodes;
    const place = index < 0 ? index + count : index;
    if (place < 0 || place >= count) return false;
    let node: number;
    let within = place;
    if (place * 2 <= count) {
      node = nodes.head;
      for (let held = nodes.countIn(node); within >= held; held = nodes.countIn(node)) {
        within -= held;
        node = nodes.next(node);
      }
    } else {
      node = nodes.tail;
      within -= count - nodes.countIn(node);
      while (within < 0) {
        node = nodes.previous(node);
        within += nodes.countIn(node);
      }
    }
    this.enter(node, 'head');
    if (!this.isPlain) this.cursor.seek(within);
    return true;
  }

  /** Goes to the next element, towards the tail. False, and nowhere, behind the last. */
  next(): boolean {
    const { nodes } = this;
    if (!this.isPlain && this.cursor.next()) return true;
    const node = nodes.next(this.node);
    if (node !== 0) this.enter(node, 'head');
    return node !== 0;
  }

  /** Goes to the element before this one. False, and nowhere, before the first. */
  previous(): boolean {
    const { nodes } = this;
    if (!this.isPlain && this.cursor.previous()) return true;
    const node = nodes.previous(this.node);
    if (node !== 0) this.enter(node, 'tail');
    return node !== 0;
  }

  /** The element the handle is on; good until the next call of this. */
  text(into: Slice): Slice {
    const { nodes, node } = this;
    if (!this.isPlain) return this.cursor.text(into);
    return into.set(nodes.bytes(node), nodes.start(node), nodes.size(node));
  }

  /** Whether the element is the same as the needle. */
  equals(needle: Needle): boolean {
    const { nodes, node } = this;
    if (!this.isPlain) return this.cursor.equals(needle);
    const { bytes, start, length } = needle.text(this.scratch);
    if (length !== nodes.size(node)) return false;
    const own = nodes.bytes(node);
    const from = nodes.start(node);
    for (let i = 0; i < length; i++) if (own[from + i] !== bytes[start + i]) return false;
    return true;
  }

  /** Puts an element before or behind the one the handle is on. Where the handle is then is not said. */
  insert(where: 'before' | 'after', bytes: Uint8Array, start: number, length: number): void {
    const { nodes, cursor } = this;
    const needle = this.needle.set(bytes, start, length);
    const isAfter = where === 'after';
    const { node } = this;
    if (nodes.hasRoom(node, length)) {
      nodes.insert(node, isAfter ? this.endOfElement() : cursor.at, needle);
      return;
    }
    if (!(isAfter ? this.isLastInNode() : this.isFirstInNode())) {
      const at = isAfter ? this.endOfElement() : cursor.at;
      if (nodes.isHuge(length)) nodes.addNode(this.split(at, isAfter), needle, length);
      else this.splitAndInsert(at, isAfter, needle);
      return;
    }
    const beside = isAfter ? nodes.next(node) : nodes.previous(node);
    if (nodes.hasRoom(beside, length)) {
      if (isAfter) nodes.prepend(beside, needle);
      else nodes.append(beside, needle);
      return;
    }
    const full = nodes.isPacked ? nodes.unpack() : node;
    nodes.addNode(isAfter ? full : nodes.previous(full), needle, length);
  }

  /** Puts another element in the place of the one the handle is on. */
  replace(bytes: Uint8Array, start: number, length: number): void {
    const { nodes, cursor, node } = this;
    if (nodes.isPlain(node)) {
      this.insert('after', bytes, start, length);
      nodes.removeNode(node);
      return;
    }
    if (nodes.isHuge(length)) {
      this.replaceByPlain(bytes, start, length);
      return;
    }
    const needle = this.needle.set(bytes, start, length);
    const growth = replacementGrowth(nodes.bytes(node), nodes.start(node), cursor.at, needle);
    const size = nodes.size(node) + growth;
    const grown = growth > 0 ? nodes.resize(node, size) : node;
    replaceElement(nodes.bytes(grown), nodes.start(grown), cursor.at, needle);
    this.standIn(growth < 0 ? nodes.resize(grown, size) : grown, cursor.at);
  }

  /** Takes the element out and goes to the one that was next to it on this side. False if there is none. */
  removeTowards(end: ListEnd): boolean {
    const { nodes, cursor, node } = this;
    const { at } = cursor;
    const isForward = end === 'tail';
    const stays = isForward ? !this.isLastInNode() : !this.isFirstInNode();
    const beside = isForward ? nodes.next(node) : nodes.previous(node);
    if (stays && !isForward) cursor.previous();
    const left = nodes.removeFrom(node, at, 1);
    if (stays) this.standIn(left, cursor.at);
    else if (beside !== 0) this.enter(beside, isForward ? 'head' : 'tail');
    return stays || beside !== 0;
  }

  /** Takes out `count` elements from the index on, or as many as there are. */
  removeRange(index: number, count: number): void {
    const { nodes, cursor } = this;
    let left = count;
    if (left <= 0 || !this.seek(index)) return;
    let { node } = this;
    let within = nodes.isPlain(node) ? 0 : this.indexInNode();
    while (left > 0 && node !== 0) {
      const held = nodes.countIn(node) - within;
      const next = nodes.next(node);
      if (!nodes.isPlain(node) && within > 0) this.enter(node, 'head');
      const at = within > 0 && cursor.seek(within) ? cursor.at : LISTPACK_FIRST;
      nodes.removeFrom(node, at, Math.min(left, held));
      left -= held;
      within = 0;
      node = next;
    }
  }

  /** Calls `visit` for every element; the slice is good during the call, which must not write. */
  visit(visit: (element: Slice) => void): void {
    for (let there = this.edge('head'); there; there = this.next()) visit(this.text(this.scratch));
  }

  /** Calls `visit` for the bytes of every node: a listpack, or one element as it is. */
  visitNodes(visit: (content: Slice, isPlain: boolean) => void): void {
    const { nodes, scratch } = this;
    for (let node = nodes.head; node !== 0; node = nodes.next(node)) {
      visit(scratch.set(nodes.bytes(node), nodes.start(node), nodes.size(node)), nodes.isPlain(node));
    }
  }

  /** Adds a node at the tail: a listpack that has been checked and is not empty, or one element as it is. */
  appendNode(bytes: Uint8Array, start: number, length: number, isPlain: boolean): void {
    this.nodes.appendNode(bytes, start, length, isPlain);
  }

  /** Divides a full node and puts the needle between its parts, on the side of what lies before or behind. */
  private splitAndInsert(at: number, isAfter: boolean, needle: Needle): void {
    const { nodes } = this;
    const front = this.split(at, isAfter);
    const back = nodes.next(front);
    // The part that keeps the element which was named is what Redis joins neighbours around.
    if (isAfter) {
      nodes.prepend(back, needle);
      nodes.mergeAround(front);
    } else {
      nodes.append(front, needle);
      nodes.mergeAround(back);
    }
  }

  /** Divides a node before or behind the element the handle is on, which is at `at`. Returns the first of its parts. */
  private split(at: number, isAfter: boolean): number {
    const { nodes } = this;
    const before = this.indexInNode() + (isAfter ? 1 : 0);
    const full = nodes.isPacked ? nodes.unpack() : this.node;
    return nodes.splitBehind(full, at, before);
  }

  /** Puts a huge element, in a node of its own, in the place of an element of a listpack, which is divided there. */
  private replaceByPlain(bytes: Uint8Array, start: number, length: number): void {
    const { nodes, cursor } = this;
    const needle = this.needle.set(bytes, start, length);
    const { at } = cursor;
    let { node } = this;
    if (!this.isLastInNode()) node = this.split(this.endOfElement(), true);
    else if (nodes.isPacked) node = nodes.unpack();
    nodes.addNode(node, needle, length);
    nodes.removeFrom(node, at, 1);
  }

  /** The index of the element the handle is on, within its listpack. */
  private indexInNode(): number {
    const { cursor } = this;
    const { at } = cursor;
    let index = 0;
    for (cursor.first(); cursor.at < at; cursor.next()) index++;
    return index;
  }

  private isFirstInNode(): boolean {
    return this.nodes.isPlain(this.node) || this.cursor.at === LISTPACK_FIRST;
  }

  private isLastInNode(): boolean {
    const { nodes, node } = this;
    return nodes.isPlain(node) || this.endOfElement() === nodes.size(node) - 1;
  }

  /** The offset behind the element the handle is on. */
  private endOfElement(): number {
    const { nodes, node, cursor } = this;
    return cursor.at + elementBytes(nodes.bytes(node), nodes.start(node) + cursor.at);
  }

  private enter(node: number, end: ListEnd): void {
    const { nodes, cursor } = this;
    this.node = node;
    this.isPlain = nodes.isPlain(node);
    if (this.isPlain) return;
    cursor.attach(nodes.bytes(node), nodes.start(node));
    if (end === 'tail') cursor.last();
  }

  private standIn(node: number, at: number): void {
    this.enter(node, 'head');
    this.cursor.at = at;
  }
}
