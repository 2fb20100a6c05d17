/**
 * One element of a listpack: body (what kind it is, how long, the data), then the length of the body once more, by
 * which a reader finds its way backwards.
 *
 *     first byte   body
 *     0xxxxxxx     integer 0 … 127, in this byte
 *     10xxxxxx     string of up to 63 bytes, their number in this byte
 *     110xxxxx     integer of 13 bits, signed; upper bits here, the other eight in the next byte
 *     1110xxxx     string of up to 4095 bytes; upper bits of their number here, the other eight in the next byte
 *     11110000     string; its length in the next four bytes, lowest first
 *     11110001 … 11110100   integer of 16, 24, 32, 64 bits, lowest byte first
 *     11111111     no element: the end of the listpack
 *
 * The back-length takes one to five bytes of seven bits each, upper bits first; every byte but the first has its top
 * bit set, so that read from the right the last one is known.
 */
import { readInt32, readUint16, readUint32, writeBytes } from './words.ts';

export const END = 0xff;
const SHORT_STRING = 0x80;
const INTEGER_13 = 0xc0;
const MEDIUM_STRING = 0xe0;
const LONG_STRING = 0xf0;
const INTEGER_16 = 0xf1;
const INTEGER_24 = 0xf2;
export const INTEGER_64 = 0xf4;

const SHORT_STRING_BYTES_MAX = 63;
const MEDIUM_STRING_BYTES_MAX = 4095;

/** In the place of a body's length: no body begins with this byte. */
export const INVALID = 0;

/** Bytes of the back-length of a body. That 16383 takes three bytes, though two would do, is as Redis has it. */
export function backLengthBytes(body: number): number {
  if (body <= 127) return 1;
  if (body < 16383) return 2;
  if (body < 2097151) return 3;
  return body < 268435455 ? 4 : 5;
}

/** Bytes of the body at `at` that have to be read to know how long it is. */
export function headBytes(bytes: Uint8Array, at: number): number {
  const head = bytes[at] as number;
  if (head === LONG_STRING) return 5;
  return head >= MEDIUM_STRING && head < LONG_STRING ? 2 : 1;
}

/** Bytes of the element at `at` without its back-length, or INVALID. */
export function bodyBytes(bytes: Uint8Array, at: number): number {
  const head = bytes[at] as number;
  if (head < SHORT_STRING) return 1;
  if (head < INTEGER_13) return 1 + (head & 0x3f);
  if (head < MEDIUM_STRING) return 2;
  if (head < LONG_STRING) return 2 + (((head & 15) << 8) | (bytes[at + 1] as number));
  if (head === LONG_STRING) return 5 + readUint32(bytes, at + 1);
  if (head === INTEGER_64) return 9;
  return head < INTEGER_64 ? 3 + (head - INTEGER_16) : INVALID;
}

/** Bytes of the element at `at`, back-length included. */
export function elementBytes(bytes: Uint8Array, at: number): number {
  const head = bytes[at] as number;
  if (head < SHORT_STRING) return 2;
  if (head < INTEGER_13) return 2 + (head & 0x3f);
  if (head < MEDIUM_STRING) return 3;
  const body = bodyBytes(bytes, at);
  if (body === INVALID) throw new Error(`no element of a listpack begins with byte ${head}`);
  return body + backLengthBytes(body);
}

/** Where the element begins that ends before `at`. */
export function elementBefore(bytes: Uint8Array, at: number): number {
  let last = at - 1;
  let byte = bytes[last] as number;
  let body = byte & 127;
  for (let scale = 128; byte > 127; scale *= 128) {
    byte = bytes[--last] as number;
    body += (byte & 127) * scale;
  }
  return last - body;
}

export function writeBackLength(bytes: Uint8Array, at: number, body: number): void {
  let rest = body;
  for (let last = at + backLengthBytes(body) - 1; last > at; last--) {
    bytes[last] = (rest & 127) | 128;
    rest >>>= 7;
  }
  bytes[at] = rest;
}

/** Whether the back-length at `at` is the one that belongs to a body of this length. */
export function hasBackLength(bytes: Uint8Array, at: number, body: number): boolean {
  let rest = body;
  for (let last = at + backLengthBytes(body) - 1; last > at; last--) {
    if (bytes[last] !== ((rest & 127) | 128)) return false;
    rest >>>= 7;
  }
  return bytes[at] === rest;
}

export function isIntegerElement(bytes: Uint8Array, at: number): boolean {
  const head = bytes[at] as number;
  return head < SHORT_STRING || (head >= INTEGER_13 && head < MEDIUM_STRING) || head > LONG_STRING;
}

/** The value of an integer element of up to 32 bits. */
export function int32Of(bytes: Uint8Array, at: number): number {
  const head = bytes[at] as number;
  if (head < SHORT_STRING) return head;
  // The shifts to the left bring the sign bit to the top, those to the right spread it.
  if (head < MEDIUM_STRING) return (((head << 8) | (bytes[at + 1] as number)) << 19) >> 19;
  if (head === INTEGER_16) return (readUint16(bytes, at + 1) << 16) >> 16;
  if (head === INTEGER_24) return ((readUint16(bytes, at + 1) | ((bytes[at + 3] as number) << 16)) << 8) >> 8;
  return readInt32(bytes, at + 1);
}

/** Where the data of the string element at `at` begins, counted from there. */
export function stringOffset(bytes: Uint8Array, at: number): number {
  const head = bytes[at] as number;
  if (head < INTEGER_13) return 1;
  return head < LONG_STRING ? 2 : 5;
}

/** Bytes of the data of the string element at `at`. */
export function stringLength(bytes: Uint8Array, at: number): number {
  const head = bytes[at] as number;
  if (head < INTEGER_13) return head & 0x3f;
  return head < LONG_STRING ? ((head & 15) << 8) | (bytes[at + 1] as number) : readUint32(bytes, at + 1);
}

/** Bytes of the body that encodes an integer, given as its two words. */
export function integerBodyBytes(low: number, high: number): number {
  if (high !== low >> 31) return 9;
  if (low >= 0 && low <= 127) return 1;
  if (low >= -4096 && low <= 4095) return 2;
  if (low >= -0x8000 && low <= 0x7fff) return 3;
  return low >= -0x80_0000 && low <= 0x7f_ffff ? 4 : 5;
}

/** Bytes of the body that encodes a string of this length. */
export function stringBodyBytes(length: number): number {
  if (length <= SHORT_STRING_BYTES_MAX) return 1 + length;
  return length <= MEDIUM_STRING_BYTES_MAX ? 2 + length : 5 + length;
}

/** Writes an integer as a body of `body` bytes, which `integerBodyBytes` told. */
export function writeIntegerBody(
  bytes: Uint8Array,
  at: number,
  body: number,
  low: number,
  high: number,
): void {
  if (body === 1) {
    bytes[at] = low;
  } else if (body === 2) {
    bytes[at] = INTEGER_13 | ((low >> 8) & 0x1f);
    bytes[at + 1] = low & 0xff;
  } else if (body < 9) {
    bytes[at] = INTEGER_16 + (body - 3);
    writeBytes(bytes, at + 1, body - 1, low);
  } else {
    bytes[at] = INTEGER_64;
    writeBytes(bytes, at + 1, 4, low);
    writeBytes(bytes, at + 5, 4, high);
  }
}

/** Writes what stands before the data of a string of this length, and returns how many bytes that took. */
export function writeStringHead(bytes: Uint8Array, at: number, length: number): number {
  if (length <= SHORT_STRING_BYTES_MAX) {
    bytes[at] = SHORT_STRING | length;
    return 1;
  }
  if (length <= MEDIUM_STRING_BYTES_MAX) {
    bytes[at] = MEDIUM_STRING | (length >> 8);
    bytes[at + 1] = length & 0xff;
    return 2;
  }
  bytes[at] = LONG_STRING;
  writeBytes(bytes, at + 1, 4, length);
  return 5;
}
