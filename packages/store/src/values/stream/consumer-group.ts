/**
 * A consumer group of a stream, as commands see it: how far it has read, its consumers, and what is pending for them.
 *
 * Consumers are named by the reference of their block, which is good until the consumer is deleted. An entry that is
 * pending may have been deleted from the stream since.
 *
 * The handle also stands on one pending entry, after `find`, `add` or while it walks (`range`, `next`): `id`, `owner`,
 * `time` and `deliveries` are about that one, and may be changed meanwhile. While it walks, none may be added or removed;
 * whoever does so begins a new walk behind the last id.
 */
import type { Reclaimer } from '../../keyspace/reclaimer.ts';
import type { OrderedTree } from '../../memory/ordered-tree.ts';
import type { Slice } from '../../memory/slice.ts';
import { TreeCursor } from '../../memory/tree-cursor.ts';
import { fromWords, highWord, lowWord } from '../words.ts';
import type { NamedBlocks } from './named-blocks.ts';
import type { StreamGroups } from './stream-groups.ts';
import {
  CONSUMER_SEEN,
  GROUP_ENTRIES_READ,
  GROUP_LAST_ID,
  PENDING_DELIVERIES,
  PENDING_OWNER,
  PENDING_TIME,
} from './stream-groups.ts';
import { StreamId } from './stream-id.ts';
import type { StreamValue } from './stream-value.ts';

const ID_WORDS = 4;
/** What `entriesRead` is where nobody knows. */
export const UNKNOWN_COUNT = -1;

export class ConsumerGroup {
  /** The block of the group; 0 while the handle is on none. */
  ref = 0;
  /** The id of the pending entry the handle is on. */
  readonly id: StreamId = new StreamId();
  private store: StreamGroups | undefined;
  private reclaimer: Reclaimer | undefined;
  /** The tree of the stream's groups. */
  private groupsRoot = 0;
  private groupWalker: TreeCursor | undefined;
  private consumerWalker: TreeCursor | undefined;
  private pendingWalker: TreeCursor | undefined;
  private ownedWalker: TreeCursor | undefined;
  /** Where the entry the handle is on stands. */
  private leaf = 0;
  private place = 0;
  /** What the last search in the tree of what is pending has come to; 'none' once the tree has changed. */
  private sought: 'found' | 'missing' | 'none' = 'none';
  private isOwned = false;
  private isBegun = false;
  private readonly last = new StreamId();

  /** Goes to the group of this name in a stream. False if there is none; then one can be created. */
  open(stream: StreamValue, bytes: Uint8Array, start: number, length: number): boolean {
    this.attach(stream);
    this.ref = this.groupsRoot === 0 ? 0 : this.named.find(this.groupsRoot, bytes, start, length);
    return this.ref !== 0;
  }

  /** Goes to a new group, without consumers, of a name that no group of the stream has. */
  create(stream: StreamValue, bytes: Uint8Array, start: number, length: number): void {
    this.groupsRoot = stream.makeGroups();
    this.attach(stream);
    this.ref = this.groups.addGroup(this.groupsRoot, bytes, start, length);
  }

  /** Stands before the groups of a stream: `nextGroup` goes from one to the next by name. Returns how many there are. */
  all(stream: StreamValue): number {
    this.attach(stream);
    this.ref = 0;
    return this.groupsRoot === 0 ? 0 : this.named.tree.count(this.groupsRoot);
  }

  nextGroup(): boolean {
    const walker = this.groupWalker as TreeCursor;
    if (this.groupsRoot === 0) return false;
    const isThere = this.ref === 0 ? walker.first(this.groupsRoot) : walker.next();
    this.ref = isThere ? walker.payload : 0;
    return isThere;
  }

  /** Deletes the group; what is pending is freed bit by bit. */
  destroy(): void {
    this.named.remove(this.groupsRoot, this.ref);
    (this.reclaimer as Reclaimer).take(this.groups, this.ref);
    this.ref = 0;
  }

  name(into: Slice): Slice {
    return this.named.name(this.ref, into);
  }

  /** The id of the last entry that was delivered. */
  lastId(into: StreamId): StreamId {
    for (let i = 0; i < ID_WORDS; i++) into.words[i] = this.named.word(this.ref, GROUP_LAST_ID + i);
    return into;
  }

  setLastId(id: StreamId): void {
    for (let i = 0; i < ID_WORDS; i++) this.named.setWord(this.ref, GROUP_LAST_ID + i, id.words[i] as number);
  }

  /** How many entries of the stream, from the first ever added, were delivered or passed over; UNKNOWN_COUNT if unknown. */
  get entriesRead(): number | bigint {
    return this.wideOf(GROUP_ENTRIES_READ);
  }

  set entriesRead(count: number | bigint) {
    this.setWide(this.ref, GROUP_ENTRIES_READ, count);
  }

  get pendingCount(): number {
    return this.pending.count(this.pendingRoot);
  }

  /** The least or greatest id of what is pending, of which there is something. */
  edgeId(edge: 'first' | 'last', into: StreamId): StreamId {
    const walker = this.pendingWalker as TreeCursor;
    if (edge === 'first') walker.first(this.pendingRoot);
    else walker.last(this.pendingRoot);
    for (let i = 0; i < ID_WORDS; i++) into.words[i] = walker.keyWord(i);
    return into;
  }

  get consumerCount(): number {
    return this.named.tree.count(this.groups.consumersOf(this.ref));
  }

  /** The consumer of a name, or 0. */
  findConsumer(bytes: Uint8Array, start: number, length: number): number {
    return this.named.find(this.groups.consumersOf(this.ref), bytes, start, length);
  }

  /** Adds a consumer of a name that is new. */
  addConsumer(bytes: Uint8Array, start: number, length: number): number {
    return this.groups.addConsumer(this.ref, bytes, start, length);
  }

  /** Deletes a consumer and what is pending for it; returns how many entries that were. */
  deleteConsumer(consumer: number): number {
    const { groups, pending, pendingRoot } = this;
    const owned = this.ownedWalker as TreeCursor;
    const count = this.ownedCount(consumer);
    for (let there = owned.first(groups.ownedOf(consumer)); there; there = owned.next()) {
      for (let i = 0; i < ID_WORDS; i++) pending.key[i] = owned.keyWord(i);
      pending.remove(pendingRoot);
    }
    this.sought = 'none';
    this.named.remove(groups.consumersOf(this.ref), consumer);
    groups.freeConsumer(consumer);
    return count;
  }

  /** Calls `visit` for every consumer in the order of their names; it may use the handle, but not delete any. */
  visitConsumers(visit: (consumer: number) => void): void {
    const walker = this.consumerWalker as TreeCursor;
    const consumers = this.groups.consumersOf(this.ref);
    for (let there = walker.first(consumers); there; there = walker.next()) visit(walker.payload);
  }

  consumerName(consumer: number, into: Slice): Slice {
    return this.named.name(consumer, into);
  }

  /** When the consumer was last heard of, in ms since the epoch. */
  seenTime(consumer: number): number {
    const { named } = this;
    return fromHalves(named.word(consumer, CONSUMER_SEEN), named.word(consumer, CONSUMER_SEEN + 1));
  }

  setSeenTime(consumer: number, time: number): void {
    this.setWide(consumer, CONSUMER_SEEN, time);
  }

  /** How many entries are pending for a consumer. */
  ownedCount(consumer: number): number {
    return this.groups.owned.count(this.groups.ownedOf(consumer));
  }

  /** Goes to the pending entry of this id. False if it is not pending. */
  find(id: StreamId): boolean {
    const { pending } = this;
    this.id.set(id);
    probe(pending, id);
    const isThere = pending.path.seek(this.pendingRoot);
    if (isThere) this.takePath();
    this.sought = isThere ? 'found' : 'missing';
    return isThere;
  }

  /** Makes an entry pending that is not, as `find` has just said, and goes to it. */
  add(id: StreamId, owner: number, time: number, deliveries: number): void {
    this.addUnowned(id, time, deliveries);
    this.own(owner);
  }

  /** As `add`, for a reader that does not know yet for whom it is: `own` has to follow. */
  addUnowned(id: StreamId, time: number, deliveries: number): void {
    const { pending } = this;
    if (this.sought !== 'missing' || this.id.compare(id) !== 0)
      throw new Error('nobody has looked for the entry');
    pending.insertHere(this.pendingRoot, 0);
    this.sought = 'none';
    this.takePath();
    this.time = time;
    this.deliveries = deliveries;
  }

  /** Gives the entry the handle is on, which nobody has, to a consumer. */
  own(owner: number): void {
    const { owned } = this.groups;
    this.setPending(PENDING_OWNER, owner);
    probe(owned, this.id);
    owned.insert(this.groups.ownedOf(owner), owner);
  }

  /** Gives the entry the handle is on to another consumer. */
  moveTo(owner: number): void {
    const { groups } = this;
    if (this.owner === owner) return;
    probe(groups.owned, this.id);
    groups.owned.remove(groups.ownedOf(this.owner));
    this.own(owner);
  }

  /** Takes the entry the handle is on off the list: then the handle is on none. */
  remove(): void {
    const { groups, pending } = this;
    probe(groups.owned, this.id);
    groups.owned.remove(groups.ownedOf(this.owner));
    if (this.sought === 'found') {
      pending.removeHere(this.pendingRoot);
    } else {
      probe(pending, this.id);
      pending.remove(this.pendingRoot);
    }
    this.sought = 'none';
  }

  /** Whose the entry is. */
  get owner(): number {
    return this.pendingWord(PENDING_OWNER);
  }

  /** When it was delivered last, in ms since the epoch. */
  get time(): number {
    return fromHalves(this.pendingWord(PENDING_TIME), this.pendingWord(PENDING_TIME + 1));
  }

  set time(time: number) {
    this.setPending(PENDING_TIME, highWord(time));
    this.setPending(PENDING_TIME + 1, lowWord(time));
  }

  /** How often it was delivered. */
  get deliveries(): number {
    return this.pendingWord(PENDING_DELIVERIES);
  }

  set deliveries(count: number) {
    this.setPending(PENDING_DELIVERIES, Math.min(count, 0xffff_ffff));
  }

  /** Goes before the first pending entry from `from` to `to`; of one consumer, unless that is 0. */
  range(from: StreamId, to: StreamId, consumer = 0): void {
    const { groups } = this;
    this.isOwned = consumer !== 0;
    this.isBegun = false;
    this.sought = 'none';
    this.last.set(to);
    const tree = this.isOwned ? groups.owned : groups.pending;
    probe(tree, from);
    this.walker.seek(this.isOwned ? groups.ownedOf(consumer) : this.pendingRoot);
  }

  /** Goes to the next pending entry of the range. */
  next(): boolean {
    const { walker, id, pending } = this;
    const isThere = this.isBegun ? walker.next() : walker.isAtElement;
    this.isBegun = true;
    if (!isThere) return false;
    for (let i = 0; i < ID_WORDS; i++) id.words[i] = walker.keyWord(i);
    if (id.compare(this.last) > 0) return false;
    if (this.isOwned) {
      probe(pending, id);
      if (!pending.path.seek(this.pendingRoot)) throw new Error('an entry is pending for a consumer only');
      this.takePath();
    } else {
      this.leaf = walker.leaf;
      this.place = walker.index;
    }
    return true;
  }

  private attach(stream: StreamValue): void {
    const { groups, reclaimer } = stream;
    this.sought = 'none';
    if (this.store !== groups) {
      this.store = groups;
      this.reclaimer = reclaimer;
      this.groupWalker = new TreeCursor(groups.named.tree);
      this.consumerWalker = new TreeCursor(groups.named.tree);
      this.pendingWalker = new TreeCursor(groups.pending);
      this.ownedWalker = new TreeCursor(groups.owned);
    }
    this.groupsRoot = stream.groupsRoot;
  }

  private takePath(): void {
    const { path } = this.pending;
    this.leaf = path.leaf;
    this.place = path.place;
  }

  private pendingWord(word: number): number {
    return this.pending.nodes.leafWord(this.leaf, this.place, ID_WORDS + word);
  }

  private setPending(word: number, value: number): void {
    this.pending.nodes.setLeafWord(this.leaf, this.place, ID_WORDS + word, value);
  }

  private wideOf(word: number): number | bigint {
    return fromWords(this.named.word(this.ref, word + 1), this.named.word(this.ref, word) | 0);
  }

  private setWide(block: number, word: number, value: number | bigint): void {
    this.named.setWord(block, word, highWord(value));
    this.named.setWord(block, word + 1, lowWord(value));
  }

  private get walker(): TreeCursor {
    return (this.isOwned ? this.ownedWalker : this.pendingWalker) as TreeCursor;
  }

  private get groups(): StreamGroups {
    return this.store as StreamGroups;
  }

  private get named(): NamedBlocks {
    return this.groups.named;
  }

  private get pending(): OrderedTree {
    return this.groups.pending;
  }

  private get pendingRoot(): number {
    return this.groups.pendingOf(this.ref);
  }
}

function probe(tree: OrderedTree, { words }: StreamId): void {
  for (let i = 0; i < ID_WORDS; i++) tree.key[i] = words[i] as number;
}

function fromHalves(high: number, low: number): number {
  return (high | 0) * 2 ** 32 + low;
}
