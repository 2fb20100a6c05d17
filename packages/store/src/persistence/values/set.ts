/** Sets in RDB: the intset as it is, or the number of members and then each. A listpack of members is read, not written. */
import type { Database } from '../../keyspace/database.ts';
import { Slice } from '../../memory/slice.ts';
import { formatInt64, INT64_TEXT_MAX } from '../../numbers/integer.ts';
import { intsetCount, intsetGet, isValidIntset } from '../../values/intset.ts';
import { ListpackCursor } from '../../values/listpack-cursor.ts';
import { SetValue } from '../../values/set-value.ts';
import type { RdbEntry } from '../rdb/entry.ts';
import type { RdbInput } from '../rdb/input.ts';
import { RdbString } from '../rdb/input.ts';
import type { RdbOutput } from '../rdb/output.ts';
import type { RdbValueReader } from '../rdb/value-reader.ts';
import { readListpack } from './listpack.ts';
import type { ValueTarget } from './value-target.ts';

const set = new SetValue();

export function writeSet(output: RdbOutput, database: Database, ref: number): void {
  set.open(database, ref);
  output.length(set.count);
  set.visit(({ bytes, start, length }) => output.string(bytes, start, length));
}

abstract class AnySetReader implements RdbValueReader {
  protected readonly set: SetValue = new SetValue();
  private readonly target: ValueTarget;
  private current: RdbEntry | undefined;

  constructor(target: ValueTarget) {
    this.target = target;
  }

  begin(entry: RdbEntry): void {
    this.current = entry;
  }

  abstract step(input: RdbInput): boolean;

  /** Begins with an empty set under the key. */
  protected create(): void {
    const { key } = this.entry;
    this.set.create(this.target.databaseOf(this.entry), key.bytes, key.start, key.length);
  }

  protected add(input: RdbInput, bytes: Uint8Array, start: number, length: number): void {
    if (!this.set.add(bytes, start, length)) throw input.corrupt('a set with a member twice');
  }

  protected complete(): void {
    this.target.complete(this.entry, this.target.databaseOf(this.entry), this.set.entry);
  }

  private get entry(): RdbEntry {
    if (this.current === undefined) throw new Error('a value is read before its key');
    return this.current;
  }
}

/** Takes a member at a step. */
export class SetReader extends AnySetReader {
  private readonly member = new RdbString();
  /** Members still to come; -1 while their number is not known. */
  private left = -1;

  override begin(entry: RdbEntry): void {
    super.begin(entry);
    this.left = -1;
  }

  step(input: RdbInput): boolean {
    const { member } = this;
    if (this.left < 0) {
      const count = input.length();
      if (count === 0) throw input.empty('a set without members');
      this.left = count;
      this.create();
      return false;
    }
    input.string(member);
    this.add(input, member.bytes, member.start, member.length);
    if (--this.left > 0) return false;
    this.complete();
    return true;
  }
}

/** Takes the whole intset in one step. */
export class IntsetReader extends AnySetReader {
  private readonly packed = new RdbString();
  private readonly digits = new Uint8Array(INT64_TEXT_MAX);

  step(input: RdbInput): boolean {
    const { packed, digits } = this;
    input.string(packed);
    if (!isValidIntset(packed.bytes, packed.start, packed.length, true))
      throw input.corrupt('a broken intset');
    const count = intsetCount(packed.bytes, packed.start);
    if (count === 0) throw input.corrupt('a set without members');
    this.create();
    for (let index = 0; index < count; index++) {
      const length = formatInt64(intsetGet(packed.bytes, packed.start, index), digits, 0);
      this.add(input, digits, 0, length);
    }
    this.complete();
    return true;
  }
}

/** Takes the whole listpack in one step, as Redis writes small sets from 7.2 on. */
export class PackedSetReader extends AnySetReader {
  private readonly packed = new RdbString();
  private readonly cursor = new ListpackCursor();
  private readonly member = new Slice();

  step(input: RdbInput): boolean {
    const { packed, cursor } = this;
    if (readListpack(input, packed) === 0) throw input.empty('a set without members');
    this.create();
    cursor.attach(packed.bytes, packed.start);
    do {
      const { bytes, start, length } = cursor.text(this.member);
      this.add(input, bytes, start, length);
    } while (cursor.next());
    this.complete();
    return true;
  }
}
