/** Sets in RDB: the intset as it is, or the number of members and then each. A listpack of members is read, not written. */
import type { Database } from '../../keyspace/database.ts';
import { Slice } from '../../memory/slice.ts';
import { formatInt64, INT64_TEXT_MAX } from '../../numbers/integer.ts';
import { intsetCount, intsetGet, isValidIntset } from '../../values/intset.ts';
import { ListpackCursor } from '../../values/listpack-cursor.ts';
import { SetValue } from '../../values/set-value.ts';
import type { RdbInput } from '../rdb/input.ts';
import { RdbString } from '../rdb/input.ts';
import type { RdbOutput } from '../rdb/output.ts';
import { CollectionReader, ElementsReader } from './collection-reader.ts';
import { readListpack } from './listpack.ts';

const set = new SetValue();

export function writeSet(output: RdbOutput, database: Database, ref: number): void {
  set.open(database, ref);
  output.length(set.count);
  set.visit(({ bytes, start, length }) => output.string(bytes, start, length));
}

/** Adds a member. @throws CorruptRdbError if it is there. */
function add(input: RdbInput, to: SetValue, bytes: Uint8Array, start: number, length: number): void {
  if (!to.add(bytes, start, length)) throw input.corrupt('a set with a member twice');
}

/** Takes a member at a step. */
export class SetReader extends ElementsReader<SetValue> {
  protected override readonly nothing: string = 'a set without members';
  private readonly member = new RdbString();

  protected override take(input: RdbInput): void {
    const { member } = this;
    input.string(member);
    add(input, this.value, member.bytes, member.start, member.length);
  }
}

/** Takes the whole intset in one step. */
export class IntsetReader extends CollectionReader<SetValue> {
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
      add(input, this.value, digits, 0, length);
    }
    this.complete();
    return true;
  }
}

/** Takes the whole listpack in one step, as Redis writes small sets from 7.2 on. */
export class PackedSetReader extends CollectionReader<SetValue> {
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
      add(input, this.value, bytes, start, length);
    } while (cursor.next());
    this.complete();
    return true;
  }
}
