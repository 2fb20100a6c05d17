/**
 * What a value is like from without, for MEMORY USAGE and DEBUG: nothing here is on the path of any other command.
 *
 * A value that lies outside its entry is asked through the form of its kind (values/value-form.ts), which goes through
 * all of it.
 */
import type { Database } from './database.ts';

/** A slot of the index and one that is empty: about half of them are. */
const INDEX_BYTES = 16;

/** Bytes an entry and its value take, its share of the index included. */
export function memoryOf(db: Database, ref: number): number {
  const { entries, keyspace } = db;
  const outside = entries.isOutside(ref) ? keyspace.formOf(entries.kind(ref)).bytes(entries.root(ref)) : 0;
  return keyspace.arena.sizeOf(ref) + INDEX_BYTES + outside;
}

/** The chains of a value's hash table (see `tableChains`); undefined if it has none. */
export function chainsOf(db: Database, ref: number): number[] | undefined {
  const { entries, keyspace } = db;
  return entries.isOutside(ref) ? keyspace.formOf(entries.kind(ref)).chains?.(entries.root(ref)) : undefined;
}
