/**
 * Small sorted sets: a listpack in the entry, member, score, member, score … in their order.
 *
 * The bytes are those of Redis: a score that is an integer of up to 62 bits is one in the listpack as well, any other
 * is the text of "%.17g". So -0 becomes 0 here, as it does there.
 */
import { compareBytes } from '../memory/compare.ts';
import { Slice } from '../memory/slice.ts';
import { DOUBLE_TEXT_MAX, formatDouble, parseDouble } from '../numbers/float.ts';
import { ListpackCursor } from './listpack-cursor.ts';
import { Needle } from './needle.ts';
import { PackedEntry } from './packed-entry.ts';

/** Scores up to this are kept as integers if they are some. */
const INTEGER_MAX = 2 ** 62;

export class PackedScores extends PackedEntry {
  private readonly needle = new Needle();
  private readonly scoreCursor = new ListpackCursor();
  private readonly scoreText = new Slice();
  private readonly memberText = new Slice();
  private readonly digits = new Uint8Array(DOUBLE_TEXT_MAX);

  /** The place of a member, or 0. */
  find(bytes: Uint8Array, start: number, length: number): number {
    const { cursor } = this;
    cursor.first();
    return cursor.find(this.needle.set(bytes, start, length), 1) ? cursor.at : 0;
  }

  /** The score of the member at a place. */
  scoreAt(place: number): number {
    const { entries } = this.db;
    const cursor = this.scoreCursor.attach(entries.bytes(this.entry), entries.valueStart(this.entry));
    cursor.at = place;
    cursor.next();
    if (cursor.isInteger) return Number(cursor.integer());
    const { bytes, start, length } = cursor.text(this.scoreText);
    return parseDouble(bytes, start, length);
  }

  /** Puts a member that is not there in its place. The bytes must not lie in this listpack. */
  add(bytes: Uint8Array, start: number, length: number, score: number): void {
    const { needle } = this;
    const at = this.placeFor(bytes, start, length, score);
    const next = this.insert(at, needle.set(bytes, start, length));
    this.insert(next, this.setToScore(score));
  }

  /** How many members are before the one at `place`. */
  rank(place: number): number {
    let rank = 0;
    for (this.cursor.first(); this.cursor.at !== place; this.next()) rank++;
    return rank;
  }

  /** How many members have a lower score, those with this score included if `after`. */
  rankOfScore(score: number, after: boolean): number {
    let rank = 0;
    for (let there = this.cursor.first(); there; there = this.next()) {
      const other = this.scoreAt(this.cursor.at);
      if (after ? other > score : other >= score) break;
      rank++;
    }
    return rank;
  }

  /** How many members are before these bytes, or before and at them if `after`, where all scores are equal. */
  rankOfMember(bytes: Uint8Array, start: number, length: number, after: boolean): number {
    let rank = 0;
    for (let there = this.cursor.first(); there; there = this.next()) {
      const order = this.compareMember(bytes, start, length);
      if (after ? order > 0 : order >= 0) break;
      rank++;
    }
    return rank;
  }

  /** The cursor goes from a member to the one behind it. */
  next(): boolean {
    this.cursor.next();
    return this.cursor.next();
  }

  /** The cursor goes from a member to the one before it. */
  previous(): boolean {
    return this.cursor.previous() && this.cursor.previous();
  }

  /** Where a member has to stand. Scores often grow, so the end is looked at first. */
  private placeFor(bytes: Uint8Array, start: number, length: number, score: number): number {
    const { cursor } = this;
    if (cursor.last()) {
      cursor.previous();
      if (this.isBefore(bytes, start, length, score)) return this.size - 1;
    }
    for (let there = cursor.first(); there; there = this.next()) {
      if (!this.isBefore(bytes, start, length, score)) break;
    }
    return cursor.at;
  }

  /** Whether the cursor's member is before this one. */
  private isBefore(bytes: Uint8Array, start: number, length: number, score: number): boolean {
    const other = this.scoreAt(this.cursor.at);
    return other === score ? this.compareMember(bytes, start, length) < 0 : other < score;
  }

  /** Orders the cursor's member against these bytes. */
  private compareMember(bytes: Uint8Array, start: number, length: number): number {
    const own = this.cursor.text(this.memberText);
    return compareBytes(own.bytes, own.start, own.length, bytes, start, length);
  }

  private setToScore(score: number): Needle {
    const { needle, digits } = this;
    if (Number.isSafeInteger(score)) return needle.setInteger(score + 0);
    if (Math.abs(score) <= INTEGER_MAX && Number.isInteger(score)) return needle.setInteger(BigInt(score));
    return needle.set(digits, 0, formatDouble(score, digits, 0));
  }
}
