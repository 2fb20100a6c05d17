/**
 * The id of an entry: milliseconds and a sequence number of 64 bits each, which together are one number of 128 bits that
 * orders the entries of a stream.
 *
 * It is kept as four words, the most significant first, which is how trees take a key; so nothing is allocated to compare
 * or count ids, and every one of them is exact. Its text is `<milliseconds>-<sequence number>`.
 */
import { writeAscii } from '../../numbers/ascii-text.ts';
import { formatInteger, parseInt64 } from '../../numbers/integer.ts';
import { highWord, lowWord } from '../words.ts';

/** Two numbers of 20 digits and what stands between them. */
export const STREAM_ID_TEXT_MAX = 41;

const WORDS = 4;
const WORD_MAX = 0xffff_ffff;
const MINUS = 0x2d;
const PLUS = 0x2b;
const ZERO = 0x30;
const NINE = 0x39;
/** Redis reads an id from a buffer of this size. */
const TEXT_LENGTH_MAX = 127;
const UINT64_MAX = 2n ** 64n - 1n;

export class StreamId {
  readonly words: Uint32Array = new Uint32Array(WORDS);

  set(other: StreamId): this {
    return this.load(other.words, 0);
  }

  /** Takes four words from `at` on. */
  load(words: Uint32Array, at: number): this {
    for (let i = 0; i < WORDS; i++) this.words[i] = words[at + i] as number;
    return this;
  }

  /** The milliseconds, rounded where a number cannot be exact. */
  get time(): number {
    return (this.words[0] as number) * 2 ** 32 + (this.words[1] as number);
  }

  /** The sequence number, rounded likewise. */
  get sequence(): number {
    return (this.words[2] as number) * 2 ** 32 + (this.words[3] as number);
  }

  /** The first id of a millisecond. */
  setTime(milliseconds: number): this {
    this.words[0] = highWord(milliseconds);
    this.words[1] = lowWord(milliseconds);
    this.words[2] = 0;
    this.words[3] = 0;
    return this;
  }

  /** 0-0, which no entry has. */
  setLeast(): this {
    this.words.fill(0);
    return this;
  }

  setGreatest(): this {
    this.words.fill(WORD_MAX);
    return this;
  }

  get isLeast(): boolean {
    return this.isAll(0);
  }

  get isGreatest(): boolean {
    return this.isAll(WORD_MAX);
  }

  /** Whether no other id of the same millisecond is greater. */
  get isLastOfTime(): boolean {
    return this.words[2] === WORD_MAX && this.words[3] === WORD_MAX;
  }

  hasTimeOf(other: StreamId): boolean {
    return this.words[0] === other.words[0] && this.words[1] === other.words[1];
  }

  /** Negative, zero or positive, as this id is less than the other, equal or greater. */
  compare(other: StreamId): number {
    for (let i = 0; i < WORDS; i++) {
      const difference = (this.words[i] as number) - (other.words[i] as number);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  /** Goes to the next greater id. False if there is none: then it is the least one. */
  increase(): boolean {
    for (let i = WORDS - 1; i >= 0; i--) {
      if ((this.words[i] as number) !== WORD_MAX) {
        this.words[i] = (this.words[i] as number) + 1;
        return true;
      }
      this.words[i] = 0;
    }
    return false;
  }

  /** Goes to the next smaller id. False if there is none: then it is the greatest one. */
  decrease(): boolean {
    for (let i = WORDS - 1; i >= 0; i--) {
      if ((this.words[i] as number) !== 0) {
        this.words[i] = (this.words[i] as number) - 1;
        return true;
      }
      this.words[i] = WORD_MAX;
    }
    return false;
  }

  /** Writes the text and returns how many bytes that took; `between` is what stands between its two numbers. */
  format(into: Uint8Array, at: number, between: number = MINUS): number {
    let end = at + this.formatTime(into, at);
    into[end++] = between;
    end += this.formatSequence(into, end);
    return end - at;
  }

  /** Writes the milliseconds and returns how many bytes that took. */
  formatTime(into: Uint8Array, at: number): number {
    return formatUint64(this.words[0] as number, this.words[1] as number, into, at);
  }

  /** Writes the sequence number and returns how many bytes that took. */
  formatSequence(into: Uint8Array, at: number): number {
    return formatUint64(this.words[2] as number, this.words[3] as number, into, at);
  }

  private isAll(word: number): boolean {
    for (let i = 0; i < WORDS; i++) if (this.words[i] !== word) return false;
    return true;
  }
}

/** What `parseStreamId` found: nothing, a whole id, one without a sequence number, or one that ends in `-*`. */
export type IdForm = 'none' | 'whole' | 'time' | 'open';

/**
 * Reads an id as Redis does, which takes its numbers as C does: blanks, signs and leading zeros may come before them, and
 * a zero byte ends the text. Where there is no sequence number it is 0.
 */
export function parseStreamId(bytes: Uint8Array, start: number, length: number, into: StreamId): IdForm {
  if (length > TEXT_LENGTH_MAX) return 'none';
  let end = start;
  let dash = -1;
  for (; end < start + length && bytes[end] !== 0; end++) if (bytes[end] === MINUS && dash < 0) dash = end;
  into.setLeast();
  if (!parseUint64(bytes, start, dash < 0 ? end : dash, into.words, 0)) return 'none';
  if (dash < 0) return 'time';
  if (end === dash + 2 && bytes[dash + 1] === 0x2a) return 'open';
  return parseUint64(bytes, dash + 1, end, into.words, 2) ? 'whole' : 'none';
}

/** Reads a number of 64 bits into two words, the upper one first. */
function parseUint64(bytes: Uint8Array, start: number, end: number, words: Uint32Array, at: number): boolean {
  const value = parseInt64(bytes, start, end - start) ?? parseAsC(bytes, start, end);
  if (value === undefined || value < 0) return false;
  words[at] = highWord(value);
  words[at + 1] = lowWord(value);
  return true;
}

/** What strtoull makes of these bytes, if it takes all of them. */
function parseAsC(bytes: Uint8Array, start: number, end: number): bigint | undefined {
  let at = start;
  while (at < end && isBlank(bytes[at] as number)) at++;
  const sign = bytes[at];
  if (at < end && (sign === PLUS || sign === MINUS)) at++;
  if (at === end) return undefined;
  let value = 0n;
  for (; at < end; at++) {
    const digit = bytes[at] as number;
    if (digit < ZERO || digit > NINE) return undefined;
    value = value * 10n + BigInt(digit - ZERO);
  }
  if (value > UINT64_MAX) return undefined;
  return sign === MINUS ? BigInt.asUintN(64, -value) : value;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 9 && byte <= 13);
}

/** The unsigned number of two words: a number where a number is exact, else a bigint. */
function fromUnsignedWords(high: number, low: number): number | bigint {
  const value = high * 2 ** 32 + low;
  return Number.isSafeInteger(value) ? value : (BigInt(high) << 32n) | BigInt(low);
}

function formatUint64(high: number, low: number, into: Uint8Array, at: number): number {
  const value = fromUnsignedWords(high, low);
  return typeof value === 'number' ? formatInteger(value, into, at) : writeAscii(String(value), into, at);
}
