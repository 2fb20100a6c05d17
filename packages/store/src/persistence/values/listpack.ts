/** Small collections in RDB: the listpack they are, as a string. */
import type { Database } from '../../keyspace/database.ts';
import { Slice } from '../../memory/slice.ts';
import { isValidListpack, listpackCount } from '../../values/listpack.ts';
import type { RdbInput, RdbString } from '../rdb/input.ts';
import type { RdbOutput } from '../rdb/output.ts';

const value = new Slice();

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
