import { expect, test } from 'vitest';
import { ByteSource } from './byte-source.ts';

const large = (first: number): Uint8Array =>
  Uint8Array.from({ length: 70_000 }, (_, index) => (first + index) & 255);

function copied(
  source: ByteSource,
  bytes: Uint8Array,
  start: number,
  length: number,
): Uint8Array | undefined {
  const target = new Uint8Array(300).fill(7);
  const done = source.copy(bytes, start, length, new DataView(target.buffer), 5);
  if (!done) return undefined;
  expect([...target.subarray(0, 5), ...target.subarray(5 + length)].every((byte) => byte === 7)).toBe(true);
  return target.slice(5, 5 + length);
}

test('copies any length from 4 bytes on, wherever they begin', () => {
  const source = new ByteSource();
  const bytes = large(3);
  for (let length = 4; length < 60; length++) {
    for (let start = 0; start < 9; start++) {
      expect(copied(source, bytes, start, length)).toEqual(bytes.slice(start, start + length));
    }
  }
});

test('leaves small arrays alone, and keeps its view of a large one while they are used in between', () => {
  const source = new ByteSource();
  const bytes = large(1);
  expect(copied(source, bytes, 10, 8)).toEqual(bytes.slice(10, 18));
  for (let turn = 0; turn < 100; turn++) {
    expect(copied(source, new Uint8Array(100), 0, 8)).toBeUndefined();
    expect(copied(source, bytes, turn, 8)).toEqual(bytes.slice(turn, turn + 8));
  }
});

test('turns to another large array when bytes keep coming from there', () => {
  const source = new ByteSource();
  expect(copied(source, large(1), 0, 4)).toBeDefined();
  const other = large(9);
  const results = Array.from({ length: 20 }, () => copied(source, other, 2, 6));
  expect(results[0]).toBeUndefined();
  expect(results.at(-1)).toEqual(other.slice(2, 8));
});

test('reads an array that begins within its buffer', () => {
  const buffer = large(0).buffer;
  const bytes = new Uint8Array(buffer, 1003, 66_000);
  expect(copied(new ByteSource(), bytes, 1, 9)).toEqual(bytes.slice(1, 10));
});
