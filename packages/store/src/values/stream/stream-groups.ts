/**
 * The consumer groups of streams: how they lie in the arena.
 *
 *     groups       a tree of named blocks
 *     group        last id delivered (4 words) | entries read (2) | pending | consumers, a tree of named blocks
 *     consumer     when it was seen last (2 words) | owned
 *     pending      a tree: id of an entry → consumer, time of delivery (2 words), number of deliveries
 *     owned        a tree: the ids that are pending for one consumer
 *
 * An entry that is pending stands in both trees, so that it is found by its id, and those of one consumer can be walked
 * through; what is known about it stands in the group's, and the consumer there. Everything about one entry takes
 * O(log n).
 *
 * What is told here of a group, whose root is its block, is how it is freed, copied and measured. What groups do,
 * ConsumerGroup knows.
 */
import type { Arena } from '../../memory/arena.ts';
import { OrderedTree } from '../../memory/ordered-tree.ts';
import { TreeCursor } from '../../memory/tree-cursor.ts';
import type { Releasable } from '../value-form.ts';
import { NamedBlocks } from './named-blocks.ts';

/** Words of a group's block. */
export const GROUP_LAST_ID = 1;
export const GROUP_ENTRIES_READ = 5;
export const GROUP_PENDING = 7;
export const GROUP_CONSUMERS = 8;

/** Words of a consumer's block. */
export const CONSUMER_SEEN = 1;
export const CONSUMER_OWNED = 3;

/** Words of what is kept about a pending entry. */
export const PENDING_OWNER = 0;
export const PENDING_TIME = 1;
export const PENDING_DELIVERIES = 3;

const ID_WORDS = 4;
/** How many nodes of a tree are freed at a step. */
const NODES_AT_ONCE = 16;

export class StreamGroups implements Releasable {
  readonly named: NamedBlocks;
  readonly pending: OrderedTree;
  readonly owned: OrderedTree;
  private readonly arena: Arena;
  private readonly consumerWalker: TreeCursor;
  private readonly idWalker: TreeCursor;

  constructor(arena: Arena) {
    this.arena = arena;
    this.named = new NamedBlocks(arena);
    this.pending = new OrderedTree(arena, { keyWords: ID_WORDS, payloadWords: 4 });
    this.owned = new OrderedTree(arena, { keyWords: ID_WORDS });
    this.consumerWalker = new TreeCursor(this.named.tree);
    this.idWalker = new TreeCursor(this.pending);
  }

  /** A new group in a tree of groups. The bytes may not lie in the arena. */
  addGroup(groups: number, bytes: Uint8Array, start: number, length: number): number {
    const group = this.named.add(groups, bytes, start, length);
    this.named.setWord(group, GROUP_PENDING, this.pending.create());
    this.named.setWord(group, GROUP_CONSUMERS, this.named.tree.create());
    return group;
  }

  /** A new consumer of a group. The bytes may not lie in the arena. */
  addConsumer(group: number, bytes: Uint8Array, start: number, length: number): number {
    const consumer = this.named.add(this.consumersOf(group), bytes, start, length);
    this.named.setWord(consumer, CONSUMER_OWNED, this.owned.create());
    return consumer;
  }

  pendingOf(group: number): number {
    return this.named.word(group, GROUP_PENDING);
  }

  consumersOf(group: number): number {
    return this.named.word(group, GROUP_CONSUMERS);
  }

  ownedOf(consumer: number): number {
    return this.named.word(consumer, CONSUMER_OWNED);
  }

  /** Frees a consumer that nothing is pending for and that is in no tree any more. */
  freeConsumer(consumer: number): void {
    this.owned.destroy(this.ownedOf(consumer));
    this.arena.free(consumer);
  }

  count(group: number): number {
    return this.pending.count(this.pendingOf(group)) + this.named.tree.count(this.consumersOf(group));
  }

  release(group: number): number {
    const { named, consumerWalker } = this;
    const pending = this.pendingOf(group);
    if (pending !== 0) {
      if (this.pending.destroySome(pending, NODES_AT_ONCE)) named.setWord(group, GROUP_PENDING, 0);
      return 1;
    }
    const consumers = this.consumersOf(group);
    if (consumerWalker.last(consumers)) {
      const consumer = consumerWalker.payload;
      if (!this.owned.destroySome(this.ownedOf(consumer), NODES_AT_ONCE)) return 1;
      named.remove(consumers, consumer);
      this.arena.free(consumer);
      return 1;
    }
    named.tree.destroy(consumers);
    this.arena.free(group);
    return 0;
  }

  /** Makes a copy of a group in another tree of groups. */
  cloneInto(groups: number, group: number): void {
    const { named, consumerWalker, idWalker } = this;
    const copy = named.addCopy(groups, group);
    named.setWord(copy, GROUP_PENDING, this.pending.create());
    named.setWord(copy, GROUP_CONSUMERS, named.tree.create());
    const copies = new Map<number, number>();
    for (let there = consumerWalker.first(this.consumersOf(group)); there; there = consumerWalker.next()) {
      const consumer = named.addCopy(this.consumersOf(copy), consumerWalker.payload);
      named.setWord(consumer, CONSUMER_OWNED, this.owned.create());
      copies.set(consumerWalker.payload, consumer);
    }
    for (let there = idWalker.first(this.pendingOf(group)); there; there = idWalker.next()) {
      const owner = copies.get(idWalker.payload) as number;
      for (let i = 0; i < ID_WORDS; i++) {
        this.pending.key[i] = idWalker.keyWord(i);
        this.owned.key[i] = idWalker.keyWord(i);
      }
      this.pending.insert(this.pendingOf(copy), owner);
      const { nodes, path } = this.pending;
      for (let word = PENDING_TIME; word <= PENDING_DELIVERIES; word++) {
        nodes.setLeafWord(path.leaf, path.place, ID_WORDS + word, idWalker.payloadWord(word));
      }
      this.owned.insert(this.ownedOf(owner), owner);
    }
  }

  bytes(group: number): number {
    const { arena, consumerWalker } = this;
    const consumers = this.consumersOf(group);
    let sum =
      arena.sizeOf(group) + this.pending.bytes(this.pendingOf(group)) + this.named.tree.bytes(consumers);
    for (let there = consumerWalker.first(consumers); there; there = consumerWalker.next()) {
      const consumer = consumerWalker.payload;
      sum += arena.sizeOf(consumer) + this.owned.bytes(this.ownedOf(consumer));
    }
    return sum;
  }
}
