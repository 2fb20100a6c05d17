/**
 * References in the order of a time each has: fields of a hash by when they expire, hashes by when their first field does.
 *
 *     block of a root ──► tree of | time, two words | reference |       equal times are ordered by the references
 *
 * Who looks for what is due takes the first until its time is still to come; how many are due is a rank, and costs no
 * walk. The object holds scratch only and serves all orders of a keyspace. Times are ms since the epoch, below 2^53.
 */
import type { Arena } from '../memory/arena.ts';
import type { Ties, VisitPayload } from '../memory/ordered-tree.ts';
import { OrderedTree } from '../memory/ordered-tree.ts';
import { TreeCursor } from '../memory/tree-cursor.ts';

/** Orders references whose times are equal; 0 is before all of them. */
class ReferenceOrder implements Ties {
  reference = 0;

  compare(payload: number): number {
    return this.reference - payload;
  }
}

export class TimeOrder {
  private readonly order = new ReferenceOrder();
  private readonly tree: OrderedTree;
  private readonly cursor: TreeCursor;

  constructor(arena: Arena) {
    this.tree = new OrderedTree(arena, { keyWords: 2, ties: this.order });
    this.cursor = new TreeCursor(this.tree);
  }

  create(): number {
    return this.tree.create();
  }

  count(root: number): number {
    return this.tree.count(root);
  }

  /** Puts a reference in, which is not there. */
  insert(root: number, time: number, reference: number): void {
    this.probe(time, reference);
    this.tree.insert(root, reference);
  }

  /** Takes a reference out, which is there with this time. */
  remove(root: number, time: number, reference: number): void {
    this.probe(time, reference);
    this.tree.remove(root);
  }

  /** The reference with the earliest time, or 0. */
  first(root: number): number {
    return this.cursor.first(root) ? this.cursor.payload : 0;
  }

  /** How many references have a time up to this one. */
  countUntil(root: number, time: number): number {
    this.probe(time + 1, 0);
    return this.tree.rank(root);
  }

  /** See OrderedTree.destroySome. */
  destroySome(root: number, nodes: number, visit?: VisitPayload): boolean {
    return this.tree.destroySome(root, nodes, visit);
  }

  /** Frees the order; what it refers to is the caller's. */
  destroy(root: number): void {
    this.tree.destroy(root);
  }

  bytes(root: number): number {
    return this.tree.bytes(root);
  }

  private probe(time: number, reference: number): void {
    const { key } = this.tree;
    key[0] = Math.floor(time / 2 ** 32);
    key[1] = time >>> 0;
    this.order.reference = reference;
  }
}
