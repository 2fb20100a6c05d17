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
import type { RdbEntry } from '../rdb/entry.ts';
import type { RdbInput } from '../rdb/input.ts';
import { RdbString } from '../rdb/input.ts';
import type { RdbOutput } from '../rdb/output.ts';
import type { RdbValueReader } from '../rdb/value-reader.ts';
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

/** Takes a member and its score at a step. */
export class SortedSetReader implements RdbValueReader {
  private readonly target: ValueTarget;
  private readonly readScore: ReadScore;
  private readonly member = new RdbString();
  private readonly sortedSet = new SortedSetValue();
  private entry: RdbEntry | undefined;
  /** Members still to come; -1 while their number is not known. */
  private left = -1;

  constructor(target: ValueTarget, readScore: ReadScore) {
    this.target = target;
    this.readScore = readScore;
  }

  begin(entry: RdbEntry): void {
    this.entry = entry;
    this.left = -1;
  }

  step(input: RdbInput): boolean {
    const { entry, sortedSet, target } = this;
    if (entry === undefined) throw new Error('a value is read before its key');
    if (this.left < 0) {
      const count = input.length();
      if (count === 0) throw input.empty('a sorted set without members');
      this.left = count;
      sortedSet.create(target.databaseOf(entry), entry.key.bytes, entry.key.start, entry.key.length);
      // Whatever was written this way was large; what is not by our measure is made small at the end.
      sortedSet.spread();
      return false;
    }
    const { bytes, start, length } = this.readMember(input);
    const score = this.readScore(input);
    if (Number.isNaN(score)) throw input.corrupt('a sorted set with a score that is no number');
    if (sortedSet.find(bytes, start, length) !== 0) throw input.corrupt('a sorted set with a member twice');
    sortedSet.add(bytes, start, length, score);
    if (--this.left > 0) return false;
    sortedSet.compact();
    target.complete(entry, target.databaseOf(entry), sortedSet.entry);
    return true;
  }

  private readMember(input: RdbInput): RdbString {
    input.string(this.member);
    return this.member;
  }
}

/**
 * Takes the whole listpack in one step, and member by member where it has more of them than this server keeps in one, or
 * they are in no order. As in Redis, how long they are does not matter.
 */
export class PackedSortedSetReader implements RdbValueReader {
  private readonly target: ValueTarget;
  private readonly read: ReadListpack;
  private readonly pairs = new PairCheck();
  private readonly packed = new RdbString();
  private readonly cursor = new ListpackCursor();
  /** Goes one pair behind. */
  private readonly lastCursor = new ListpackCursor();
  private readonly member = new Slice();
  private readonly lastMember = new Slice();
  private readonly score = new Slice();
  private readonly sortedSet = new SortedSetValue();
  private entry: RdbEntry | undefined;

  constructor(target: ValueTarget, read: ReadListpack = readListpack) {
    this.target = target;
    this.read = read;
  }

  begin(entry: RdbEntry): void {
    this.entry = entry;
  }

  step(input: RdbInput): boolean {
    const { entry, packed, sortedSet, target } = this;
    if (entry === undefined) throw new Error('a value is read before its key');
    const count = this.read(input, packed);
    if (count === 0) throw input.empty('a sorted set without members');
    if (count % 2 !== 0) throw input.corrupt('a sorted set whose listpack holds no pairs');
    const database = target.databaseOf(entry);
    const isSmall = count / 2 <= database.keyspace.limits.sortedSetMembers;
    const isAsItIs = this.isInOrder(input) && isSmall;
    if (isAsItIs && this.pairs.hasTwice(packed)) throw input.corrupt('a sorted set with a member twice');
    const { bytes, start, length } = entry.key;
    sortedSet.create(database, bytes, start, length, isAsItIs ? packed.length : 0);
    if (isAsItIs) sortedSet.fill(packed.bytes, packed.start, packed.length);
    else this.takeEach(input);
    target.complete(entry, database, sortedSet.entry);
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
    const { packed, cursor, sortedSet } = this;
    cursor.attach(packed.bytes, packed.start);
    do {
      const { at } = cursor;
      cursor.next();
      const score = this.scoreHere();
      const behind = cursor.at;
      cursor.at = at;
      const { bytes, start, length } = cursor.text(this.member);
      if (sortedSet.find(bytes, start, length) !== 0) throw input.corrupt('a sorted set with a member twice');
      sortedSet.add(bytes, start, length, score);
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
