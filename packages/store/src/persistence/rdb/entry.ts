import { RdbString } from './input.ts';

/** What stands for "none" in the numbers of an entry. */
export const RDB_NONE = -1;

/**
 * An entry on its way out of a file: everything but its value. The reader has one and reuses it: copy what
 * must outlive the entry.
 */
export class RdbEntry {
  database = 0;
  /** Which form the value is written in: see `format.ts`. */
  type = 0;
  readonly key: RdbString = new RdbString();
  /** Milliseconds since 1970, or RDB_NONE. A time before 1970 counts as 0, which is as long past. */
  expireAtMs: number = RDB_NONE;
  /** Seconds since the last use when the file was written, or RDB_NONE. */
  idleSeconds: number = RDB_NONE;
  /** The access counter (LFU), 0 to 255, or RDB_NONE. */
  frequency: number = RDB_NONE;

  /** Forgets what concerned one entry alone. */
  clear(): void {
    this.expireAtMs = RDB_NONE;
    this.idleSeconds = RDB_NONE;
    this.frequency = RDB_NONE;
  }
}
