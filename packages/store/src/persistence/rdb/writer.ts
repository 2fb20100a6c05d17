import { writeAscii } from '../../numbers/ascii-text.ts';
import {
  OPCODE_AUX,
  OPCODE_EOF,
  OPCODE_EXPIRE_MS,
  OPCODE_FREQUENCY,
  OPCODE_IDLE,
  OPCODE_RESIZE_DATABASE,
  OPCODE_SELECT_DATABASE,
  RDB_MAGIC,
  RDB_VERSION,
  TYPE_STRING,
} from './format.ts';
import type { RdbOutputOptions, RdbSink } from './output.ts';
import { RdbOutput } from './output.ts';

/**
 * Writes an RDB file or stream, version 10 unless told otherwise, as Redis 7.0 reads and writes it:
 *
 *      writer.header([['redis-ver', '7.0.15'], …])
 *      writer.selectDatabase(0); writer.resizeDatabase(keys, keysThatExpire)
 *      writer.expireAt(ms); writer.stringEntry(key…, value…)
 *      …
 *      writer.end()
 *
 * What stands before an entry (`expireAt`, `idle`, `frequency`) concerns the next entry alone. Order and
 * completeness are the caller's. The writer holds nothing but its buffer: an entry is gone once it is
 * written.
 *
 * A type of value is added by whoever knows its bytes: `beginEntry(type, key…)`, then the value through
 * `output`. See `RdbOutput` for what the sink may do with a chunk.
 */
export class RdbWriter {
  /** Where values are written to. */
  readonly output: RdbOutput;

  constructor(sink: RdbSink, options: RdbOutputOptions) {
    this.output = new RdbOutput(sink, options);
  }

  /** The magic word, the version, and facts about the file. Values that are integers are stored as such. */
  header(facts: Iterable<readonly [name: string, value: string]>, version: number = RDB_VERSION): void {
    const magic = `${RDB_MAGIC}${String(version).padStart(4, '0')}`;
    const bytes = new Uint8Array(magic.length);
    this.output.raw(bytes, 0, writeAscii(magic, bytes, 0));
    for (const [name, value] of facts) {
      this.output.byte(OPCODE_AUX);
      this.output.text(name);
      this.output.text(value);
    }
  }

  /** The entries that follow are of this database. */
  selectDatabase(index: number): void {
    this.output.byte(OPCODE_SELECT_DATABASE);
    this.output.length(index);
  }

  /** How many keys the database has, and how many of them expire: hints for the reader's tables. */
  resizeDatabase(keys: number, keysThatExpire: number): void {
    this.output.byte(OPCODE_RESIZE_DATABASE);
    this.output.length(keys);
    this.output.length(keysThatExpire);
  }

  /** When the next entry expires, in milliseconds since 1970. */
  expireAt(ms: number): void {
    this.output.byte(OPCODE_EXPIRE_MS);
    this.output.int64(ms);
  }

  /**
   * For how many seconds the next entry was not used. Written where the eviction policy is of the LRU kind.
   */
  idle(seconds: number): void {
    this.output.byte(OPCODE_IDLE);
    this.output.length(seconds);
  }

  /** The access counter of the next entry, 0 to 255. Written where the eviction policy is of the LFU kind. */
  frequency(counter: number): void {
    this.output.byte(OPCODE_FREQUENCY);
    this.output.byte(counter);
  }

  /** Type and key of an entry; its value has to follow through `output`. */
  beginEntry(type: number, key: Uint8Array, keyStart: number, keyLength: number): void {
    this.output.byte(type);
    this.output.string(key, keyStart, keyLength);
  }

  stringEntry(
    key: Uint8Array,
    keyStart: number,
    keyLength: number,
    value: Uint8Array,
    valueStart: number,
    valueLength: number,
  ): void {
    this.beginEntry(TYPE_STRING, key, keyStart, keyLength);
    this.output.string(value, valueStart, valueLength);
  }

  /** A string entry whose value is kept as an integer. */
  integerEntry(key: Uint8Array, keyStart: number, keyLength: number, value: number | bigint): void {
    this.beginEntry(TYPE_STRING, key, keyStart, keyLength);
    this.output.integer(value);
  }

  /** The end mark and the checksum; everything is with the sink when this returns. */
  end(): void {
    this.output.byte(OPCODE_EOF);
    this.output.checksum();
    this.output.flush();
  }
}
