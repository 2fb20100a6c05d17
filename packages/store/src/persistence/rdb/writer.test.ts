import { describe, expect, it } from 'vitest';
import { stringEntry, writeRdb } from './recorded-rdb.test-support.ts';

const HEADER = Buffer.from('REDIS0010').toString('hex');

/** What `write` writes behind the header, without the end and the checksum. */
function hexOf(write: Parameters<typeof writeRdb>[0], compression = true): string {
  const file = writeRdb(
    (writer) => {
      writer.header([]);
      write(writer);
      writer.end();
    },
    { compression },
  );
  const hex = file.toString('hex');
  expect(hex.startsWith(HEADER)).toBe(true);
  return hex.slice(HEADER.length, -18);
}

const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

describe('RdbWriter', () => {
  it.each<[string, string]>([
    ['0', 'c000'],
    ['127', 'c07f'],
    ['-128', 'c080'],
    ['128', 'c18000'],
    ['-129', 'c17fff'],
    ['32767', 'c1ff7f'],
    ['32768', 'c200800000'],
    ['-32769', 'c2ff7fffff'],
    ['2147483647', 'c2ffffff7f'],
    ['-2147483648', 'c200000080'],
    ['2147483648', `0a${hex('2147483648')}`],
    ['-2147483649', `0b${hex('-2147483649')}`],
    ['01', `02${hex('01')}`],
    ['-0', `02${hex('-0')}`],
    ['', '00'],
    ['a', '0161'],
    ['9223372036854775807', `13${hex('9223372036854775807')}`],
  ])('writes the string %j as %s', (text, expected) => {
    expect(hexOf((writer) => stringEntry(writer, 'k', text))).toBe(`00016b${expected}`);
    if (!/^(0|-?[1-9]\d*)$/.test(text)) return;
    const key = Buffer.from('k');
    expect(hexOf((writer) => writer.integerEntry(key, 0, 1, BigInt(text)))).toBe(`00016b${expected}`);
    if (Number.isSafeInteger(Number(text))) {
      expect(hexOf((writer) => writer.integerEntry(key, 0, 1, Number(text)))).toBe(`00016b${expected}`);
    }
  });

  it('compresses strings of more than twenty bytes where that saves something, unless told not to', () => {
    const text = 'a'.repeat(21);
    expect(hexOf((writer) => stringEntry(writer, 'k', text))).toBe('00016bc30615016161e00a00');
    expect(hexOf((writer) => stringEntry(writer, 'k', 'a'.repeat(20)))).toBe(
      `00016b14${hex('a'.repeat(20))}`,
    );
    expect(hexOf((writer) => stringEntry(writer, 'k', text), false)).toBe(`00016b15${hex(text)}`);
    const noise = 'the quick brown fox jumps';
    expect(hexOf((writer) => stringEntry(writer, 'k', noise))).toBe(`00016b19${hex(noise)}`);
  });

  it.each<[number, string]>([
    [0, '00'],
    [63, '3f'],
    [64, '4040'],
    [16383, '7fff'],
    [16384, '8000004000'],
    [2 ** 32 - 1, '80ffffffff'],
    [2 ** 32, '810000000100000000'],
    [Number.MAX_SAFE_INTEGER, '81001fffffffffffff'],
  ])('writes the length %d as %s', (length, expected) => {
    expect(hexOf((writer) => writer.output.length(length))).toBe(expected);
  });

  it('writes what stands before entries', () => {
    expect(hexOf((writer) => writer.selectDatabase(15))).toBe('fe0f');
    expect(hexOf((writer) => writer.resizeDatabase(300, 7))).toBe('fb412c07');
    expect(hexOf((writer) => writer.expireAt(0x0123456789ab))).toBe('fcab89674523010000');
    expect(hexOf((writer) => writer.expireAt(-2))).toBe('fcfeffffffffffffff');
    expect(hexOf((writer) => writer.idle(100))).toBe('f84064');
    expect(hexOf((writer) => writer.frequency(255))).toBe('f9ff');
  });

  it('writes the same bytes through a buffer of any size, and zeros where no checksum is wanted', () => {
    const write = (writer: Parameters<Parameters<typeof writeRdb>[0]>[0]): void => {
      writer.header([
        ['redis-ver', '7.0.15'],
        ['redis-bits', '64'],
      ]);
      writer.selectDatabase(0);
      for (let index = 0; index < 200; index++)
        stringEntry(writer, `key:${index}`, 'x'.repeat(index * 3) + index);
      writer.end();
    };
    const whole = writeRdb(write);
    for (const bufferBytes of [1, 33, 100, 1000, 5000])
      expect(writeRdb(write, { bufferBytes })).toEqual(whole);
    const unchecked = writeRdb(write, { checksum: false });
    expect(unchecked.subarray(0, -8)).toEqual(whole.subarray(0, -8));
    expect(unchecked.subarray(-8)).toEqual(Buffer.alloc(8));
  });

  it('reads shared memory, and never lends views of it', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(300_000)).fill(0x78);
    const file = writeRdb(
      (writer) => {
        writer.header([]);
        writer.stringEntry(shared, 0, 3, shared, 0, shared.length);
        writer.end();
      },
      { compression: false },
    );
    expect(file.length).toBe(9 + 1 + 4 + 5 + 300_000 + 1 + 8);
  });
});
