import { describe, expect, test } from 'vitest';
import { compactJson, prettyJson } from './json-text.ts';
import { uncoloured } from './palette.ts';

describe('JSON', () => {
  test.each([
    ['{}', '{}'],
    ['[ ]', '[]'],
    ['[1,2,3]', '[1, 2, 3]'],
    ['["a\\" ,[1]:b"]', '["a\\" ,[1]:b"]'],
    ['[[1],[2]]', '[\n  [1],\n  [2]\n]'],
    ['{"a":{"b":[true,null]}}', '{\n  "a": {\n    "b": [true, null]\n  }\n}'],
    ['{"a":"x, {y}: \\"z\\""}', '{\n  "a": "x, {y}: \\"z\\""\n}'],
  ])('%s is laid out', (text, lines) => {
    expect(prettyJson(text, uncoloured, 80)).toBe(lines);
  });

  test('keeps digits, repeated names and order', () => {
    const text = '{"b": 12345678901234567890.10, "a": 1, "b": 2}';
    expect(compactJson(text, uncoloured)).toBe(text);
  });

  test('breaks a list that does not fit', () => {
    expect(prettyJson('[1000,2000]', uncoloured, 8)).toBe('[\n  1000,\n  2000\n]');
  });

  test('laid out means the same', () => {
    const value = { a: [1, { b: [] }, 'ü\n'], c: { d: null, e: [[[]], {}] } };
    for (const width of [1, 20, 80]) {
      expect(JSON.parse(prettyJson(JSON.stringify(value), uncoloured, width))).toEqual(value);
    }
  });
});
