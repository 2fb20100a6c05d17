import { describe, expect, test } from 'vitest';
import { CommandFlag, flagMask, visibleFlagNames } from './flags.ts';
import { KeyFlag, keyFlagMask, keyFlagNames } from './key-flags.ts';

describe('command flags', () => {
  test('are one bit each, ascending in the order in which they are listed', () => {
    expect(Object.values(CommandFlag)).toEqual(Object.values(CommandFlag).map((_, i) => 2 ** i));
  });

  test('are listed in their own order, not in the order in which they were given', () => {
    expect(visibleFlagNames(flagMask(['fast', 'stale', 'write']))).toEqual(['write', 'stale', 'fast']);
    expect(visibleFlagNames(flagMask(['allow_busy', 'movablekeys']))).toEqual(['movablekeys', 'allow_busy']);
  });

  test('that only steer the server are not listed', () => {
    const mask = flagMask(['pubsub', 'may_replicate', 'protected', 'touches_arbitrary_keys']);
    expect(visibleFlagNames(mask)).toEqual(['pubsub']);
    expect(mask & CommandFlag.may_replicate).not.toBe(0);
  });
});

describe('key flags', () => {
  test('are one bit each, ascending in the order in which they are listed', () => {
    expect(Object.values(KeyFlag)).toEqual(Object.values(KeyFlag).map((_, i) => 2 ** i));
  });

  test('turn into a mask and back', () => {
    expect(keyFlagNames(keyFlagMask(['update', 'access', 'RW']))).toEqual(['RW', 'access', 'update']);
    expect(keyFlagNames(0)).toEqual([]);
  });
});
