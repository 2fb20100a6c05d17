import { describe, expect, it } from 'vitest';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import {
  appendElement,
  elementsBytes,
  insertElement,
  isValidListpack,
  LISTPACK_EMPTY_BYTES,
  LISTPACK_FIRST,
  listpackBytes,
  listpackCount,
  removeElements,
  replaceElement,
  replacementGrowth,
} from './listpack.ts';
import { ListpackCursor } from './listpack-cursor.ts';
import {
  Block,
  BORDER_INTEGERS,
  BORDER_LENGTHS,
  elementsOf,
  listpackOf,
  needleOf,
  randomElement,
  START,
} from './listpack-model.test-support.ts';
import { Needle } from './needle.ts';

const seed = testSeed();

function hex(...elements: string[]): string {
  return listpackOf(elements).toString('hex');
}

/** The offset of the element with this index; that of the end byte if the index is the count. */
function offsetOf(bytes: Uint8Array, index: number): number {
  const cursor = new ListpackCursor().attach(bytes, START);
  cursor.seek(index);
  return cursor.at;
}

/** One random edit of both; says what it was. */
function edit(block: Block, model: string[], random: SeededRandom): string {
  const index = random.below(model.length + 1);
  const element = randomElement(random);
  const needle = needleOf(element);
  const at = offsetOf(block.bytes, index);
  const kind = random.below(model.length > 40 ? 6 : 4);
  if (kind === 0) {
    expect(appendElement(block.resize(needle.encodedBytes), START, needle)).toBe(
      listpackBytes(block.bytes, START) - 1,
    );
    model.push(element);
    return 'append';
  }
  if (kind < 3) {
    expect(insertElement(block.resize(needle.encodedBytes), START, at, needle)).toBe(
      at + needle.encodedBytes,
    );
    model.splice(index, 0, element);
    return `insert at ${index}`;
  }
  if (kind === 3 && index < model.length) {
    const growth = replacementGrowth(block.bytes, START, at, needle);
    expect(replaceElement(block.resize(growth), START, at, needle)).toBe(growth);
    model[index] = element;
    return `replace ${index}`;
  }
  const count = random.below(random.chance(0.1) ? 60 : 4);
  const expected = elementsBytes(block.bytes, START, at, count);
  expect(removeElements(block.bytes, START, at, count)).toBe(expected);
  model.splice(index, count);
  return `remove ${count} at ${index}`;
}

describe('a listpack', () => {
  it('has the documented layout', () => {
    expect(hex()).toBe('070000000000ff');
    expect(hex('a')).toBe('0a0000000100816102ff');
    expect(hex('1', '-1', '127', '128')).toBe('1100000004000101dfff027f01c08002ff');
    expect(hex('32767', '-8388608', '2147483647')).toBe('160000000300f1ff7f03f200008004f3ffffff7f05ff');
    expect(hex('9223372036854775807')).toBe('110000000100f4ffffffffffffff7f09ff');
    expect(hex('x'.repeat(64))).toBe(`4a0000000100e040${'78'.repeat(64)}42ff`);
    expect(hex('x'.repeat(4096))).toBe(`0e1000000100f000100000${'78'.repeat(4096)}2085ff`);
  });

  it('takes three bytes for the back-length 16383, as Redis does', () => {
    expect(hex('x'.repeat(16378)).slice(-8)).toBe('00ffffff');
    expect(hex('x'.repeat(16377)).slice(-6)).toBe('7ffeff');
    expect(elementsOf(listpackOf(['x'.repeat(16378), 'y']), 0)[1]).toBe('y');
  });

  it('gives back elements on both sides of every limit, forwards and backwards', () => {
    const elements = [...BORDER_INTEGERS, ...BORDER_LENGTHS.map((length) => 'x'.repeat(length))];
    const listpack = listpackOf(elements);
    expect(elementsOf(listpack, 0)).toEqual(elements);
    expect(isValidListpack(listpack, 0, listpack.length, true)).toBe(true);
    const cursor = new ListpackCursor().attach(listpack, 0);
    const offsets: number[] = [];
    for (let there = cursor.first(); there; there = cursor.next()) offsets.push(cursor.at);
    expect(cursor.isAtEnd()).toBe(true);
    while (cursor.previous()) expect(cursor.at).toBe(offsets.pop());
    expect(offsets).toEqual([]);
    expect(cursor.at).toBe(LISTPACK_FIRST);
  });

  it('takes back-lengths of four bytes', () => {
    const elements = ['a', 'x'.repeat(2 ** 21), 'b'];
    const listpack = listpackOf(elements);
    const cursor = new ListpackCursor().attach(listpack, 0);
    expect(cursor.last() && cursor.previous() && cursor.previous()).toBe(true);
    expect(cursor.at).toBe(LISTPACK_FIRST);
    expect(elementsOf(listpack, 0)).toEqual(elements);
    expect(isValidListpack(listpack, 0, listpack.length, true)).toBe(true);
  });

  it(`equals a list of byte strings through random edits (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    for (let run = 0; run < 20 * testScale; run++) {
      const block = new Block();
      const model: string[] = [];
      for (let step = 0; step < 150; step++) {
        const what = edit(block, model, random);
        expect(elementsOf(block.bytes, START), what).toEqual(model);
        expect(listpackCount(block.bytes, START), what).toBe(model.length);
        expect(block.isGuarded(), what).toBe(true);
      }
      expect(block.listpack()).toEqual(listpackOf(model));
    }
  });

  it('keeps numbers as it keeps their text', () => {
    for (const text of BORDER_INTEGERS.filter((each) => BigInt.asIntN(64, BigInt(each)) === BigInt(each))) {
      const number = Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
      const needle = new Needle().setInteger(number);
      const bytes = Buffer.alloc(LISTPACK_EMPTY_BYTES + needle.encodedBytes);
      bytes.set(listpackOf([]));
      appendElement(bytes, 0, needle);
      expect(bytes.toString('hex'), text).toBe(hex(text));
      const cursor = new ListpackCursor().attach(bytes, 0);
      expect(cursor.isInteger).toBe(true);
      expect(cursor.integer()).toBe(number);
      expect(needle.integer()).toBe(number);
    }
  });

  it('counts beyond 65534 elements, and by walking from there on', () => {
    const room = Buffer.alloc(LISTPACK_EMPTY_BYTES + 2 * 65540);
    room.set(listpackOf([]));
    const needle = needleOf('5');
    for (let count = 1; count <= 65540; count++) {
      appendElement(room, 0, needle);
      if (count > 65530) expect(listpackCount(room, 0)).toBe(count);
    }
    expect(room.readUInt16LE(4)).toBe(65535);
    expect(isValidListpack(room, 0, room.length, true)).toBe(true);
    const cursor = new ListpackCursor().attach(room, 0);
    expect([cursor.seek(65539), cursor.seek(65540), cursor.seek(-65540), cursor.seek(-65541)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    removeElements(room, 0, LISTPACK_FIRST, 65535);
    expect(listpackCount(room, 0)).toBe(5);
    expect(room.readUInt16LE(4)).toBe(65535);
  });
});
