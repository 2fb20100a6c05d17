import { describe, expect, it } from 'vitest';
import { Slice } from '../memory/slice.ts';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import { LISTPACK_EMPTY_BYTES, LISTPACK_FIRST, removeElements } from './listpack.ts';
import { ListpackCursor } from './listpack-cursor.ts';
import { BORDER_INTEGERS, listpackOf, needleOf, randomElement } from './listpack-model.test-support.ts';
import { Needle } from './needle.ts';

const seed = testSeed();
const slice = new Slice();

function cursorOver(...elements: string[]): ListpackCursor {
  return new ListpackCursor().attach(listpackOf(elements), 0);
}

function textAt(cursor: ListpackCursor): string {
  return Buffer.from(cursor.text(slice).copy()).toString('latin1');
}

/** A listpack of one element, given as the bytes of its body: such as Redis would not write, but reads. */
function listpackWith(body: string): Buffer {
  const bytes = Buffer.from(body, 'hex');
  const header = Buffer.alloc(LISTPACK_FIRST);
  header.writeUInt32LE(LISTPACK_EMPTY_BYTES + bytes.length + 1);
  header.writeUInt16LE(1, 4);
  return Buffer.concat([header, bytes, Buffer.from([bytes.length, 0xff])]);
}

describe('a cursor over a listpack', () => {
  it('walks both ways and stops at the ends', () => {
    const cursor = cursorOver('a', '2', 'c');
    expect([textAt(cursor), cursor.next(), textAt(cursor), cursor.next(), textAt(cursor)]).toEqual([
      ...['a', true, '2', true, 'c'],
    ]);
    expect([cursor.next(), cursor.isAtEnd(), cursor.next()]).toEqual([false, true, false]);
    expect([cursor.previous(), textAt(cursor)]).toEqual([true, 'c']);
    expect([cursor.first(), textAt(cursor), cursor.previous(), textAt(cursor)]).toEqual([
      ...[true, 'a', false, 'a'],
    ]);
    expect([cursor.last(), textAt(cursor)]).toEqual([true, 'c']);
  });

  it('finds nothing in an empty listpack, nor before it is attached', () => {
    for (const cursor of [cursorOver(), new ListpackCursor()]) {
      const answers = [cursor.first(), cursor.last(), cursor.next(), cursor.previous(), cursor.seek(0)];
      expect([...answers, cursor.seek(-1), cursor.find(needleOf(''), 0)]).toEqual(new Array(7).fill(false));
      expect(cursor.at).toBe(LISTPACK_FIRST);
    }
  });

  it('seeks from either end', () => {
    for (const count of [1, 2, 3, 10]) {
      const elements = Array.from({ length: count }, (_, index) => `element ${index}`);
      const cursor = cursorOver(...elements);
      for (let index = -count - 2; index < count + 2; index++) {
        const expected = elements.at(index);
        const isThere = index < count && index >= -count;
        expect(cursor.seek(index), `${index} of ${count}`).toBe(isThere);
        expect(cursor.isAtEnd()).toBe(!isThere);
        if (isThere) expect(textAt(cursor)).toBe(expected);
      }
    }
  });

  it('finds its place again after an edit and a move', () => {
    const before = listpackOf(['a', 'b', 'c', 'd']);
    const cursor = new ListpackCursor().attach(before, 0);
    cursor.seek(2);
    const { at } = cursor;
    removeElements(before, 0, at, 1);
    expect([cursor.attach(Buffer.concat([Buffer.alloc(3), before]), 3).goTo(at), textAt(cursor)]).toEqual([
      ...[true, 'd'],
    ]);
  });

  it('tells integers from strings, and their values', () => {
    const cursor = cursorOver('12', '012', '-9223372036854775808', '');
    expect([cursor.isInteger, cursor.integer()]).toEqual([true, 12]);
    cursor.next();
    expect([cursor.isInteger, cursor.integer()]).toEqual([false, Number.NaN]);
    cursor.next();
    expect([cursor.isInteger, cursor.integer(), textAt(cursor)]).toEqual([
      ...[true, -(2n ** 63n), '-9223372036854775808'],
    ]);
    cursor.next();
    expect([cursor.isInteger, textAt(cursor)]).toEqual([false, '']);
  });

  it(`finds what a list of byte strings would (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    for (let run = 0; run < 200 * testScale; run++) {
      const elements = Array.from({ length: random.below(30) }, () => randomElement(random));
      const cursor = cursorOver(...elements);
      const wanted =
        random.chance(0.7) && elements.length > 0 ? random.pick(elements) : randomElement(random);
      const skip = random.below(3);
      const from = random.below(elements.length + 1);
      let expected = from;
      while (expected < elements.length && elements[expected] !== wanted) expected += skip + 1;
      cursor.seek(from);
      expect(cursor.find(needleOf(wanted), skip)).toBe(expected < elements.length);
      const { at } = cursor;
      cursor.seek(expected);
      expect(at).toBe(cursor.at);
    }
  });
});

describe('a needle', () => {
  it('equals the element with its bytes and no other', () => {
    const texts = [...BORDER_INTEGERS, 'a', '', '012', '-0', 'x'.repeat(64), `${'x'.repeat(63)}y`];
    const cursor = cursorOver(...texts);
    for (const [index, text] of texts.entries()) {
      cursor.seek(index);
      for (const other of texts)
        expect(cursor.equals(needleOf(other)), `${text} ${other}`).toBe(text === other);
    }
  });

  it('set to a number equals what its text equals', () => {
    const cursor = cursorOver('5', '-9223372036854775808', '4294967296');
    expect(cursor.equals(new Needle().setInteger(5))).toBe(true);
    expect(cursor.equals(new Needle().setInteger(2 ** 32 + 5))).toBe(false);
    cursor.next();
    expect(cursor.equals(new Needle().setInteger(-(2n ** 63n)))).toBe(true);
    expect(cursor.equals(new Needle().setInteger(0))).toBe(false);
    cursor.next();
    expect(cursor.equals(new Needle().setInteger(2 ** 32))).toBe(true);
  });

  it('equals an element that is kept wider than it need be', () => {
    const five = ['05', 'c005', 'f10500', 'f2050000', 'f305000000', 'f40500000000000000', '8135', 'e00135'];
    for (const body of [...five, 'f00100000035']) {
      const cursor = new ListpackCursor().attach(listpackWith(body), 0);
      const needles = [needleOf('5'), new Needle().setInteger(5), needleOf('6'), new Needle().setInteger(6)];
      expect(
        needles.map((needle) => cursor.equals(needle)),
        body,
      ).toEqual([true, true, false, false]);
    }
  });

  it('gives the text of what it was set to', () => {
    const texts = [
      needleOf('abc'),
      needleOf('12'),
      new Needle().setInteger(-12),
      new Needle().setInteger(2n ** 62n),
    ];
    expect(texts.map((needle) => Buffer.from(needle.text(slice).copy()).toString())).toEqual([
      ...['abc', '12', '-12', '4611686018427387904'],
    ]);
    expect(
      Buffer.from(new Needle().setSlice(needleOf('abc').text(slice)).text(slice).copy()).toString(),
    ).toBe('abc');
  });
});
