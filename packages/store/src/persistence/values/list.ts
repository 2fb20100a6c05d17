/**
 * Lists in RDB: their nodes as they are, each a listpack or one huge element. Old servers wrote nodes that are ziplists,
 * before that a small list as one ziplist, and a large one as the number of elements and then each of them.
 */
import type { Database } from '../../keyspace/database.ts';
import { Slice } from '../../memory/slice.ts';
import { ListValue } from '../../values/list-value.ts';
import { ListpackCursor } from '../../values/listpack-cursor.ts';
import type { RdbEntry } from '../rdb/entry.ts';
import type { RdbInput } from '../rdb/input.ts';
import { RdbString } from '../rdb/input.ts';
import type { RdbOutput } from '../rdb/output.ts';
import type { RdbValueReader } from '../rdb/value-reader.ts';
import { readListpack, readZiplist } from './listpack.ts';
import type { ValueTarget } from './value-target.ts';

const PLAIN = 1;
const PACKED = 2;

const list = new ListValue();

export function writeList(output: RdbOutput, database: Database, ref: number): void {
  list.open(database, ref);
  output.length(list.nodeCount);
  list.visitNodes(({ bytes, start, length }, isPlain) => {
    output.length(isPlain ? PLAIN : PACKED);
    output.string(bytes, start, length);
  });
}

/** Takes a node or an element at a step; see `take`. */
abstract class PiecewiseReader implements RdbValueReader {
  protected readonly piece: RdbString = new RdbString();
  protected readonly list: ListValue = new ListValue();
  private readonly target: ValueTarget;
  private entry: RdbEntry | undefined;
  /** Pieces still to come; -1 while their number is not known. */
  private left = -1;

  constructor(target: ValueTarget) {
    this.target = target;
  }

  begin(entry: RdbEntry): void {
    this.entry = entry;
    this.left = -1;
  }

  step(input: RdbInput): boolean {
    const { entry, target, list } = this;
    if (entry === undefined) throw new Error('a value is read before its key');
    const { bytes, start, length } = entry.key;
    if (this.left < 0) {
      this.left = input.length();
      if (this.left === 0) throw input.empty('a list without elements');
      list.create(target.databaseOf(entry), bytes, start, length);
      return false;
    }
    this.take(input);
    if (--this.left > 0) return false;
    const database = target.databaseOf(entry);
    if (list.count === 0) {
      database.discard(bytes, start, length);
      throw input.empty('a list of empty nodes');
    }
    target.complete(entry, database, list.entry);
    return true;
  }

  /** Reads the next piece of the list. */
  protected abstract take(input: RdbInput): void;
}

/** Reads lists that were written node by node. */
export class QuicklistReader extends PiecewiseReader {
  protected override take(input: RdbInput): void {
    const container = input.length();
    if (container !== PLAIN && container !== PACKED) throw input.corrupt('a node of an unknown kind');
    if (container === PACKED) {
      this.takeNode(readListpack(input, this.piece));
      return;
    }
    input.string(this.piece);
    const { bytes, start, length } = this.piece;
    if (length === 0) throw input.corrupt('a node without bytes');
    this.list.appendNode(bytes, start, length, true);
  }

  /** Adds the node that was read, of so many elements. Empty ones are passed over, as Redis does. */
  protected takeNode(count: number): void {
    const { bytes, start, length } = this.piece;
    if (count > 0) this.list.appendNode(bytes, start, length, false);
  }
}

/** Reads lists that were written node by node before Redis 7: every one is a ziplist. */
export class ZiplistNodesReader extends QuicklistReader {
  protected override take(input: RdbInput): void {
    this.takeNode(readZiplist(input, this.piece));
  }
}

/** Reads lists that were written element by element. */
export class ListReader extends PiecewiseReader {
  protected override take(input: RdbInput): void {
    input.string(this.piece);
    const { bytes, start, length } = this.piece;
    this.list.push('tail', bytes, start, length);
  }
}

/** Takes the whole ziplist of a list in one step, and spreads its elements over nodes of the size they have here. */
export class ZiplistListReader implements RdbValueReader {
  private readonly target: ValueTarget;
  private readonly packed = new RdbString();
  private readonly cursor = new ListpackCursor();
  private readonly element = new Slice();
  private readonly list = new ListValue();
  private entry: RdbEntry | undefined;

  constructor(target: ValueTarget) {
    this.target = target;
  }

  begin(entry: RdbEntry): void {
    this.entry = entry;
  }

  step(input: RdbInput): boolean {
    const { entry, packed, cursor, list, target } = this;
    if (entry === undefined) throw new Error('a value is read before its key');
    if (readZiplist(input, packed) === 0) throw input.empty('a list without elements');
    const database = target.databaseOf(entry);
    list.create(database, entry.key.bytes, entry.key.start, entry.key.length);
    cursor.attach(packed.bytes, packed.start);
    do {
      const { bytes, start, length } = cursor.text(this.element);
      list.push('tail', bytes, start, length);
    } while (cursor.next());
    target.complete(entry, database, list.entry);
    return true;
  }
}
