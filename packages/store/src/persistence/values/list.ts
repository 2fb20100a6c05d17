/**
 * Lists in RDB: their nodes as they are, each a listpack or one huge element. Old servers wrote nodes that are ziplists,
 * before that a small list as one ziplist, and a large one as the number of elements and then each of them.
 */
import type { Database } from '../../keyspace/database.ts';
import { Slice } from '../../memory/slice.ts';
import { ListValue } from '../../values/list-value.ts';
import { ListpackCursor } from '../../values/listpack-cursor.ts';
import type { RdbInput } from '../rdb/input.ts';
import { RdbString } from '../rdb/input.ts';
import type { RdbOutput } from '../rdb/output.ts';
import { CollectionReader, ElementsReader } from './collection-reader.ts';
import { readListpack, readZiplist } from './listpack.ts';

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

/** Takes a node or an element at a step. */
abstract class PiecewiseReader extends ElementsReader<ListValue> {
  protected override readonly nothing: string = 'a list without elements';
  protected readonly piece: RdbString = new RdbString();

  protected override finish(input: RdbInput): void {
    if (this.value.count > 0) return;
    const { bytes, start, length } = this.entry.key;
    this.database.discard(bytes, start, length);
    throw input.empty('a list of empty nodes');
  }
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
    this.value.appendNode(bytes, start, length, true);
  }

  /** Adds the node that was read, of so many elements. Empty ones are passed over, as Redis does. */
  protected takeNode(count: number): void {
    const { bytes, start, length } = this.piece;
    if (count > 0) this.value.appendNode(bytes, start, length, false);
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
    this.value.push('tail', bytes, start, length);
  }
}

/** Takes the whole ziplist of a list in one step, and spreads its elements over nodes of the size they have here. */
export class ZiplistListReader extends CollectionReader<ListValue> {
  private readonly packed = new RdbString();
  private readonly cursor = new ListpackCursor();
  private readonly element = new Slice();

  step(input: RdbInput): boolean {
    const { packed, cursor } = this;
    if (readZiplist(input, packed) === 0) throw input.empty('a list without elements');
    this.create();
    cursor.attach(packed.bytes, packed.start);
    do {
      const { bytes, start, length } = cursor.text(this.element);
      this.value.push('tail', bytes, start, length);
    } while (cursor.next());
    this.complete();
    return true;
  }
}
