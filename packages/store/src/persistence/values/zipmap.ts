/**
 * Zipmaps: what small hashes were before Redis 2.6. They are read and never kept.
 *
 *     number of fields (1) | field | value | field | value … | 0xff
 *
 *     field    length (1, up to 253; or 0xfe and 4, lowest byte first) | bytes
 *     value    length, as of a field | unused bytes behind it (1) | bytes | the unused ones
 *
 * A number of 254 means that the fields have to be counted. What is checked is what Redis checks, with one exception: a
 * long form of a length that the short one could hold, which nobody ever wrote and Redis loses its way in, is refused. As
 * there, what stands behind the first end byte counts for nothing.
 */
import type { Slice } from '../../memory/slice.ts';
import { readUint32 } from '../../values/words.ts';

const FIRST = 1;
const EMPTY_BYTES = 2;
const END = 0xff;
const LARGE = 0xfe;

/** No length is as long as this. */
const INVALID = Number.POSITIVE_INFINITY;

/** The fields of a zipmap with their values, one after the other. Nothing is read outside the bytes given. */
export class ZipmapWalk {
  private bytes: Uint8Array = new Uint8Array(0);
  private start = 0;
  private end = 0;
  private at = 0;
  private count = 0;

  /** Begins with a zipmap. False if these bytes are none at first sight. */
  begin(bytes: Uint8Array, start: number, length: number): boolean {
    this.bytes = bytes;
    this.start = start;
    this.end = start + length - 1;
    this.at = start + FIRST;
    this.count = 0;
    return length >= EMPTY_BYTES && start + length <= bytes.length && bytes[this.end] === END;
  }

  /** Goes to the next field and shows it and its value. False if there is none, or the bytes are no field. */
  next(field: Slice, value: Slice): boolean {
    const { bytes } = this;
    if (bytes[this.at] === END) return false;
    const isThere = this.take(field, 0) && this.take(value, 1);
    // How many bytes are unused is said before the value.
    this.at = isThere ? this.at + (bytes[value.start - 1] as number) : this.end + 1;
    this.count++;
    return this.at <= this.end;
  }

  /** Whether all that came was in order, the end and the number of the fields too: to be asked when `next` said false. */
  get isWhole(): boolean {
    const { bytes, start, at, end, count } = this;
    const stated = bytes[start];
    return at <= end && bytes[at] === END && count > 0 && (stated === LARGE || stated === count);
  }

  /** Takes a length, `gap` bytes and the bytes that are so many; stays where it is if they do not end within. */
  private take(into: Slice, gap: number): boolean {
    const { bytes, at, end } = this;
    const first = bytes[at] as number;
    const data = at + (first < LARGE ? 1 : 5) + gap;
    if (data > end + gap) return false;
    const length = first < LARGE ? first : largeLength(bytes, at);
    if (data + length > end) return false;
    into.set(bytes, data, length);
    this.at = data + length;
    return true;
  }
}

function largeLength(bytes: Uint8Array, at: number): number {
  const length = readUint32(bytes, at + 1);
  return length < LARGE ? INVALID : length;
}
