import { Slice } from '@redwing/store';
import { expect, test } from 'vitest';
import { SortTexts } from './sort-texts.ts';

const slice = new Slice();

function textsOf(words: readonly (string | undefined)[]): SortTexts {
  const texts = new SortTexts();
  for (const word of words) {
    const bytes = Buffer.from(`<${word ?? ''}>`, 'latin1');
    if (word === undefined) texts.addNone();
    else texts.add(slice.set(bytes, 1, bytes.length - 2));
  }
  return texts;
}

function shown(texts: SortTexts): string[] {
  return Array.from({ length: texts.count }, (_, index) =>
    Buffer.from(texts.at(index, slice).copy()).toString('latin1'),
  );
}

test('texts come out as they went in, however many and long they are', () => {
  const words = Array.from({ length: 500 }, (_, index) => String(index).repeat(index));
  expect(shown(textsOf(words))).toEqual(words);
});

test('they are ordered by their bytes, what does not exist first', () => {
  const words = ['b', 'a', 'ab', '', 'a\xff', 'a\0', 'aa'];
  const texts = textsOf([undefined, ...words, undefined]);
  const order = Array.from({ length: texts.count }, (_, index) => index).sort((a, b) => texts.compare(a, b));
  expect(order.slice(0, 2)).toEqual([0, words.length + 1]);
  expect(order.slice(2).map((index) => words[index - 1])).toEqual([...words].sort());
});

test('a text ends at its first NUL, if it is cut', () => {
  const texts = textsOf(['plain', 'a\0b\0c', '\0', undefined]);
  texts.cutAtNul();
  expect(shown(texts).slice(0, 3)).toEqual(['plain', 'a', '']);
  expect(texts.compare(3, 2)).toBeLessThan(0);
});
