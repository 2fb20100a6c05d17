/**
 * Ordered collections: a B+tree over the arena that also knows ranks.
 *
 *     root block ──► inner node   | a,9 | k,8 | t,12 |            least element and size of each child
 *                                    │     │     └────────────┐
 *                                    ▼     └─────▼            ▼
 *     first leaf ──►              | a b … i | ◄► | k … s | ◄► | t … | ◄── last leaf
 *
 * Why this way. A node is eight cache lines that are searched by halving, so an operation on a million elements
 * touches five nodes, most of them in the cache, where a skip list follows twenty pointers and more; and what links
 * nodes is shared by the forty elements of a leaf, which makes it small. Sizes in the inner nodes give ranks in O(log n).
 *
 * An element is a key of two or four words, compared as one unsigned number, and a payload. Where keys may be equal,
 * `ties` orders such elements by what their payloads refer to. The caller fills `key` (and what `ties` compares with):
 * that is the probe, which every method without a rank is about.
 *
 * Everything is in the arena, and a tree is named by the reference of its root block; the object holds scratch only,
 * so one serves all trees of one shape. `visit` callbacks must not use that object.
 *
 * Invariants: an inner node repeats the least element of each child exactly, so that no payload is compared with after
 * its element is gone; sizes are exact; leaves are linked in order. A node holds at least a third of what it could,
 * except at both edges: there a full node keeps nearly everything when it is split, for a tree that is filled in order
 * to be packed. A root node has two children or more. When memory runs out the tree holds what it held before.
 */
import type { Arena } from './arena.ts';
import { OutOfMemory } from './arena.ts';
import type { TreeShape } from './tree-nodes.ts';
import { CAPACITY_MIN, TreeNodes } from './tree-nodes.ts';
import {
  ROOT_BYTES,
  ROOT_COUNT,
  ROOT_FIRST,
  ROOT_HEIGHT,
  ROOT_LAST,
  ROOT_NODE,
  TreePath,
} from './tree-path.ts';

export type { Ties, TreeShape } from './tree-nodes.ts';

export type VisitPayload = (payload: number) => void;

export class OrderedTree {
  /** The key of the probe, most significant word first. */
  readonly key: Uint32Array;
  /** For cursors and checks: reads nodes. */
  readonly nodes: TreeNodes;
  /** For cursors and checks: where the last search went. */
  readonly path: TreePath;
  private readonly arena: Arena;

  constructor(arena: Arena, shape: TreeShape) {
    this.arena = arena;
    this.nodes = new TreeNodes(arena, shape);
    this.path = new TreePath(this.nodes);
    this.key = this.nodes.key;
  }

  /** An empty tree; returns its root. @throws OutOfMemory */
  create(): number {
    const root = this.arena.allocate(ROOT_BYTES);
    this.write(root, ROOT_COUNT, 0);
    this.path.setRootNode(root, 0, 0);
    return root;
  }

  /** Frees the tree, its root included, and calls `visit` for every payload. */
  destroy(root: number, visit?: VisitPayload): void {
    this.destroySome(root, Infinity, visit);
  }

  /**
   * Frees about `nodes` nodes and returns whether that was all and the root is freed too. Until it is, nothing else
   * may be done with the tree, except that `count` says how many elements are left.
   */
  destroySome(root: number, nodes: number, visit?: VisitPayload): boolean {
    const { path } = this;
    for (let freed = 0; freed < nodes; ) {
      path.seekLast(root);
      if (path.height === 0) {
        this.arena.free(root);
        return true;
      }
      const count = this.nodes.count(path.leaf);
      this.write(root, ROOT_COUNT, this.read(root, ROOT_COUNT) - count);
      if (visit !== undefined) this.visitPayloads(path.leaf, 0, count, visit);
      let level = path.height - 1;
      this.arena.free(path.leaf);
      freed++;
      // A node without children goes with its last one.
      while (level > 0 && path.places[level - 1] === 0) {
        level--;
        this.arena.free(path.refs[level] as number);
        freed++;
      }
      if (level === 0) path.setRootNode(root, 0, 0);
      else this.nodes.truncate(path.refs[level - 1] as number, path.places[level - 1] as number);
    }
    return false;
  }

  /** Bytes the tree takes, the block of its root included. */
  bytes(root: number): number {
    const height = this.read(root, ROOT_HEIGHT);
    const own = this.arena.sizeOf(root);
    return height === 0 ? own : own + this.bytesBelow(this.read(root, ROOT_NODE), height);
  }

  /** How many elements the tree holds. */
  count(root: number): number {
    return this.read(root, ROOT_COUNT);
  }

  /** The payload of the probe, or 0. */
  find(root: number): number {
    const { nodes, path } = this;
    return path.seek(root) ? nodes.leafWord(path.leaf, path.place, nodes.keyWords) : 0;
  }

  /** How many elements are before the probe. */
  rank(root: number): number {
    this.path.seek(root);
    return this.path.rank();
  }

  /** Adds the probe, which is not in the tree; further words of its payload are 0. @throws OutOfMemory */
  insert(root: number, payload: number): void {
    if (this.path.seek(root)) throw new Error('the element is in the tree already');
    this.insertHere(root, payload);
  }

  /** As `insert`, where the last search of the tree was for the probe and has not found it. */
  insertHere(root: number, payload: number): void {
    const { nodes, path } = this;
    if (path.height === 0) this.plant(root);
    else if (nodes.isFull(path.leaf)) this.makeRoom(root);
    const { leaf, place } = path;
    nodes.open(leaf, place, nodes.leafStride, 1);
    nodes.writeElement(leaf, place, payload);
    path.addToSizes(root, 1);
    if (place === 0) path.renewLeast();
  }

  /** Takes the probe out of the tree; returns its payload, or 0 if it was not there. */
  remove(root: number): number {
    return this.path.seek(root) ? this.removeHere(root) : 0;
  }

  /** As `remove`, where the last search of the tree was for the probe and has found it. */
  removeHere(root: number): number {
    const { nodes, path } = this;
    const payload = nodes.leafWord(path.leaf, path.place, nodes.keyWords);
    this.takeOut(root, 1);
    return payload;
  }

  /** Takes up to `count` elements out, beginning with the one at `rank`; returns how many there were. */
  removeRange(root: number, rank: number, count: number, visit?: VisitPayload): number {
    const { nodes, path } = this;
    const total = Math.max(0, Math.min(count, this.count(root) - rank));
    for (let rest = total; rest > 0; ) {
      path.seekRank(root, rank);
      const entries = Math.min(rest, nodes.count(path.leaf) - path.place);
      if (visit !== undefined) this.visitPayloads(path.leaf, path.place, entries, visit);
      this.takeOut(root, entries);
      rest -= entries;
    }
    return total;
  }

  /** Gives the probe another payload, which compares as the old one; returns the old one, or 0 without a change. */
  replacePayload(root: number, payload: number): number {
    return this.path.seek(root) ? this.replaceAtPath(payload) : 0;
  }

  /** Gives the element at `rank` another payload, which compares as the old one; returns the old one. */
  replacePayloadAt(root: number, rank: number, payload: number): number {
    this.path.seekRank(root, rank);
    return this.replaceAtPath(payload);
  }

  private replaceAtPath(payload: number): number {
    const { nodes, path } = this;
    const old = nodes.leafWord(path.leaf, path.place, nodes.keyWords);
    nodes.setLeafWord(path.leaf, path.place, nodes.keyWords, payload);
    if (path.place === 0) path.renewLeast();
    return old;
  }

  private bytesBelow(node: number, height: number): number {
    const { nodes } = this;
    let sum = this.arena.sizeOf(node);
    if (height > 1) {
      for (let i = 0; i < nodes.count(node); i++) sum += this.bytesBelow(nodes.child(node, i), height - 1);
    }
    return sum;
  }

  private read(root: number, word: number): number {
    return this.path.read(root, word);
  }

  private write(root: number, word: number, value: number): void {
    this.path.write(root, word, value);
  }

  private stride(level: number): number {
    return level === this.path.height - 1 ? this.nodes.leafStride : this.nodes.innerStride;
  }

  private max(level: number): number {
    return level === this.path.height - 1 ? this.nodes.leafMax : this.nodes.innerMax;
  }

  private visitPayloads(leaf: number, from: number, entries: number, visit: VisitPayload): void {
    const { nodes } = this;
    for (let i = 0; i < entries; i++) visit(nodes.leafWord(leaf, from + i, nodes.keyWords));
  }

  /** The first leaf of an empty tree. */
  private plant(root: number): void {
    const { nodes, path } = this;
    const leaf = nodes.allocate(CAPACITY_MIN, nodes.leafStride, nodes.leafMax);
    path.setRootNode(root, leaf, 1);
    path.height = 1;
    path.refs[0] = leaf;
    path.places[0] = 0;
  }

  /** Makes room in the leaf of the path: splits from the top down, so that each node's parent has room already. */
  private makeRoom(root: number): void {
    const { nodes, path } = this;
    const { leaf, place } = path;
    const appending = place === nodes.count(leaf) && nodes.next(leaf) === 0;
    const prepending = place === 0 && nodes.previous(leaf) === 0;
    let level = path.height - 1;
    while (level > 0 && nodes.isFull(path.refs[level - 1] as number)) level--;
    if (level === 0) {
      const capacity = nodes.capacity(path.refs[0] as number);
      if (capacity < this.max(0)) this.resizeRoot(root, Math.min(capacity * 2, this.max(0)));
      else this.raise(root);
      level = 1;
    }
    for (; level < path.height; level++) {
      const count = nodes.count(path.refs[level] as number);
      this.split(root, level, appending ? count - 1 : prepending ? 1 : count >>> 1);
    }
  }

  /** @throws OutOfMemory */
  private resizeRoot(root: number, capacity: number): void {
    const { nodes, path } = this;
    const node = nodes.resize(path.refs[0] as number, capacity, this.stride(0), this.max(0));
    path.refs[0] = node;
    path.setRootNode(root, node, path.height);
  }

  /** Puts a new root node over the old one. */
  private raise(root: number): void {
    const { nodes, path } = this;
    const node = nodes.allocate(CAPACITY_MIN, nodes.innerStride, nodes.innerMax);
    const old = path.refs[0] as number;
    nodes.open(node, 0, nodes.innerStride, 1);
    nodes.writeChild(node, 0, old, this.count(root));
    path.refs.copyWithin(1, 0, path.height);
    path.places.copyWithin(1, 0, path.height);
    path.refs[0] = node;
    path.places[0] = 0;
    path.height++;
    path.setRootNode(root, node, path.height);
  }

  /** Parts the path's node on a level: it keeps `keep` entries, a new node behind it gets the rest. */
  private split(root: number, level: number, keep: number): void {
    const { nodes, path } = this;
    const { refs, places } = path;
    const isLeaf = level === path.height - 1;
    const stride = this.stride(level);
    const left = refs[level] as number;
    const right = nodes.allocate(this.max(level), stride, this.max(level));
    nodes.append(left, right, keep, nodes.count(left) - keep, stride);
    nodes.truncate(left, keep);
    if (isLeaf) this.link(root, left, right);
    const parent = refs[level - 1] as number;
    const place = places[level - 1] as number;
    const size = isLeaf ? nodes.count(right) : nodes.sizes(right, 0, nodes.count(right));
    nodes.addToSize(parent, place, -size);
    nodes.open(parent, place + 1, nodes.innerStride, 1);
    nodes.writeChild(parent, place + 1, right, size);
    // An element between the two goes to the left one, whose least element it cannot be.
    if (isLeaf ? (places[level] as number) <= keep : (places[level] as number) < keep) return;
    refs[level] = right;
    places[level] = (places[level] as number) - keep;
    places[level - 1] = place + 1;
  }

  private link(root: number, left: number, right: number): void {
    const { nodes } = this;
    const next = nodes.next(left);
    nodes.setNext(left, right);
    nodes.setPrevious(right, left);
    nodes.setNext(right, next);
    if (next === 0) this.write(root, ROOT_LAST, right);
    else nodes.setPrevious(next, right);
  }

  private unlink(root: number, leaf: number): void {
    const { nodes } = this;
    const next = nodes.next(leaf);
    const previous = nodes.previous(leaf);
    if (next === 0) this.write(root, ROOT_LAST, previous);
    else nodes.setPrevious(next, previous);
    if (previous === 0) this.write(root, ROOT_FIRST, next);
    else nodes.setNext(previous, next);
  }

  private drop(root: number, level: number, node: number): void {
    if (level === this.path.height - 1) this.unlink(root, node);
    this.arena.free(node);
  }

  /** Takes `entries` elements out of the path's leaf, beginning at its place. */
  private takeOut(root: number, entries: number): void {
    const { nodes, path } = this;
    nodes.close(path.leaf, path.place, nodes.leafStride, entries);
    path.addToSizes(root, -entries);
    this.settle(root, path.place === 0);
  }

  /** After entries were taken out of the path's leaf: restores the invariants, from the leaf upwards. */
  private settle(root: number, leastIsGone: boolean): void {
    const { nodes, path } = this;
    let renew = leastIsGone;
    for (let level = path.height - 1; level > 0; level--) {
      const node = path.refs[level] as number;
      const parent = path.refs[level - 1] as number;
      const place = path.places[level - 1] as number;
      const count = nodes.count(node);
      if (count === 0) {
        this.drop(root, level, node);
        nodes.close(parent, place, nodes.innerStride, 1);
        renew = place === 0;
        continue;
      }
      if (renew) {
        nodes.renewLeast(parent, place, node);
        renew = place === 0;
      }
      const merged = count < Math.floor(this.max(level) / 3) && this.join(root, level);
      if (!merged && !renew) return;
    }
    this.settleRoot(root);
  }

  /** Evens out the path's node on a level with a neighbour, or makes one of both; returns whether it did that. */
  private join(root: number, level: number): boolean {
    const { nodes, path } = this;
    const parent = path.refs[level - 1] as number;
    const children = nodes.count(parent);
    if (children === 1) return false;
    const place = Math.min(path.places[level - 1] as number, children - 2);
    const left = nodes.child(parent, place);
    const right = nodes.child(parent, place + 1);
    const stride = this.stride(level);
    const inLeft = nodes.count(left);
    const inRight = nodes.count(right);
    if (inLeft + inRight <= this.max(level)) {
      nodes.append(right, left, 0, inRight, stride);
      nodes.addToSize(parent, place, nodes.size(parent, place + 1));
      nodes.close(parent, place + 1, nodes.innerStride, 1);
      this.drop(root, level, right);
      return true;
    }
    const move = ((inLeft + inRight) >>> 1) - inLeft;
    const isLeaf = level === path.height - 1;
    let size = move;
    if (move > 0) {
      if (!isLeaf) size = nodes.sizes(right, 0, move);
      nodes.append(right, left, 0, move, stride);
      nodes.close(right, 0, stride, move);
    } else {
      if (!isLeaf) size = -nodes.sizes(left, inLeft + move, inLeft);
      nodes.prepend(left, right, -move, stride);
      nodes.truncate(left, inLeft + move);
    }
    nodes.addToSize(parent, place, size);
    nodes.addToSize(parent, place + 1, -size);
    nodes.renewLeast(parent, place + 1, right);
    return false;
  }

  /** Drops root nodes with one child or none, and gives a root node that is mostly empty a smaller block. */
  private settleRoot(root: number): void {
    const { nodes, path } = this;
    let node = path.refs[0] as number;
    let { height } = path;
    while (height > 0 && nodes.count(node) <= (height === 1 ? 0 : 1)) {
      const child = height === 1 ? 0 : nodes.child(node, 0);
      this.arena.free(node);
      node = child;
      height--;
    }
    if (height !== path.height) path.setRootNode(root, node, height);
    path.height = height;
    path.refs[0] = node;
    if (height === 0) return;
    const count = nodes.count(node);
    if (nodes.capacity(node) <= CAPACITY_MIN * 2 || count * 4 > nodes.capacity(node)) return;
    try {
      this.resizeRoot(root, Math.max(count * 2, CAPACITY_MIN));
    } catch (error) {
      // The block it has will do.
      if (!(error instanceof OutOfMemory)) throw error;
    }
  }
}
