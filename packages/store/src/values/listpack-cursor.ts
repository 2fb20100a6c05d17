/**
 * A place in a listpack, for walking and searching. Reuse the object: nothing here allocates, except that an integer
 * beyond ±(2^53 - 1) is a bigint.
 *
 * The cursor stands on an element or, once it has run past the last one, on the end byte. It remembers where it is as an
 * offset, so that after an edit or a move of the block `attach` and `goTo` bring it back.
 */
import type { Slice } from '../memory/slice.ts';
import { formatInt64, formatInteger, INT64_TEXT_MAX } from '../numbers/integer.ts';
import {
  createListpack,
  knownListpackCount,
  LISTPACK_EMPTY_BYTES,
  LISTPACK_FIRST,
  listpackBytes,
} from './listpack.ts';
import {
  END,
  elementBefore,
  elementBytes,
  INTEGER_64,
  int32Of,
  isIntegerElement,
  stringLength,
  stringOffset,
} from './listpack-element.ts';
import type { Needle } from './needle.ts';
import { fromWords, readInt32 } from './words.ts';

const EMPTY = new Uint8Array(LISTPACK_EMPTY_BYTES);
createListpack(EMPTY, 0);

export class ListpackCursor {
  /** Where it stands, counted from the start of the listpack: what the editing functions take. */
  at: number = LISTPACK_FIRST;
  private bytes: Uint8Array = EMPTY;
  private start = 0;
  private readonly digits: Uint8Array = new Uint8Array(INT64_TEXT_MAX);

  /** Works on the listpack at `start` from now on, and stands on its first element. */
  attach(bytes: Uint8Array, start: number): this {
    this.bytes = bytes;
    this.start = start;
    this.at = LISTPACK_FIRST;
    return this;
  }

  /** Goes to an offset known from before: that of an element or of the end byte. Like all moves, says if there is one. */
  goTo(at: number): boolean {
    this.at = at;
    return !this.isAtEnd();
  }

  isAtEnd(): boolean {
    return this.bytes[this.start + this.at] === END;
  }

  first(): boolean {
    return this.goTo(LISTPACK_FIRST);
  }

  last(): boolean {
    this.at = listpackBytes(this.bytes, this.start) - 1;
    return this.previous();
  }

  next(): boolean {
    const { bytes } = this;
    const place = this.start + this.at;
    if (bytes[place] === END) return false;
    const size = elementBytes(bytes, place);
    this.at += size;
    return bytes[place + size] !== END;
  }

  /** Goes back by one; on the first element it stays there and says false. */
  previous(): boolean {
    if (this.at === LISTPACK_FIRST) return false;
    this.at = elementBefore(this.bytes, this.start + this.at) - this.start;
    return true;
  }

  /**
   * Goes to the element of this index, negative ones counting from the end, by the shorter way. Where there is none, it
   * stands on the end byte.
   */
  seek(index: number): boolean {
    const count = knownListpackCount(this.bytes, this.start);
    if (count < 0) return index < 0 ? this.walkBack(-1 - index) : this.walk(index);
    const place = index < 0 ? index + count : index;
    if (place < 0 || place >= count) return this.toEnd();
    return place * 2 <= count ? this.walk(place) : this.walkBack(count - 1 - place);
  }

  /** Whether the element is kept as an integer. */
  get isInteger(): boolean {
    return isIntegerElement(this.bytes, this.start + this.at);
  }

  /** The value of an integer element; NaN if the element is a string. */
  integer(): number | bigint {
    const { bytes } = this;
    const place = this.start + this.at;
    if (!isIntegerElement(bytes, place)) return Number.NaN;
    if (bytes[place] !== INTEGER_64) return int32Of(bytes, place);
    return fromWords(readInt32(bytes, place + 1), readInt32(bytes, place + 5));
  }

  /**
   * The element as bytes: those in the listpack, or the digits of an integer, which the next call of `text` on this
   * cursor overwrites.
   */
  text(into: Slice): Slice {
    const { bytes } = this;
    const place = this.start + this.at;
    if (!isIntegerElement(bytes, place)) {
      return into.set(bytes, place + stringOffset(bytes, place), stringLength(bytes, place));
    }
    const value = this.integer();
    const length =
      typeof value === 'number' ? formatInteger(value, this.digits, 0) : formatInt64(value, this.digits, 0);
    return into.set(this.digits, 0, length);
  }

  equals(needle: Needle): boolean {
    return needle.matches(this.bytes, this.start + this.at);
  }

  /**
   * Goes to the next element equal to the needle, beginning with the one it stands on, and passing over `skip` elements
   * after each that differs: 1 looks through the fields of a hash only. Stands on the end byte if there is none.
   */
  find(needle: Needle, skip: number): boolean {
    const { bytes, start } = this;
    let place = start + this.at;
    while (bytes[place] !== END) {
      if (needle.matches(bytes, place)) {
        this.at = place - start;
        return true;
      }
      for (let left = skip; left >= 0 && bytes[place] !== END; left--) place += elementBytes(bytes, place);
    }
    this.at = place - start;
    return false;
  }

  private walk(steps: number): boolean {
    let there = this.first();
    for (let left = steps; left > 0 && there; left--) there = this.next();
    return there;
  }

  private walkBack(steps: number): boolean {
    let there = this.last();
    for (let left = steps; left > 0 && there; left--) there = this.previous();
    return there || this.toEnd();
  }

  private toEnd(): boolean {
    this.at = listpackBytes(this.bytes, this.start) - 1;
    return false;
  }
}
