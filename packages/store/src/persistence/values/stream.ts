/**
 * Streams in RDB: the blocks as they are, each after its master id; then how many entries there are, the last id, and
 * from the second form on the first id, the greatest deleted one, and how many entries were ever added; then the groups,
 * see stream-groups.ts.
 */
import type { Database } from '../../keyspace/database.ts';
import { isValidListpack } from '../../values/listpack.ts';
import { isValidBlock } from '../../values/stream/stream-block.ts';
import { StreamId } from '../../values/stream/stream-id.ts';
import { StreamValue } from '../../values/stream/stream-value.ts';
import { fromWords, highWord, lowWord } from '../../values/words.ts';
import type { RdbEntry } from '../rdb/entry.ts';
import { TYPE_STREAM_FIRST } from '../rdb/format.ts';
import type { RdbInput } from '../rdb/input.ts';
import { RdbString } from '../rdb/input.ts';
import type { RdbOutput } from '../rdb/output.ts';
import { CollectionReader } from './collection-reader.ts';
import { GroupsReader, writeGroups } from './stream-groups.ts';
import { ID_BYTES, idBytes, idOfBytes, readId, writeId } from './stream-ids.ts';

const stream = new StreamValue();
const id = new StreamId();

export function writeStream(output: RdbOutput, database: Database, ref: number): void {
  stream.open(database, ref);
  output.length(stream.blockCount);
  stream.visitBlocks((master, bytes, start, length) => {
    output.string(idBytes(master), 0, ID_BYTES);
    output.string(bytes, start, length);
  });
  output.length(stream.count);
  writeId(output, stream.lastId(id));
  writeId(output, stream.firstId(id));
  writeId(output, stream.maxDeletedId(id));
  output.wideLength(highWord(stream.entriesAdded), lowWord(stream.entriesAdded));
  writeGroups(output, stream);
}

/** Takes a block at a step, then what GroupsReader does. */
export class StreamReader extends CollectionReader<StreamValue> {
  private readonly master = new StreamId();
  private readonly lastId = new StreamId();
  private readonly firstId = new StreamId();
  private readonly maxDeletedId = new StreamId();
  private readonly piece = new RdbString();
  private readonly number = new Uint32Array(2);
  private readonly groups = new GroupsReader();
  /** Blocks still to come; -1 while their number is not known. */
  private left = -1;
  private hasIds = false;

  override begin(entry: RdbEntry): void {
    super.begin(entry);
    this.left = -1;
    this.hasIds = false;
  }

  step(input: RdbInput): boolean {
    if (this.left < 0) {
      this.left = input.length();
      this.create();
      return false;
    }
    if (this.left > 0) {
      this.takeBlock(input);
      this.left--;
      return false;
    }
    if (!this.hasIds) {
      this.takeIds(input);
      this.hasIds = true;
      this.groups.begin(this.value, this.entry.type);
      return false;
    }
    if (!this.groups.step(input)) return false;
    this.complete();
    return true;
  }

  private takeBlock(input: RdbInput): void {
    const { piece, master } = this;
    input.string(piece);
    if (piece.length !== ID_BYTES) throw input.corrupt('a block of a stream whose master id has no 16 bytes');
    idOfBytes(piece.bytes, piece.start, master);
    input.string(piece);
    const { bytes, start, length } = piece;
    if (!isValidListpack(bytes, start, length, true) || !isValidBlock(bytes, start)) {
      throw input.corrupt('a broken block of a stream');
    }
    if (!this.value.takeBlock(master, bytes, start, length)) {
      throw input.corrupt('a stream with two blocks of one master id');
    }
  }

  private takeIds(input: RdbInput): void {
    const { value: stream, entry, lastId, firstId, maxDeletedId, number } = this;
    const length = input.length();
    if (length !== stream.count) throw input.corrupt('a stream with more or fewer entries than it says');
    readId(input, lastId);
    number[0] = 0;
    number[1] = length;
    if (entry.type !== TYPE_STREAM_FIRST) {
      readId(input, firstId);
      readId(input, maxDeletedId);
      input.wideLength(number, 0);
    }
    stream.setLastId(lastId);
    stream.entriesAdded = fromWords(number[1] as number, (number[0] as number) | 0);
    if (entry.type === TYPE_STREAM_FIRST) {
      stream.renewFirstId();
      return;
    }
    stream.setFirstId(firstId);
    stream.setMaxDeletedId(maxDeletedId);
  }
}
