/** Hashes whose fields expire in RDB: the forms of Redis 7.4 and later, and those of its preview. */
import { describe, expect, it } from 'vitest';
import type { Database } from '../../keyspace/database.ts';
import { Keyspace } from '../../keyspace/keyspace.ts';
import { HashValue } from '../../values/hash-value.ts';
import { DumpWriter, isIntactDump, readDump } from '../dump.ts';
import { RdbEntry } from '../rdb/entry.ts';
import {
  TYPE_HASH,
  TYPE_HASH_TIMES,
  TYPE_HASH_TIMES_LISTPACK,
  TYPE_HASH_TIMES_LISTPACK_PREVIEW,
  TYPE_HASH_TIMES_PREVIEW,
} from '../rdb/format.ts';
import type { RdbOutput } from '../rdb/output.ts';
import { CorruptRdbError } from '../rdb/rdb-error.ts';
import { rdbTypeOf, valueReaders, writeValue } from './index.ts';

const keyspace = new Keyspace({ random: () => 0.5, poison: true });
keyspace.now = 1;
const [database] = keyspace.databases as [Database];
const writer = new DumpWriter(true);

/** The entry that a payload becomes, under the empty key. */
function restore(payload: Uint8Array): number {
  let ref = 0;
  const readers = valueReaders({
    databaseOf: () => database,
    complete: (_entry, _database, built) => {
      ref = built;
    },
  });
  readDump(payload, 0, payload.length, new RdbEntry(), readers);
  return ref;
}

function dump(ref: number): Uint8Array {
  return writer.write(rdbTypeOf(database, ref), (output) => writeValue(output, database, ref));
}

/** Each field with its value and time, in the order of their names. */
function fieldsOf(ref: number): string[] {
  const found: string[] = [];
  new HashValue().open(database, ref).visitStored((field, value, time) => {
    found.push(`${Buffer.from(field.copy())}=${Buffer.from(value.copy())} ${time}`);
  });
  return found.sort();
}

const fields = ['a=1 -1', 'b=two 4000000000123', 'c=3 4000000000100'];

/** As Redis 8.0.2 dumps this hash, small and large. */
const recorded = {
  small:
    '197b409452a30300002f2f00000009008163020301f464409452a3030000098162028374776f04f47b409452a3' +
    '0300000981610201010001ff0c008a04516def59876b',
  large: '1864409452a303000003000161c001010163c0031801620374776f0c0069bb02f263614dd0',
};

/** A listpack of short texts and integers. */
function listpack(...elements: (string | number)[]): Buffer {
  const bytes = elements.map((element) => {
    if (typeof element === 'string')
      return Buffer.from([0x80 + element.length, ...Buffer.from(element), element.length + 1]);
    if (element < 128) return Buffer.from([element, 1]);
    const wide = Buffer.alloc(10, 0xf4);
    wide.writeBigInt64LE(BigInt(element), 1);
    wide[9] = 9;
    return wide;
  });
  const body = Buffer.concat(bytes);
  const head = Buffer.alloc(6);
  head.writeUInt32LE(body.length + 7);
  head.writeUInt16LE(elements.length, 4);
  return Buffer.concat([head, body, Buffer.from([0xff])]);
}

/** A payload of this type, with a string where bytes stand and a length where a number does. */
function payload(type: number, ...parts: (number | string | Buffer)[]): Uint8Array {
  return writer.write(type, (output: RdbOutput) => {
    for (const part of parts) {
      if (typeof part === 'number') output.length(part);
      else if (typeof part === 'string') output.text(part);
      else output.raw(part, 0, part.length);
    }
  });
}

function time(ms: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(ms));
  return bytes;
}

/** A string as it is, for listpacks. */
function packed(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

describe('hashes whose fields expire', () => {
  it.each(Object.entries(recorded))('are read as Redis dumps them when they are %s', (_, hex) => {
    const bytes = Buffer.from(hex, 'hex');
    expect(isIntactDump(bytes, 0, bytes.length)).toBe(true);
    expect(fieldsOf(restore(bytes))).toEqual(fields);
  });

  it('are written in the very form that Redis has for large ones, of a version that older servers refuse', () => {
    const ref = restore(Buffer.from(recorded.small, 'hex'));
    const written = Buffer.from(dump(ref));
    expect(written.length).toBe(recorded.large.length / 2);
    expect(written.subarray(0, 10).toString('hex')).toBe(recorded.large.slice(0, 20));
    expect(written.readUInt16LE(written.length - 10)).toBe(12);
    expect(isIntactDump(written, 0, written.length)).toBe(true);
    expect(isIntactDump(written, 0, written.length, 10)).toBe(false);
    expect(fieldsOf(restore(written))).toEqual(fields);
  });

  it('are written as any other, and readable by all, when no field has a time left', () => {
    const ref = restore(Buffer.from(recorded.small, 'hex'));
    const hash = new HashValue().open(database, ref);
    for (const field of ['b', 'c']) hash.setTime(Buffer.from(field), 0, 1, -1);
    const written = Buffer.from(dump(ref));
    expect([written[0], written.readUInt16LE(written.length - 10)]).toEqual([TYPE_HASH, 10]);
    expect(fieldsOf(restore(written))).toEqual(['a=1 -1', 'b=two -1', 'c=3 -1']);
  });

  it('are read in the forms of the preview, in which times are absolute', () => {
    const late = 4_000_000_000_123;
    const table = payload(TYPE_HASH_TIMES_PREVIEW, 2, 0, 'a', '1', late, 'b', 'two');
    expect(fieldsOf(restore(table))).toEqual(['a=1 -1', `b=two ${late}`]);
    const small = payload(TYPE_HASH_TIMES_LISTPACK_PREVIEW, packed(listpack('b', 'two', late, 'a', 1, 0)));
    expect(fieldsOf(restore(small))).toEqual(['a=1 -1', `b=two ${late}`]);
  });

  it('keep fields whose time has passed meanwhile, for the expire cycle to find', () => {
    keyspace.now = 5_000_000_000_000;
    expect(fieldsOf(restore(Buffer.from(recorded.large, 'hex')))).toEqual(fields);
    expect(database.expiring.firstDue()).not.toBe(0);
    keyspace.now = 1;
  });

  it.each<[string, Uint8Array]>([
    ['no fields', payload(TYPE_HASH_TIMES, time(5), 0)],
    ['a field twice', payload(TYPE_HASH_TIMES, time(5), 2, 1, 'a', '1', 2, 'a', '2')],
    ['a first time that is none', payload(TYPE_HASH_TIMES, time(-5), 1, 1, 'a', '1')],
    [
      'pairs where there are to be times',
      payload(TYPE_HASH_TIMES_LISTPACK, time(5), packed(listpack('a', 'b'))),
    ],
    ['a time that is none', payload(TYPE_HASH_TIMES_LISTPACK, time(5), packed(listpack('a', 'b', 'c')))],
  ])('are refused with %s', (_, bytes) => {
    expect(() => restore(bytes)).toThrow(CorruptRdbError);
    database.clear();
  });

  it('give all memory back, also what was read half', () => {
    keyspace.clear();
    expect(keyspace.usedBytes).toBe(0);
  });
});
