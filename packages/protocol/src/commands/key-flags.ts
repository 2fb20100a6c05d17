/**
 * Key flags: what a command does with the keys of one key spec.
 *
 * The first four say what happens to the entry as a whole and exclude one another (read only, read and
 * write, overwrite without reading, remove); the next four say what happens to the data the user stored.
 * TTL reads the entry but not its data, so it is `RO` with `access` because the time to live was given by
 * the user, while STRLEN, TYPE and EXISTS are `RO` alone.
 */

export const KeyFlag = {
  RO: 0x1,
  RW: 0x2,
  OW: 0x4,
  RM: 0x8,
  /** Data of the user is returned, copied or compared. */
  access: 0x10,
  /** Data of the user is changed or replaced. */
  update: 0x20,
  /** Data is added; none that was there is changed. */
  insert: 0x40,
  /** Data is removed. */
  delete: 0x80,
  /** Not a key at all (a shard channel), but routed in a cluster like one. */
  not_key: 0x100,
  /** The spec may miss keys. */
  incomplete: 0x200,
  /** Options of the request decide which of the flags hold; see key-resolvers.ts. */
  variable_flags: 0x400,
} as const;

export type KeyFlagName = keyof typeof KeyFlag;

const keyFlagEntries = Object.entries(KeyFlag);

/** The bitmask of the named key flags. */
export function keyFlagMask(names: readonly KeyFlagName[]): number {
  let mask = 0;
  for (const name of names) mask |= KeyFlag[name];
  return mask;
}

/** The names in a mask, in the order COMMAND INFO and COMMAND GETKEYSANDFLAGS use. */
export function keyFlagNames(mask: number): readonly string[] {
  return keyFlagEntries.filter(([, bit]) => (mask & bit) !== 0).map(([name]) => name);
}
