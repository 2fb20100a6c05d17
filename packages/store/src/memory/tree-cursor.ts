/**
 * A place in an ordered tree, and walking from there. A cursor is made once and used again; it is good until the tree
 * changes, and knows its rank all the time.
 *
 * Before the first element it has rank -1, after the last one the rank `count`; from both it can be moved back in.
 * Moving returns whether there is an element where the cursor now is.
 */
import type { OrderedTree } from './ordered-tree.ts';
import { ROOT_FIRST, ROOT_LAST } from './tree-path.ts';

export class TreeCursor {
  readonly tree: OrderedTree;
  /** The tree the cursor is in. */
  root = 0;
  /** The leaf it is in; 0 while it is at no element. */
  leaf = 0;
  index = 0;
  /** How many elements are before it. */
  rank = -1;

  constructor(tree: OrderedTree) {
    this.tree = tree;
  }

  /** Whether the cursor is at an element. */
  get isAtElement(): boolean {
    return this.leaf !== 0;
  }

  /** To the least element. */
  first(root: number): boolean {
    this.root = root;
    this.leaf = this.tree.path.read(root, ROOT_FIRST);
    this.index = 0;
    this.rank = 0;
    return this.leaf !== 0;
  }

  /** To the greatest element. */
  last(root: number): boolean {
    const { tree } = this;
    this.root = root;
    this.leaf = tree.path.read(root, ROOT_LAST);
    this.rank = tree.count(root) - 1;
    if (this.leaf === 0) return false;
    this.index = tree.nodes.count(this.leaf) - 1;
    return true;
  }

  /** To the first element that is not before the probe. */
  seek(root: number): boolean {
    this.tree.path.seek(root);
    return this.takePath(root);
  }

  /** To the first element after the probe. */
  seekAfter(root: number): boolean {
    const isThere = this.tree.path.seek(root);
    return this.takePath(root) && (!isThere || this.next());
  }

  /** To the last element that is not after the probe. */
  seekBack(root: number): boolean {
    if (this.tree.path.seek(root)) return this.takePath(root);
    this.takePath(root);
    return this.previous();
  }

  /** To the last element before the probe. */
  seekBefore(root: number): boolean {
    this.seek(root);
    return this.previous();
  }

  /** To the element with this rank; a rank below 0 means before the first, one too high after the last. */
  seekRank(root: number, rank: number): boolean {
    const { path } = this.tree;
    const count = this.tree.count(root);
    this.root = root;
    this.rank = Math.max(-1, Math.min(rank, count));
    this.leaf = 0;
    if (this.rank < 0 || this.rank === count) return false;
    path.seekRank(root, rank);
    this.leaf = path.leaf;
    this.index = path.place;
    return true;
  }

  next(): boolean {
    if (this.leaf === 0) return this.rank < 0 && this.first(this.root);
    const { nodes } = this.tree;
    this.rank++;
    this.index++;
    if (this.index < nodes.count(this.leaf)) return true;
    this.leaf = nodes.next(this.leaf);
    this.index = 0;
    return this.leaf !== 0;
  }

  previous(): boolean {
    if (this.leaf === 0) return this.rank >= 0 && this.last(this.root);
    const { nodes } = this.tree;
    this.rank--;
    this.index--;
    if (this.index >= 0) return true;
    this.leaf = nodes.previous(this.leaf);
    if (this.leaf === 0) return false;
    this.index = nodes.count(this.leaf) - 1;
    return true;
  }

  /** The payload of the element, its first word. */
  get payload(): number {
    const { nodes } = this.tree;
    return nodes.leafWord(this.leaf, this.index, nodes.keyWords);
  }

  /** A word of the element's key, 0 for the most significant one. */
  keyWord(word: number): number {
    return this.tree.nodes.leafWord(this.leaf, this.index, word);
  }

  /** A word of the element's payload. */
  payloadWord(word: number): number {
    const { nodes } = this.tree;
    return nodes.leafWord(this.leaf, this.index, nodes.keyWords + word);
  }

  /** Sets a word of the payload that elements are not compared by: any but the first. */
  setPayloadWord(word: number, value: number): void {
    const { nodes } = this.tree;
    nodes.setLeafWord(this.leaf, this.index, nodes.keyWords + word, value);
  }

  /** Gives the element another payload, which compares as the old one. The cursor stays good. */
  replacePayload(payload: number): void {
    this.tree.replacePayloadAt(this.root, this.rank, payload);
  }

  private takePath(root: number): boolean {
    const { nodes, path } = this.tree;
    this.root = root;
    this.rank = path.rank();
    this.leaf = path.height === 0 ? 0 : path.leaf;
    if (this.leaf === 0) return false;
    this.index = path.place;
    if (this.index < nodes.count(this.leaf)) return true;
    // The probe is between two leaves.
    this.leaf = nodes.next(this.leaf);
    this.index = 0;
    return this.leaf !== 0;
  }
}
