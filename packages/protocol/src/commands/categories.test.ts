import { describe, expect, test } from 'vitest';
import { Category, categoriesOf, categoryByName, categoryMask, categoryNames } from './categories.ts';
import type { CommandSpec } from './command-spec.ts';
import { flagMask } from './flags.ts';

function names(spec: Pick<CommandSpec, 'group' | 'categories' | 'subcommands' | 'flags'>): readonly string[] {
  return categoryNames(categoriesOf(spec, flagMask(spec.flags)));
}

describe('ACL categories', () => {
  test('are one bit each, ascending in the order in which they are listed', () => {
    expect(Object.values(Category)).toEqual(Object.values(Category).map((_, i) => 2 ** i));
  });

  test('follow from the group', () => {
    expect(names({ group: 'string', flags: [] })).toEqual(['string', 'slow']);
    expect(names({ group: 'sorted-set', flags: [] })).toEqual(['sortedset', 'slow']);
    expect(names({ group: 'server', flags: [] })).toEqual(['slow']);
  });

  test('follow from the flags', () => {
    expect(names({ group: 'server', flags: ['write', 'fast'] })).toEqual(['write', 'fast']);
    expect(names({ group: 'server', flags: ['readonly'] })).toEqual(['read', 'slow']);
    expect(names({ group: 'server', flags: ['admin'] })).toEqual(['admin', 'slow', 'dangerous']);
    expect(names({ group: 'server', flags: ['pubsub'] })).toEqual(['pubsub', 'slow']);
    expect(names({ group: 'server', flags: ['blocking'] })).toEqual(['slow', 'blocking']);
  });

  test('leave scripts that only read out of @read', () => {
    expect(names({ group: 'scripting', flags: ['readonly'] })).toEqual(['slow', 'scripting']);
  });

  test('that are written down replace the one of the group', () => {
    expect(names({ group: 'generic', flags: [], categories: ['connection'] })).toEqual([
      'slow',
      'connection',
    ]);
    expect(names({ group: 'generic', flags: ['fast'], categories: [] })).toEqual(['fast']);
  });

  test('of a container do not follow from its group', () => {
    expect(names({ group: 'connection', flags: [], subcommands: {} })).toEqual(['slow']);
  });

  test('are found by name, and only by a name of their own', () => {
    expect(categoryByName('fast')).toBe(Category.fast);
    expect(categoryByName('toString')).toBeUndefined();
    expect(categoryByName('@fast')).toBeUndefined();
    expect(categoryNames(categoryMask(['slow', 'read']))).toEqual(['read', 'slow']);
  });
});
