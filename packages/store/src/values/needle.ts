/**
 * What is looked for in a listpack, or put into it: bytes, and whether they are an integer.
 *
 * A listpack keeps an element as an integer when its bytes are the canonical text of a signed 64-bit integer. To find
 * that out once, rather than for each element compared, a needle is set and then used for any number of comparisons
 * and edits. It keeps no copy: the bytes have to stay as they are while the needle is in use, so they may not lie in
 * the listpack that is edited. Reuse the object.
 */

import { copyBytes } from '../memory/copy.ts';
import type { Slice } from '../memory/slice.ts';
import { formatInt64, formatInteger, INT64_TEXT_MAX, parseInt64, parseInteger } from '../numbers/integer.ts';
import {
  backLengthBytes,
  INTEGER_64,
  int32Of,
  integerBodyBytes,
  isIntegerElement,
  stringBodyBytes,
  stringLength,
  stringOffset,
  writeBackLength,
  writeIntegerBody,
  writeStringHead,
} from './listpack-element.ts';
import { fromWords, highWord, lowWord, readInt32 } from './words.ts';

/** A shorter text is an integer that a number holds, or none. */
const WIDE_TEXT_MIN = 16;

export class Needle {
  /** Whether it is kept as an integer. */
  isInteger = false;
  /** Bytes of the element it becomes in a listpack, back-length included. */
  encodedBytes = 0;
  private body = 0;
  private low = 0;
  private high = 0;
  private hasText = true;
  private bytes: Uint8Array;
  private start = 0;
  private length = 0;
  private readonly scratch: Uint8Array;

  constructor() {
    this.scratch = new Uint8Array(INT64_TEXT_MAX);
    this.bytes = this.scratch;
    this.set(this.scratch, 0, 0);
  }

  set(bytes: Uint8Array, start: number, length: number): this {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
    this.hasText = true;
    if (length <= INT64_TEXT_MAX && this.readInteger()) return this;
    this.isInteger = false;
    this.encode(stringBodyBytes(length));
    return this;
  }

  setSlice(slice: Slice): this {
    return this.set(slice.bytes, slice.start, slice.length);
  }

  /** A number must be an integer within ±(2^53 - 1). */
  setInteger(value: number | bigint): this {
    this.hasText = false;
    this.keepInteger(value);
    return this;
  }

  /** The value, if it is an integer. */
  integer(): number | bigint {
    return fromWords(this.low, this.high);
  }

  /** The bytes, or the text of the integer that was set. */
  text(into: Slice): Slice {
    if (!this.hasText) this.makeText();
    return into.set(this.bytes, this.start, this.length);
  }

  /** Whether the element of a listpack at `at` is the same, however it is encoded there. */
  matches(bytes: Uint8Array, at: number): boolean {
    if (isIntegerElement(bytes, at)) return this.isInteger && this.matchesInteger(bytes, at);
    return this.matchesText(bytes, at + stringOffset(bytes, at), stringLength(bytes, at));
  }

  /** Writes the element it becomes, `encodedBytes` long. */
  writeTo(bytes: Uint8Array, at: number): void {
    if (this.isInteger) {
      writeIntegerBody(bytes, at, this.body, this.low, this.high);
    } else {
      const data = at + writeStringHead(bytes, at, this.length);
      copyBytes(this.bytes, this.start, bytes, data, this.length);
    }
    writeBackLength(bytes, at + this.body, this.body);
  }

  private readInteger(): boolean {
    const small = parseInteger(this.bytes, this.start, this.length);
    if (!Number.isNaN(small)) {
      this.keepInteger(small);
      return true;
    }
    if (this.length < WIDE_TEXT_MIN) return false;
    const wide = parseInt64(this.bytes, this.start, this.length);
    if (wide === undefined) return false;
    this.keepInteger(wide);
    return true;
  }

  private keepInteger(value: number | bigint): void {
    this.isInteger = true;
    this.low = lowWord(value);
    this.high = highWord(value);
    this.encode(integerBodyBytes(this.low, this.high));
  }

  private encode(body: number): void {
    this.body = body;
    this.encodedBytes = body + backLengthBytes(body);
  }

  private matchesInteger(bytes: Uint8Array, at: number): boolean {
    if (bytes[at] === INTEGER_64) {
      return readInt32(bytes, at + 1) === this.low && readInt32(bytes, at + 5) === this.high;
    }
    const value = int32Of(bytes, at);
    return value === this.low && value >> 31 === this.high;
  }

  private matchesText(bytes: Uint8Array, at: number, length: number): boolean {
    if (!this.hasText) this.makeText();
    if (length !== this.length) return false;
    const { bytes: own, start } = this;
    for (let i = 0; i < length; i++) if (bytes[at + i] !== own[start + i]) return false;
    return true;
  }

  private makeText(): void {
    const value = this.integer();
    this.bytes = this.scratch;
    this.start = 0;
    this.length =
      typeof value === 'number' ? formatInteger(value, this.scratch, 0) : formatInt64(value, this.scratch, 0);
    this.hasText = true;
  }
}
