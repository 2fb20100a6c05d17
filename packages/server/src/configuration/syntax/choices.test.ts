import { expect, test } from 'vitest';
import { combinationOf, oneOf, yesNo } from './choices.ts';
import type { ValueSyntax } from './value-syntax.ts';
import { Invalid } from './value-syntax.ts';

function read<Value>(syntax: ValueSyntax<Value>, ...words: string[]): [Value, string] | string {
  const parsed = syntax.parse(words, undefined, { repeated: false, workingDirectory: '/' });
  return parsed instanceof Invalid ? parsed.reason : [parsed.value, parsed.text];
}

test('yes and no are understood in capitals and shown in small letters', () => {
  expect(read(yesNo(), 'YES')).toEqual([true, 'yes']);
  expect(read(yesNo(), 'no')).toEqual([false, 'no']);
  for (const word of ['', '1', 'true', 'on']) {
    expect(read(yesNo(), word)).toBe("argument must be 'yes' or 'no'");
  }
  expect(read(yesNo(), 'yes', 'no')).toBe('wrong number of arguments');
  expect(read(yesNo())).toBe('wrong number of arguments');
});

test('a check may refuse a value that could be read', () => {
  const never = yesNo((value) => (value ? 'not here' : undefined));
  expect(read(never, 'yes')).toBe('not here');
  expect(read(never, 'no')).toEqual([false, 'no']);
});

test('one of several names, whose synonyms show as the name they stand for', () => {
  const syntax = oneOf(['no', 'yes', ['relative', 'yes'], 'absolute']);
  expect(read(syntax, 'Absolute')).toEqual(['absolute', 'absolute']);
  expect(read(syntax, 'relative')).toEqual(['yes', 'yes']);
  expect(read(syntax, 'x')).toBe('argument(s) must be one of the following: no, yes, relative, absolute');
});

test('a combination shows its names in the order of the list', () => {
  const syntax = combinationOf('default', ['save', 'now'], () => undefined);
  expect(read(syntax, 'NOW', 'save', 'now')).toEqual([['save', 'now'], 'save now']);
  expect(read(syntax, 'default')).toEqual([[], 'default']);
  expect(read(syntax, 'default', 'now')).toEqual([['now'], 'now']);
  expect(read(syntax, 'x')).toBe('argument(s) must be one of the following: default, save, now');
  expect(read(syntax)).toBe('argument(s) must be one of the following: default, save, now');
});
