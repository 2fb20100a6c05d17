/** Strings in RDB: their bytes, or an integer. */
import type { Database } from '../../keyspace/database.ts';
import { NO_EXPIRY } from '../../keyspace/database.ts';
import { INT } from '../../keyspace/entry.ts';
import { Slice } from '../../memory/slice.ts';
import { parseInt64 } from '../../numbers/integer.ts';
import type { RdbOutput } from '../rdb/output.ts';
import type { RdbValueReader } from '../rdb/value-reader.ts';
import { StringValueReader } from '../rdb/value-reader.ts';
import type { ValueTarget } from './value-target.ts';

const value = new Slice();

export function writeString(output: RdbOutput, { entries }: Database, ref: number): void {
  const { bytes, start, length } = entries.value(ref, value);
  const integer = entries.encoding(ref) === INT ? parseInt64(bytes, start, length) : undefined;
  if (integer === undefined) output.string(bytes, start, length);
  else output.integer(integer);
}

export function stringReader(target: ValueTarget): RdbValueReader {
  return new StringValueReader((entry, bytes, start, length) => {
    const database = target.databaseOf(entry);
    const { key } = entry;
    const ref = database.setString(key.bytes, key.start, key.length, bytes, start, length, NO_EXPIRY);
    target.complete(entry, database, ref);
  });
}
