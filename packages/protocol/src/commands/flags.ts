/**
 * Command flags: what the gates of the server ask about a command before it runs.
 *
 * Each flag is one bit, so that a gate costs one `&`. The bits stand in the order in which Redis lists
 * flags in COMMAND INFO; a mask therefore turns into the reply by walking the bits upwards.
 *
 * Three flags never appear in COMMAND INFO, as in Redis: they steer the server and promise nothing to a
 * client.
 */

export const CommandFlag = {
  /** May change the keyspace: refused on a read-only replica, propagated when it did change something. */
  write: 0x1,
  /** Reads keys and changes none. */
  readonly: 0x2,
  /** May need more memory: refused when `maxmemory` is reached and nothing can be evicted. */
  denyoom: 0x4,
  admin: 0x8,
  pubsub: 0x10,
  /** Refused inside a script. */
  noscript: 0x20,
  /** May leave the client waiting. */
  blocking: 0x40,
  /** Allowed while a dataset is being loaded. */
  loading: 0x80,
  /** Allowed on a replica that lost its primary and does not serve stale data. */
  stale: 0x100,
  /** Not shown to MONITOR. */
  skip_monitor: 0x200,
  /** Not entered in the slow log (EXEC: its commands are entered one by one). */
  skip_slowlog: 0x400,
  /** In a cluster, accepted for a slot that is being imported. */
  asking: 0x800,
  /** Constant or logarithmic time; decides between the categories @fast and @slow. */
  fast: 0x1000,
  /** Allowed before authentication. */
  no_auth: 0x2000,
  /** Hidden. May be propagated although it does not write (PUBLISH): held back by CLIENT PAUSE WRITE. */
  may_replicate: 0x4000,
  /** Has key positions, but a request without any key is valid. */
  no_mandatory_keys: 0x8000,
  /** Hidden. Needs the permission of its own configuration directive (`enable-debug-command`). */
  protected: 0x10000,
  /** Refused while a replica loads a dataset beside the old one it still serves. */
  no_async_loading: 0x20000,
  /** Refused between MULTI and EXEC. */
  no_multi: 0x40000,
  /** Derived, never written in the table: first, last and step do not tell all key positions. */
  movablekeys: 0x80000,
  /** Allowed while a script runs past its time limit. */
  allow_busy: 0x100000,
  /** Hidden. Finds keys by itself (SCAN, RANDOMKEY): the expirations it meets are not one transaction. */
  touches_arbitrary_keys: 0x200000,
} as const;

export type CommandFlagName = keyof typeof CommandFlag;

/** The flags a command may declare; the others follow from its key specs. */
export type DeclaredFlag = Exclude<CommandFlagName, 'movablekeys'>;

const hidden: number = CommandFlag.may_replicate | CommandFlag.protected | CommandFlag.touches_arbitrary_keys;

const flagEntries = Object.entries(CommandFlag);

/** The bitmask of the named flags. */
export function flagMask(names: readonly CommandFlagName[]): number {
  let mask = 0;
  for (const name of names) mask |= CommandFlag[name];
  return mask;
}

/** The names in a mask as COMMAND INFO shows them: Redis's order, without the hidden ones. */
export function visibleFlagNames(mask: number): readonly string[] {
  const visible = mask & ~hidden;
  return flagEntries.filter(([, bit]) => (visible & bit) !== 0).map(([name]) => name);
}
