/**
 * A listpack: a list of byte strings and integers in one run of bytes, the very bytes that Redis keeps and RDB holds.
 *
 *     total bytes (4) | number of elements (2) | element … | 0xff          numbers lowest byte first
 *
 * Small collections are listpacks: a list is its elements, a hash field, value, field, value …, a sorted set member,
 * score, member, score … in order. Everything is a walk, so it is for few elements; but a walk over bytes that lie side
 * by side beats pointers until there are some hundreds.
 *
 * The functions here work in place on `bytes` from `start` on and never reach for memory: who calls knows the new size
 * beforehand (`needle.encodedBytes`, `replacementGrowth`), makes the room, and then edits. Elements are named by their
 * offset from `start`, which stays true when the block moves. `LISTPACK_FIRST` is the offset of the first one;
 * the offset of the end byte stands for the place behind the last.
 *
 * What always holds: the total is right; the number is right, or 65535, which means that it has to be counted (Redis
 * leaves it at that even when the list becomes shorter, and so do we, to have its bytes); each back-length is that of
 * its element. Bytes from outside are checked by `isValidListpack` before anything else looks at them.
 */
import { copyBytes } from '../memory/copy.ts';
import {
  backLengthBytes,
  bodyBytes,
  END,
  elementBytes,
  hasBackLength,
  headBytes,
  INVALID,
} from './listpack-element.ts';
import type { Needle } from './needle.ts';
import { moveBytes, readUint16, readUint32, writeUint16, writeUint32 } from './words.ts';

const COUNT_OFFSET = 4;
const COUNT_UNKNOWN = 0xffff;

/** Offset of the first element, or of the end byte if there is none. */
export const LISTPACK_FIRST = 6;

/** Bytes of a listpack without elements. */
export const LISTPACK_EMPTY_BYTES = 7;

/** Writes a listpack without elements and returns its size. */
export function createListpack(bytes: Uint8Array, start: number): number {
  writeUint32(bytes, start, LISTPACK_EMPTY_BYTES);
  writeUint16(bytes, start + COUNT_OFFSET, 0);
  bytes[start + LISTPACK_FIRST] = END;
  return LISTPACK_EMPTY_BYTES;
}

export function listpackBytes(bytes: Uint8Array, start: number): number {
  return readUint32(bytes, start);
}

/** How many elements there are; walks only beyond 65534. */
export function listpackCount(bytes: Uint8Array, start: number): number {
  const count = readUint16(bytes, start + COUNT_OFFSET);
  if (count !== COUNT_UNKNOWN) return count;
  return countFrom(bytes, start + LISTPACK_FIRST);
}

/** As `listpackCount`, but -1 where that would walk. */
export function knownListpackCount(bytes: Uint8Array, start: number): number {
  const count = readUint16(bytes, start + COUNT_OFFSET);
  return count === COUNT_UNKNOWN ? -1 : count;
}

function countFrom(bytes: Uint8Array, first: number): number {
  let count = 0;
  for (let at = first; bytes[at] !== END; at += elementBytes(bytes, at)) count++;
  return count;
}

/**
 * Puts the needle before the element at `at` and returns the offset behind it, where another may follow. The block
 * must have room for `needle.encodedBytes` more.
 */
export function insertElement(bytes: Uint8Array, start: number, at: number, needle: Needle): number {
  const size = needle.encodedBytes;
  const total = readUint32(bytes, start);
  moveBytes(bytes, start + at, start + at + size, total - at);
  needle.writeTo(bytes, start + at);
  writeUint32(bytes, start, total + size);
  changeCount(bytes, start, 1);
  return at + size;
}

/**
 * Puts the needle before the first element of the listpack that began `needle.encodedBytes` further behind, and begins
 * at `start` now: what is in front is written anew and the rest stays where it is.
 */
export function prependElement(bytes: Uint8Array, start: number, needle: Needle): void {
  const size = needle.encodedBytes;
  moveHead(bytes, start + size, start, size, 1);
  needle.writeTo(bytes, start + LISTPACK_FIRST);
}

/** Takes the first `count` elements, of `size` bytes in all, out of the listpack, which begins behind them then. */
export function dropFirstElements(bytes: Uint8Array, start: number, size: number, count: number): void {
  moveHead(bytes, start, start + size, -size, -count);
}

/** Takes the last element, the one at `at`, out of the listpack. */
export function dropLastElement(bytes: Uint8Array, start: number, at: number): void {
  bytes[start + at] = END;
  writeUint32(bytes, start, at + 1);
  changeCount(bytes, start, -1);
}

/** Writes what a listpack begins with to another place, where it is `growth` bytes and `more` elements larger. */
function moveHead(bytes: Uint8Array, from: number, to: number, growth: number, more: number): void {
  const total = readUint32(bytes, from);
  const count = readUint16(bytes, from + COUNT_OFFSET);
  writeUint32(bytes, to, total + growth);
  writeUint16(bytes, to + COUNT_OFFSET, count);
  changeCount(bytes, to, more);
}

/** Puts the needle behind the last element. */
export function appendElement(bytes: Uint8Array, start: number, needle: Needle): number {
  const total = readUint32(bytes, start);
  const at = total - 1;
  const end = at + needle.encodedBytes;
  needle.writeTo(bytes, start + at);
  bytes[start + end] = END;
  writeUint32(bytes, start, end + 1);
  changeCount(bytes, start, 1);
  return end;
}

/**
 * Puts `count` elements of another listpack, the `size` bytes from `from` on, behind the last element. The block must
 * have room for `size` more.
 */
export function appendElements(
  bytes: Uint8Array,
  start: number,
  source: Uint8Array,
  from: number,
  size: number,
  count: number,
): void {
  const total = readUint32(bytes, start);
  copyBytes(source, from, bytes, start + total - 1, size);
  bytes[start + total + size - 1] = END;
  writeUint32(bytes, start, total + size);
  changeCount(bytes, start, count);
}

/** Counts in `count` elements that have been written behind the last one, over the end byte, `size` bytes of them. */
export function extendListpack(bytes: Uint8Array, start: number, size: number, count: number): void {
  const total = readUint32(bytes, start) + size;
  bytes[start + total - 1] = END;
  writeUint32(bytes, start, total);
  changeCount(bytes, start, count);
}

/** Bytes of `count` elements from `at` on, or of as many as there are: what removing them frees. */
export function elementsBytes(bytes: Uint8Array, start: number, at: number, count: number): number {
  let end = start + at;
  for (let left = count; left > 0 && bytes[end] !== END; left--) end += elementBytes(bytes, end);
  return end - (start + at);
}

/**
 * Takes out `count` elements from `at` on, or as many as there are, and returns how many bytes that freed at the end
 * of the block. What came behind them is then at `at`.
 */
export function removeElements(bytes: Uint8Array, start: number, at: number, count: number): number {
  const first = start + at;
  let end = first;
  let removed = 0;
  for (; removed < count && bytes[end] !== END; removed++) end += elementBytes(bytes, end);
  const size = end - first;
  if (size === 0) return 0;
  const total = readUint32(bytes, start);
  moveBytes(bytes, end, first, start + total - end);
  writeUint32(bytes, start, total - size);
  changeCount(bytes, start, -removed);
  return size;
}

/** By how many bytes the listpack grows, or shrinks if negative, when the needle replaces the element at `at`. */
export function replacementGrowth(bytes: Uint8Array, start: number, at: number, needle: Needle): number {
  return needle.encodedBytes - elementBytes(bytes, start + at);
}

/**
 * Puts the needle in the place of the element at `at`, and returns `replacementGrowth`, for which there must be room.
 */
export function replaceElement(bytes: Uint8Array, start: number, at: number, needle: Needle): number {
  const place = start + at;
  const oldSize = elementBytes(bytes, place);
  const growth = needle.encodedBytes - oldSize;
  if (growth !== 0) {
    const total = readUint32(bytes, start);
    moveBytes(bytes, place + oldSize, place + needle.encodedBytes, total - at - oldSize);
    writeUint32(bytes, start, total + growth);
  }
  needle.writeTo(bytes, place);
  return growth;
}

function changeCount(bytes: Uint8Array, start: number, by: number): void {
  const count = readUint16(bytes, start + COUNT_OFFSET);
  if (count === COUNT_UNKNOWN) return;
  writeUint16(bytes, start + COUNT_OFFSET, Math.min(count + by, COUNT_UNKNOWN));
}

/**
 * Whether these bytes, from wherever they come, are a listpack. Without `deep` only the frame is looked at; with it
 * every element too, after which all functions here are safe on them. Never reads outside the bytes given.
 */
export function isValidListpack(bytes: Uint8Array, start: number, length: number, deep: boolean): boolean {
  if (length < LISTPACK_EMPTY_BYTES || start + length > bytes.length) return false;
  if (readUint32(bytes, start) !== length || bytes[start + length - 1] !== END) return false;
  return !deep || hasValidElements(bytes, start, start + length - 1);
}

function hasValidElements(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start + LISTPACK_FIRST;
  let count = 0;
  while (at < end) {
    if (at + headBytes(bytes, at) > end) return false;
    const body = bodyBytes(bytes, at);
    if (body === INVALID || at + body + backLengthBytes(body) > end) return false;
    if (!hasBackLength(bytes, at + body, body)) return false;
    at += body + backLengthBytes(body);
    count++;
  }
  const stated = readUint16(bytes, start + COUNT_OFFSET);
  return stated === COUNT_UNKNOWN || stated === count;
}
