/**
 * Sorted sets in RDB: the listpack as it is, a ziplist where an old server wrote it; or the number of members and then
 * each with its score, the last member first, as in Redis, which finds each one's place at the head of its list that way.
 */
import type { Database } from '../../keyspace/database.ts';
import { compareBytes } from '../../memory/compare.ts';
import { Slice } from '../../memory/slice.ts';
import { parseDouble } from '../../numbers/float.ts';
import { ListpackCursor } from '../../values/listpack-cursor.ts';
import { SortedSetValue } from '../../values/sorted-set-value.ts';
import type { RdbInput } from '../rdb/input.ts';
import { RdbString } from '../rdb/input.ts';
import type { RdbOutput } from '../rdb/output.ts';
import { CollectionReader, ElementsReader } from './collection-reader.ts';
import type { ReadListpack } from './listpack.ts';
import { PairCheck, readListpack } from './listpack.ts';
import type { ValueTarget } from './value-target.ts';

const sortedSet = new SortedSetValue();
const member = new Slice();
const scoreBytes = new Uint8Array(8);
const scoreView = new DataView(scoreBytes.buffer);

export function writeSortedSet(output: RdbOutput, database: Database, ref: number): void {
  sortedSet.open(database, ref);
  const { count } = sortedSet;
  output.length(count);
  for (let there = sortedSet.seek(count - 1); there; there = sortedSet.previous()) {
    const { place } = sortedSet;
    const { bytes, start, length } = sortedSet.memberAt(place, member);
    output.string(bytes, start, length);
    scoreView.setFloat64(0, sortedSet.scoreAt(place), true);
    output.raw(scoreBytes, 0, scoreBytes.length);
  }
}

/** Reads the next score; NaN is for the caller to refuse. */
type ReadScore = (input: RdbInput) => number;

export function readBinaryScore(input: RdbInput): number {
  input.need(scoreBytes.length);
  for (let i = 0; i < scoreBytes.length; i++) scoreBytes[i] = input.byte();
  return scoreView.getFloat64(0, true);
}

/**
 * Scores as files before RDB 8 have them: the length of a text and the text, or one of three lengths that say it all. The
 * whole text has to be a number, where Redis is content if it begins with one.
 */
export function readTextScore(input: RdbInput): number {
  const length = input.byte();
  if (length === 255) return -Infinity;
  if (length === 254) return Infinity;
  if (length === 253) return Number.NaN;
  input.need(length);
  const score = parseDouble(input.bytes, input.at, length);
  input.skip(length);
  return score;
}

const MEMBER_TWICE = 'a sorted set with a member twice';

/** Adds a member. @throws CorruptRdbError if it is there. */
function add(input: RdbInput, to: SortedSetValue, member: Slice | RdbString, score: number): void {
  const { bytes, start, length } = member;
  if (to.find(bytes, start, length) !== 0) throw input.corrupt(MEMBER_TWICE);
  to.add(bytes, start, length, score);
}

/** Takes a member and its score at a step. */
export class SortedSetReader extends ElementsReader<SortedSetValue> {
  protected override readonly nothing: string = 'a sorted set without members';
  private readonly readScore: ReadScore;
  private readonly member = new RdbString();

  constructor(target: ValueTarget, value: SortedSetValue, readScore: ReadScore) {
    super(target, value);
    this.readScore = readScore;
  }

  /** Whatever was written this way was large; what is not by our measure is made small at the end. */
  protected override create(): void {
    super.create();
    this.value.spread();
  }

  protected override take(input: RdbInput): void {
    const { member } = this;
    input.string(member);
    const score = this.readScore(input);
    if (Number.isNaN(score)) throw input.corrupt('a sorted set with a score that is no number');
    add(input, this.value, member, score);
  }

  protected override finish(): void {
    this.value.compact();
  }
}

/**
 * Takes the whole listpack in one step, and member by member where it has more of them than this server keeps in one, or
 * they are in no order. As in Redis, how long they are does not matter.
 */
export class PackedSortedSetReader extends CollectionReader<SortedSetValue> {
  private readonly read: ReadListpack;
  private readonly pairs = new PairCheck();
  private readonly packed = new RdbString();
  private readonly cursor = new ListpackCursor();
  /** Goes one pair behind. */
  private readonly lastCursor = new ListpackCursor();
  private readonly member = new Slice();
  private readonly lastMember = new Slice();
  private readonly score = new Slice();

  constructor(target: ValueTarget, value: SortedSetValue, read: ReadListpack = readListpack) {
    super(target, value);
    this.read = read;
  }

  step(input: RdbInput): boolean {
    const { packed, value } = this;
    const count = this.read(input, packed);
    if (count === 0) throw input.empty('a sorted set without members');
    if (count % 2 !== 0) throw input.corrupt('a sorted set whose listpack holds no pairs');
    const isSmall = count / 2 <= this.database.keyspace.limits.sortedSetMembers;
    const isAsItIs = this.isInOrder(input) && isSmall;
    if (isAsItIs && this.pairs.hasTwice(packed)) throw input.corrupt(MEMBER_TWICE);
    this.create(isAsItIs ? packed.length : 0);
    if (isAsItIs) value.fill(packed.bytes, packed.start, packed.length);
    else this.takeEach(input);
    this.complete();
    return true;
  }

  /** Whether every member stands behind those of a lower score. Refuses scores that are no numbers. */
  private isInOrder(input: RdbInput): boolean {
    const { packed, cursor, lastCursor } = this;
    let inOrder = true;
    let last = -Infinity;
    cursor.attach(packed.bytes, packed.start);
    lastCursor.attach(packed.bytes, packed.start);
    do {
      const { at } = cursor;
      cursor.next();
      const score = this.scoreHere();
      if (Number.isNaN(score)) throw input.corrupt('a sorted set with a score that is no number');
      const behind = cursor.at;
      cursor.at = at;
      if (lastCursor.at !== at) inOrder &&= score === last ? this.isBehindLast() : score > last;
      lastCursor.at = at;
      cursor.at = behind;
      last = score;
    } while (cursor.next());
    return inOrder;
  }

  private isBehindLast(): boolean {
    const own = this.cursor.text(this.member);
    const last = this.lastCursor.text(this.lastMember);
    return compareBytes(last.bytes, last.start, last.length, own.bytes, own.start, own.length) < 0;
  }

  private takeEach(input: RdbInput): void {
    const { packed, cursor } = this;
    cursor.attach(packed.bytes, packed.start);
    do {
      const { at } = cursor;
      cursor.next();
      const score = this.scoreHere();
      const behind = cursor.at;
      cursor.at = at;
      add(input, this.value, cursor.text(this.member), score);
      cursor.at = behind;
    } while (cursor.next());
  }

  private scoreHere(): number {
    const { cursor } = this;
    if (cursor.isInteger) return Number(cursor.integer());
    const { bytes, start, length } = cursor.text(this.score);
    return parseDouble(bytes, start, length);
  }
}
