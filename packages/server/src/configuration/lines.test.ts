import { expect, test } from 'vitest';
import { quoteWord, splitWords } from './lines.ts';

test('words are separated by any run of spaces and tabs', () => {
  expect(splitWords('  save 900\t 1 ')).toEqual(['save', '900', '1']);
  expect(splitWords('')).toEqual([]);
  expect(splitWords(' \t')).toEqual([]);
});

test('double quotes group words and know escapes', () => {
  expect(splitWords('a "b c" ""')).toEqual(['a', 'b c', '']);
  expect(splitWords('"\\n\\r\\t\\b\\a\\"\\\\\\q"')).toEqual(['\n\r\t\b\x07"\\q']);
  expect(splitWords('"\\x41\\xFF\\xz"')).toEqual(['A\xffxz']);
});

test('single quotes group words and know one escape only', () => {
  expect(splitWords("'a b' 'it\\'s' '\\n'")).toEqual(['a b', "it's", '\\n']);
});

test('a quote may begin inside a word but must end it', () => {
  expect(splitWords('a"b c"')).toEqual(['ab c']);
  expect(splitWords('"a"b')).toBeUndefined();
  expect(splitWords("'a'b")).toBeUndefined();
});

test('a quote that is not closed makes the line unreadable', () => {
  for (const line of ['"a', "'a", 'a "', '"a\\"', "'a\\'"]) expect(splitWords(line)).toBeUndefined();
});

test('any bytes survive being quoted and split again', () => {
  const everyByte = String.fromCharCode(...Array.from({ length: 256 }, (_, byte) => byte));
  expect(splitWords(quoteWord(everyByte))).toEqual([everyByte]);
  expect(quoteWord('a"\n\x00é')).toBe('"a\\"\\n\\x00\\xe9"');
});
