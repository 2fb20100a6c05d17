import type { Database } from '../../keyspace/database.ts';
import type { RdbEntry } from '../rdb/entry.ts';

/** Where values go that are read from RDB bytes. */
export interface ValueTarget {
  /** The database the entry belongs in; the value is built there under the entry's key, over whatever that holds. */
  databaseOf(entry: RdbEntry): Database;
  /** The value is complete, in this entry of the database. */
  complete(entry: RdbEntry, database: Database, ref: number): void;
}
