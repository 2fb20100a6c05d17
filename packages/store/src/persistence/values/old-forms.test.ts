/** Values in the forms they had before Redis 7: read into what they are today, and refused with anything out of place. */
import { afterEach, describe, expect, it } from 'vitest';
import { LISTPACK, QUICKLIST, SKIPLIST, TABLE } from '../../keyspace/entry.ts';
import {
  BORDER_INTEGERS,
  BORDER_LENGTHS,
  elementsOf,
  listpackOf,
} from '../../values/listpack-model.test-support.ts';
import { DumpWriter } from '../dump.ts';
import {
  TYPE_HASH,
  TYPE_HASH_ZIPLIST,
  TYPE_HASH_ZIPMAP,
  TYPE_LIST,
  TYPE_LIST_ZIPLIST,
  TYPE_LIST_ZIPLISTS,
  TYPE_SET,
  TYPE_SORTED_SET_TEXT,
  TYPE_SORTED_SET_ZIPLIST,
} from '../rdb/format.ts';
import { CorruptRdbError } from '../rdb/rdb-error.ts';
import { RdbReader } from '../rdb/reader.ts';
import { valueReaders } from './index.ts';
import {
  lengthOf,
  rdbFile,
  rdbString,
  sealed,
  textScore,
  ziplistOf,
  zipmapOf,
} from './old-forms.test-support.ts';
import { RestoredValues } from './restored-values.test-support.ts';
import { convertZiplist, listpackRoomFor } from './ziplist.ts';

const values = new RestoredValues();
afterEach(() => {
  expect(values.clear()).toBe(0);
});

function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}

function encodingOf(ref: number): number {
  return values.database.entries.encoding(ref);
}

/** The elements of a ziplist, from the listpack it becomes; undefined if it is none. */
function elementsIn(ziplist: Buffer): string[] | undefined {
  const around = Buffer.concat([Buffer.alloc(3, 1), ziplist, Buffer.alloc(9, 1)]);
  const room = Buffer.alloc(listpackRoomFor(ziplist.length));
  if (!convertZiplist(around, 3, ziplist.length, room)) return undefined;
  const elements = elementsOf(room, 0);
  const expected = listpackOf(elements);
  expect(room.subarray(0, expected.length).equals(expected)).toBe(true);
  return elements;
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** A string as RDB has it when it is compressed. */
function compressed(bytes: Buffer): Buffer {
  const payload = new DumpWriter(true).write(0, (output) => output.string(bytes, 0, bytes.length));
  expect(payload.length).toBeLessThan(bytes.length);
  return Buffer.from(payload.subarray(1, -10));
}

function pairs(count: number, length = 1): [string, string][] {
  return Array.from({ length: count }, (_, i) => [`f${i}`, 'v'.repeat(length)]);
}

describe('ziplists', () => {
  it('become listpacks of the same elements', () => {
    const written = '1c000000 14000000 0400  00 02 6869  04 f6  02 c0 0004  04 8000000001 78  ff';
    expect(elementsIn(hex(written))).toEqual(['hi', '5', '1024', 'x']);
    expect(elementsIn(ziplistOf([]))).toEqual([]);
  });

  it('have every length of string and every width of integer', () => {
    const strings = [...BORDER_LENGTHS, 16382, 16383, 16384, 65_536, 251, 252, 253].map((length) =>
      'x'.repeat(length),
    );
    const elements = [...strings, ...BORDER_INTEGERS, ...strings];
    for (const wide of [false, true]) {
      const habits = { wideBackLength: () => wide, wideHead: () => wide };
      expect(elementsIn(ziplistOf(elements, habits))).toEqual(elements);
    }
  });

  it('take no more room as listpacks than is made for them', () => {
    for (const length of [0, 1, 63, 64, 100, 125, 126, 127, 4095, 4096, 16_383, 16_384]) {
      const elements = Array.from({ length: 50 }, () => 'x'.repeat(length));
      const ziplist = ziplistOf(elements);
      expect(listpackOf(elements).length).toBeLessThanOrEqual(listpackRoomFor(ziplist.length));
    }
  });

  it('may hold more elements than they can say', () => {
    const elements = Array.from({ length: 70_000 }, (_, i) => String(i % 13));
    expect(elementsIn(ziplistOf(elements))).toEqual(elements);
  });

  const two = '10000000 0d000000 0200 00 01 61 03 f5 ff';
  it.each([
    ['a total that is not its length', '11000000 0d000000 0200 00 01 61 03 f5 ff'],
    ['another byte at its end', '10000000 0d000000 0200 00 01 61 03 f5 fe'],
    ['the last element elsewhere', '10000000 0a000000 0200 00 01 61 03 f5 ff'],
    ['the last element beyond its end', '10000000 10000000 0200 00 01 61 03 f5 ff'],
    ['a last element beyond its end, where there is none', '0b000000 0b000000 0000 ff'],
    ['more elements than it says', '10000000 0d000000 0100 00 01 61 03 f5 ff'],
    ['fewer elements than it says', '10000000 0d000000 0300 00 01 61 03 f5 ff'],
    ['a wrong back length', '10000000 0d000000 0200 00 01 61 02 f5 ff'],
    ['a back length before the first element', '10000000 0d000000 0200 01 01 61 03 f5 ff'],
    ['a head that none begins with', '10000000 0d000000 0200 00 01 61 03 c1 ff'],
    ['an integer that ends outside', '10000000 0d000000 0200 00 01 61 03 c0 ff'],
    ['a string that ends outside', '10000000 0d000000 0200 00 01 61 03 01 ff'],
    ['a length that ends outside', '10000000 0d000000 0200 00 01 61 03 80 ff'],
    ['an end before its end', '10000000 0a000000 0100 00 01 61 ff f5 ff'],
    ['a wide back length that ends outside', '10000000 0d000000 0200 00 01 61 fe 03 ff'],
    ['no room for what is in front', '0a000000 09000000 00 ff'],
    ['no bytes', ''],
  ])('are refused with %s', (_, bytes) => {
    expect(elementsIn(hex(two))).toEqual(['a', '4']);
    expect(elementsIn(hex(bytes))).toBeUndefined();
    expect(() => values.restore(sealed(TYPE_LIST_ZIPLIST, rdbString(hex(bytes))))).toThrow(CorruptRdbError);
    expect(() => values.restore(sealed(TYPE_HASH_ZIPLIST, rdbString(hex(bytes))))).toThrow(CorruptRdbError);
  });
});

describe('hashes', () => {
  it('are read from ziplists, and become tables with more fields than stay small', () => {
    for (const [count, encoding] of [
      [1, LISTPACK],
      [512, LISTPACK],
      [513, TABLE],
    ] as const) {
      const ref = values.restore(sealed(TYPE_HASH_ZIPLIST, rdbString(ziplistOf(pairs(count).flat()))));
      expect(values.contents(ref)).toEqual(
        pairs(count)
          .map(([field, value]) => `${field}=${value}`)
          .sort(),
      );
      expect(encodingOf(ref)).toBe(encoding);
    }
  });

  it('stay small in ziplists whose values are long, as in Redis', () => {
    const ref = values.restore(sealed(TYPE_HASH_ZIPLIST, rdbString(ziplistOf(['f', 'x'.repeat(1000)]))));
    expect(encodingOf(ref)).toBe(LISTPACK);
  });

  it('are read from zipmaps, and become tables with more or longer fields than stay small', () => {
    for (const [count, length, encoding] of [
      [1, 0, LISTPACK],
      [253, 1, LISTPACK],
      [254, 1, LISTPACK],
      [512, 64, LISTPACK],
      [513, 1, TABLE],
      [3, 65, TABLE],
      [3, 253, TABLE],
      [3, 254, TABLE],
      [3, 70_000, TABLE],
    ] as const) {
      const unused = (): number => (count + length) % 5;
      const zipmap = zipmapOf(pairs(count, length), unused);
      const ref = values.restore(sealed(TYPE_HASH_ZIPMAP, rdbString(zipmap)));
      expect(values.contents(ref)).toEqual(
        pairs(count, length)
          .map(([field, value]) => `${field}=${value}`)
          .sort(),
      );
      expect(encodingOf(ref)).toBe(encoding);
    }
  });

  it.each([
    ['no fields', '00 ff'],
    ['no end', '01 01 61 01 00 62'],
    ['another number of fields', '02 01 61 01 00 62 ff'],
    ['a field twice', '02 01 61 01 00 62 01 61 01 00 62 ff'],
    ['a field that ends outside', '01 05 61 01 00 62 ff'],
    ['a field without a value', '01 04 61 01 00 62 ff'],
    ['a value that ends outside', '01 01 61 02 00 62 ff'],
    ['unused bytes that end outside', '01 01 61 01 01 62 ff'],
    ['a length that ends outside', '01 fe 61 01 00 ff'],
    ['a long length of a value that ends outside', '01 01 61 fe 01 00 ff'],
    ['a length that is long without need', '01 fe 01000000 61 01 00 62 ff'],
    ['nothing', ''],
    ['only an end', 'ff'],
  ])('are refused in a zipmap with %s', (_, bytes) => {
    expect(() => values.restore(sealed(TYPE_HASH_ZIPMAP, rdbString(hex(bytes))))).toThrow(CorruptRdbError);
  });

  it.each([
    ['a field twice', ['a', '1', 'b', '2', 'a', '3']],
    ['a field without a value', ['a']],
    ['no fields', []],
  ])('are refused in a ziplist with %s', (_, elements) => {
    expect(() => values.restore(sealed(TYPE_HASH_ZIPLIST, rdbString(ziplistOf(elements))))).toThrow(
      CorruptRdbError,
    );
  });

  it('are refused in a ziplist with a field twice, once as a string and once as an integer', () => {
    const ziplist = hex('14000000 11000000 0400  00 01 35  03 f1  02 f6  02 f1  ff');
    expect(elementsIn(ziplist)).toEqual(['5', '0', '5', '0']);
    expect(() => values.restore(sealed(TYPE_HASH_ZIPLIST, rdbString(ziplist)))).toThrow('a field twice');
  });
});

describe('sorted sets', () => {
  it('are read from ziplists with scores as they were written', () => {
    const elements = ['a', '-inf', 'b', '-1.5', 'c', '-0', '7', '1', 'd', '1.1000000000000001', 'e', 'inf'];
    const ref = values.restore(sealed(TYPE_SORTED_SET_ZIPLIST, rdbString(ziplistOf(elements))));
    expect(values.contents(ref)).toEqual(['a -Infinity', 'b -1.5', 'c -0', '7 1', 'd 1.1', 'e Infinity']);
    expect(encodingOf(ref)).toBe(LISTPACK);
  });

  it('become trees with more members than stay small, but not with longer ones', () => {
    for (const [count, length, encoding] of [
      [128, 1, LISTPACK],
      [129, 1, SKIPLIST],
      [1, 1000, LISTPACK],
    ] as const) {
      const elements = Array.from({ length: count }, (_, i) => ['m'.repeat(length) + i, String(i)]).flat();
      const ref = values.restore(sealed(TYPE_SORTED_SET_ZIPLIST, rdbString(ziplistOf(elements))));
      expect(values.contents(ref)).toHaveLength(count);
      expect(encodingOf(ref)).toBe(encoding);
    }
  });

  it('are put in order when the ziplist is not', () => {
    const ref = values.restore(
      sealed(TYPE_SORTED_SET_ZIPLIST, rdbString(ziplistOf(['b', '2', 'c', '1', 'a', '2']))),
    );
    expect(values.contents(ref)).toEqual(['c 1', 'a 2', 'b 2']);
    const equal = values.restore(sealed(TYPE_SORTED_SET_ZIPLIST, rdbString(ziplistOf(['b', '1', 'a', '1']))));
    expect(values.contents(equal)).toEqual(['a 1', 'b 1']);
  });

  it.each([
    ['a member twice', ['a', '1', 'b', '2', 'a', '3']],
    ['a score that is no number', ['a', 'x']],
    ['a member without a score', ['a', '1', 'b']],
    ['no members', []],
  ])('are refused with %s', (_, elements) => {
    expect(() => values.restore(sealed(TYPE_SORTED_SET_ZIPLIST, rdbString(ziplistOf(elements))))).toThrow(
      CorruptRdbError,
    );
  });
});

describe('lists', () => {
  const many = Array.from({ length: 5000 }, (_, i) => (i % 3 === 0 ? String(i * i) : `element ${i}`));

  it('are read from a ziplist into nodes of the size they have here', () => {
    for (const [elements, encoding] of [
      [['a', '1', ''], LISTPACK],
      [many, QUICKLIST],
    ] as const) {
      const ref = values.restore(sealed(TYPE_LIST_ZIPLIST, rdbString(ziplistOf(elements))));
      expect(values.contents(ref)).toEqual(elements);
      expect(encodingOf(ref)).toBe(encoding);
    }
  });

  it('are read node by node, whatever the size of these, and empty nodes are passed over', () => {
    const nodes = [[], many.slice(0, 1), [], many.slice(1, 4000), many.slice(4000), []];
    const value = Buffer.concat([lengthOf(nodes.length), ...nodes.map((node) => rdbString(ziplistOf(node)))]);
    const ref = values.restore(sealed(TYPE_LIST_ZIPLISTS, value));
    expect(values.contents(ref)).toEqual(many);
  });

  it.each([
    ['no nodes', lengthOf(0)],
    ['empty nodes', Buffer.concat([lengthOf(2), rdbString(ziplistOf([])), rdbString(ziplistOf([]))])],
    ['a node of no bytes', Buffer.concat([lengthOf(1), rdbString('')])],
    ['a broken node', Buffer.concat([lengthOf(2), rdbString(ziplistOf(['a'])), rdbString('broken')])],
    ['fewer nodes than it says', Buffer.concat([lengthOf(200), rdbString(ziplistOf(['a']))])],
  ])('are refused with %s', (_, value) => {
    expect(() => values.restore(sealed(TYPE_LIST_ZIPLISTS, value))).toThrow(CorruptRdbError);
  });
});

describe('files of old servers', () => {
  const repeated = numbers(90).map((i) => `the same ${i % 3}`);

  const old: [number, Buffer, string[]][] = [
    [TYPE_LIST, Buffer.concat([lengthOf(2), rdbString('x'), Buffer.from([0xc0, 5])]), ['x', '5']],
    [TYPE_SET, Buffer.concat([lengthOf(2), rdbString('b'), rdbString('a')]), ['a', 'b']],
    [
      TYPE_SORTED_SET_TEXT,
      Buffer.concat([lengthOf(2), rdbString('b'), textScore('inf'), rdbString('a'), textScore('1.5')]),
      ['a 1.5', 'b Infinity'],
    ],
    [TYPE_HASH, Buffer.concat([lengthOf(1), rdbString('f'), rdbString('v')]), ['f=v']],
    [TYPE_HASH_ZIPMAP, rdbString(zipmapOf([['f', 'v']])), ['f=v']],
    [TYPE_LIST_ZIPLIST, rdbString(ziplistOf(['x', '5'])), ['x', '5']],
    [TYPE_SORTED_SET_ZIPLIST, rdbString(ziplistOf(['a', '1'])), ['a 1']],
    [TYPE_HASH_ZIPLIST, rdbString(ziplistOf(['f', 'v'])), ['f=v']],
    [TYPE_LIST_ZIPLISTS, Buffer.concat([lengthOf(1), rdbString(ziplistOf(['x', '5']))]), ['x', '5']],
    [TYPE_LIST_ZIPLIST, compressed(ziplistOf(repeated)), repeated],
    [TYPE_HASH_ZIPMAP, compressed(zipmapOf([['f', 'v'.repeat(90)]])), [`f=${'v'.repeat(90)}`]],
  ];

  /** Reads a file byte by byte; what each key holds, and what was passed over. */
  function load(file: Buffer): [found: string[][], skipped: string[]] {
    const found: string[][] = [];
    const skipped: string[] = [];
    const readers = valueReaders({
      databaseOf: () => values.database,
      complete: (_entry, _database, ref) => found.push(values.contents(ref)),
    });
    const reader = new RdbReader({ skipped: (what, offset) => skipped.push(`${what} ${offset}`) }, readers);
    for (let at = 0; at < file.length; at++) reader.write(file, at, 1);
    reader.end();
    return [found, skipped];
  }

  it.each([1, 2, 6, 9])('are read whole, of version %i', (version) => {
    const file = rdbFile(
      version,
      old.map(([type, value]) => [type, value]),
    );
    expect(load(file)).toEqual([old.map(([, , contents]) => contents), []]);
    expect(values.database.size).toBe(old.length);
  });

  it('may have keys with nothing in them, which are passed over', () => {
    const nothing = [TYPE_LIST, TYPE_SET, TYPE_SORTED_SET_TEXT, TYPE_HASH, TYPE_LIST_ZIPLISTS].map(
      (type): [number, Buffer] => [type, lengthOf(0)],
    );
    const empty = [TYPE_LIST_ZIPLIST, TYPE_HASH_ZIPLIST, TYPE_SORTED_SET_ZIPLIST].map(
      (type): [number, Buffer] => [type, rdbString(ziplistOf([]))],
    );
    const nodes = Buffer.concat([lengthOf(1), rdbString(ziplistOf([]))]);
    const all: [number, Buffer][] = [...nothing, ...empty, [TYPE_LIST_ZIPLISTS, nodes]];
    const [found, skipped] = load(
      rdbFile(9, [...all, [TYPE_LIST, Buffer.concat([lengthOf(1), rdbString('x')])]]),
    );
    expect(found).toEqual([['x']]);
    expect(values.database.size).toBe(1);
    expect(skipped).toHaveLength(all.length);
    expect(skipped[0]).toBe('empty value 15');
  });

  it('say where they are broken', () => {
    const broken = ziplistOf(['f', 'v']);
    broken[10] = 1;
    const file = rdbFile(6, [[TYPE_HASH_ZIPLIST, rdbString(broken)]]);
    expect(() => load(file)).toThrow(`RDB: a broken ziplist at byte ${14 + 1 + broken.length}`);
  });
});
