import { describe, expect, test } from 'vitest';
import { splitLine } from './split-line.ts';

function wordsOf(line: string | Uint8Array): string[] | undefined {
  return splitLine(line)?.map((word) => Buffer.from(word).toString('latin1'));
}

describe('a typed line', () => {
  test.each([
    ['PING', ['PING']],
    ['  SET  a\tb ', ['SET', 'a', 'b']],
    ['SET name "John Doe"', ['SET', 'name', 'John Doe']],
    [`SET quote 'it\\'s "here"'`, ['SET', 'quote', `it's "here"`]],
    ['SET bytes "\\x00\\xff\\n"', ['SET', 'bytes', '\0\u00ff\n']],
    [
      'SET config {"host": "localhost", "port": 8080}',
      ['SET', 'config', '{"host": "localhost", "port": 8080}'],
    ],
    ['SET items [1, 2, 3, 4, 5] NX', ['SET', 'items', '[1, 2, 3, 4, 5]', 'NX']],
    ['SET glob [a-z] {x', ['SET', 'glob', '[a-z]', '{x']],
    ['SET empty ""', ['SET', 'empty', '']],
    ['', []],
    ['   ', []],
  ])('%j becomes its words', (line, words) => {
    expect(wordsOf(line)).toEqual(words);
  });

  test.each(['SET a "b', "SET a 'b", 'SET a "b"c'])('%j has unbalanced quotes', (line) => {
    expect(splitLine(line)).toBeUndefined();
  });

  test('of bytes keeps bytes that are no UTF-8', () => {
    expect(wordsOf(Uint8Array.of(0x47, 0x20, 0xff, 0xfe))).toEqual(['G', '\u00ff\u00fe']);
  });

  test('has words that share no memory', () => {
    const [first, second] = splitLine('ab cd') ?? [];
    first?.fill(0x7a);
    expect(Buffer.from(second ?? []).toString()).toBe('cd');
    expect(first?.buffer.byteLength).toBe(2);
  });
});
