/**
 * ACL categories: the sets of commands an access rule such as `+@read -@dangerous` speaks of.
 *
 * As in Redis, most categories of a command follow from what is known of it anyway: some from its flags,
 * one from its group. Only what does not follow is written in the table. A container command belongs to
 * no category of its group, because it does nothing; its subcommands do.
 *
 * The bits stand in the order in which COMMAND INFO lists categories.
 */

import type { CommandGroup, CommandSpec } from './command-spec.ts';
import { CommandFlag } from './flags.ts';

export const Category = {
  keyspace: 0x1,
  read: 0x2,
  write: 0x4,
  set: 0x8,
  sortedset: 0x10,
  list: 0x20,
  hash: 0x40,
  string: 0x80,
  bitmap: 0x100,
  hyperloglog: 0x200,
  geo: 0x400,
  stream: 0x800,
  pubsub: 0x1000,
  admin: 0x2000,
  fast: 0x4000,
  slow: 0x8000,
  blocking: 0x10000,
  dangerous: 0x20000,
  connection: 0x40000,
  transaction: 0x80000,
  scripting: 0x100000,
} as const;

export type CategoryName = keyof typeof Category;

const groupCategories: { readonly [Group in CommandGroup]?: number } = {
  generic: Category.keyspace,
  string: Category.string,
  list: Category.list,
  set: Category.set,
  'sorted-set': Category.sortedset,
  hash: Category.hash,
  transactions: Category.transaction,
  connection: Category.connection,
  scripting: Category.scripting,
  hyperloglog: Category.hyperloglog,
  geo: Category.geo,
  stream: Category.stream,
  bitmap: Category.bitmap,
};

const categoryEntries = Object.entries(Category);

/** The bitmask of the named categories. */
export function categoryMask(names: readonly CategoryName[]): number {
  let mask = 0;
  for (const name of names) mask |= Category[name];
  return mask;
}

/** The names in a mask, in Redis's order and without the `@`. */
export function categoryNames(mask: number): readonly string[] {
  return categoryEntries.filter(([, bit]) => (mask & bit) !== 0).map(([name]) => name);
}

/** The bit of a category given by name (without the `@`), or undefined if there is none of that name. */
export function categoryByName(name: string): number | undefined {
  return Object.hasOwn(Category, name) ? Category[name as CategoryName] : undefined;
}

/** All categories of a command: the declared or the group's, and those that its flags imply. */
export function categoriesOf(
  spec: Pick<CommandSpec, 'group' | 'categories' | 'subcommands'>,
  flags: number,
): number {
  let mask = declaredCategories(spec);
  if (flags & CommandFlag.write) mask |= Category.write;
  // Scripts are kept out of @read: one that only reads today may be given other commands tomorrow.
  if (flags & CommandFlag.readonly && !(mask & Category.scripting)) mask |= Category.read;
  if (flags & CommandFlag.admin) mask |= Category.admin | Category.dangerous;
  if (flags & CommandFlag.pubsub) mask |= Category.pubsub;
  if (flags & CommandFlag.blocking) mask |= Category.blocking;
  return mask | (flags & CommandFlag.fast ? Category.fast : Category.slow);
}

function declaredCategories(spec: Pick<CommandSpec, 'group' | 'categories' | 'subcommands'>): number {
  if (spec.categories !== undefined) return categoryMask(spec.categories);
  if (spec.subcommands !== undefined) return 0;
  return groupCategories[spec.group] ?? 0;
}
