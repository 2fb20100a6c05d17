import { writeAscii } from '../../numbers/ascii-text.ts';
import { formatInt64, formatInteger, INT64_TEXT_MAX, parseInteger } from '../../numbers/integer.ts';
import { Crc64 } from '../crc64.ts';
import { lzfCompress } from '../lzf.ts';
import {
  COMPRESS_ABOVE,
  COMPRESS_SAVES_MIN,
  INTEGER_TEXT_MAX,
  LENGTH_14_BITS,
  LENGTH_32_BITS,
  LENGTH_64_BITS,
  STRING_INT8,
  STRING_INT16,
  STRING_INT32,
  STRING_LZF,
  STRING_SPECIAL,
} from './format.ts';

/**
 * The pieces of which RDB is written: bytes, lengths, strings. Whoever writes a value (the writer of a type,
 * RESTORE's counterpart DUMP) writes it through one of these; `RdbWriter` adds the records around it.
 *
 * Everything goes through one buffer, made once. When it is full the sink gets it:
 *
 *      the chunk is LENT for the length of the call. A sink that keeps it (a socket that queues writes) has
 *      to copy it; one that is done when it returns (a file written synchronously) need not.
 *
 * Chunks are never views of the bytes that were passed in, so those may be shared memory. The checksum is
 * taken of whole chunks, not of the small pieces.
 */

/** Takes the next chunk of output, which is valid only until it returns. */
export type RdbSink = (chunk: Uint8Array) => void;

export interface RdbOutputOptions {
  /** Whether strings of more than twenty bytes are compressed (LZF) where that saves at least four bytes. */
  readonly compression: boolean;
  /** Whether a checksum is taken. */
  readonly checksum: boolean;
  /** How large the buffer is: 64 KiB unless told otherwise. */
  readonly bufferBytes?: number;
}

const BUFFER_BYTES = 64 * 1024;

/** The longest piece that is written without asking for room in between. */
const PIECE_MAX = 32;

/** Below this a loop copies faster than a call. */
const SHORT_COPY = 64;

/** Memory for compressing that is kept from one string to the next. */
const KEPT_SCRATCH_MAX = 1024 * 1024;

const NO_BYTES = new Uint8Array(0);

export class RdbOutput {
  /** May be changed between values. */
  compression: boolean;
  readonly #sink: RdbSink;
  readonly #buffer: Uint8Array;
  readonly #crc: Crc64 | undefined;
  #used = 0;
  #flushed = 0;
  #scratch: Uint8Array = NO_BYTES;

  constructor(sink: RdbSink, options: RdbOutputOptions) {
    this.#sink = sink;
    this.compression = options.compression;
    this.#crc = options.checksum ? new Crc64() : undefined;
    this.#buffer = new Uint8Array(Math.max(options.bufferBytes ?? BUFFER_BYTES, PIECE_MAX));
  }

  /** How many bytes were written since the start. */
  get size(): number {
    return this.#flushed + this.#used;
  }

  byte(value: number): void {
    this.#room(1);
    this.#buffer[this.#used++] = value;
  }

  /** Eight bytes, lowest first, of an integer within ±2^53. */
  int64(value: number): void {
    this.#room(8);
    this.#uint32(value >>> 0);
    this.#uint32(Math.floor(value / 2 ** 32) >>> 0);
  }

  /** A length, or any other count that RDB writes as one: an integer from 0 to 2^53 - 1. */
  length(value: number): void {
    this.#room(9);
    const buffer = this.#buffer;
    if (value < 1 << 6) {
      buffer[this.#used++] = value;
    } else if (value < 1 << 14) {
      buffer[this.#used++] = (LENGTH_14_BITS << 6) | (value >>> 8);
      buffer[this.#used++] = value & 0xff;
    } else if (value < 2 ** 32) {
      buffer[this.#used++] = LENGTH_32_BITS;
      this.#uint32HighestFirst(value);
    } else {
      buffer[this.#used++] = LENGTH_64_BITS;
      this.#uint32HighestFirst(Math.floor(value / 2 ** 32));
      this.#uint32HighestFirst(value >>> 0);
    }
  }

  /** As `length`, for any unsigned integer of 64 bits, given as its two words. */
  wideLength(high: number, low: number): void {
    const value = (high >>> 0) * 2 ** 32 + (low >>> 0);
    if (Number.isSafeInteger(value)) {
      this.length(value);
      return;
    }
    this.#room(9);
    this.#buffer[this.#used++] = LENGTH_64_BITS;
    this.#uint32HighestFirst(high);
    this.#uint32HighestFirst(low);
  }

  /** A string in the shortest form: as an integer, compressed, or as it is. */
  string(bytes: Uint8Array, start: number, length: number): void {
    if (length <= INTEGER_TEXT_MAX) {
      const integer = parseInteger(bytes, start, length);
      if (integer === (integer | 0)) {
        this.#int32String(integer);
        return;
      }
    } else if (length > COMPRESS_ABOVE && this.compression && this.#compressed(bytes, start, length)) {
      return;
    }
    this.length(length);
    this.raw(bytes, start, length);
  }

  /** The decimal text of an integer as a string: the same bytes as `string` gives for that text. */
  integer(value: number | bigint): void {
    const near = Number(value);
    if (near === (near | 0)) {
      this.#int32String(near);
      return;
    }
    const text = this.#scratchOf(INT64_TEXT_MAX);
    const length = typeof value === 'number' ? formatInteger(value, text, 0) : formatInt64(value, text, 0);
    this.length(length);
    this.raw(text, 0, length);
  }

  /** A string from an ASCII text. */
  text(text: string): void {
    const bytes = new Uint8Array(text.length);
    this.string(bytes, 0, writeAscii(text, bytes, 0));
  }

  /** Bytes as they are. */
  raw(bytes: Uint8Array, start: number, length: number): void {
    let from = start;
    let left = length;
    while (left > 0) {
      this.#room(1);
      const part = Math.min(left, this.#buffer.length - this.#used);
      if (part < SHORT_COPY) {
        const buffer = this.#buffer;
        const used = this.#used;
        for (let index = 0; index < part; index++) buffer[used + index] = bytes[from + index] as number;
      } else {
        this.#buffer.set(bytes.subarray(from, from + part), this.#used);
      }
      this.#used += part;
      from += part;
      left -= part;
    }
  }

  /**
   * The checksum of everything so far, as eight bytes: zeros if none is taken, which readers know as "not
   * checked".
   */
  checksum(): void {
    this.flush();
    if (this.#crc === undefined) this.#buffer.fill(0, 0, 8);
    else this.#crc.writeTo(this.#buffer, 0);
    this.#used = 8;
  }

  /** Hands what is buffered to the sink. */
  flush(): void {
    if (this.#used === 0) return;
    this.#crc?.update(this.#buffer, 0, this.#used);
    const chunk = this.#buffer.subarray(0, this.#used);
    this.#flushed += this.#used;
    this.#used = 0;
    this.#sink(chunk);
  }

  /** Forgets everything written, the buffer's content too: the next byte is the first. */
  reset(): void {
    this.#used = 0;
    this.#flushed = 0;
    this.#crc?.reset();
  }

  #room(bytes: number): void {
    if (this.#buffer.length - this.#used < bytes) this.flush();
  }

  #uint32(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.#buffer[this.#used++] = value >>> shift;
  }

  #uint32HighestFirst(value: number): void {
    for (let shift = 24; shift >= 0; shift -= 8) this.#buffer[this.#used++] = value >>> shift;
  }

  #int32String(value: number): void {
    this.#room(5);
    const buffer = this.#buffer;
    if (value === (value << 24) >> 24) {
      buffer[this.#used++] = STRING_SPECIAL | STRING_INT8;
      buffer[this.#used++] = value;
    } else if (value === (value << 16) >> 16) {
      buffer[this.#used++] = STRING_SPECIAL | STRING_INT16;
      buffer[this.#used++] = value;
      buffer[this.#used++] = value >> 8;
    } else {
      buffer[this.#used++] = STRING_SPECIAL | STRING_INT32;
      this.#uint32(value);
    }
  }

  #compressed(bytes: Uint8Array, start: number, length: number): boolean {
    const capacity = length - COMPRESS_SAVES_MIN;
    const scratch = this.#scratchOf(capacity);
    const size = lzfCompress(bytes, start, length, scratch, 0, capacity);
    if (size === 0) return false;
    this.byte(STRING_SPECIAL | STRING_LZF);
    this.length(size);
    this.length(length);
    this.raw(scratch, 0, size);
    return true;
  }

  #scratchOf(length: number): Uint8Array {
    if (length <= this.#scratch.length) return this.#scratch;
    if (length > KEPT_SCRATCH_MAX) return new Uint8Array(length);
    this.#scratch = new Uint8Array(Math.min(Math.max(1024, length * 2), KEPT_SCRATCH_MAX));
    return this.#scratch;
  }
}
