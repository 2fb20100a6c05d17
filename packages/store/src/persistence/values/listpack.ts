/** Small collections in RDB: the listpack they are, as a string, or the ziplist they were before Redis 7. */
import type { Database } from '../../keyspace/database.ts';
import { Slice } from '../../memory/slice.ts';
import { asciiText } from '../../numbers/ascii-text.ts';
import { isValidListpack, listpackBytes, listpackCount } from '../../values/listpack.ts';
import { ListpackCursor } from '../../values/listpack-cursor.ts';
import type { RdbInput } from '../rdb/input.ts';
import { RdbString } from '../rdb/input.ts';
import type { RdbOutput } from '../rdb/output.ts';
import { convertZiplist, listpackRoomFor } from './ziplist.ts';

const value = new Slice();
const ziplist = new RdbString();
const cursor = new ListpackCursor();
const text = new Slice();
const seen = new Set<string>();

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
  if (!convertZiplist(bytes, start, length, room)) throw input.corrupt('a broken ziplist');
  into.length = listpackBytes(room, 0);
  return listpackCount(room, 0);
}

/** Whether a listpack of pairs has two that begin alike. */
export function hasPairTwice({ bytes, start }: RdbString): boolean {
  seen.clear();
  let count = 0;
  for (let there = cursor.attach(bytes, start).first(); there; there = cursor.next() && cursor.next()) {
    const first = cursor.text(text);
    seen.add(asciiText(first.bytes, first.start, first.length));
    count++;
  }
  const isTwice = seen.size < count;
  seen.clear();
  return isTwice;
}
