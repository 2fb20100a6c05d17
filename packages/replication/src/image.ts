/**
 * The image of a full synchronisation: all databases as RDB, out of a keyspace and into one.
 *
 * Beside what Redis writes, an image names the revision of NOTIFY it was taken at (`redwing-revision`), so that a
 * client may resume at a replica with a revision it got from the primary. Redis passes over what it does not know.
 *
 * An image is written in one go, on the thread that calls: nothing changes meanwhile. Reading takes chunks of any size.
 */
import type { Database, Keyspace, RdbEntry, RdbSink } from '@redwing/store';
import {
  RDB_NONE,
  RDB_VERSION,
  RDB_VERSION_FIELD_TIMES,
  RdbReader,
  RdbWriter,
  rdbTypeOf,
  Slice,
  valueReaders,
  writeValue,
} from '@redwing/store';

/** What an image says about the server it was taken from. */
export interface ImageFacts {
  /** The version of Redis whose files these are. */
  readonly version: string;
  /** The database that the stream after the image begins in. */
  readonly streamDatabase: number;
  readonly id: string;
  readonly offset: number;
  /** The revision of NOTIFY. */
  readonly revision: number;
  /** Whether long strings are compressed; they are unless this says no. */
  readonly compression?: boolean;
}

/** Writes everything in the keyspace; the sink's chunks are lent, as RdbWriter says. */
export function writeImage(keyspace: Keyspace, facts: ImageFacts, sink: RdbSink): void {
  const writer = new RdbWriter(sink, { compression: facts.compression ?? true, checksum: true });
  const hasFieldTimes = keyspace.databases.some(({ expiring }) => expiring.count > 0);
  const version = hasFieldTimes ? RDB_VERSION_FIELD_TIMES : RDB_VERSION;
  writer.header(
    [
      ['redis-ver', facts.version],
      ['redis-bits', '64'],
      ['ctime', String(Math.floor(keyspace.now / 1000))],
      ['used-mem', String(keyspace.usedBytes)],
      ['repl-stream-db', String(facts.streamDatabase)],
      ['repl-id', facts.id],
      ['repl-offset', String(facts.offset)],
      ['redwing-revision', String(facts.revision)],
    ],
    version,
  );
  const key = new Slice();
  for (const database of keyspace.databases) {
    if (database.size === 0) continue;
    const { entries } = database;
    writer.selectDatabase(database.id);
    writer.resizeDatabase(database.size, database.volatile.count);
    const write = (ref: number): void => {
      if (entries.isVolatile(ref)) writer.expireAt(entries.expireAt(ref));
      entries.key(ref, key);
      writer.beginEntry(rdbTypeOf(database, ref), key.bytes, key.start, key.length);
      writeValue(writer.output, database, ref);
    };
    database.visitAll(write);
  }
  writer.end();
}

/**
 * Reads an image into a keyspace, which must be empty. A replica keeps keys whose time has passed until its primary says
 * that they are gone; whoever is none leaves them out (`dropsExpired`).
 */
export class ImageLoader {
  /** How many keys were taken, and how many left out. */
  keysLoaded = 0;
  keysExpired = 0;
  /** What the image says of its origin: undefined where it does not. */
  streamDatabase: number | undefined;
  revision: number | undefined;
  private readonly reader: RdbReader;
  private readonly keyspace: Keyspace;

  constructor(keyspace: Keyspace, dropsExpired = false) {
    this.keyspace = keyspace;
    const key = new Slice();
    const readers = valueReaders({
      databaseOf: (entry) => this.databaseOf(entry),
      complete: (entry, database, ref) => {
        const { expireAtMs } = entry;
        if (dropsExpired && expireAtMs !== RDB_NONE && expireAtMs < keyspace.now) {
          const bytes = database.entries.key(ref, key).copy();
          database.discard(bytes, 0, bytes.length);
          this.keysExpired++;
          return;
        }
        if (expireAtMs !== RDB_NONE) database.setExpiry(ref, expireAtMs);
        this.keysLoaded++;
      },
    });
    this.reader = new RdbReader({ aux: (name, value) => this.note(name, value) }, readers);
  }

  get isDone(): boolean {
    return this.reader.isDone;
  }

  /** Takes the next bytes and returns how many of them belong to the image. @throws RdbError */
  write(bytes: Uint8Array, start: number, length: number): number {
    return this.reader.write(bytes, start, length);
  }

  private databaseOf(entry: RdbEntry): Database {
    const database = this.keyspace.databases[entry.database];
    if (database === undefined) {
      throw new RangeError(`the image has a database ${entry.database}, which is beyond \`databases\` here`);
    }
    return database;
  }

  private note(name: string, value: string): void {
    if (name === 'repl-stream-db') this.streamDatabase = Math.max(0, Number(value) || 0);
    else if (name === 'redwing-revision') this.revision = Number(value);
  }
}
