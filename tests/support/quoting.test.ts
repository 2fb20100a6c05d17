import { describe, expect, it } from 'vitest';
import { quoteAlways, quoteWord, splitLine } from './quoting.ts';

describe('words as they are typed', () => {
  it('stay bare only where nothing can be mistaken', () => {
    expect(['SET', 'user:1', '-1.5', '', 'two words', '#', '\xff'].map(quoteWord)).toEqual([
      'SET',
      'user:1',
      '-1.5',
      '""',
      '"two words"',
      '"#"',
      '"\\xff"',
    ]);
  });

  it('come back from a line as they went in, whatever they are', () => {
    const everything = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
    const words = ['SET', '', '"', '\\', "'", 'a b', everything.join(''), ...everything];
    expect(splitLine(words.map(quoteWord).join(' '))).toEqual(words);
    expect(splitLine(words.map(quoteAlways).join('  '))).toEqual(words);
  });

  it('are read in single quotes as they stand', () => {
    expect(splitLine("SET 'a \\n b' c")).toEqual(['SET', 'a \\n b', 'c']);
  });

  it.each(['"abc', "'abc", '"a"b', 'a"b"'])('are refused if quotes do not balance: %s', (line) => {
    expect(() => splitLine(line)).toThrow('quotes do not balance');
  });
});
