/**
 * Reply parser: bytes from a server to JavaScript values, RESP2 and RESP3, in whatever pieces they arrive.
 *
 *   chunk ──► elements ──► assembly of open aggregates ──► onReply(value) / onPush(push)
 *               │ the last one incomplete
 *               ▼
 *             held bytes, put before the next chunk
 *
 * An element is a scalar, or the header of an aggregate. A whole element is read in one go from the chunk it
 * lies in; only an incomplete one is copied aside and read again when more bytes are there.
 *
 * Invariants
 * - Nothing that was handed out shares memory with a chunk: a chunk may be reused once write() returns.
 * - A header allocates nothing for what it promises. Memory grows with bytes received, at most to about twice
 *   their number, whatever a header says.
 * - Bytes of an incomplete element are not searched twice: a line remembers how far it was searched, and a bulk
 *   string how many bytes would complete it.
 * - The first ReplyProtocolError ends it: every later write() throws the same error.
 *
 * Handlers must not throw and must not call write(). Streamed strings and aggregates (`$?`, `*?`, `~?`, `%?`)
 * are read too, though no server is known to send them.
 */

import { constants } from 'node:buffer';
import { ReplyAssembly } from './assembly.ts';
import * as type from './element-type.ts';
import { HeldBytes } from './held-bytes.ts';
import { parseBigNumber, parseDouble, parseInteger } from './number-text.ts';
import type { ParsedReply, Push, ReplyText } from './values.ts';
import { ReplyError, ReplyProtocolError } from './values.ts';

/** Receives what was read. */
export interface ReplyHandler {
  onReply(reply: ParsedReply<ReplyText>): void;
  onPush(push: Push): void;
  /** Asked when a reply begins: shall its bulk strings be Buffers? Strings when absent. */
  asBuffers?(): boolean;
}

/** What a server may send at most. */
export interface ReplyLimits {
  /** Bytes of a bulk string, bulk error or verbatim string. */
  readonly bulkBytes: number;
  /** Bytes of a simple string or simple error. */
  readonly lineBytes: number;
  /** Elements of an array, set or push; a map may have half as many pairs. */
  readonly aggregateItems: number;
  /** Aggregates inside one another. */
  readonly depth: number;
}

export const REPLY_LIMITS: ReplyLimits = {
  bulkBytes: 512 * 1024 * 1024,
  lineBytes: 64 * 1024 * 1024,
  aggregateItems: 64 * 1024 * 1024,
  depth: 256,
};

export interface ReplyParserOptions {
  readonly limits?: Partial<ReplyLimits>;
  /** Hand over the bulk strings of pushes as Buffers. */
  readonly pushesAsBuffers?: boolean;
}

const CR = 0x0d;
const LF = 0x0a;
const COLON = 0x3a;
const MINUS = 0x2d;
const QUESTION = 0x3f;
const DIGIT_ZERO = 0x30;
const DIGIT_ONE = 0x31;
const LETTER_K = 0x4b;
const LETTER_O = 0x4f;

/** What a length line may say besides a length. */
const LENGTH_NULL = -1;
const LENGTH_STREAMED = -2;
const LENGTH_INCOMPLETE = -3;

/** Bytes of a line that holds a number; also bounds the work of reading a big number. */
const NUMBER_BYTES_MAX = 1024;
/** Digits summed up as a double stay exact to this many. */
const EXACT_DIGITS = 15;
/** Digits a length may have; more could only be zeros in front. */
const LENGTH_DIGITS_MAX = 20;
/** So far a line end is looked for byte by byte; beyond, by a native search. */
const SHORT_LINE_BYTES = 64;
const NO_BYTES: Buffer = Buffer.alloc(0);

export class ReplyParser {
  private readonly handler: ReplyHandler;
  private readonly limits: ReplyLimits;
  private readonly pushesAsBuffers: boolean;
  private readonly assembly: ReplyAssembly;
  private buffers = false;
  private failure: ReplyProtocolError | undefined;

  /** The bytes being read now: a chunk, or the held ones. */
  private bytes: Buffer = NO_BYTES;
  private position = 0;
  private end = 0;
  /** Where the length line just read ends. */
  private cursor = 0;

  private readonly held = new HeldBytes();
  /** The incomplete element cannot be complete with fewer bytes than this. */
  private wanted = 0;
  /** So many bytes of the incomplete element hold no CR. */
  private searched = 0;
  /** Bytes of the stream before `bytes[0]`. */
  private consumed = 0;

  constructor(handler: ReplyHandler, options: ReplyParserOptions = {}) {
    this.handler = handler;
    this.limits = { ...REPLY_LIMITS, ...options.limits };
    this.pushesAsBuffers = options.pushesAsBuffers ?? false;
    this.assembly = new ReplyAssembly(handler, this.limits, (problem) => this.fail(problem));
  }

  /**
   * Reads the first `length` bytes of a chunk and hands over every reply that is complete with them.
   * Throws ReplyProtocolError when they are not RESP; the connection is then beyond repair.
   */
  write(chunk: Uint8Array, length: number = chunk.length): void {
    if (this.failure !== undefined) throw this.failure;
    const { held } = this;
    const continued = held.length > 0;
    if (continued) {
      held.append(chunk, 0, length, this.wanted);
      if (held.length < this.wanted) return;
      this.bytes = held.bytes;
      this.end = held.length;
    } else {
      this.bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, length);
      this.end = length;
    }
    this.position = 0;
    this.readElements();
    if (continued) held.drop(this.position);
    else if (this.position < length) held.append(this.bytes, this.position, length, this.wanted);
    this.consumed += this.position;
    this.bytes = NO_BYTES;
  }

  private readElements(): void {
    while (this.position < this.end) {
      if (!this.readElement()) return;
      this.searched = 0;
      this.wanted = 0;
    }
  }

  /** Reads the element at `position` and moves behind it; false, and not moved, when it is incomplete. */
  private readElement(): boolean {
    const kind = this.bytes[this.position] as number;
    if (this.assembly.depth === 0) this.buffers = this.wantsBuffers(kind);
    else if (kind !== type.CHUNK && this.assembly.inStreamedString)
      this.fail('a streamed string goes on without chunk');
    switch (kind) {
      case type.BULK:
      case type.VERBATIM:
      case type.BULK_ERROR:
      case type.CHUNK:
        return this.readBulk(kind);
      case type.INTEGER:
        return this.readInteger();
      case type.SIMPLE:
      case type.ERROR:
      case type.NULL:
      case type.BOOLEAN:
      case type.DOUBLE:
      case type.BIG_NUMBER:
        return this.readLine(kind);
      case type.ARRAY:
      case type.MAP:
      case type.SET:
      case type.PUSH:
      case type.ATTRIBUTE:
        return this.openAggregate(kind);
      case type.END:
        return this.endAggregate();
      default:
        return this.fail(`0x${kind.toString(16).padStart(2, '0')} begins no reply`);
    }
  }

  private wantsBuffers(kind: number): boolean {
    if (kind === type.PUSH) return this.pushesAsBuffers;
    if (kind === type.ATTRIBUTE) return false;
    return this.handler.asBuffers?.() ?? false;
  }

  // Lines: a type byte, text, CRLF.

  private readLine(kind: number): boolean {
    const start = this.position + 1;
    const limit = kind === type.SIMPLE || kind === type.ERROR ? this.limits.lineBytes : NUMBER_BYTES_MAX;
    const end = this.findLineEnd(limit);
    if (end === -1) return false;
    const value = kind === type.SIMPLE ? this.simpleString(start, end) : this.lineValue(kind, start, end);
    this.position = end + 2;
    this.assembly.add(value);
    return true;
  }

  /** The index of the CR that ends the line at `position`, or -1 when it has not arrived with its LF. */
  private findLineEnd(limit: number): number {
    const { bytes, end } = this;
    const start = this.position + 1;
    let at = start + this.searched;
    const near = Math.min(end, at + SHORT_LINE_BYTES);
    while (at < near && bytes[at] !== CR) at++;
    if (at === near && at < end) {
      const found = bytes.indexOf(CR, at);
      at = found === -1 || found > end ? end : found;
    }
    if (at - start > limit) this.fail(`a line of more than ${limit} bytes`);
    if (at + 1 >= end) {
      this.searched = at - start;
      return -1;
    }
    if (bytes[at + 1] !== LF) this.fail('a line holds a CR without its LF', at + 1);
    return at;
  }

  private simpleString(start: number, end: number): string {
    const { bytes } = this;
    if (end - start === 2 && bytes[start] === LETTER_O && bytes[start + 1] === LETTER_K) return 'OK';
    return bytes.utf8Slice(start, end);
  }

  private lineValue(kind: number, start: number, end: number): ParsedReply {
    const text = this.bytes.utf8Slice(start, end);
    switch (kind) {
      case type.ERROR:
        return new ReplyError(text);
      case type.NULL:
        return text === '' ? null : this.fail('a null carries text');
      case type.BOOLEAN:
        return text === 't' ? true : text === 'f' ? false : this.fail('a boolean is neither t nor f');
      case type.DOUBLE:
        return parseDouble(text) ?? this.fail('not a double');
      case type.BIG_NUMBER:
        return parseBigNumber(text) ?? this.fail('not a big number');
      default:
        return parseInteger(text) ?? this.fail('not a 64-bit integer');
    }
  }

  private readInteger(): boolean {
    const { bytes, end } = this;
    let at = this.position + 1;
    const negative = bytes[at] === MINUS;
    if (negative) at++;
    const first = at;
    let value = 0;
    while (at < end) {
      const digit = (bytes[at] as number) - DIGIT_ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      at++;
    }
    const digits = at - first;
    const plain = digits > 0 && digits <= EXACT_DIGITS && at + 1 < end;
    if (!plain || bytes[at] !== CR || bytes[at + 1] !== LF) return this.readLine(type.INTEGER);
    this.position = at + 2;
    this.assembly.add(negative && value !== 0 ? -value : value);
    return true;
  }

  /** Reads the length after the type byte and leaves `cursor` behind its CRLF. */
  private readLength(limit: number): number {
    const { bytes, end } = this;
    let at = this.position + 1;
    if (at >= end) return LENGTH_INCOMPLETE;
    let length = 0;
    if (bytes[at] === QUESTION) {
      length = LENGTH_STREAMED;
      at += 1;
    } else if (bytes[at] === MINUS) {
      if (at + 1 < end && bytes[at + 1] !== DIGIT_ONE) this.fail('a negative length other than -1', at);
      length = LENGTH_NULL;
      at += 2;
    } else {
      const start = at;
      while (at < end) {
        const digit = (bytes[at] as number) - DIGIT_ZERO;
        if (digit < 0 || digit > 9) break;
        length = length * 10 + digit;
        at++;
        if (length > limit || at - start > LENGTH_DIGITS_MAX)
          this.fail(`a length of more than ${limit}`, start);
      }
      if (at === start) this.fail('expected a length', at);
    }
    if (at < end && bytes[at] !== CR) this.fail('a length is not followed by CRLF', at);
    if (at + 1 < end && bytes[at + 1] !== LF) this.fail('a length is not followed by CRLF', at + 1);
    this.cursor = at + 2;
    return this.cursor > end ? LENGTH_INCOMPLETE : length;
  }

  // Bulk strings and what is framed like them: a type byte, a length, CRLF, so many bytes, CRLF.

  private readBulk(kind: number): boolean {
    const length = this.readLength(this.limits.bulkBytes);
    if (length === LENGTH_INCOMPLETE) return false;
    if (length < 0) return this.readLengthless(kind, length);
    if (kind === type.CHUNK && length === 0) return this.endStreamedString();
    const { bytes, cursor: start } = this;
    const end = start + length;
    if (end + 2 > this.end) {
      this.wanted = end + 2 - this.position;
      return false;
    }
    if (bytes[end] !== CR || bytes[end + 1] !== LF)
      this.fail(`${length} bytes of text are not followed by CRLF`, end);
    if (kind === type.CHUNK) this.assembly.addChunk(Buffer.from(bytes.subarray(start, end)));
    const value = kind === type.CHUNK ? null : this.bulkValue(kind, start, end);
    this.position = end + 2;
    if (kind !== type.CHUNK) this.assembly.add(value);
    return true;
  }

  private bulkValue(kind: number, start: number, end: number): ParsedReply<ReplyText> {
    if (kind === type.BULK) return this.text(start, end);
    if (kind === type.BULK_ERROR) return new ReplyError(this.bytes.toString('utf8', start, end));
    // A verbatim string: three letters of a format and a colon come before the text.
    if (end - start < 4 || this.bytes[start + 3] !== COLON)
      this.fail('a verbatim string without its format', start);
    return this.text(start + 4, end);
  }

  private text(start: number, end: number): ParsedReply<ReplyText> {
    if (this.buffers) return Buffer.from(this.bytes.subarray(start, end));
    if (end - start <= constants.MAX_STRING_LENGTH) return this.bytes.utf8Slice(start, end);
    return new ReplyError('TOOLONG the reply is longer than a JavaScript string can be, ask for a Buffer');
  }

  private readLengthless(kind: number, length: number): boolean {
    if (kind !== type.BULK) this.fail('expected a length', this.position + 1);
    this.position = this.cursor;
    if (length === LENGTH_NULL) this.assembly.add(null);
    else this.assembly.open(type.BULK, undefined);
    return true;
  }

  private endStreamedString(): boolean {
    const whole = this.assembly.takeStreamedString();
    this.position = this.cursor;
    this.assembly.add(this.buffers ? whole : whole.toString('utf8'));
    return true;
  }

  // Aggregates.

  private openAggregate(kind: number): boolean {
    const { aggregateItems } = this.limits;
    const pairs = kind === type.MAP || kind === type.ATTRIBUTE;
    const length = this.readLength(pairs ? aggregateItems / 2 : aggregateItems);
    if (length === LENGTH_INCOMPLETE) return false;
    const streamable = kind === type.ARRAY || kind === type.SET || kind === type.MAP;
    if (length === LENGTH_STREAMED && !streamable) this.fail('only arrays, sets and maps can be streamed');
    if (length === LENGTH_NULL && kind !== type.ARRAY)
      this.fail('only arrays and bulk strings can have length -1');
    if (kind === type.PUSH && length === 0) this.fail('a push without its kind');
    if (kind === type.PUSH && this.assembly.depth > 0) this.fail('a push inside of a reply');
    this.position = this.cursor;
    if (length === LENGTH_NULL) this.assembly.add(null);
    else if (length === LENGTH_STREAMED) this.assembly.open(kind, undefined);
    else if (length > 0) this.assembly.open(kind, pairs ? length * 2 : length);
    else this.addEmpty(kind);
    return true;
  }

  private addEmpty(kind: number): void {
    if (kind === type.ARRAY) this.assembly.add([]);
    else if (kind === type.SET) this.assembly.add(new Set());
    else if (kind === type.MAP) this.assembly.add(new Map());
  }

  private endAggregate(): boolean {
    if (this.position + 2 >= this.end) return false;
    if (this.bytes[this.position + 1] !== CR || this.bytes[this.position + 2] !== LF) {
      this.fail('an end mark is not followed by CRLF');
    }
    this.position += 3;
    this.assembly.end();
    return true;
  }

  private fail(problem: string, at: number = this.position): never {
    this.failure = new ReplyProtocolError(`Protocol error: ${problem}`, this.consumed + at);
    this.assembly.clear();
    this.held.clear();
    throw this.failure;
  }
}
