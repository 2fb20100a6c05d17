/**
 * Large sorted sets: a table that leads from a member to its record, and a tree of the records in their order.
 *
 *     block of a root   | table | tree |
 *     record            | score, two words | member |
 *
 * A member's score is found by one look into the table, its rank and every range by a descent into the tree. Records
 * belong to the table; the tree repeats their scores as keys, so that descending reads a record only where scores are
 * equal. A record keeps the score as it was given, since 0 and -0 have one key but are written differently.
 *
 * The object holds scratch only and serves all values of a keyspace. One walk goes on at a time (`cursor`).
 */
import type { Arena } from '../memory/arena.ts';
import { PLACE_MASK, WINDOW_SHIFT } from '../memory/arena.ts';
import { compareBytes } from '../memory/compare.ts';
import type { Ties } from '../memory/ordered-tree.ts';
import { OrderedTree } from '../memory/ordered-tree.ts';
import type { Records } from '../memory/records.ts';
import { Slice } from '../memory/slice.ts';
import { TreeCursor } from '../memory/tree-cursor.ts';
import { scoreKey, scoreOfKey } from '../numbers/ordered-double.ts';
import type { RecordTable } from './record-table.ts';
import type { ValueForm } from './value-form.ts';

const ROOT_BYTES = 8;
const TABLE = 0;
const TREE = 1;

/** A record's extra words: its score. */
const EXTRA_WORDS = 2;
/** How many nodes of a tree are freed at a step. */
const NODES_AT_ONCE = 16;

const DOUBLE = new Float64Array(1);
const HALVES = new Uint32Array(DOUBLE.buffer);

/** Orders members whose scores are equal, the probe being these bytes, or a place before or behind all of them. */
class MemberOrder implements Ties {
  readonly member = new Slice();
  /** -1 and 1: the probe is no member, but before or behind all members of its score. */
  beyond = 0;
  /** 1: the probe is behind the member that has its bytes. */
  bias = 0;
  private readonly records: Records;
  private readonly scratch = new Slice();

  constructor(records: Records) {
    this.records = records;
  }

  compare(record: number): number {
    if (this.beyond !== 0) return this.beyond;
    const { member } = this;
    const { bytes, start, length } = this.records.key(record, this.scratch);
    return compareBytes(member.bytes, member.start, member.length, bytes, start, length) || this.bias;
  }
}

export class ScoreIndex implements ValueForm {
  readonly table: RecordTable;
  readonly cursor: TreeCursor;
  private readonly arena: Arena;
  private readonly records: Records;
  private readonly tree: OrderedTree;
  private readonly order: MemberOrder;
  private readonly scratch = new Slice();

  constructor(arena: Arena, table: RecordTable) {
    this.arena = arena;
    this.table = table;
    this.records = table.records;
    this.order = new MemberOrder(this.records);
    this.tree = new OrderedTree(arena, { keyWords: 2, ties: this.order });
    this.cursor = new TreeCursor(this.tree);
  }

  create(): number {
    const root = this.arena.allocate(ROOT_BYTES);
    this.setWord(root, TABLE, this.table.create());
    this.setWord(root, TREE, this.tree.create());
    return root;
  }

  count(root: number): number {
    return this.table.count(this.tableOf(root));
  }

  /** The record of a member, or 0. */
  find(root: number, bytes: Uint8Array, start: number, length: number): number {
    return this.table.find(this.tableOf(root), this.table.hashOf(bytes, start, length), bytes, start, length);
  }

  score(record: number): number {
    HALVES[0] = this.records.extra(record, 0);
    HALVES[1] = this.records.extra(record, 1);
    return DOUBLE[0] as number;
  }

  /** Adds a member that is not there. The bytes may lie in the arena. */
  add(root: number, bytes: Uint8Array, start: number, length: number, score: number): void {
    const record = this.records.create(EXTRA_WORDS, bytes, start, length, 0);
    this.setScore(record, score);
    this.table.add(this.tableOf(root), this.table.hashOf(bytes, start, length), record);
    this.insert(root, record, score);
  }

  /** Gives a member another score. */
  move(root: number, record: number, score: number): void {
    this.probe(record);
    this.tree.remove(this.treeOf(root));
    this.setScore(record, score);
    this.insert(root, record, score);
  }

  remove(root: number, record: number): void {
    this.probe(record);
    this.tree.remove(this.treeOf(root));
    this.table.remove(this.tableOf(root), record);
  }

  /** Removes `count` members from `rank` on. */
  removeRange(root: number, rank: number, count: number): void {
    const table = this.tableOf(root);
    this.tree.removeRange(this.treeOf(root), rank, count, (record) => this.table.remove(table, record));
  }

  /** How many members are before one. */
  rank(root: number, record: number): number {
    this.probe(record);
    return this.tree.rank(this.treeOf(root));
  }

  /** How many members have a lower score, those with this score included if `after`. */
  rankOfScore(root: number, score: number, after: boolean): number {
    scoreKey(score, this.tree.key);
    this.order.beyond = after ? 1 : -1;
    const rank = this.tree.rank(this.treeOf(root));
    this.order.beyond = 0;
    return rank;
  }

  /** How many members are before these bytes, or before and at them if `after`, where all scores are equal. */
  rankOfMember(root: number, bytes: Uint8Array, start: number, length: number, after: boolean): number {
    const { cursor, tree, order } = this;
    cursor.first(this.treeOf(root));
    tree.key[0] = cursor.keyWord(0);
    tree.key[1] = cursor.keyWord(1);
    order.member.set(bytes, start, length);
    order.bias = after ? 1 : 0;
    const rank = tree.rank(this.treeOf(root));
    order.bias = 0;
    return rank;
  }

  /** Goes to the member of a rank. */
  seek(root: number, rank: number): boolean {
    return this.cursor.seekRank(this.treeOf(root), rank);
  }

  /** Goes to the first member whose score is not lower. */
  seekScore(root: number, score: number): boolean {
    scoreKey(score, this.tree.key);
    this.order.beyond = -1;
    const isThere = this.cursor.seek(this.treeOf(root));
    this.order.beyond = 0;
    return isThere;
  }

  /** The score of the member the walk has come to, read from the tree: -0 is 0 there. */
  get scoreHere(): number {
    return scoreOfKey(this.cursor.keyWord(0), this.cursor.keyWord(1));
  }

  release(root: number, position: number): number {
    const tree = this.treeOf(root);
    if (tree !== 0) {
      if (!this.tree.destroySome(tree, NODES_AT_ONCE)) return 1;
      this.setWord(root, TREE, 0);
    }
    const next = this.table.release(this.tableOf(root), tree === 0 ? position : 0);
    if (next === 0) this.arena.free(root);
    return next;
  }

  clone(root: number): number {
    const { cursor } = this;
    const copy = this.create();
    for (let there = this.seek(root, 0); there; there = cursor.next()) {
      const record = cursor.payload;
      const { bytes, start, length } = this.records.key(record, this.scratch);
      this.add(copy, bytes, start, length, this.score(record));
    }
    return copy;
  }

  chains(root: number): number[] {
    return this.table.chains(this.tableOf(root));
  }

  bytes(root: number): number {
    const own = this.arena.sizeOf(root);
    return own + this.table.bytes(this.tableOf(root)) + this.tree.bytes(this.treeOf(root));
  }

  /** The root of the table of records. */
  tableOf(root: number): number {
    return this.word(root, TABLE);
  }

  private treeOf(root: number): number {
    return this.word(root, TREE);
  }

  private insert(root: number, record: number, score: number): void {
    scoreKey(score, this.tree.key);
    this.records.key(record, this.order.member);
    this.tree.insert(this.treeOf(root), record);
  }

  private probe(record: number): void {
    scoreKey(this.score(record), this.tree.key);
    this.records.key(record, this.order.member);
  }

  private setScore(record: number, score: number): void {
    DOUBLE[0] = score;
    this.records.setExtra(record, 0, HALVES[0] as number);
    this.records.setExtra(record, 1, HALVES[1] as number);
  }

  private word(root: number, index: number): number {
    return (this.arena.words[root >>> WINDOW_SHIFT] as Uint32Array)[
      ((root & PLACE_MASK) << 1) + index
    ] as number;
  }

  private setWord(root: number, index: number, value: number): void {
    (this.arena.words[root >>> WINDOW_SHIFT] as Uint32Array)[((root & PLACE_MASK) << 1) + index] = value;
  }
}
