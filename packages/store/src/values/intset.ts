/**
 * An intset: a set of integers as a sorted run of bytes, the very bytes that Redis keeps and RDB holds.
 *
 *     bytes of each integer (4): 2, 4 or 8 | number of integers (4) | integers, ascending      all lowest byte first
 *
 * All integers have the width that the widest needs. One that needs more makes all of them wider; removing it does not
 * make them narrower again, in Redis neither. As the new one is then below or above all others, its place is an end.
 *
 * The functions work in place on `bytes` from `start` on and never reach for memory: who calls asks
 * `intsetBytesToInsert`, makes the room, and then inserts. A value is a number within ±(2^53 - 1) and a bigint beyond,
 * as `parseInt64` gives it; only such a bigint is allocated.
 */
import {
  compareWords,
  fromWords,
  highWord,
  lowWord,
  moveBytes,
  readInt32,
  readUint16,
  readUint32,
  writeBytes,
} from './words.ts';

const COUNT_OFFSET = 4;
const HEADER_BYTES = 8;
const NARROWEST = 2;
const WIDEST = 8;

/** Bytes of an intset without integers. */
export const INTSET_EMPTY_BYTES = 8;

/** Writes an intset without integers and returns its size. */
export function createIntset(bytes: Uint8Array, start: number): number {
  writeHeader(bytes, start, NARROWEST, 0);
  return INTSET_EMPTY_BYTES;
}

export function intsetCount(bytes: Uint8Array, start: number): number {
  return readUint32(bytes, start + COUNT_OFFSET);
}

export function intsetBytes(bytes: Uint8Array, start: number): number {
  return HEADER_BYTES + intsetCount(bytes, start) * widthOf(bytes, start);
}

/** The integer at `index`, which must be below the count. */
export function intsetGet(bytes: Uint8Array, start: number, index: number): number | bigint {
  const width = widthOf(bytes, start);
  const at = start + HEADER_BYTES + index * width;
  return fromWords(lowAt(bytes, at, width), highAt(bytes, at, width));
}

/** The least integer; there must be one. */
export function intsetMin(bytes: Uint8Array, start: number): number | bigint {
  return intsetGet(bytes, start, 0);
}

/** The greatest integer; there must be one. */
export function intsetMax(bytes: Uint8Array, start: number): number | bigint {
  return intsetGet(bytes, start, intsetCount(bytes, start) - 1);
}

/** The index of the value or, if it is not there, `~index` (which is negative) of where it belongs. */
export function intsetFind(bytes: Uint8Array, start: number, value: number | bigint): number {
  const low = lowWord(value);
  const high = highWord(value);
  const width = widthOf(bytes, start);
  let from = 0;
  let to = intsetCount(bytes, start);
  if (widthFor(low, high) > width) return high < 0 ? ~0 : ~to;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const at = start + HEADER_BYTES + middle * width;
    const order = compareWords(lowAt(bytes, at, width), highAt(bytes, at, width), low, high);
    if (order === 0) return middle;
    if (order < 0) from = middle + 1;
    else to = middle;
  }
  return ~from;
}

/** Bytes of the whole intset once `value`, which is not in it, has been inserted. */
export function intsetBytesToInsert(bytes: Uint8Array, start: number, value: number | bigint): number {
  const width = Math.max(widthOf(bytes, start), widthFor(lowWord(value), highWord(value)));
  return HEADER_BYTES + (intsetCount(bytes, start) + 1) * width;
}

/** Inserts the value if it is not there yet, for which there must be room, and says whether it did. */
export function intsetInsert(bytes: Uint8Array, start: number, value: number | bigint): boolean {
  const found = intsetFind(bytes, start, value);
  if (found >= 0) return false;
  intsetInsertAt(bytes, start, ~found, value);
  return true;
}

/** Inserts the value where `intsetFind` said that it belongs. */
export function intsetInsertAt(
  bytes: Uint8Array,
  start: number,
  index: number,
  value: number | bigint,
): void {
  const low = lowWord(value);
  const high = highWord(value);
  const count = intsetCount(bytes, start);
  const oldWidth = widthOf(bytes, start);
  const width = Math.max(oldWidth, widthFor(low, high));
  const at = start + HEADER_BYTES + index * width;
  if (width === oldWidth) moveBytes(bytes, at, at + width, (count - index) * width);
  else widen(bytes, start + HEADER_BYTES, count, oldWidth, width, index === 0 ? width : 0);
  writeInteger(bytes, at, width, low, high);
  writeHeader(bytes, start, width, count + 1);
}

/** Removes the value if it is there, and says whether it was; `intsetBytes` tells the new size. */
export function intsetRemove(bytes: Uint8Array, start: number, value: number | bigint): boolean {
  const index = intsetFind(bytes, start, value);
  if (index < 0) return false;
  intsetRemoveAt(bytes, start, index);
  return true;
}

/** Removes the integer at `index`, and returns how many bytes that freed at the end of the block. */
export function intsetRemoveAt(bytes: Uint8Array, start: number, index: number): number {
  const count = intsetCount(bytes, start);
  const width = widthOf(bytes, start);
  const at = start + HEADER_BYTES + index * width;
  moveBytes(bytes, at + width, at, (count - index - 1) * width);
  writeBytes(bytes, start + COUNT_OFFSET, 4, count - 1);
  return width;
}

/**
 * Whether these bytes, from wherever they come, are an intset. Without `deep` only its size is looked at, with it the
 * order too. That a narrower width would do is no fault: removing leaves such. Never reads outside the bytes given.
 */
export function isValidIntset(bytes: Uint8Array, start: number, length: number, deep: boolean): boolean {
  if (length < INTSET_EMPTY_BYTES || start + length > bytes.length) return false;
  const width = readUint32(bytes, start);
  if (width !== 2 && width !== 4 && width !== 8) return false;
  if (HEADER_BYTES + intsetCount(bytes, start) * width !== length) return false;
  return !deep || isAscending(bytes, start + HEADER_BYTES, start + length, width);
}

function isAscending(bytes: Uint8Array, first: number, end: number, width: number): boolean {
  for (let at = first + width; at < end; at += width) {
    const before = at - width;
    const low = lowAt(bytes, before, width);
    const high = highAt(bytes, before, width);
    if (compareWords(low, high, lowAt(bytes, at, width), highAt(bytes, at, width)) >= 0) return false;
  }
  return true;
}

/** Makes the integers wider, from the last to the first, so that none is overwritten unread; `shift` moves them up. */
function widen(
  bytes: Uint8Array,
  first: number,
  count: number,
  oldWidth: number,
  width: number,
  shift: number,
): void {
  for (let index = count - 1; index >= 0; index--) {
    const at = first + index * oldWidth;
    const low = lowAt(bytes, at, oldWidth);
    const high = highAt(bytes, at, oldWidth);
    writeInteger(bytes, first + index * width + shift, width, low, high);
  }
}

function writeHeader(bytes: Uint8Array, start: number, width: number, count: number): void {
  writeBytes(bytes, start, 4, width);
  writeBytes(bytes, start + COUNT_OFFSET, 4, count);
}

function writeInteger(bytes: Uint8Array, at: number, width: number, low: number, high: number): void {
  writeBytes(bytes, at, Math.min(width, 4), low);
  if (width === WIDEST) writeBytes(bytes, at + 4, 4, high);
}

/** Two, four or eight. */
function widthOf(bytes: Uint8Array, start: number): number {
  return bytes[start] as number;
}

function widthFor(low: number, high: number): number {
  if (high !== low >> 31) return WIDEST;
  return low >= -0x8000 && low <= 0x7fff ? NARROWEST : 4;
}

function lowAt(bytes: Uint8Array, at: number, width: number): number {
  return width === NARROWEST ? (readUint16(bytes, at) << 16) >> 16 : readInt32(bytes, at);
}

function highAt(bytes: Uint8Array, at: number, width: number): number {
  return width === WIDEST ? readInt32(bytes, at + 4) : lowAt(bytes, at, width) >> 31;
}
