/** What always holds of an ordered tree, checked node by node. */
import type { OrderedTree } from './ordered-tree.ts';
import { ROOT_COUNT, ROOT_FIRST, ROOT_HEIGHT, ROOT_LAST, ROOT_NODE } from './tree-path.ts';

/** @throws Error if something does not hold. Returns how many nodes there are. */
export function checkTree(tree: OrderedTree, root: number): number {
  const { nodes, path } = tree;
  const height = path.read(root, ROOT_HEIGHT);
  const leaves: number[] = [];
  let count = 0;
  let checked = 0;

  const must = (holds: boolean, what: string): void => {
    if (!holds) throw new Error(`ordered tree: ${what}`);
  };

  /** Checks what is below a node and returns how many elements that is. */
  const check = (node: number, level: number, onEdge: boolean): number => {
    const isLeaf = level === height - 1;
    const inNode = nodes.count(node);
    const max = isLeaf ? nodes.leafMax : nodes.innerMax;
    checked++;
    must(inNode <= nodes.capacity(node), 'a node holds more than it has room for');
    must(nodes.capacity(node) <= max, 'a node is too large');
    if (level === 0) must(inNode >= (isLeaf ? 1 : 2), 'the root node should have been dropped');
    else must(nodes.capacity(node) === max, 'a node is small that is not the root node');
    must(inNode >= (onEdge || level === 0 ? 1 : Math.floor(max / 3)), 'a node holds too little');
    if (isLeaf) {
      leaves.push(node);
      return inNode;
    }
    let sum = 0;
    for (let place = 0; place < inNode; place++) {
      const child = nodes.child(node, place);
      const isEdge = (level === 0 || onEdge) && (place === 0 || place === inNode - 1);
      const size = check(child, level + 1, isEdge);
      must(size === nodes.size(node, place), 'a size is wrong');
      const childIsLeaf = level + 1 === height - 1;
      for (let word = 0; word < nodes.elementWords; word++) {
        const least = childIsLeaf ? nodes.leafWord(child, 0, word) : nodes.leastWord(child, 0, word);
        must(nodes.leastWord(node, place, word) === least, 'a least element is wrong');
      }
      sum += size;
    }
    return sum;
  };

  if (height > 0) count = check(path.read(root, ROOT_NODE), 0, true);
  must(count === path.read(root, ROOT_COUNT), 'the count is wrong');
  must(path.read(root, ROOT_FIRST) === (leaves[0] ?? 0), 'the first leaf is another');
  must(path.read(root, ROOT_LAST) === (leaves.at(-1) ?? 0), 'the last leaf is another');
  for (const [i, leaf] of leaves.entries()) {
    must(nodes.previous(leaf) === (leaves[i - 1] ?? 0), 'a leaf has another before it');
    must(nodes.next(leaf) === (leaves[i + 1] ?? 0), 'a leaf has another after it');
  }
  return checked;
}
