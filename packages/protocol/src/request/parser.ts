/**
 * Requests out of a stream of bytes: multibulk (`*2\r\n$3\r\nGET\r\n$1\r\na\r\n`) and inline (`GET a\r\n`).
 *
 * The parser never copies a request that is whole in the chunk it arrived in. Only the tail of a chunk that ends
 * in the middle of a request is kept, in a buffer of the parser's own; parsing goes on where it stopped, so that
 * a request that trickles in byte by byte costs linear time.
 *
 * Invariants: `position` is the first byte not yet understood; [requestBegin, filled) is what must be kept when
 * the chunk goes away; marks in the request are positions in `bytes`.
 *
 * The errors and the limits are those of Redis 7.0 (networking.c answers the same texts).
 */
import {
  ARGUMENTS_MAX,
  BULK_BYTES_MAX,
  INLINE_BYTES_MAX,
  UNAUTHENTICATED_ARGUMENTS_MAX,
  UNAUTHENTICATED_BULK_BYTES_MAX,
} from '../limits.ts';
import { splitInline } from './inline.ts';
import type { Request } from './request.ts';

/** The stream cannot be understood any further: answer with the message, then close the connection. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

const CR = 13;
const LF = 10;
const STAR = 42;
const DOLLAR = 36;
const NOTHING = new Uint8Array(0);
/** Where the end of a header is looked for by hand. */
const NEAR_BYTES = 16;
/** What is read from a header that is not a number. */
const NOT_A_NUMBER = Number.NaN;

export class RequestParser {
  /** The largest argument in bytes (`proto-max-bulk-len`). */
  bulkBytesMax: number = BULK_BYTES_MAX;
  /** While false, only small requests are taken (the connection has still to authenticate). */
  authenticated = true;

  private bytes: Uint8Array = NOTHING;
  private position = 0;
  private filled = 0;
  private requestBegin = 0;
  /** The parser's own buffer, when `bytes` is it. */
  private pending: Uint8Array = NOTHING;
  private ownsBytes = false;
  /** Arguments of the current multibulk still to come; -1 between requests. */
  private missing = -1;
  /** The announced length of the argument being read; -1 before its header. */
  private bulkLength = -1;

  /** How many bytes wait for the rest of their request. */
  get pendingBytes(): number {
    return this.filled - this.requestBegin;
  }

  /** Bytes the parser's own buffer takes. */
  get heldBytes(): number {
    return this.pending.length;
  }

  /** Takes in `bytes[start, end)`. The bytes must stay as they are until `next` or `hold` has returned false. */
  feed(bytes: Uint8Array, start: number, end: number): void {
    if (this.filled > this.requestBegin) {
      this.append(bytes, start, end);
      return;
    }
    this.bytes = bytes;
    this.ownsBytes = false;
    this.position = start;
    this.requestBegin = start;
    this.filled = end;
  }

  /**
   * Marks the next whole request in `request` and returns true, or keeps what is left and returns false.
   * A request without arguments (an empty line, `*0`) is passed over.
   * @throws ProtocolError when the stream cannot be understood
   */
  next(request: Request): boolean {
    for (;;) {
      if (this.missing < 0) {
        this.requestBegin = this.position;
        if (this.position >= this.filled) break;
        request.count = 0;
        if (this.bytes[this.position] !== STAR) {
          if (!this.readInline(request)) break;
          if (request.count > 0) return true;
          continue;
        }
        if (this.readWhole(request)) return true;
        if (!this.readCount(request)) break;
        if (this.missing < 0) continue;
      }
      if (!this.readArguments(request)) break;
      this.missing = -1;
      request.bytes = this.bytes;
      request.begin = this.requestBegin;
      request.end = this.position;
      request.multibulk = true;
      return true;
    }
    this.keepRest(request);
    return false;
  }

  /**
   * Marks the next request if it is one of the common kind and whole in what has arrived, and returns true. Otherwise
   * nothing has happened: `next` tells what there is. May be called for several requests in a row; what is marked in
   * them stays good until the next call of `next`, `hold` or `feed`.
   */
  nextReady(request: Request): boolean {
    if (this.missing >= 0 || this.filled - this.position < 10) return false;
    if (this.bytes[this.position] !== STAR) return false;
    this.requestBegin = this.position;
    return this.readWhole(request);
  }

  /** This request and all that were read after it are to be read again. */
  putBack(request: Request): void {
    this.position = request.begin;
  }

  /** Keeps what has not been read, for a connection that stops reading its requests for a while. */
  hold(): void {
    this.requestBegin = this.position;
    this.keepRest(undefined);
  }

  /**
   * The common case in one pass: fewer than a hundred arguments, each shorter than a hundred bytes, all of them here.
   * Anything else is left to the general way, from the request's beginning; nothing is lost but this look.
   */
  private readWhole(request: Request): boolean {
    const { bytes, filled } = this;
    let at = this.position;
    let count = (bytes[at + 1] as number) - 48;
    if (filled - at < 10 || count <= 0 || count > 9) return false;
    at += 4;
    if (bytes[at - 2] !== CR) {
      const digit = (bytes[at - 2] as number) - 48;
      if (digit < 0 || digit > 9 || bytes[at - 1] !== CR || !this.authenticated) return false;
      count = count * 10 + digit;
      request.reserve(count);
      at++;
    }
    const { starts, lengths } = request;
    for (let index = 0; index < count; index++) {
      if (filled - at < 6 || bytes[at] !== DOLLAR) return false;
      let length = (bytes[at + 1] as number) - 48;
      if (length < 0 || length > 9) return false;
      let header = 4;
      if (bytes[at + 2] !== CR) {
        const digit = (bytes[at + 2] as number) - 48;
        if (digit < 0 || digit > 9 || length === 0 || bytes[at + 3] !== CR) return false;
        length = length * 10 + digit;
        header = 5;
      }
      at += header;
      starts[index] = at;
      lengths[index] = length;
      at += length + 2;
      if (at > filled) return false;
    }
    request.count = count;
    request.bytes = bytes;
    request.begin = this.requestBegin;
    request.end = at;
    request.multibulk = true;
    this.position = at;
    return true;
  }

  /** Reads `*n\r\n`; leaves `missing` at -1 where there is nothing to run. False: more bytes are needed. */
  private readCount(request: Request): boolean {
    const end = this.headerEnd('too big mbulk count string');
    if (end < 0) return false;
    const count = this.headerNumber(this.position + 1, end);
    if (!(count <= ARGUMENTS_MAX)) throw new ProtocolError('Protocol error: invalid multibulk length');
    if (count > UNAUTHENTICATED_ARGUMENTS_MAX && !this.authenticated) {
      throw new ProtocolError('Protocol error: unauthenticated multibulk length');
    }
    this.position = end + 2;
    if (count > 0) {
      this.missing = count;
      // Room is made as arguments arrive, so that a header alone cannot make the server allocate.
      request.reserve(Math.min(count, 1024));
    }
    return true;
  }

  private readArguments(request: Request): boolean {
    while (this.missing > 0) {
      if (this.bulkLength < 0 && !this.readBulkHeader()) return false;
      const length = this.bulkLength;
      const start = this.position;
      if (this.filled - start < length + 2) return false;
      const index = request.count;
      if (index >= request.starts.length) request.reserve(index + 1);
      request.starts[index] = start;
      request.lengths[index] = length;
      request.count = index + 1;
      this.position = start + length + 2;
      this.bulkLength = -1;
      this.missing--;
    }
    return true;
  }

  private readBulkHeader(): boolean {
    const end = this.headerEnd('too big bulk count string');
    if (end < 0) return false;
    const marker = this.bytes[this.position] as number;
    if (marker !== DOLLAR) {
      throw new ProtocolError(`Protocol error: expected '$', got '${String.fromCharCode(marker)}'`);
    }
    const length = this.headerNumber(this.position + 1, end);
    if (!(length >= 0 && length <= this.bulkBytesMax)) {
      throw new ProtocolError('Protocol error: invalid bulk length');
    }
    if (length > UNAUTHENTICATED_BULK_BYTES_MAX && !this.authenticated) {
      throw new ProtocolError('Protocol error: unauthenticated bulk length');
    }
    this.bulkLength = length;
    this.position = end + 2;
    return true;
  }

  /** Where the header that begins at `position` has its CR, or -1 while the header is incomplete. */
  private headerEnd(tooBig: string): number {
    const { bytes, filled, position } = this;
    // A header is a few bytes long: a loop is at its end before a native search has begun.
    const near = Math.min(filled, position + NEAR_BYTES);
    let end = position;
    while (end < near && bytes[end] !== CR) end++;
    if (end === near) end = bytes.indexOf(CR, near);
    if (end < 0 || end >= filled) {
      if (filled - position > INLINE_BYTES_MAX) throw new ProtocolError(`Protocol error: ${tooBig}`);
      return -1;
    }
    return end + 1 < filled ? end : -1;
  }

  /** The integer in `bytes[start, end)`, or NaN: an optional minus, no leading zero, no plus. */
  private headerNumber(start: number, end: number): number {
    const bytes = this.bytes;
    let at = start;
    const negative = bytes[at] === 45;
    if (negative) at++;
    if (at >= end || end - at > 15) return NOT_A_NUMBER;
    if (bytes[at] === 48 && (end - at > 1 || negative)) return NOT_A_NUMBER;
    let value = 0;
    for (; at < end; at++) {
      const digit = (bytes[at] as number) - 48;
      if (digit < 0 || digit > 9) return NOT_A_NUMBER;
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  private readInline(request: Request): boolean {
    const lineFeed = this.bytes.indexOf(LF, this.position);
    if (lineFeed < 0 || lineFeed >= this.filled) {
      if (this.filled - this.position > INLINE_BYTES_MAX) {
        throw new ProtocolError('Protocol error: too big inline request');
      }
      return false;
    }
    const end = lineFeed > this.position && this.bytes[lineFeed - 1] === CR ? lineFeed - 1 : lineFeed;
    if (!splitInline(this.bytes, this.position, end, request)) {
      throw new ProtocolError('Protocol error: unbalanced quotes in request');
    }
    this.position = lineFeed + 1;
    return true;
  }

  private append(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (this.filled + length > this.pending.length) {
      // Doubling bounds the copying; the exact need of a large argument is met in one step at the last.
      const announced = this.bulkLength < 0 ? 0 : this.position + this.bulkLength + 2;
      const doubled = Math.max(this.filled + length, this.pending.length * 2);
      const size = announced >= this.filled + length ? Math.min(doubled, announced) : doubled;
      const grown = new Uint8Array(Math.max(size, 1024));
      grown.set(this.pending.subarray(0, this.filled));
      this.pending = grown;
    }
    this.pending.set(bytes.subarray(start, end), this.filled);
    this.filled += length;
    this.bytes = this.pending;
    this.ownsBytes = true;
  }

  /** Keeps [requestBegin, filled) in the parser's own buffer, at its front sooner or later; the marks move with it. */
  private keepRest(request: Request | undefined): void {
    const begin = this.requestBegin;
    const length = this.filled - begin;
    if (length === 0) {
      if (this.ownsBytes) this.pending = NOTHING;
      this.bytes = NOTHING;
      this.ownsBytes = false;
      this.position = 0;
      this.filled = 0;
      this.requestBegin = 0;
      return;
    }
    if (this.ownsBytes) {
      // A long rest is moved only when as much is gone, so that working it off in parts costs linear time.
      if (begin === 0 || begin * 2 < this.filled) return;
      this.pending.copyWithin(0, begin, this.filled);
    } else {
      const rest = this.bytes.subarray(begin, this.filled);
      if (this.pending.length < length) this.pending = new Uint8Array(Math.max(1024, length * 2));
      this.pending.set(rest);
    }
    this.bytes = this.pending;
    this.ownsBytes = true;
    this.position -= begin;
    this.filled = length;
    this.requestBegin = 0;
    if (request === undefined || this.missing < 0) return;
    for (let i = 0; i < request.count; i++) request.starts[i] = (request.starts[i] as number) - begin;
  }
}
