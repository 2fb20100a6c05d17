/**
 * The way from the root of an ordered tree to a place in a leaf: the node of each level and the place taken in it.
 * It is scratch, written anew by each search and good until the tree changes. The root's block is read here too.
 *
 *     block of a root   | count | height | root node | first leaf | last leaf |
 *
 * The height is 0 for an empty tree, which has no node, and 1 when the root node is a leaf.
 */
import { PLACE_MASK, WINDOW_SHIFT } from './arena.ts';
import type { TreeNodes } from './tree-nodes.ts';

export const ROOT_COUNT = 0;
export const ROOT_HEIGHT = 1;
export const ROOT_NODE = 2;
export const ROOT_FIRST = 3;
export const ROOT_LAST = 4;
export const ROOT_BYTES = 24;
/** More levels than the elements of 32 GiB can fill, whatever is removed. */
const HEIGHT_MAX = 16;

export class TreePath {
  height = 0;
  readonly nodes: TreeNodes;
  /** The nodes from the root node to the leaf. */
  readonly refs: Uint32Array = new Uint32Array(HEIGHT_MAX);
  /** The place of the child that was taken; in the leaf, the place of the element. */
  readonly places: Int32Array = new Int32Array(HEIGHT_MAX);

  constructor(nodes: TreeNodes) {
    this.nodes = nodes;
  }

  get leaf(): number {
    return this.refs[this.height - 1] as number;
  }

  get place(): number {
    return this.places[this.height - 1] as number;
  }

  /** A word of a root's block. */
  read(root: number, word: number): number {
    return (this.nodes.arena.words[root >>> WINDOW_SHIFT] as Uint32Array)[
      ((root & PLACE_MASK) << 1) + word
    ] as number;
  }

  write(root: number, word: number, value: number): void {
    (this.nodes.arena.words[root >>> WINDOW_SHIFT] as Uint32Array)[((root & PLACE_MASK) << 1) + word] = value;
  }

  /** Puts a node, or 0 and a height of 0, at the top of the tree. */
  setRootNode(root: number, node: number, height: number): void {
    this.write(root, ROOT_NODE, node);
    this.write(root, ROOT_HEIGHT, height);
    if (height > 1) return;
    this.write(root, ROOT_FIRST, node);
    this.write(root, ROOT_LAST, node);
  }

  /** Goes to the probe, or to where it would be inserted; returns whether it is there. */
  seek(root: number): boolean {
    const { nodes, refs, places } = this;
    const height = this.read(root, ROOT_HEIGHT);
    this.height = height;
    if (height === 0) return false;
    let node = this.read(root, ROOT_NODE);
    let size = this.read(root, ROOT_COUNT);
    const { innerStride } = nodes;
    for (let level = 0; level < height - 1; level++) {
      const found = nodes.search(node, innerStride, nodes.count(node));
      // The last child whose least element is not after the probe.
      const place = found >= 0 ? found : Math.max(~found - 1, 0);
      refs[level] = node;
      places[level] = place;
      size = nodes.size(node, place);
      node = nodes.child(node, place);
    }
    const found = nodes.search(node, nodes.leafStride, size);
    refs[height - 1] = node;
    places[height - 1] = found >= 0 ? found : ~found;
    return found >= 0;
  }

  /** Goes to the element that `rank` others are before, of which there is one. */
  seekRank(root: number, rank: number): void {
    const { nodes, refs, places } = this;
    const height = this.read(root, ROOT_HEIGHT);
    this.height = height;
    let node = this.read(root, ROOT_NODE);
    let rest = rank;
    for (let level = 0; level < height - 1; level++) {
      let place = 0;
      for (let size = nodes.size(node, 0); rest >= size; size = nodes.size(node, place)) {
        rest -= size;
        place++;
      }
      refs[level] = node;
      places[level] = place;
      node = nodes.child(node, place);
    }
    refs[height - 1] = node;
    places[height - 1] = rest;
  }

  /** Goes to the last element, if there is one. */
  seekLast(root: number): void {
    const { nodes, refs, places } = this;
    const height = this.read(root, ROOT_HEIGHT);
    this.height = height;
    let node = this.read(root, ROOT_NODE);
    for (let level = 0; level < height; level++) {
      const place = nodes.count(node) - 1;
      refs[level] = node;
      places[level] = place;
      if (level < height - 1) node = nodes.child(node, place);
    }
  }

  /** How many elements are before the place. */
  rank(): number {
    const { nodes, refs, places, height } = this;
    if (height === 0) return 0;
    let rank = places[height - 1] as number;
    for (let level = 0; level < height - 1; level++) {
      rank += nodes.sizes(refs[level] as number, 0, places[level] as number);
    }
    return rank;
  }

  /** Says to every level, and to the root, that the leaf has so many elements more. */
  addToSizes(root: number, change: number): void {
    const { nodes, refs, places } = this;
    for (let level = this.height - 2; level >= 0; level--) {
      nodes.addToSize(refs[level] as number, places[level] as number, change);
    }
    this.write(root, ROOT_COUNT, this.read(root, ROOT_COUNT) + change);
  }

  /** The leaf begins with another element: renews it wherever it is the least. */
  renewLeast(): void {
    const { nodes, refs, places } = this;
    for (let level = this.height - 1; level > 0; level--) {
      const place = places[level - 1] as number;
      nodes.renewLeast(refs[level - 1] as number, place, refs[level] as number);
      if (place > 0) return;
    }
  }
}
