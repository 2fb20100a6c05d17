import type { Database } from '../../keyspace/database.ts';
import { HASH, LIST, SET, SORTED_SET } from '../../keyspace/entry.ts';
import { Keyspace } from '../../keyspace/keyspace.ts';
import { Slice } from '../../memory/slice.ts';
import { HashValue } from '../../values/hash-value.ts';
import { ListValue } from '../../values/list-value.ts';
import { SetValue } from '../../values/set-value.ts';
import { SortedSetValue } from '../../values/sorted-set-value.ts';
import { DumpWriter, readDump } from '../dump.ts';
import { RdbEntry } from '../rdb/entry.ts';
import { rdbTypeOf, valueReaders, writeValue } from './index.ts';

const writer = new DumpWriter(true);

function text(slice: Slice): string {
  return Buffer.from(slice.copy()).toString('latin1');
}

/** A keyspace for values that come from payloads, all under the empty key. */
export class RestoredValues {
  readonly keyspace: Keyspace = new Keyspace({ random: () => 0.5, poison: true });

  get database(): Database {
    return this.keyspace.databases[0] as Database;
  }

  /** The entry that a payload becomes. @throws RdbError */
  restore(payload: Uint8Array): number {
    let made = 0;
    const readers = valueReaders({
      databaseOf: () => this.database,
      complete: (_entry, _database, ref) => {
        made = ref;
      },
    });
    readDump(payload, 0, payload.length, new RdbEntry(), readers);
    return made;
  }

  dump(ref: number): Buffer {
    const { database } = this;
    return Buffer.from(writer.write(rdbTypeOf(database, ref), (output) => writeValue(output, database, ref)));
  }

  /** What a collection holds, one character a byte; in its order if it has one. */
  contents(ref: number): string[] {
    const { database } = this;
    const found: string[] = [];
    switch (database.entries.type(ref)) {
      case LIST:
        new ListValue().open(database, ref).visit((element) => found.push(text(element)));
        return found;
      case SET:
        new SetValue().open(database, ref).visit((member) => found.push(text(member)));
        return found.sort();
      case HASH:
        new HashValue()
          .open(database, ref)
          .visit((field, value) => found.push(`${text(field)}=${text(value)}`));
        return found.sort();
      case SORTED_SET: {
        const set = new SortedSetValue().open(database, ref);
        for (let there = set.seek(0); there; there = set.next()) {
          found.push(
            `${text(set.memberAt(set.place, new Slice()))} ${Object.is(set.scoreAt(set.place), -0) ? '-0' : set.scoreAt(set.place)}`,
          );
        }
        return found;
      }
      default:
        throw new Error(`no contents are known of an entry of type ${database.entries.type(ref)}`);
    }
  }

  /** Removes everything; how many bytes are still in use then. */
  clear(): number {
    this.keyspace.clear();
    return this.keyspace.usedBytes;
  }
}
