import { describe, expect, it } from 'vitest';
import { crc64 } from '../crc64.ts';
import { SeededRandom, testScale, testSeed } from '../seeded-random.test-support.ts';
import type { RdbInput } from './input.ts';
import { RdbString } from './input.ts';
import { CorruptRdbError, RdbError, UnsupportedRdbError } from './rdb-error.ts';
import type { RdbReaderOptions } from './reader.ts';
import { RdbReader } from './reader.ts';
import { RdbRecorder, recordRdb, stringEntry, writeRdb } from './recorded-rdb.test-support.ts';
import type { RdbWriter } from './writer.ts';

/** A file made by hand: magic, records, end mark, checksum. */
function file(hexRecords: string, version = 10): Buffer {
  const body = Buffer.concat([
    Buffer.from(`REDIS${String(version).padStart(4, '0')}`),
    Buffer.from(hexRecords.replaceAll(' ', ''), 'hex'),
    Buffer.from([0xff]),
  ]);
  if (version < 5) return body;
  const checksum = Buffer.alloc(8);
  checksum.writeBigUInt64LE(crc64(body, 0, body.length));
  return Buffer.concat([body, checksum]);
}

function eventsOf(bytes: Uint8Array, options: RdbReaderOptions = {}): string[] {
  return recordRdb(bytes, undefined, options).events;
}

function failureOf(read: () => unknown): RdbError {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(RdbError);
    return error as RdbError;
  }
  throw new Error('nothing was thrown');
}

/** Some of everything that can stand in a file of strings. */
function writeVariety(writer: RdbWriter): void {
  writer.header([
    ['redis-ver', '7.0.15'],
    ['redis-bits', '64'],
    ['ctime', '1700000000'],
  ]);
  writer.selectDatabase(0);
  writer.resizeDatabase(5, 1);
  stringEntry(writer, 'name', 'John Doe');
  stringEntry(writer, '12345', '-7');
  writer.expireAt(1_900_000_000_123);
  stringEntry(writer, 'long', 'ab'.repeat(500));
  writer.idle(70);
  stringEntry(writer, '', '');
  writer.frequency(9);
  stringEntry(writer, 'k'.repeat(70), String(2 ** 31));
  writer.selectDatabase(9);
  stringEntry(writer, 'other', '\x00\xff');
  writer.end();
}

const VARIETY = writeRdb(writeVariety);
const VARIETY_EVENTS = [
  'version 10',
  'aux redis-ver=7.0.15',
  'aux redis-bits=64',
  'aux ctime=1700000000',
  'database 0',
  'resize 5 1',
  '0/name=John Doe -1 -1 -1',
  '0/12345=-7 -1 -1 -1',
  `0/long=${'ab'.repeat(500)} 1900000000123 -1 -1`,
  '0/= -1 70 -1',
  `0/${'k'.repeat(70)}=2147483648 -1 -1 9`,
  'database 9',
  '9/other=\x00\xff -1 -1 -1',
  'end',
];

describe('RdbReader', () => {
  it('reads what the writer wrote, with everything that stood before an entry on that entry alone', () => {
    expect(eventsOf(VARIETY)).toEqual(VARIETY_EVENTS);
  });

  it('reads the same from pieces of every size', () => {
    for (let size = 1; size < VARIETY.length; size++) {
      expect(recordRdb(VARIETY, () => size).events).toEqual(VARIETY_EVENTS);
    }
  });

  it('knows where the file ends in what it was given', () => {
    for (let size = 1; size < VARIETY.length + 20; size++) {
      const recorder = new RdbRecorder();
      const reader = new RdbReader(recorder, recorder.readers);
      const stream = Buffer.concat([VARIETY, Buffer.from('*1\r\n$4\r\nPING\r\n')]);
      let at = 0;
      while (!reader.isDone) {
        const length = Math.min(size, stream.length - at);
        const taken = reader.write(stream, at, length);
        if (!reader.isDone) expect(taken).toBe(length);
        at += taken;
        expect(reader.offset).toBe(at);
      }
      expect(at).toBe(VARIETY.length);
      expect(reader.write(stream, at, 3)).toBe(0);
      reader.end();
    }
  });

  it('reads every form of length and integer', () => {
    expect(eventsOf(file('00 016b c080 00 016b c10080 00 016b c2ffffff7f'))).toEqual([
      'version 10',
      '0/k=-128 -1 -1 -1',
      '0/k=-32768 -1 -1 -1',
      '0/k=2147483647 -1 -1 -1',
      'end',
    ]);
    expect(eventsOf(file('00 4001 6b 8000000001 61  00 8100000000 00000001 6b 00'))).toEqual([
      'version 10',
      '0/k=a -1 -1 -1',
      '0/k= -1 -1 -1',
      'end',
    ]);
  });

  it('reads expiry in seconds as older versions wrote it, and takes times before 1970 as zero', () => {
    expect(eventsOf(file('fd 00e40b54 00 016b 0161 fc ffffffffffffffff 00 016b 0161', 3))).toEqual([
      'version 3',
      `0/k=a ${0x540be400 * 1000} -1 -1`,
      '0/k=a 0 -1 -1',
      'end',
    ]);
  });

  it.each([1, 2, 3, 4])('reads version %d, which has no checksum', (version) => {
    expect(eventsOf(file('fe 00 00 016b 0161', version))).toEqual([
      `version ${version}`,
      'database 0',
      '0/k=a -1 -1 -1',
      'end',
    ]);
  });

  it.each([5, 6, 7, 8, 9, 10, 11, 12])('reads version %d, with its checksum', (version) => {
    expect(eventsOf(file('fe 00 00 016b 0161', version))).toEqual([
      `version ${version}`,
      'database 0',
      '0/k=a -1 -1 -1',
      'end',
    ]);
  });

  it('passes over function libraries, module data and slot hints, and says so of what is lost', () => {
    const functions = 'f5 05 68656c6c6f';
    const items =
      '02 05 01 8100000000 00000001 03 00000000 04 0000000000000000 05 03616263 05 c30615016161e00a00';
    const modules = `f7 8100112233 44556677 02 01 ${items} 00`;
    const slots = 'f4 05 4040 01';
    const bytes = file(`${functions} ${modules} ${slots} 00 016b 0161`, 12);
    const expected = [
      'version 12',
      'skipped function library at 9',
      'skipped module data at 16',
      '0/k=a -1 -1 -1',
      'end',
    ];
    for (let size = 1; size <= bytes.length; size++)
      expect(recordRdb(bytes, () => size).events).toEqual(expected);
  });

  it('needs no method of the visitor', () => {
    const reader = new RdbReader({}, new RdbRecorder().readers);
    expect(reader.write(VARIETY)).toBe(VARIETY.length);
    expect(reader.isDone).toBe(true);
  });

  it('reads values of other types in steps, through a reader of theirs', () => {
    const items: string[] = [];
    let left = -1;
    const recorder = new RdbRecorder();
    const listReader = {
      begin: (): void => {
        left = -1;
      },
      step: (input: RdbInput): boolean => {
        if (left < 0) {
          left = input.length();
          return left === 0;
        }
        input.string(item);
        items.push(item.text());
        return --left === 0;
      },
    };
    const item = new RdbString();
    const bytes = file('00 016b 0161  01 016c 03 0161 c005 c30615016161e00a00  00 016d 0162');
    for (let size = 1; size <= bytes.length; size++) {
      items.length = 0;
      const reader = new RdbReader(recorder, (type) => (type === 1 ? listReader : recorder.readers(type)));
      for (let at = 0; at < bytes.length; at += size)
        reader.write(bytes, at, Math.min(size, bytes.length - at));
      reader.end();
      expect(items).toEqual(['a', '5', 'a'.repeat(21)]);
    }
  });
});

describe('what is wrong with an RDB', () => {
  it.each<[string, Buffer, string, number]>([
    ['another file', Buffer.from('PK\x03\x04 something'), 'RDB: not an RDB file: wrong magic at byte 0', 0],
    ['a word like it', Buffer.from('REDIX0010'), 'RDB: not an RDB file: wrong magic at byte 4', 4],
    ['no version', Buffer.from('REDIS00a0'), 'RDB: wrong version number at byte 7', 7],
    ['a form of string', file('00 016b c4'), 'RDB: unknown form of string 4 at byte 12', 12],
    ['a form of length', file('00 016b 82'), 'RDB: unknown form of length 130 at byte 12', 12],
    [
      'an integer for a length',
      file('fe c001'),
      'RDB: a string in a special form where a length belongs at byte 10',
      10,
    ],
    ['a length beyond numbers', file('00 81ffffffff ffffffff'), 'RDB: a length beyond 2^53 at byte 10', 10],
    [
      'a long string',
      file('00 81000000ff ffffffff'),
      'RDB: a string of 1099511627775 bytes, more than the 536870912 allowed, at byte 10',
      10,
    ],
    [
      'a long packed string',
      file('00 c301 8020000001'),
      'RDB: a string of 536870913 bytes, more than the 536870912 allowed, at byte 10',
      10,
    ],
    ['too much packed', file('00 c301 4059 00'), 'RDB: 1 compressed bytes cannot be 89 bytes at byte 10', 10],
    ['a damaged packed string', file('00 c302 05 2000'), 'RDB: damaged compressed string at byte 10', 10],
    ['an unknown type', file('00 016b 0161 63 016b'), 'RDB: unknown type 99 at byte 14', 14],
    ['an unknown opcode', file('f0'), 'RDB: unknown opcode 240 at byte 9', 9],
    ['strange module data', file('f7 00 02 00 07'), 'RDB: unknown kind 7 of module data at byte 13', 13],
  ])('names the byte of %s', (_, bytes, message, offset) => {
    for (const size of [1, 5, bytes.length]) {
      const failure = failureOf(() => recordRdb(bytes, () => size));
      expect(failure).toBeInstanceOf(CorruptRdbError);
      expect(failure.message).toBe(message);
      expect(failure.offset).toBe(offset);
    }
  });

  it.each<[string, Buffer, string]>([
    [
      'versions to come',
      file('', 13),
      'RDB: cannot read version 13 (versions 1 to 12 can be read) at byte 5',
    ],
    ['version zero', file('', 0), 'RDB: cannot read version 0 (versions 1 to 12 can be read) at byte 5'],
    ['other types', file('13 016b'), 'RDB: cannot read type 19 (stream, second form) at byte 9'],
    [
      'preview functions',
      file('f6 00'),
      'RDB: cannot read a function library of a preview version at byte 9',
    ],
  ])('tells %s from damage', (_, bytes, message) => {
    const failure = failureOf(() => recordRdb(bytes));
    expect(failure).toBeInstanceOf(UnsupportedRdbError);
    expect(failure.message).toBe(message);
  });

  it('says of every truncation that it is one, and where', () => {
    for (let cut = 0; cut < VARIETY.length; cut++) {
      for (const size of [1, 7, VARIETY.length]) {
        const failure = failureOf(() => recordRdb(VARIETY.subarray(0, cut), () => size));
        expect(failure.message).toBe(`RDB: truncated at byte ${cut}`);
        expect(failure.offset).toBe(cut);
      }
    }
  });

  it('notices every single wrong byte, here or at the checksum', () => {
    for (let at = 0; at < VARIETY.length; at++) {
      const bytes = Buffer.from(VARIETY);
      bytes[at] = (bytes[at] as number) ^ 0x04;
      const failure = failureOf(() => recordRdb(bytes));
      expect(failure.offset).toBeLessThanOrEqual(VARIETY.length);
      expect(failure.message).toMatch(/at byte \d+/);
    }
  });

  it('does not verify a checksum that was not taken, or that it was told to leave', () => {
    const unchecked = writeRdb(writeVariety, { checksum: false });
    expect(eventsOf(unchecked)).toEqual(VARIETY_EVENTS);
    const damaged = Buffer.from(VARIETY);
    damaged[damaged.length - 1] = (damaged[damaged.length - 1] as number) ^ 1;
    expect(failureOf(() => eventsOf(damaged)).message).toBe(
      `RDB: bad checksum at byte ${VARIETY.length - 8}`,
    );
    expect(eventsOf(damaged, { checksum: false })).toEqual(VARIETY_EVENTS);
  });

  it('takes nothing more after an error', () => {
    const recorder = new RdbRecorder();
    const reader = new RdbReader(recorder, recorder.readers);
    const failure = failureOf(() => reader.write(file('f0')));
    expect(failureOf(() => reader.write(VARIETY))).toBe(failure);
    expect(failureOf(() => reader.end())).toBe(failure);
  });

  it('holds to the limit for strings', () => {
    const bytes = file('00 016b 04 61626364');
    expect(eventsOf(bytes, { stringBytesMax: 4 })).toContain('0/k=abcd -1 -1 -1');
    expect(failureOf(() => eventsOf(bytes, { stringBytesMax: 3 })).message).toContain('a string of 4 bytes');
  });

  const seed = testSeed();
  it(`survives random damage, saying where it was (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < 3000 * testScale; round++) {
      const bytes = Buffer.from(VARIETY);
      for (let damage = 1 + random.below(4); damage > 0; damage--)
        bytes[9 + random.below(bytes.length - 9)] = random.below(256);
      if (bytes.equals(VARIETY)) continue;
      const size = 1 + random.below(bytes.length);
      const failure = failureOf(() => recordRdb(bytes, () => size));
      expect(failure.message).toMatch(/^RDB: .* at byte \d+$/);
      expect(failure.offset).toBeLessThanOrEqual(bytes.length);
    }
  });

  it(`gives back random strings through chunks of random sizes (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < 30 * testScale; round++) {
      const values = new Map<string, Buffer>();
      for (let count = random.below(60); count > 0; count--)
        values.set(randomText(random), Buffer.from(randomText(random), 'latin1'));
      const bytes = writeRdb(
        (writer) => {
          writer.header([]);
          for (const [key, value] of values) stringEntry(writer, key, value);
          writer.end();
        },
        { compression: random.chance(0.7), bufferBytes: random.pick([1, 100, 65536]) },
      );
      const most = random.pick([3, 300, 30_000]);
      const read = recordRdb(bytes, () => random.below(most)).values;
      expect([...read.keys()]).toEqual([...values.keys()].map((key) => `0/${key}`));
      for (const [key, value] of values) expect(read.get(`0/${key}`)?.equals(value)).toBe(true);
    }
  });
});

function randomText(random: SeededRandom): string {
  if (random.chance(0.4)) return String(Math.floor((random.next() - 0.5) * 10 ** random.below(20)));
  return random.text(
    random.pick(['ab', '0123456789', '\x00\x7f\xff']),
    random.below(random.pick([5, 40, 20_000])),
  );
}
