import { expect, test } from 'vitest';
import {
  formatMemory,
  INT_MAX,
  integer,
  LONG_MAX,
  memory,
  memoryOrPercent,
  octal,
  parseInteger,
  parseLeniently,
  parseMemory,
  ULONG_MAX,
} from './numbers.ts';
import type { ValueSyntax } from './value-syntax.ts';
import { Invalid } from './value-syntax.ts';

function read<Value>(syntax: ValueSyntax<Value>, word: string): [Value, string] | string {
  const parsed = syntax.parse([word], undefined, { repeated: false, workingDirectory: '/' });
  return parsed instanceof Invalid ? parsed.reason : [parsed.value, parsed.text];
}

test('an integer is written in the one canonical way', () => {
  expect(parseInteger('0')).toBe(0n);
  expect(parseInteger('-9223372036854775808')).toBe(-9_223_372_036_854_775_808n);
  for (const word of ['', '-', '+1', '01', '-0', ' 1', '1 ', '1.0', '9223372036854775808', 'x']) {
    expect(parseInteger(word)).toBeUndefined();
  }
});

test('lenient integers take spaces, signs and leading zeros, and stop at 64 bits', () => {
  expect(parseLeniently('')).toBe(0n);
  expect(parseLeniently(' +007')).toBe(7n);
  expect(parseLeniently('-5')).toBe(-5n);
  expect(parseLeniently('99999999999999999999')).toBe(LONG_MAX);
  expect(parseLeniently('-99999999999999999999')).toBe(-LONG_MAX - 1n);
  for (const word of [' ', '1 ', '+', '1x', '- 1']) expect(parseLeniently(word)).toBeUndefined();
});

test('bytes have units, in capitals or not', () => {
  expect(parseMemory('100')).toBe(100n);
  expect(parseMemory('100b')).toBe(100n);
  expect(parseMemory('1k')).toBe(1000n);
  expect(parseMemory('1KB')).toBe(1024n);
  expect(parseMemory('2m')).toBe(2_000_000n);
  expect(parseMemory('2Mb')).toBe(2_097_152n);
  expect(parseMemory('3g')).toBe(3_000_000_000n);
  expect(parseMemory('3gb')).toBe(3_221_225_472n);
  expect(parseMemory('')).toBe(0n);
  for (const word of ['-1', '1.5gb', '1 gb', 'x', '1tb', '%']) expect(parseMemory(word)).toBeUndefined();
});

test('bytes beyond 64 bits wrap as they do in Redis', () => {
  expect(parseMemory('18446744073709551616')).toBe(ULONG_MAX);
  expect(parseMemory('99999999999999999999999gb')).toBe(18_446_744_072_635_809_792n);
});

test('bytes are written back in the largest unit that divides them', () => {
  expect(formatMemory(0n)).toBe('0');
  expect(formatMemory(100n)).toBe('100');
  expect(formatMemory(65_536n)).toBe('64kb');
  expect(formatMemory(1_610_612_736n)).toBe('1536mb');
  expect(formatMemory(1_073_741_824n)).toBe('1gb');
});

test('an integer outside its range is refused with the range', () => {
  const port = integer(0n, 65_535n);
  expect(read(port, '6969')).toEqual([6969, '6969']);
  expect(read(port, '65536')).toBe('argument must be between 0 and 65535 inclusive');
  expect(read(port, '-1')).toBe('argument must be between 0 and 65535 inclusive');
  expect(read(port, 'x')).toBe("argument couldn't be parsed into an integer");
});

test('a clamped integer moves to the nearest bound', () => {
  const hz = integer(0n, INT_MAX, { clamp: [1n, 500n] });
  expect(read(hz, '0')).toEqual([1, '1']);
  expect(read(hz, '100000')).toEqual([500, '500']);
  expect(read(hz, '-1')).toMatch(/^argument must be between 0/);
});

test('the text of a huge size is exact although its value is rounded', () => {
  expect(read(memory(0n, ULONG_MAX), '18446744073709551615')).toEqual([2 ** 64, '18446744073709551615']);
  expect(read(memory(1n, LONG_MAX), '9223372036854775808')).toMatch(/^argument must be between 1/);
});

test('a percentage of maxmemory is a negative value', () => {
  const syntax = memoryOrPercent();
  expect(read(syntax, '5%')).toEqual([-5, '5%']);
  expect(read(syntax, '0%')).toEqual([0, '0']);
  expect(read(syntax, '1kb')).toEqual([1024, '1024']);
  expect(read(syntax, '101%')).toBe('percentage argument must be less or equal to 100');
  for (const word of ['%', '-5%', '1.5%', 'x']) {
    expect(read(syntax, word)).toBe('argument must be a memory or percent value');
  }
  expect(syntax.fileLines({ value: -5, text: '5%' })).toEqual(['5%']);
  expect(syntax.fileLines({ value: 2048, text: '2048' })).toEqual(['2kb']);
});

test('permission bits are octal', () => {
  expect(read(octal(0o777n), '755')).toEqual([0o755, '755']);
  expect(read(octal(0o777n), '1000')).toBe('argument must be between 0 and 777 inclusive');
  expect(read(octal(0o777n), '9')).toBe("argument couldn't be parsed as an octal number");
});

test('the range is part of the documentation where it means something', () => {
  expect(integer(0n, 65_535n).form).toBe('integer from 0 to 65535');
  expect(integer(1n, INT_MAX, { unit: 'seconds' }).form).toBe('integer (seconds), at least 1');
  expect(integer(0n, LONG_MAX).form).toBe('integer');
  expect(integer(-INT_MAX - 1n, INT_MAX).form).toBe('integer');
});
