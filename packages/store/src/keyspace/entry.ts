/**
 * An entry: a key, its value and what is known about both, in one block of the arena.
 *
 *     word 0   type (4 bits) | encoding (4) | access clock (24: seconds, or LFU's minutes and counter)
 *     word 1   volatile (1 bit) | key length in bytes (31)
 *     word 2   length in bytes of the value, which follows the key; or where the value begins that lies outside
 *     [word 3  place in the volatile set; words 4, 5: when it expires, in ms since the epoch]   only if volatile
 *     key bytes, then value bytes
 *
 * One block an entry means one cache miss for key and value together, and no per-value header; the price is that
 * gaining or losing an expiry moves the entry. Strings and small collections lie in the entry; what is large lies
 * outside, in a structure whose root the entry refers to. The encoding tells which: those from 8 on are outside.
 */
import type { Arena } from '../memory/arena.ts';
import { PLACE_MASK, WINDOW_SHIFT } from '../memory/arena.ts';
import { copyBytes } from '../memory/copy.ts';
import type { RecordKeys } from '../memory/hash-table.ts';
import { KeptView } from '../memory/kept-view.ts';
import type { Slice } from '../memory/slice.ts';

export const HEADER_BYTES = 12;
const VOLATILE_BYTES = 12;
const VOLATILE = 0x8000_0000;
const LENGTH_MASK = 0x7fff_ffff;

/** What kind of value an entry holds, in the numbers that Redis uses for them in digests and files. */
export const STRING = 0;
export const LIST = 1;
export const SET = 2;
export const SORTED_SET = 3;
export const HASH = 4;
export const STREAM = 6;

/** How a string's bytes came to be, which is what OBJECT ENCODING tells. The bytes themselves are text in each. */
export const INT = 0;
export const EMBSTR = 1;
export const RAW = 2;
/** Small collections, in the entry itself. */
export const LISTPACK = 3;
export const INTSET = 4;
/** Large collections, outside the entry. */
export const TABLE = 8;
export const QUICKLIST = 9;
export const SKIPLIST = 10;
export const RADIX = 11;
/** Hashes with fields that expire; the first are within the limits of a small hash. */
export const EXPIRING_SMALL = 12;
export const EXPIRING = 13;

/** The bit of a kind that tells that the value lies outside. */
const OUTSIDE = 0x80;

/** Keys that are looked for come out of the same buffer nearly always. */
const sources = new KeptView();

/** Type and encoding as an entry holds them. */
export function kindOf(type: number, encoding: number): number {
  return type | (encoding << 4);
}

export class Entries implements RecordKeys {
  private readonly arena: Arena;

  constructor(arena: Arena) {
    this.arena = arena;
  }

  /** Bytes of the block an entry needs. */
  static bytesFor(keyLength: number, valueLength: number, isVolatile: boolean): number {
    return HEADER_BYTES + (isVolatile ? VOLATILE_BYTES : 0) + keyLength + valueLength;
  }

  matches(ref: number, bytes: Uint8Array, start: number, length: number): boolean {
    const window = ref >>> WINDOW_SHIFT;
    const place = ref & PLACE_MASK;
    const keyWord = (this.arena.words[window] as Uint32Array)[(place << 1) + 1] as number;
    if ((keyWord & LENGTH_MASK) !== length) return false;
    const offset = (place << 3) + HEADER_BYTES + (keyWord >>> 31) * VOLATILE_BYTES;
    const source = length >= 8 ? sources.of(bytes) : undefined;
    if (source !== undefined) {
      const stored = this.arena.views[window] as DataView;
      const last = length - 4;
      if (stored.getInt32(offset + last) !== source.getInt32(start + last)) return false;
      for (let i = 0; i < last; i += 4) {
        if (stored.getInt32(offset + i) !== source.getInt32(start + i)) return false;
      }
      return true;
    }
    const own = this.arena.bytes[window] as Uint8Array;
    for (let i = 0; i < length; i++) if (own[offset + i] !== bytes[start + i]) return false;
    return true;
  }

  /** Lays out the header and the key of a new entry in the block `ref`; the value is still to be written. */
  create(
    ref: number,
    kind: number,
    bytes: Uint8Array,
    start: number,
    keyLength: number,
    valueLength: number,
    isVolatile: boolean,
  ): void {
    const words = this.words(ref);
    const base = (ref & PLACE_MASK) << 1;
    words[base] = kind;
    words[base + 1] = keyLength | (isVolatile ? VOLATILE : 0);
    words[base + 2] = valueLength;
    copyBytes(bytes, start, this.bytes(ref), this.keyStart(ref), keyLength);
  }

  /**
   * Lays out in the block `target` what the entry `ref` is, save that it has room for an expiry or not: the expiry is
   * still to be set.
   */
  copy(ref: number, target: number, isVolatile: boolean): void {
    const keyLength = this.keyLength(ref);
    const valueLength = this.valueLength(ref);
    this.create(
      target,
      this.kind(ref),
      this.bytes(ref),
      this.keyStart(ref),
      keyLength,
      valueLength,
      isVolatile,
    );
    this.setAccessClock(target, this.accessClock(ref));
    if (this.isOutside(ref)) this.setRoot(target, this.root(ref));
    else this.copyValue(ref, target);
  }

  /** Copies the bytes of a value that lies in its entry into another, which has the room. */
  copyValue(ref: number, target: number): void {
    const length = this.valueLength(ref);
    copyBytes(this.bytes(ref), this.valueStart(ref), this.bytes(target), this.valueStart(target), length);
  }

  type(ref: number): number {
    return (this.word(ref, 0) as number) & 15;
  }

  /** Type, encoding and access clock at once. */
  setKind(ref: number, kind: number, clock: number): void {
    this.setWord(ref, 0, kind | (clock << 8));
  }

  encoding(ref: number): number {
    return (this.word(ref, 0) >>> 4) & 15;
  }

  setEncoding(ref: number, encoding: number): void {
    this.setWord(ref, 0, (this.word(ref, 0) & ~0xf0) | (encoding << 4));
  }

  /** The 24 bits that eviction and OBJECT IDLETIME or FREQ go by. */
  accessClock(ref: number): number {
    return this.word(ref, 0) >>> 8;
  }

  setAccessClock(ref: number, clock: number): void {
    const words = this.words(ref);
    const at = (ref & PLACE_MASK) << 1;
    words[at] = ((words[at] as number) & 0xff) | (clock << 8);
  }

  keyLength(ref: number): number {
    return this.word(ref, 1) & LENGTH_MASK;
  }

  keyStart(ref: number): number {
    return ((ref & PLACE_MASK) << 3) + HEADER_BYTES + (this.word(ref, 1) >>> 31) * VOLATILE_BYTES;
  }

  /** The bytes the value takes in the entry: 0 for one that lies outside. */
  valueLength(ref: number): number {
    return this.isOutside(ref) ? 0 : this.word(ref, 2);
  }

  setValueLength(ref: number, length: number): void {
    this.setWord(ref, 2, length);
  }

  /** Whether the value lies outside the entry. */
  isOutside(ref: number): boolean {
    return (this.word(ref, 0) & OUTSIDE) !== 0;
  }

  /** Whether the value is a hash with fields that expire. */
  isExpiring(ref: number): boolean {
    return this.encoding(ref) >= EXPIRING_SMALL;
  }

  /** Where the value begins that lies outside. */
  root(ref: number): number {
    return this.word(ref, 2);
  }

  setRoot(ref: number, root: number): void {
    this.setWord(ref, 2, root);
  }

  valueStart(ref: number): number {
    return this.keyStart(ref) + this.keyLength(ref);
  }

  /** The bytes of the window the entry lies in: `keyStart` and `valueStart` are positions in it. */
  bytes(ref: number): Uint8Array {
    return this.arena.bytes[ref >>> WINDOW_SHIFT] as Uint8Array;
  }

  isVolatile(ref: number): boolean {
    return this.word(ref, 1) >>> 31 === 1;
  }

  /** When the entry expires, in ms since the epoch; -1 when it does not. */
  expireAt(ref: number): number {
    if (!this.isVolatile(ref)) return -1;
    const high = this.word(ref, 5) | 0;
    return high * 2 ** 32 + this.word(ref, 4);
  }

  /** Sets when a volatile entry expires: up to 2^63 ms, exact up to 2^53 (the year 287396). */
  setExpireAt(ref: number, at: number): void {
    const never = at >= 2 ** 63;
    this.setWord(ref, 4, never ? 0xffff_ffff : at >>> 0);
    this.setWord(ref, 5, never ? 0x7fff_ffff : Math.floor(at / 2 ** 32));
  }

  /** Where a volatile entry stands in the volatile set. */
  place(ref: number): number {
    return this.word(ref, 3);
  }

  setPlace(ref: number, place: number): void {
    this.setWord(ref, 3, place);
  }

  key(ref: number, into: Slice): Slice {
    return into.set(this.bytes(ref), this.keyStart(ref), this.keyLength(ref));
  }

  value(ref: number, into: Slice): Slice {
    return into.set(this.bytes(ref), this.valueStart(ref), this.valueLength(ref));
  }

  /** The entry's own words, below the access clock: type and encoding. */
  kind(ref: number): number {
    return this.word(ref, 0) & 0xff;
  }

  private words(ref: number): Uint32Array {
    return this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array;
  }

  private word(ref: number, index: number): number {
    return (this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array)[
      ((ref & PLACE_MASK) << 1) + index
    ] as number;
  }

  private setWord(ref: number, index: number, value: number): void {
    (this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array)[((ref & PLACE_MASK) << 1) + index] = value;
  }
}
