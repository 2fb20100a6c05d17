/**
 * Writes entries into blocks: see stream-block.ts for their layout.
 *
 * As with the functions of listpack.ts, the caller makes the room first: `roomFor` says how much is enough.
 */
import { copyBytes } from '../../memory/copy.ts';
import { Slice } from '../../memory/slice.ts';
import { createListpack, extendListpack, LISTPACK_EMPTY_BYTES, listpackBytes } from '../listpack.ts';
import { Needle } from '../needle.ts';
import type { EntrySource, StreamBlockCursor } from './stream-block.ts';
import { differenceOf, ENTRY_HEAD, SAME_FIELDS } from './stream-block.ts';
import type { StreamId } from './stream-id.ts';

/** No element takes more bytes beyond those of its text, and no integer takes more. */
const ELEMENT_OVERHEAD = 10;
/** The integers of a master and of an entry, and what the counts of a master may grow by. */
const INTEGERS_BYTES = 10 * ELEMENT_OVERHEAD;

/** Texts of up to so many bytes have their length in their first byte, and their length as an element in one byte. */
const SHORT_TEXT = 0x80;
const SHORT_TEXT_MAX = 63;

export class BlockWriter {
  readonly needle: Needle = new Needle();
  private readonly part = new Slice();
  private bytes: Uint8Array = new Uint8Array(0);
  private at = 0;
  private count = 0;

  /** Bytes that are surely enough to append an entry of so many bytes of text. */
  roomFor(source: EntrySource, textBytes: number): number {
    return textBytes + source.fieldCount * 2 * ELEMENT_OVERHEAD + INTEGERS_BYTES;
  }

  /** Bytes that are surely enough for a block with such an entry. */
  roomForFirst(source: EntrySource, textBytes: number): number {
    let sum = this.roomFor(source, textBytes) + LISTPACK_EMPTY_BYTES;
    for (let i = 0; i < source.fieldCount; i++)
      sum += source.part(i * 2, this.part).length + ELEMENT_OVERHEAD;
    return sum;
  }

  /** Writes a block without entries whose master has the fields of this one. */
  create(bytes: Uint8Array, start: number, source: EntrySource): void {
    createListpack(bytes, start);
    const from = this.begin(bytes, start);
    this.integer(0);
    this.integer(0);
    this.integer(source.fieldCount);
    for (let i = 0; i < source.fieldCount; i++) this.text(source, i * 2);
    this.integer(0);
    extendListpack(bytes, start, this.at - from, this.count);
  }

  /** Writes an entry behind the last one; the count of live ones is for the caller to change. */
  append(
    bytes: Uint8Array,
    start: number,
    block: StreamBlockCursor,
    id: StreamId,
    master: StreamId,
    source: EntrySource,
  ): void {
    const isSame = block.hasFieldsOf(source, this.needle);
    const { fieldCount } = source;
    const from = this.begin(bytes, start);
    this.integer(isSame ? SAME_FIELDS : 0);
    this.integer(differenceOf(id, master, 0));
    this.integer(differenceOf(id, master, 2));
    if (!isSame) this.integer(fieldCount);
    for (let i = 0; i < fieldCount; i++) {
      if (!isSame) this.text(source, i * 2);
      this.text(source, i * 2 + 1);
    }
    this.integer(isSame ? ENTRY_HEAD + fieldCount : ENTRY_HEAD + 1 + fieldCount * 2);
    extendListpack(bytes, start, this.at - from, this.count);
  }

  private begin(bytes: Uint8Array, start: number): number {
    this.bytes = bytes;
    this.at = start + listpackBytes(bytes, start) - 1;
    this.count = 0;
    return this.at;
  }

  private integer(value: number | bigint): void {
    if (typeof value !== 'number' || value < 0 || value > 127) {
      this.put(this.needle.setInteger(value));
      return;
    }
    // Most are small: in one byte, with its length behind it.
    this.bytes[this.at] = value;
    this.bytes[this.at + 1] = 1;
    this.at += 2;
    this.count++;
  }

  private text(source: EntrySource, index: number): void {
    const { bytes, start, length } = source.part(index, this.part);
    if (length === 0 || length > SHORT_TEXT_MAX || mayBeInteger(bytes[start] as number)) {
      this.put(this.needle.set(bytes, start, length));
      return;
    }
    const { bytes: into, at } = this;
    into[at] = SHORT_TEXT | length;
    copyBytes(bytes, start, into, at + 1, length);
    into[at + 1 + length] = 1 + length;
    this.at = at + length + 2;
    this.count++;
  }

  private put(needle: Needle): void {
    needle.writeTo(this.bytes, this.at);
    this.at += needle.encodedBytes;
    this.count++;
  }
}

/** Whether a text that begins with this byte may be that of an integer. */
function mayBeInteger(byte: number): boolean {
  return byte === 0x2d || (byte >= 0x30 && byte <= 0x39);
}
