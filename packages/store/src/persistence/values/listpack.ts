/** Small collections in RDB: the listpack they are, as a string, or the ziplist they were before Redis 7. */
import type { Database } from '../../keyspace/database.ts';
import { compareBytes } from '../../memory/compare.ts';
import { Slice } from '../../memory/slice.ts';
import { isValidListpack, listpackBytes, listpackCount } from '../../values/listpack.ts';
import { ListpackCursor } from '../../values/listpack-cursor.ts';
import type { RdbInput } from '../rdb/input.ts';
import { RdbString } from '../rdb/input.ts';
import type { RdbOutput } from '../rdb/output.ts';
import { convertZiplist, listpackRoomFor } from './ziplist.ts';

const value = new Slice();
const ziplist = new RdbString();

/** Reads a listpack, in whatever form, and returns how many elements it has. @throws CorruptRdbError */
export type ReadListpack = (input: RdbInput, into: RdbString) => number;

/** Writes a value that lies in its entry as the very bytes it is. */
export function writeInline(output: RdbOutput, { entries }: Database, ref: number): void {
  const { bytes, start, length } = entries.value(ref, value);
  output.string(bytes, start, length);
}

/** Reads a listpack, looks through every byte of it, and returns how many elements it has. @throws CorruptRdbError */
export function readListpack(input: RdbInput, into: RdbString): number {
  input.string(into);
  if (!isValidListpack(into.bytes, into.start, into.length, true)) throw input.corrupt('a broken listpack');
  return listpackCount(into.bytes, into.start);
}

/** As `readListpack`, from a ziplist. */
export function readZiplist(input: RdbInput, into: RdbString): number {
  input.string(ziplist);
  const { bytes, start, length } = ziplist;
  const room = into.own(listpackRoomFor(length));
  const isWhole = convertZiplist(bytes, start, length, room);
  // A large payload is not to be held until the next.
  ziplist.own(0);
  if (!isWhole) throw input.corrupt('a broken ziplist');
  into.length = listpackBytes(room, 0);
  return listpackCount(room, 0);
}

/** Looks for what stands twice in a listpack of pairs. */
export class PairCheck {
  private readonly cursor = new ListpackCursor();
  private readonly otherCursor = new ListpackCursor();
  private readonly element = new Slice();
  private readonly otherElement = new Slice();

  /** Whether two pairs have the same first element. It takes as long as sorting them. */
  hasTwice({ bytes, start }: RdbString): boolean {
    const { cursor } = this;
    const places: number[] = [];
    this.otherCursor.attach(bytes, start);
    for (let there = cursor.attach(bytes, start).first(); there; there = cursor.next() && cursor.next()) {
      places.push(cursor.at);
    }
    places.sort((place, other) => this.compare(place, other));
    return places.some((place, index) => index > 0 && this.compare(place, places[index - 1] as number) === 0);
  }

  private compare(place: number, other: number): number {
    this.cursor.at = place;
    this.otherCursor.at = other;
    const one = this.cursor.text(this.element);
    const two = this.otherCursor.text(this.otherElement);
    return compareBytes(one.bytes, one.start, one.length, two.bytes, two.start, two.length);
  }
}
