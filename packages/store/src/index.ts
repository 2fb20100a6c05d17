export type { CompactLimits } from './keyspace/compact-limits.ts';
export { Database, KEEP_EXPIRY, NO_EXPIRY } from './keyspace/database.ts';
export {
  EMBSTR,
  Entries,
  EXPIRING,
  EXPIRING_SMALL,
  HASH,
  INT,
  INTSET,
  kindOf,
  LIST,
  LISTPACK,
  QUICKLIST,
  RADIX,
  RAW,
  SET,
  SKIPLIST,
  SORTED_SET,
  STREAM,
  STRING,
  TABLE,
} from './keyspace/entry.ts';
export type { EvictionOrder } from './keyspace/eviction.ts';
export { Evictor } from './keyspace/eviction.ts';
export { ExpireCycle } from './keyspace/expire-cycle.ts';
export type { KeyListener, KeyspaceObserver, KeyspaceOptions } from './keyspace/keyspace.ts';
export { Keyspace } from './keyspace/keyspace.ts';
export { Lookahead } from './keyspace/lookahead.ts';
export { randomEntry } from './keyspace/random-entry.ts';
export { Reclaimer } from './keyspace/reclaimer.ts';
export { encodingOf, resizeString, textEncoding } from './keyspace/string-entry.ts';
export { chainsOf, memoryOf } from './keyspace/value-measures.ts';
export { copyEntry, moveEntry } from './keyspace/value-moves.ts';
export * from './matching/glob.ts';
export { Arena, OutOfMemory } from './memory/arena.ts';
export { compareBytes } from './memory/compare.ts';
export { copyBytes } from './memory/copy.ts';
export { hashBytes } from './memory/hash.ts';
export type { RecordKeys } from './memory/hash-table.ts';
export { HashTable, LOOKAHEAD_MAX } from './memory/hash-table.ts';
export type { Ties, TreeShape, VisitPayload } from './memory/ordered-tree.ts';
export { OrderedTree } from './memory/ordered-tree.ts';
export { Records } from './memory/records.ts';
export { Slice } from './memory/slice.ts';
export { randomRecord, scanTable, tableBytes, tableChains, visitTable } from './memory/table-walks.ts';
export { TreeCursor } from './memory/tree-cursor.ts';
export * from './numbers/index.ts';
export * from './persistence/index.ts';
export * from './values/index.ts';
