/**
 * How many nodes Redis's radix tree of the same blocks has, which XINFO STREAM tells.
 *
 * That tree has a node at each place where keys part, a node for each key at its end, and between two of those one more
 * for all bytes that are the same for everything below, if there are any: the byte that leads away from a parting
 * belongs to the parting itself. What follows from the keys alone is counted in one walk through them, by how many bytes
 * each has in common with the one before.
 */
import type { StreamValue } from './stream-value.ts';

const KEY_BYTES = 16;

export function radixNodes(stream: StreamValue): number {
  const before = new Uint32Array(4);
  const walk = new RadixWalk();
  let isFirst = true;
  stream.visitBlocks(({ words }) => {
    if (!isFirst) walk.leave(sharedBytes(before, words));
    before.set(words);
    isFirst = false;
  });
  if (isFirst) return 1;
  walk.leave(-1);
  return walk.nodes;
}

class RadixWalk {
  nodes = 0;
  /** Where keys part above the present one, in bytes from their beginning, the nearest last. */
  private readonly partings: number[] = [];

  /** The next key has `shared` bytes in common with the present one; -1 where there is no next. */
  leave(shared: number): void {
    const { partings } = this;
    let below = KEY_BYTES;
    for (let top = partings.at(-1); top !== undefined && top > shared; top = partings.at(-1)) {
      this.count(below, top);
      below = top;
      partings.pop();
    }
    this.count(below, shared);
    if (shared >= 0 && partings.at(-1) !== shared) partings.push(shared);
  }

  /** Counts the node at a place, and the one between it and the parting above, if bytes are left there. */
  private count(place: number, parting: number): void {
    this.nodes += place > parting + 1 ? 2 : 1;
  }
}

/** How many bytes two keys have in common at their beginning. */
function sharedBytes(one: Uint32Array, other: Uint32Array): number {
  for (let i = 0; i < 4; i++) {
    const difference = (one[i] as number) ^ (other[i] as number);
    if (difference !== 0) return i * 4 + (Math.clz32(difference) >>> 3);
  }
  return KEY_BYTES;
}
