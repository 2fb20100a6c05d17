/**
 * Records: a key with a few words and a value attached to it, in one block. Large collections are tables of them.
 *
 *     word 0          extra words (2 bits) | key length in bytes (30)
 *     extra words     whatever the owner keeps there
 *     key bytes, then value bytes
 *
 * How long the value is, if there is one, is for the owner to know: it stands in an extra word.
 */
import type { Arena } from './arena.ts';
import { PLACE_MASK, WINDOW_SHIFT } from './arena.ts';
import { copyBytes } from './copy.ts';
import type { RecordKeys } from './hash-table.ts';
import type { Slice } from './slice.ts';

const LENGTH_MASK = 0x3fff_ffff;

export class Records implements RecordKeys {
  private readonly arena: Arena;

  constructor(arena: Arena) {
    this.arena = arena;
  }

  /** Bytes of the block a record needs. */
  static bytesFor(extraWords: number, keyLength: number, valueLength: number): number {
    return 4 + extraWords * 4 + keyLength + valueLength;
  }

  matches(ref: number, bytes: Uint8Array, start: number, length: number): boolean {
    const window = ref >>> WINDOW_SHIFT;
    const place = ref & PLACE_MASK;
    const head = (this.arena.words[window] as Uint32Array)[place << 1] as number;
    if ((head & LENGTH_MASK) !== length) return false;
    const own = this.arena.bytes[window] as Uint8Array;
    const offset = (place << 3) + 4 + (head >>> 30) * 4;
    for (let i = 0; i < length; i++) if (own[offset + i] !== bytes[start + i]) return false;
    return true;
  }

  /** Makes a record; extra words and value are still to be written. The key may lie in the arena. */
  create(
    extraWords: number,
    bytes: Uint8Array,
    start: number,
    keyLength: number,
    valueLength: number,
  ): number {
    const ref = this.arena.allocate(Records.bytesFor(extraWords, keyLength, valueLength));
    const words = this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array;
    words[(ref & PLACE_MASK) << 1] = keyLength | (extraWords << 30);
    copyBytes(bytes, start, this.bytes(ref), this.keyStart(ref), keyLength);
    return ref;
  }

  free(ref: number): void {
    this.arena.free(ref);
  }

  /** Another record with the same bytes. */
  clone(ref: number): number {
    const size = this.arena.sizeOf(ref);
    const copy = this.arena.allocate(size);
    copyBytes(this.bytes(ref), (ref & PLACE_MASK) << 3, this.bytes(copy), (copy & PLACE_MASK) << 3, size);
    return copy;
  }

  /** Whether the record's block would hold a value of another length without being the wrong size for it. */
  fits(ref: number, valueLength: number): boolean {
    return this.arena.fits(ref, Records.bytesFor(this.extraWords(ref), this.keyLength(ref), valueLength));
  }

  extraWords(ref: number): number {
    return this.head(ref) >>> 30;
  }

  /** Extra word `index`, which the record must have. */
  extra(ref: number, index: number): number {
    return (this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array)[
      ((ref & PLACE_MASK) << 1) + 1 + index
    ] as number;
  }

  setExtra(ref: number, index: number, value: number): void {
    (this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array)[((ref & PLACE_MASK) << 1) + 1 + index] = value;
  }

  keyLength(ref: number): number {
    return this.head(ref) & LENGTH_MASK;
  }

  keyStart(ref: number): number {
    return ((ref & PLACE_MASK) << 3) + 4 + this.extraWords(ref) * 4;
  }

  valueStart(ref: number): number {
    return this.keyStart(ref) + this.keyLength(ref);
  }

  /** The bytes of the window the record lies in: `keyStart` and `valueStart` are positions in it. */
  bytes(ref: number): Uint8Array {
    return this.arena.bytes[ref >>> WINDOW_SHIFT] as Uint8Array;
  }

  key(ref: number, into: Slice): Slice {
    return into.set(this.bytes(ref), this.keyStart(ref), this.keyLength(ref));
  }

  private head(ref: number): number {
    return (this.arena.words[ref >>> WINDOW_SHIFT] as Uint32Array)[(ref & PLACE_MASK) << 1] as number;
  }
}
