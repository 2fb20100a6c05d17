import { describe, expect, test } from 'vitest';
import type { KeySpec } from './command-spec.ts';
import { compileKeySpec, keyRangeOf } from './key-specs.ts';

const rangeOf = (...specs: readonly KeySpec[]) => keyRangeOf(specs.map(compileKeySpec));
const flags = ['RO'] as const;

describe('the range that stands for key specs', () => {
  test('is empty without specs', () => {
    expect(rangeOf()).toEqual({ first: 0, last: 0, step: 0, movable: false });
  });

  test('is the range of a single spec', () => {
    expect(rangeOf({ begin: 1, flags })).toEqual({ first: 1, last: 1, step: 1, movable: false });
    expect(rangeOf({ begin: 2, last: 1, flags })).toEqual({ first: 2, last: 3, step: 1, movable: false });
    expect(rangeOf({ begin: 1, last: -1, step: 2, flags })).toEqual({
      first: 1,
      last: -1,
      step: 2,
      movable: false,
    });
  });

  test('joins ranges that follow one another', () => {
    expect(rangeOf({ begin: 1, flags }, { begin: 2, flags })).toMatchObject({
      first: 1,
      last: 2,
      movable: false,
    });
    expect(rangeOf({ begin: 2, flags }, { begin: 3, last: -1, flags })).toMatchObject({ first: 2, last: -1 });
  });

  test('leaves out what does not adjoin, and says so', () => {
    expect(rangeOf({ begin: 1, flags }, { begin: 3, flags })).toMatchObject({
      first: 1,
      last: 1,
      movable: true,
    });
    expect(rangeOf({ begin: 1, flags }, { begin: 2, last: -1, step: 2, flags })).toMatchObject({
      last: 1,
      movable: true,
    });
  });

  test('leaves out keys that are counted, searched for or unknown, and says so', () => {
    const keynum = { index: 0, first: 1, step: 1 };
    expect(rangeOf({ begin: 2, keynum, flags })).toEqual({ first: 0, last: 0, step: 0, movable: true });
    expect(rangeOf({ begin: 'unknown', flags })).toEqual({ first: 0, last: 0, step: 0, movable: true });
    expect(rangeOf({ begin: { keyword: 'KEYS', from: 1 }, flags })).toMatchObject({
      first: 0,
      movable: true,
    });
    expect(rangeOf({ begin: 1, flags }, { begin: 2, keynum, flags })).toMatchObject({
      first: 1,
      last: 1,
      movable: true,
    });
  });

  test('keeps an incomplete spec, and says that keys may be missing', () => {
    const incomplete = ['RO', 'incomplete'] as const;
    expect(rangeOf({ begin: 1, flags: incomplete })).toMatchObject({ first: 1, last: 1, movable: true });
    expect(rangeOf({ begin: 1, flags }, { begin: 2, flags: incomplete })).toMatchObject({
      last: 2,
      movable: true,
    });
  });
});
