import { describe, expect, it } from 'vitest';
import type { Comparison } from './comparison.ts';
import {
  closeSeconds,
  elementwise,
  exact,
  fieldsExcept,
  linesAfter,
  maskedElement,
  sameKind,
  sameShape,
  scannedAll,
  unordered,
  unorderedPairs,
} from './comparison.ts';

const same = (compare: Comparison, one: string, other: string) =>
  compare(Buffer.from(one), Buffer.from(other));

describe('comparing replies', () => {
  it.each<[string, Comparison, string, string]>([
    ['times that are close', closeSeconds, ':100\r\n', ':105\r\n'],
    ['elements in any order', unordered, '*2\r\n+a\r\n+b\r\n', '*2\r\n+b\r\n+a\r\n'],
    [
      'pairs in any order',
      unorderedPairs,
      '*4\r\n+a\r\n:1\r\n+b\r\n:2\r\n',
      '*4\r\n+b\r\n:2\r\n+a\r\n:1\r\n',
    ],
    [
      'pairs of maps in any order',
      unordered,
      '%2\r\n+a\r\n:1\r\n+b\r\n:2\r\n',
      '%2\r\n+b\r\n:2\r\n+a\r\n:1\r\n',
    ],
    [
      'scans in any order',
      scannedAll,
      '*2\r\n$1\r\n0\r\n*2\r\n+a\r\n+b\r\n',
      '*2\r\n$1\r\n0\r\n*2\r\n+b\r\n+a\r\n',
    ],
    ['shapes', sameShape, '*2\r\n:1\r\n+a\r\n', '*2\r\n:7\r\n+zz\r\n'],
    ['kinds', sameKind, '*1\r\n:1\r\n', '*0\r\n'],
    ['lines after a mask', linesAfter((line) => line.slice(0, 1)), '$5\r\na1\nb2\r\n', '$5\r\na3\nb4\r\n'],
    ['all but one element', maskedElement(1), '*3\r\n+u\r\n+x\r\n:1\r\n', '*3\r\n+u\r\n+y\r\n:1\r\n'],
    ['all but one field', fieldsExcept(['id']), '%1\r\n$2\r\nid\r\n:1\r\n', '%1\r\n$2\r\nid\r\n:2\r\n'],
    ['each by its own', elementwise([exact, closeSeconds]), '*2\r\n+a\r\n:9\r\n', '*2\r\n+a\r\n:8\r\n'],
  ])('takes %s for the same', (_, compare, one, other) => {
    expect(same(compare, one, other)).toBe(true);
  });

  it.each<[string, Comparison, string, string]>([
    ['times that are far apart', closeSeconds, ':100\r\n', ':200\r\n'],
    ['a time and none', closeSeconds, ':-1\r\n', ':1\r\n'],
    ['an element too many', unordered, '*1\r\n+a\r\n', '*2\r\n+a\r\n+a\r\n'],
    ['pairs torn apart', unorderedPairs, '*4\r\n+a\r\n:1\r\n+b\r\n:2\r\n', '*4\r\n+a\r\n:2\r\n+b\r\n:1\r\n'],
    ['scans that are over and not', scannedAll, '*2\r\n$1\r\n0\r\n*0\r\n', '*2\r\n$1\r\n5\r\n*0\r\n'],
    ['other shapes', sameShape, '*1\r\n:1\r\n', '*1\r\n+1\r\n'],
    ['null and something', sameKind, '$-1\r\n', '$1\r\na\r\n'],
    ['different error texts', sameShape, '-ERR a\r\n', '-ERR b\r\n'],
    ['an error and a value', closeSeconds, '-ERR a\r\n', ':1\r\n'],
    ['other fields', fieldsExcept(['id']), '%1\r\n$2\r\nxx\r\n:1\r\n', '%1\r\n$2\r\nxx\r\n:2\r\n'],
    ['one element off', elementwise([exact, closeSeconds]), '*2\r\n+a\r\n:9\r\n', '*2\r\n+b\r\n:9\r\n'],
  ])('tells %s apart', (_, compare, one, other) => {
    expect(same(compare, one, other)).toBe(false);
  });
});
