/**
 * Replies, written once: straight into the bytes that go out.
 *
 * A handler says what it answers (`integer`, `bulk`, `map` …) and the writer puts it down as RESP2 or RESP3,
 * whichever the connection asked for with HELLO. Nothing is built first and encoded later; a large value costs
 * one copy, from the keyspace into this buffer. Sources: the RESP3 specification, and Redis 7.0 for what a RESP3
 * type becomes in RESP2.
 *
 * Limits: the buffer grows with what is written into it; `reset` gives back the room a large reply took.
 */
import { ByteSource } from './byte-source.ts';
import { formatDouble } from './double.ts';

const BUFFER_BYTES = 64 * 1024;
/** A buffer that has grown to more is given back when what is in it has gone out. */
const KEPT_BYTES_MAX = 1024 * 1024;
/** Up to this many bytes a loop is cheaper than a call of a native copy, byte by byte and four at a time. */
const LOOP_BYTES_MAX = 48;
const VIEWED_BYTES_MAX = 160;
const CR = 13;
const LF = 10;
const DOLLAR = 36;
const ASTERISK = 42;
const COMMA = 44;
const PERCENT = 37;
const ZERO = 48;
/** Integers below are written by hand. */
const SMALL_LIMIT = 1e9;
/** A head of one digit. */
const HEAD_BYTES = 4;

export class ReplyWriter {
  buffer: Buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  length = 0;
  private view: DataView = viewOf(this.buffer);
  private readonly source = new ByteSource();
  /** Whether the connection speaks RESP3. */
  resp3 = false;

  /** Forgets what was written, and gives back a buffer that grew large. */
  reset(): void {
    this.length = 0;
    if (this.buffer.length > KEPT_BYTES_MAX) this.useBuffer(BUFFER_BYTES);
  }

  /** The buffer belongs to somebody else from now on: what is written next goes into another. */
  giveAway(): void {
    this.useBuffer(BUFFER_BYTES);
    this.length = 0;
  }

  /** Makes sure that `extra` more bytes fit. */
  reserve(extra: number): void {
    if (this.length + extra <= this.buffer.length) return;
    const old = this.buffer;
    this.useBuffer(Math.max(this.length + extra, old.length * 2));
    old.copy(this.buffer, 0, 0, this.length);
  }

  /** Bytes that are already RESP. */
  raw(bytes: Uint8Array, start: number, length: number): void {
    this.reserve(length);
    this.copy(bytes, start, length);
  }

  /** Text that is already RESP; each character is one byte. */
  rawText(text: string): void {
    const length = text.length;
    this.reserve(length);
    if (length > 64) {
      this.buffer.latin1Write(text, this.length);
    } else {
      const buffer = this.buffer;
      const at = this.length;
      for (let i = 0; i < length; i++) buffer[at + i] = text.charCodeAt(i);
    }
    this.length += length;
  }

  ok(): void {
    this.rawText('+OK\r\n');
  }

  /** A simple string: `text` has no line break. */
  simple(text: string): void {
    this.rawText(`+${text}\r\n`);
  }

  /** An error reply: `text` begins with its code (`ERR`, `WRONGTYPE` …) and has no line break. */
  error(text: string): void {
    this.rawText(`-${text.replace(/[\r\n]/g, ' ')}\r\n`);
  }

  /** An integer from -2^53 to 2^53, or any 64-bit integer as a bigint. */
  integer(value: number | bigint): void {
    this.header(58, value);
  }

  /** An integer whose text is in these bytes. */
  integerText(bytes: Uint8Array, start: number, length: number): void {
    this.reserve(length + 3);
    const buffer = this.buffer;
    let at = this.length;
    buffer[at++] = 58;
    for (let i = 0; i < length; i++) buffer[at++] = bytes[start + i] as number;
    buffer[at] = CR;
    buffer[at + 1] = LF;
    this.length = at + 2;
  }

  bulk(bytes: Uint8Array, start: number, length: number): void {
    this.reserve(length + 24);
    if (length < 100) this.shortBulk(bytes, start, length);
    else {
      this.header(DOLLAR, length);
      this.copy(bytes, start, length);
      this.lineEnd();
    }
  }

  /** The same for less than a hundred bytes, which most are, in one pass; the room is there. */
  private shortBulk(bytes: Uint8Array, start: number, length: number): void {
    const buffer = this.buffer;
    let at = this.length;
    buffer[at++] = DOLLAR;
    if (length >= 10) buffer[at++] = 48 + ((length / 10) | 0);
    buffer[at++] = 48 + (length % 10);
    buffer[at++] = CR;
    buffer[at++] = LF;
    this.put(bytes, start, length, at);
    at += length;
    buffer[at] = CR;
    buffer[at + 1] = LF;
    this.length = at + 2;
  }

  /** A bulk string from text whose characters are one byte each (latin1). */
  bulkText(text: string): void {
    this.header(DOLLAR, text.length);
    this.rawText(text);
    this.reserve(2);
    this.lineEnd();
  }

  /** A bulk string from any text, as UTF-8. */
  bulkUtf8(text: string): void {
    const length = Buffer.byteLength(text);
    this.header(DOLLAR, length);
    this.reserve(length + 2);
    this.buffer.utf8Write(text, this.length);
    this.length += length;
    this.lineEnd();
  }

  /** No value. */
  null(): void {
    this.rawText(this.resp3 ? '_\r\n' : '$-1\r\n');
  }

  /** No array: what an aborted EXEC or a blocking command that timed out answers. */
  nullArray(): void {
    this.rawText(this.resp3 ? '_\r\n' : '*-1\r\n');
  }

  boolean(value: boolean): void {
    if (this.resp3) this.rawText(value ? '#t\r\n' : '#f\r\n');
    else this.rawText(value ? ':1\r\n' : ':0\r\n');
  }

  /** A floating-point number: RESP3's double, a bulk string in RESP2. */
  double(value: number): void {
    if (value > 0 && value < SMALL_LIMIT && Number.isInteger(value)) {
      this.smallDouble(value);
      return;
    }
    const text = formatDouble(value);
    if (this.resp3) this.rawText(`,${text}\r\n`);
    else this.bulkText(text);
  }

  /** Text for people, of a three-letter format such as `txt`: RESP3's verbatim string, a bulk string in RESP2. */
  verbatim(text: string, format: string): void {
    const length = Buffer.byteLength(text);
    if (!this.resp3) {
      this.bulkUtf8(text);
      return;
    }
    this.header(61, length + 4);
    this.rawText(`${format}:`);
    this.reserve(length + 2);
    this.buffer.utf8Write(text, this.length);
    this.length += length;
    this.lineEnd();
  }

  /** `count` elements follow. */
  array(count: number): void {
    this.header(42, count);
  }

  /** `count` pairs follow, each a key and a value; in RESP2 a flat array of both. */
  map(count: number): void {
    if (this.resp3) this.header(37, count);
    else this.header(42, count * 2);
  }

  /** `count` distinct elements follow; in RESP2 an array. */
  set(count: number): void {
    this.header(this.resp3 ? 126 : 42, count);
  }

  /** Makes a set of the `count` elements written since `mark`: for those that are counted while they are written. */
  setSince(mark: number, count: number): void {
    const header = `${this.resp3 ? '~' : '*'}${count}\r\n`;
    this.reserve(header.length);
    this.buffer.copyWithin(mark + header.length, mark, this.length);
    this.buffer.latin1Write(header, mark);
    this.length += header.length;
  }

  /**
   * Leaves room for the head of an array or a map whose elements are counted while they are written, and returns the mark
   * that `arraySince` or `pairsSince` is to be given.
   */
  headLater(): number {
    this.reserve(24);
    const { buffer, length } = this;
    buffer[length] = ASTERISK;
    buffer[length + 1] = ZERO;
    buffer[length + 2] = CR;
    buffer[length + 3] = LF;
    this.length = length + HEAD_BYTES;
    return length;
  }

  /** Makes an array of the `count` elements written since `mark`. */
  arraySince(mark: number, count: number): void {
    this.fillHead(mark, ASTERISK, count);
  }

  /** Makes a map of the `count` pairs written since `mark`; in RESP2 an array of the pairs, whose heads the caller writes. */
  pairsSince(mark: number, count: number): void {
    this.fillHead(mark, this.resp3 ? PERCENT : ASTERISK, count);
  }

  /** Puts a bulk string before what was written since `mark`. */
  bulkBefore(mark: number, bytes: Uint8Array): void {
    const at = this.length;
    this.bulk(bytes, 0, bytes.length);
    const size = this.length - at;
    this.reserve(size);
    const { buffer } = this;
    buffer.copyWithin(mark + size, mark, this.length);
    buffer.copyWithin(mark, this.length, this.length + size);
  }

  /** `count` elements follow that answer no request; in RESP2 an array. */
  push(count: number): void {
    this.header(this.resp3 ? 62 : 42, count);
  }

  /** Writes the head that `headLater` left room for: one digit is there already. */
  private fillHead(mark: number, marker: number, count: number): void {
    const { buffer } = this;
    buffer[mark] = marker;
    if (count < 10) {
      buffer[mark + 1] = ZERO + count;
      return;
    }
    const digits = String(count);
    const more = digits.length - 1;
    this.reserve(more);
    this.buffer.copyWithin(mark + HEAD_BYTES + more, mark + HEAD_BYTES, this.length);
    this.buffer.latin1Write(`${digits}\r\n`, mark + 1);
    this.length += more;
  }

  private header(marker: number, value: number | bigint): void {
    this.reserve(24);
    const buffer = this.buffer;
    let at = this.length;
    buffer[at++] = marker;
    if (typeof value === 'number' && value >= 0 && value < SMALL_LIMIT) {
      at = this.digits(value | 0, at);
    } else {
      const text = String(value);
      for (let i = 0; i < text.length; i++) buffer[at++] = text.charCodeAt(i);
    }
    buffer[at++] = CR;
    buffer[at++] = LF;
    this.length = at;
  }

  /** A double that is a small positive integer, as most scores are. */
  private smallDouble(value: number): void {
    if (this.resp3) {
      this.header(COMMA, value);
      return;
    }
    this.header(DOLLAR, digitCount(value));
    this.reserve(24);
    this.length = this.digits(value | 0, this.length);
    this.lineEnd();
  }

  /** Writes an integer from 0 on, less than SMALL_LIMIT, where there is room, and returns the place behind it. */
  private digits(value: number, at: number): number {
    const { buffer } = this;
    const end = at + digitCount(value);
    let rest = value;
    for (let i = end - 1; i >= at; i--) {
      const tenth = (rest / 10) | 0;
      buffer[i] = ZERO + rest - tenth * 10;
      rest = tenth;
    }
    return end;
  }

  private copy(bytes: Uint8Array, start: number, length: number): void {
    this.put(bytes, start, length, this.length);
    this.length += length;
  }

  /** Copies bytes to `at` in the buffer, where there is room. */
  private put(bytes: Uint8Array, start: number, length: number, at: number): void {
    const isShort = length >= 4 && length <= VIEWED_BYTES_MAX;
    if (isShort && this.source.copy(bytes, start, length, this.view, at)) return;
    const { buffer } = this;
    if (length > LOOP_BYTES_MAX) buffer.set(bytes.subarray(start, start + length), at);
    else for (let i = 0; i < length; i++) buffer[at + i] = bytes[start + i] as number;
  }

  private useBuffer(size: number): void {
    this.buffer = Buffer.allocUnsafeSlow(size);
    this.view = viewOf(this.buffer);
  }

  private lineEnd(): void {
    const buffer = this.buffer;
    buffer[this.length] = CR;
    buffer[this.length + 1] = LF;
    this.length += 2;
  }
}

/** 1, 10, 100 … */
const POWERS = Float64Array.from({ length: 10 }, (_, exponent) => 10 ** exponent);

/** How many digits an integer from 0 on, less than SMALL_LIMIT, has. Its bits times log 2 tell, or one more. */
function digitCount(value: number): number {
  // 0 has a digit as well; no power but 1 is odd, so nothing else is changed by that.
  const odd = value | 1;
  const atLeast = ((32 - Math.clz32(odd)) * 1233) >>> 12;
  return odd < (POWERS[atLeast] as number) ? atLeast : atLeast + 1;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
