/**
 * What the readers of collections have in common: the handle on the value that is built, where it is built, and the key
 * it is for.
 *
 *     CollectionReader    step: whatever the form asks for; a small form is taken in one
 *     └ ElementsReader    step: the number of elements, then one of them at a time
 */
import type { Database } from '../../keyspace/database.ts';
import type { RdbEntry } from '../rdb/entry.ts';
import type { RdbInput } from '../rdb/input.ts';
import type { RdbValueReader } from '../rdb/value-reader.ts';
import type { ValueTarget } from './value-target.ts';

/** A handle on values of a type. */
interface CollectionValue {
  /** The entry it is on. */
  readonly entry: number;
  /** Goes to a new, empty value under this key; `expected` is the bytes its small form will take, if known. */
  create(db: Database, bytes: Uint8Array, start: number, length: number, expected?: number): unknown;
}

export abstract class CollectionReader<Value extends CollectionValue> implements RdbValueReader {
  protected readonly value: Value;
  private readonly target: ValueTarget;
  private current: RdbEntry | undefined;

  constructor(target: ValueTarget, value: Value) {
    this.target = target;
    this.value = value;
  }

  begin(entry: RdbEntry): void {
    this.current = entry;
  }

  abstract step(input: RdbInput): boolean;

  protected get entry(): RdbEntry {
    if (this.current === undefined) throw new Error('a value is read before its key');
    return this.current;
  }

  protected get database(): Database {
    return this.target.databaseOf(this.entry);
  }

  /** Begins with an empty value under the key. */
  protected create(expected = 0): void {
    const { bytes, start, length } = this.entry.key;
    this.value.create(this.database, bytes, start, length, expected);
  }

  protected complete(): void {
    this.target.complete(this.entry, this.database, this.value.entry);
  }
}

export abstract class ElementsReader<Value extends CollectionValue> extends CollectionReader<Value> {
  /** What a value of no elements is called in an error. */
  protected abstract readonly nothing: string;
  /** Elements still to come; -1 while their number is not known. */
  private left = -1;

  override begin(entry: RdbEntry): void {
    super.begin(entry);
    this.left = -1;
  }

  step(input: RdbInput): boolean {
    if (this.left < 0) {
      const count = this.readCount(input);
      if (count === 0) throw input.empty(this.nothing);
      this.left = count;
      this.create();
      return false;
    }
    this.take(input);
    if (--this.left > 0) return false;
    this.finish(input);
    this.complete();
    return true;
  }

  /** Reads what stands before the elements, and how many there are. */
  protected readCount(input: RdbInput): number {
    return input.length();
  }

  /** Reads the next element and adds it. */
  protected abstract take(input: RdbInput): void;

  /** All elements are there. */
  protected finish(_input: RdbInput): void {}
}
