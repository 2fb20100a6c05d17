/**
 * Ziplists: what listpacks were before Redis 7, in its files from 2.2 to 6.2. They are read and never kept: each becomes
 * the listpack of the same elements.
 *
 *     total bytes (4) | offset of the last element (4) | number of elements (2) | element … | 0xff
 *
 *     element    bytes of the element before it (1; or 0xfe and 4) | head | data           numbers lowest byte first
 *
 *     head       data
 *     00xxxxxx   string of up to 63 bytes, their number in this byte
 *     01xxxxxx   string of up to 16383 bytes; upper bits of their number here, the other eight in the next byte
 *     10……       string; its length in the next four bytes, highest first
 *     11000000, 11010000, 11100000, 11110000, 11111110   integer of 16, 32, 64, 24, 8 bits, signed
 *     11110001 … 11111101   integer 0 … 12, in this byte
 *
 * A ziplist comes from outside, so nothing in it is believed: that each element ends within, that it knows how long the
 * one before it is, that the last one is where the front says, and that there are as many as it says. A number of 65535
 * means that they have to be counted. This is all that Redis asks, too: heads that are longer than they need be pass.
 */
import { appendElement, createListpack } from '../../values/listpack.ts';
import { Needle } from '../../values/needle.ts';
import { fromWords, readInt32, readUint16, readUint32 } from '../../values/words.ts';

const LAST_OFFSET = 4;
const COUNT_OFFSET = 8;
const FIRST = 10;
const EMPTY_BYTES = 11;
const END = 0xff;
const COUNT_UNKNOWN = 0xffff;

/** First byte of a back length that takes four more. */
const WIDE_BACK_LENGTH = 0xfe;

const STRING_14_BITS = 0x40;
const STRING_32_BITS = 0x80;
const INTEGER_16 = 0xc0;
const INTEGER_32 = 0xd0;
const INTEGER_64 = 0xe0;
const INTEGER_24 = 0xf0;
/** Integers in the head itself lie between these two; the first of them would be -1. */
const INTEGER_IN_HEAD = 0xf1;
const INTEGER_8 = 0xfe;

/** No element is as long as this. */
const INVALID = Number.POSITIVE_INFINITY;

const NO_BYTES = new Uint8Array(0);
/** Holds on to no bytes between two ziplists. */
const needle = new Needle();

/** Room for the listpack of any ziplist of this size: only strings of 64 bytes and more take more there, by up to 5. */
export function listpackRoomFor(ziplistBytes: number): number {
  return ziplistBytes + (ziplistBytes >>> 6);
}

/**
 * Makes the listpack of the ziplist's elements at the front of `into`, where there is `listpackRoomFor` it. False, with
 * something senseless there, if these bytes are no ziplist. Never reads outside the bytes given.
 */
export function convertZiplist(bytes: Uint8Array, start: number, length: number, into: Uint8Array): boolean {
  const isWhole = convert(bytes, start, length, into);
  needle.set(NO_BYTES, 0, 0);
  return isWhole;
}

function convert(bytes: Uint8Array, start: number, length: number, into: Uint8Array): boolean {
  if (length < EMPTY_BYTES || start + length > bytes.length) return false;
  const end = start + length - 1;
  const lastOffset = readUint32(bytes, start + LAST_OFFSET);
  if (readUint32(bytes, start) !== length || bytes[end] !== END || lastOffset >= length) return false;
  createListpack(into, 0);
  let at = start + FIRST;
  let before = 0;
  let count = 0;
  for (; bytes[at] !== END; count++) {
    const size = appendFrom(bytes, at, end, before, into);
    if (size === INVALID) return false;
    before = size;
    at += size;
  }
  const stated = readUint16(bytes, start + COUNT_OFFSET);
  const isCounted = stated === count || stated === COUNT_UNKNOWN;
  return isCounted && at === end && (count === 0 || lastOffset === at - before - start);
}

/**
 * Puts the element at `at`, before which stands one of `before` bytes, behind the listpack's last. Returns its bytes, or
 * INVALID if it is none that ends up to `end`.
 */
function appendFrom(bytes: Uint8Array, at: number, end: number, before: number, into: Uint8Array): number {
  const isWide = (bytes[at] as number) >= WIDE_BACK_LENGTH;
  const headAt = at + (isWide ? 5 : 1);
  if (headAt >= end || (isWide ? readUint32(bytes, at + 1) : bytes[at]) !== before) return INVALID;
  const head = bytes[headAt] as number;
  const data = headAt + headBytes(head);
  if (data > end) return INVALID;
  const length = head < INTEGER_16 ? stringLength(bytes, headAt) : integerLength(head);
  if (data + length > end) return INVALID;
  if (head < INTEGER_16) needle.set(bytes, data, length);
  else needle.setInteger(integerAt(bytes, data, head));
  appendElement(into, 0, needle);
  return data + length - at;
}

function headBytes(head: number): number {
  if (head < STRING_14_BITS || head >= INTEGER_16) return 1;
  return head < STRING_32_BITS ? 2 : 5;
}

function stringLength(bytes: Uint8Array, headAt: number): number {
  const head = bytes[headAt] as number;
  if (head < STRING_14_BITS) return head;
  if (head < STRING_32_BITS) return ((head & 0x3f) << 8) | (bytes[headAt + 1] as number);
  let length = 0;
  for (let i = 1; i <= 4; i++) length = length * 256 + (bytes[headAt + i] as number);
  return length;
}

/** Bytes of the data of an integer; INVALID where the head is none. */
function integerLength(head: number): number {
  switch (head) {
    case INTEGER_8:
      return 1;
    case INTEGER_16:
      return 2;
    case INTEGER_24:
      return 3;
    case INTEGER_32:
      return 4;
    case INTEGER_64:
      return 8;
    default:
      return head >= INTEGER_IN_HEAD && head < INTEGER_8 ? 0 : INVALID;
  }
}

function integerAt(bytes: Uint8Array, at: number, head: number): number | bigint {
  // The shifts to the left bring the sign bit to the top, those to the right spread it.
  switch (head) {
    case INTEGER_8:
      return ((bytes[at] as number) << 24) >> 24;
    case INTEGER_16:
      return (readUint16(bytes, at) << 16) >> 16;
    case INTEGER_24:
      return ((readUint16(bytes, at) | ((bytes[at + 2] as number) << 16)) << 8) >> 8;
    case INTEGER_32:
      return readInt32(bytes, at);
    case INTEGER_64:
      return fromWords(readInt32(bytes, at), readInt32(bytes, at + 4));
    default:
      return head - INTEGER_IN_HEAD;
  }
}
