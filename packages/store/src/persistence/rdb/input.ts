import { asciiText } from '../../numbers/ascii-text.ts';
import { formatInteger, INT64_TEXT_MAX } from '../../numbers/integer.ts';
import { LZF_EXPANSION_MAX, lzfDecompress } from '../lzf.ts';
import {
  LENGTH_6_BITS,
  LENGTH_14_BITS,
  LENGTH_32_BITS,
  LENGTH_64_BITS,
  LENGTH_WIDE,
  STRING_INT8,
  STRING_INT16,
  STRING_INT32,
  STRING_LZF,
} from './format.ts';
import { CorruptRdbError, EmptyValueError } from './rdb-error.ts';

/**
 * The pieces of which RDB is read: the counterpart of `RdbOutput`. It stands on the bytes that have arrived
 * so far and reads from them without copying. When a piece is not all there, the read throws NEED_MORE; the
 * reader above goes back to the last place it finished at and tries again from there once the bytes have
 * come. A step between two such places must therefore have no effect before its last read.
 */

/** Thrown when a read goes beyond the bytes that have arrived. One object for all: nothing is allocated. */
export const NEED_MORE: Error = new Error('the rest of this piece has not arrived');

/** As `proto-max-bulk-len` is by default: Redis takes no longer string from a client. */
export const RDB_STRING_BYTES_MAX: number = 512 * 1024 * 1024;

/** Memory for decompressing that a string keeps for the next. */
const KEPT_SCRATCH_MAX = 1024 * 1024;

/** Below this a loop copies faster than a call. */
const SHORT_COPY = 64;

const NO_BYTES = new Uint8Array(0);

/**
 * A string that was read: a range of bytes, either in the input or in memory of its own (integers as text,
 * LZF unpacked). Valid until the same object is read into again or the reader's step ends, whichever is
 * first; `pin` makes it outlast the step. Reuse the objects: one for each string that has to be at hand at
 * the same time.
 */
export class RdbString {
  bytes: Uint8Array = NO_BYTES;
  start = 0;
  length = 0;
  #scratch: Uint8Array = NO_BYTES;
  #isOwn = true;

  /** Stands for a range of other bytes. */
  set(bytes: Uint8Array, start: number, length: number): void {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
    this.#isOwn = false;
  }

  /** Room of its own for `length` bytes, which is then what the string stands for. */
  own(length: number): Uint8Array {
    let room = this.#scratch;
    if (length > room.length) {
      room = new Uint8Array(length > KEPT_SCRATCH_MAX ? length : Math.min(length * 2, KEPT_SCRATCH_MAX));
      if (length <= KEPT_SCRATCH_MAX) this.#scratch = room;
    }
    this.set(room, 0, length);
    this.#isOwn = true;
    return room;
  }

  /** Copies the string into memory of its own, unless it is there. */
  pin(): void {
    if (this.#isOwn) return;
    const { bytes, start, length } = this;
    const room = this.own(length);
    if (length >= SHORT_COPY) {
      room.set(bytes.subarray(start, start + length));
      return;
    }
    for (let index = 0; index < length; index++) room[index] = bytes[start + index] as number;
  }

  /** The string with one character a byte. */
  text(): string {
    return asciiText(this.bytes, this.start, this.length);
  }
}

export class RdbInput {
  /** Where the piece ends that NEED_MORE was thrown for, as far as that is known: bytes since the start. */
  wanted = 0;
  bytes: Uint8Array = NO_BYTES;
  at = 0;
  readonly #stringBytesMax: number;
  #end = 0;
  #base = 0;

  constructor(stringBytesMax: number = RDB_STRING_BYTES_MAX) {
    this.#stringBytesMax = stringBytesMax;
  }

  /**
   * Reads on from bytes[start], up to `end`. `offset` is how many bytes came before since the start of the
   * file.
   */
  attach(bytes: Uint8Array, start: number, end: number, offset: number): void {
    this.bytes = bytes;
    this.at = start;
    this.#end = end;
    this.#base = offset - start;
  }

  /** Bytes read since the start of the file. */
  get offset(): number {
    return this.#base + this.at;
  }

  /** Says that the bytes here are not what they should be. */
  corrupt(what: string, offset: number = this.offset): CorruptRdbError {
    return new CorruptRdbError(`RDB: ${what} at byte ${offset}`, offset);
  }

  /** Says that the value which ends here has nothing in it. */
  empty(what: string): EmptyValueError {
    return new EmptyValueError(`RDB: ${what} before byte ${this.offset}`, this.offset);
  }

  /** Goes on only if `count` more bytes are there. */
  need(count: number): void {
    if (this.#end - this.at >= count) return;
    this.wanted = this.offset + count;
    throw NEED_MORE;
  }

  byte(): number {
    this.need(1);
    return this.bytes[this.at++] as number;
  }

  /** Four bytes, lowest first, signed. */
  int32(): number {
    this.need(4);
    const { bytes, at } = this;
    this.at = at + 4;
    return (
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)
    );
  }

  /** Eight bytes, lowest first, signed, as the nearest number. */
  int64(): number {
    this.need(8);
    const low = this.int32() >>> 0;
    return this.int32() * 2 ** 32 + low;
  }

  /** As many bytes as `into` holds. */
  raw(into: Uint8Array): void {
    this.need(into.length);
    for (let i = 0; i < into.length; i++) into[i] = this.bytes[this.at + i] as number;
    this.at += into.length;
  }

  skip(count: number): void {
    this.need(count);
    this.at += count;
  }

  /** Goes over a length, however large. */
  skipLength(): void {
    const first = this.byte();
    if (first === LENGTH_32_BITS) this.skip(4);
    else if (first === LENGTH_64_BITS) this.skip(8);
    else if (first >> 6 === LENGTH_14_BITS) this.skip(1);
    else if (first >> 6 !== LENGTH_6_BITS)
      throw this.corrupt(`unknown form of length ${first}`, this.offset - 1);
  }

  /** A length or count. */
  length(): number {
    const start = this.offset;
    const value = this.#lengthOrForm();
    if (value < 0) throw this.corrupt('a string in a special form where a length belongs', start);
    return value;
  }

  /** As `length`, for any of 64 bits: its two words go to `words` from `at` on, the upper one first. */
  wideLength(words: Uint32Array, at: number): void {
    if (this.bytes[this.at] !== LENGTH_64_BITS || this.at >= this.#end) {
      const value = this.length();
      words[at] = Math.floor(value / 2 ** 32);
      words[at + 1] = value;
      return;
    }
    this.need(9);
    this.at++;
    words[at] = this.#uint32HighestFirst();
    words[at + 1] = this.#uint32HighestFirst();
  }

  /** A string in whatever form it is written. */
  string(into: RdbString): void {
    const start = this.offset;
    const lengthOrForm = this.#lengthOrForm();
    switch (lengthOrForm) {
      case -1 - STRING_INT8:
        this.#integer((this.byte() << 24) >> 24, into);
        return;
      case -1 - STRING_INT16: {
        this.need(2);
        const low = this.byte();
        this.#integer(((low | (this.byte() << 8)) << 16) >> 16, into);
        return;
      }
      case -1 - STRING_INT32:
        this.#integer(this.int32(), into);
        return;
      case -1 - STRING_LZF:
        this.#compressed(start, into);
        return;
    }
    if (lengthOrForm < 0) throw this.corrupt(`unknown form of string ${-1 - lengthOrForm}`, start);
    this.#checkLimit(lengthOrForm, start);
    this.need(lengthOrForm);
    into.set(this.bytes, this.at, lengthOrForm);
    this.at += lengthOrForm;
  }

  /** Goes over a string without unpacking it. */
  skipString(): void {
    const start = this.offset;
    const lengthOrForm = this.#lengthOrForm();
    let size = lengthOrForm;
    if (lengthOrForm < 0) {
      const form = -1 - lengthOrForm;
      if (form > STRING_LZF) throw this.corrupt(`unknown form of string ${form}`, start);
      size = form === STRING_LZF ? this.length() : 1 << form;
      if (form === STRING_LZF) this.length();
    }
    this.#checkLimit(size, start);
    this.skip(size);
  }

  /** A length, or the number of a special form as -1 - number. */
  #lengthOrForm(): number {
    const first = this.byte();
    const kind = first >> 6;
    if (kind === LENGTH_6_BITS) return first;
    if (kind === LENGTH_14_BITS) return ((first & 0x3f) << 8) | this.byte();
    if (kind !== LENGTH_WIDE) return -1 - (first & 0x3f);
    if (first === LENGTH_32_BITS) return this.#uint32HighestFirst();
    const start = this.offset - 1;
    if (first !== LENGTH_64_BITS) throw this.corrupt(`unknown form of length ${first}`, start);
    this.need(8);
    const high = this.#uint32HighestFirst();
    const value = high * 2 ** 32 + this.#uint32HighestFirst();
    if (value > Number.MAX_SAFE_INTEGER) throw this.corrupt('a length beyond 2^53', start);
    return value;
  }

  #uint32HighestFirst(): number {
    this.need(4);
    const { bytes, at } = this;
    this.at = at + 4;
    const value =
      ((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number);
    return value >>> 0;
  }

  #integer(value: number, into: RdbString): void {
    into.length = formatInteger(value, into.own(INT64_TEXT_MAX), 0);
  }

  #compressed(start: number, into: RdbString): void {
    const size = this.length();
    const length = this.length();
    this.#checkLimit(Math.max(size, length), start);
    if (length > size * LZF_EXPANSION_MAX) {
      throw this.corrupt(`${size} compressed bytes cannot be ${length} bytes`, start);
    }
    this.need(size);
    const room = into.own(length);
    // What claims to be empty is empty, whatever its bytes: Redis takes it so.
    if (length > 0 && !lzfDecompress(this.bytes, this.at, size, room, 0, length)) {
      throw this.corrupt('damaged compressed string', start);
    }
    this.at += size;
  }

  #checkLimit(length: number, offset: number): void {
    if (length <= this.#stringBytesMax) return;
    throw this.corrupt(`a string of ${length} bytes, more than the ${this.#stringBytesMax} allowed,`, offset);
  }
}
