/**
 * Values in RDB, type by type: how each is written, and the readers for each form it may come in.
 *
 * A type of value is a file beside this and a line in each of the two lists.
 */
import type { Database } from '../../keyspace/database.ts';
import {
  HASH,
  INTSET,
  kindOf,
  LIST,
  LISTPACK,
  QUICKLIST,
  RADIX,
  SET,
  SKIPLIST,
  SORTED_SET,
  STREAM,
  STRING,
  TABLE,
} from '../../keyspace/entry.ts';
import { HashValue } from '../../values/hash-value.ts';
import { ListValue } from '../../values/list-value.ts';
import { SetValue } from '../../values/set-value.ts';
import { SortedSetValue } from '../../values/sorted-set-value.ts';
import { StreamValue } from '../../values/stream/stream-value.ts';
import {
  TYPE_HASH,
  TYPE_HASH_LISTPACK,
  TYPE_HASH_TIMES,
  TYPE_HASH_TIMES_LISTPACK,
  TYPE_HASH_TIMES_LISTPACK_PREVIEW,
  TYPE_HASH_TIMES_PREVIEW,
  TYPE_HASH_ZIPLIST,
  TYPE_HASH_ZIPMAP,
  TYPE_LIST,
  TYPE_LIST_QUICKLIST,
  TYPE_LIST_ZIPLIST,
  TYPE_LIST_ZIPLISTS,
  TYPE_SET,
  TYPE_SET_INTSET,
  TYPE_SET_LISTPACK,
  TYPE_SORTED_SET,
  TYPE_SORTED_SET_LISTPACK,
  TYPE_SORTED_SET_TEXT,
  TYPE_SORTED_SET_ZIPLIST,
  TYPE_STREAM_FIRST,
  TYPE_STREAM_SECOND,
  TYPE_STREAM_THIRD,
  TYPE_STRING,
} from '../rdb/format.ts';
import type { RdbOutput } from '../rdb/output.ts';
import type { RdbValueReader, RdbValueReaders } from '../rdb/value-reader.ts';
import {
  HashReader,
  hasFieldTimes,
  PackedHashReader,
  writeHash,
  writeTimedHash,
  ZipmapReader,
} from './hash.ts';
import { ListReader, QuicklistReader, writeList, ZiplistListReader, ZiplistNodesReader } from './list.ts';
import { readZiplist, writeInline } from './listpack.ts';
import { IntsetReader, PackedSetReader, SetReader, writeSet } from './set.ts';
import {
  PackedSortedSetReader,
  readBinaryScore,
  readTextScore,
  SortedSetReader,
  writeSortedSet,
} from './sorted-set.ts';
import { StreamReader, writeStream } from './stream.ts';
import { stringReader, writeString } from './string.ts';
import type { ValueTarget } from './value-target.ts';

export type { ValueTarget } from './value-target.ts';

/** A form a value is written in: the number of its type in RDB, and what writes it. */
interface WrittenForm {
  readonly type: number;
  readonly write: (output: RdbOutput, database: Database, ref: number) => void;
}

/** By kind: see keyspace/entry.ts. A string is written alike whatever its encoding. */
const forms: ReadonlyMap<number, WrittenForm> = new Map([
  [kindOf(HASH, LISTPACK), { type: TYPE_HASH_LISTPACK, write: writeInline }],
  [kindOf(HASH, TABLE), { type: TYPE_HASH, write: writeHash }],
  [kindOf(SET, INTSET), { type: TYPE_SET_INTSET, write: writeInline }],
  // Redis 7.0 reads no listpacks of members.
  [kindOf(SET, LISTPACK), { type: TYPE_SET, write: writeSet }],
  [kindOf(SET, TABLE), { type: TYPE_SET, write: writeSet }],
  [kindOf(LIST, LISTPACK), { type: TYPE_LIST_QUICKLIST, write: writeList }],
  [kindOf(LIST, QUICKLIST), { type: TYPE_LIST_QUICKLIST, write: writeList }],
  [kindOf(SORTED_SET, LISTPACK), { type: TYPE_SORTED_SET_LISTPACK, write: writeInline }],
  [kindOf(SORTED_SET, SKIPLIST), { type: TYPE_SORTED_SET, write: writeSortedSet }],
  [kindOf(STREAM, RADIX), { type: TYPE_STREAM_SECOND, write: writeStream }],
]);

/** A hash with fields that expire is written with their times only where some are left. */
const timedHashForm: WrittenForm = { type: TYPE_HASH_TIMES, write: writeTimedHash };
const hashForm: WrittenForm = { type: TYPE_HASH, write: writeHash };
const stringForm: WrittenForm = { type: TYPE_STRING, write: writeString };

function formOf(database: Database, ref: number): WrittenForm {
  const { entries } = database;
  if (entries.type(ref) === STRING) return stringForm;
  if (entries.isExpiring(ref)) return hasFieldTimes(database, ref) ? timedHashForm : hashForm;
  const form = forms.get(entries.kind(ref));
  if (form === undefined) throw new Error(`no form of RDB is known for values of kind ${entries.kind(ref)}`);
  return form;
}

/** The type that the value of an entry has in RDB. */
export function rdbTypeOf(database: Database, ref: number): number {
  return formOf(database, ref).type;
}

/** Writes the value of an entry, without its type. */
export function writeValue(output: RdbOutput, database: Database, ref: number): void {
  formOf(database, ref).write(output, database, ref);
}

/** Readers that build values in the databases of `target`. Each set of them reads one value at a time. */
export function valueReaders(target: ValueTarget): RdbValueReaders {
  const [set, list, hash] = [new SetValue(), new ListValue(), new HashValue()];
  const [sortedSet, stream] = [new SortedSetValue(), new StreamValue()];
  const readers: ReadonlyMap<number, RdbValueReader> = new Map([
    [TYPE_STRING, stringReader(target)],
    [TYPE_SET, new SetReader(target, set)],
    [TYPE_HASH, new HashReader(target, hash, 'none')],
    [TYPE_SET_INTSET, new IntsetReader(target, set)],
    [TYPE_SET_LISTPACK, new PackedSetReader(target, set)],
    [TYPE_HASH_LISTPACK, new PackedHashReader(target, hash, 'none')],
    [TYPE_HASH_ZIPLIST, new PackedHashReader(target, hash, 'none', readZiplist)],
    [TYPE_HASH_ZIPMAP, new ZipmapReader(target, hash)],
    [TYPE_HASH_TIMES_PREVIEW, new HashReader(target, hash, 'absolute')],
    [TYPE_HASH_TIMES_LISTPACK_PREVIEW, new PackedHashReader(target, hash, 'absolute')],
    [TYPE_HASH_TIMES, new HashReader(target, hash, 'relative')],
    [TYPE_HASH_TIMES_LISTPACK, new PackedHashReader(target, hash, 'relative')],
    [TYPE_LIST, new ListReader(target, list)],
    [TYPE_LIST_ZIPLIST, new ZiplistListReader(target, list)],
    [TYPE_LIST_ZIPLISTS, new ZiplistNodesReader(target, list)],
    [TYPE_LIST_QUICKLIST, new QuicklistReader(target, list)],
    [TYPE_SORTED_SET_TEXT, new SortedSetReader(target, sortedSet, readTextScore)],
    [TYPE_SORTED_SET, new SortedSetReader(target, sortedSet, readBinaryScore)],
    [TYPE_SORTED_SET_ZIPLIST, new PackedSortedSetReader(target, sortedSet, readZiplist)],
    [TYPE_SORTED_SET_LISTPACK, new PackedSortedSetReader(target, sortedSet)],
    [TYPE_STREAM_FIRST, new StreamReader(target, stream)],
    [TYPE_STREAM_SECOND, new StreamReader(target, stream)],
    [TYPE_STREAM_THIRD, new StreamReader(target, stream)],
  ]);
  return (type) => readers.get(type);
}
