/**
 * A block of entries: a listpack, in the very layout of Redis, which is also what RDB holds.
 *
 *     master      live entries | deleted ones | number of fields | field … | 0
 *     entry       flags | id, two numbers | values …                                    if it has the master's fields
 *     entry       flags | id, two numbers | number of fields | field, value …           otherwise
 *                 … each followed by how many elements it has, for a reader that comes from behind
 *
 * The block is named by its first entry's id, the master id, and the ids in it are differences to that. Most entries of
 * a stream have the same fields, so most hold nothing but values. Deleting sets a flag; bytes go with the whole block.
 *
 * A cursor walks through one block, deleted entries included; the bytes may not change meanwhile.
 */
import { Slice } from '../../memory/slice.ts';
import { LISTPACK_FIRST, listpackBytes } from '../listpack.ts';
import { ListpackCursor } from '../listpack-cursor.ts';
import { END, elementBefore, elementBytes, INTEGER_64, int32Of } from '../listpack-element.ts';
import type { Needle } from '../needle.ts';
import { fromWords, readInt32 } from '../words.ts';
import { StreamId } from './stream-id.ts';

export const DELETED = 1;
export const SAME_FIELDS = 2;

/** Elements of an entry before its fields and values: the flags and the two numbers of the id. */
export const ENTRY_HEAD = 3;

/** Short strings have their length in the lower bits of their first byte. */
const SHORT_TEXT_MAX = 63;
/** Up to here a number and a difference of 32 bits make an exact number. */
const BASE_MAX = 2 ** 52;

export type VisitField = (field: Slice, value: Slice) => void;

/** Where the fields and values of a new entry come from; they may not lie in the arena. */
export interface EntrySource {
  readonly fieldCount: number;
  /** Its fields and values in turn: part 0 is a field, part 1 its value. */
  part(index: number, into: Slice): Slice;
}

export class StreamBlockCursor {
  /** The id of the entry the cursor stands on. */
  readonly id: StreamId = new StreamId();
  flags = 0;
  /** How many entries are not deleted, and how many are, when the cursor was attached. */
  live = 0;
  deleted = 0;
  /** Where the number of deleted entries stands. */
  deletedAt = 0;
  /** How many fields the entry has. */
  fieldCount = 0;
  /** Where the entry begins. */
  at = 0;
  /** How many fields the master has. */
  masterFields = 0;
  private bytes: Uint8Array = new Uint8Array(0);
  private start = 0;
  private readonly master = new StreamId();
  private readonly fields = new ListpackCursor();
  private readonly values = new ListpackCursor();
  private readonly field = new Slice();
  private readonly value = new Slice();
  private masterAt = 0;
  private firstAt = 0;
  private fieldsAt = 0;
  /** Where the cursor goes to next; -1 while nobody has looked where the entry ends. */
  private behind = 0;

  /** Works on a block from now on, and stands before its first entry. */
  attach(bytes: Uint8Array, start: number, master: StreamId): this {
    this.bytes = bytes;
    this.start = start;
    this.master.set(master);
    this.fields.attach(bytes, start);
    this.values.attach(bytes, start);
    let place = start + LISTPACK_FIRST;
    this.live = countAt(bytes, place);
    place += elementBytes(bytes, place);
    this.deletedAt = place - start;
    this.deleted = countAt(bytes, place);
    place += elementBytes(bytes, place);
    this.masterFields = countAt(bytes, place);
    place += elementBytes(bytes, place);
    this.masterAt = place - start;
    this.firstAt = this.skip(this.masterAt, this.masterFields + 1);
    this.behind = this.firstAt;
    return this;
  }

  get isDeleted(): boolean {
    return (this.flags & DELETED) !== 0;
  }

  /** Goes behind the last entry. */
  toEnd(): void {
    this.at = listpackBytes(this.bytes, this.start) - 1;
    this.behind = this.at;
  }

  /**
   * Passes over entries before an id, from the first one on: as many as a quick look, by numbers that may be rounded where
   * they are huge, finds to be before it for sure. Those are all, unless ids are of a kind that no clock gives.
   */
  skipTo(id: StreamId): void {
    const { bytes, master } = this;
    const timeBase = master.time;
    const sequenceBase = master.sequence;
    if (timeBase > BASE_MAX || sequenceBase > BASE_MAX) return;
    const { time, sequence } = id;
    let place = this.start + this.firstAt;
    while (bytes[place] !== END) {
      const first = place + elementBytes(bytes, place);
      const second = first + elementBytes(bytes, first);
      if (bytes[first] === INTEGER_64 || bytes[second] === INTEGER_64) break;
      const timeHere = timeBase + int32Of(bytes, first);
      const sequenceHere = sequenceBase + int32Of(bytes, second);
      // Differences are kept modulo 2^64.
      if (timeHere < timeBase || sequenceHere < 0) break;
      if (timeHere > time || (timeHere === time && sequenceHere >= sequence)) break;
      place = this.behindFields(place, second + elementBytes(bytes, second));
    }
    this.behind = place - this.start;
  }

  next(): boolean {
    if (this.behind < 0) this.behind = this.endOfEntry();
    if (this.bytes[this.start + this.behind] === END) return false;
    this.at = this.behind;
    this.read();
    return true;
  }

  previous(): boolean {
    if (this.at === this.firstAt) return false;
    const { values } = this;
    values.at = elementBefore(this.bytes, this.start + this.at) - this.start;
    for (let left = Number(values.integer()); left > 0; left--) {
      values.at = elementBefore(this.bytes, this.start + values.at) - this.start;
    }
    this.at = values.at;
    this.read();
    return true;
  }

  /** Calls `visit` for every field of the entry and its value; the slices are good during the call. */
  visit(visit: VisitField): void {
    const { bytes, start, field, value } = this;
    const isSame = (this.flags & SAME_FIELDS) !== 0;
    let fieldAt = start + (isSame ? this.masterAt : this.fieldsAt);
    let valueAt = start + this.fieldsAt;
    for (let left = this.fieldCount; left > 0; left--) {
      if (!isSame) valueAt = fieldAt + elementBytes(bytes, fieldAt);
      visit(this.textAt(this.fields, fieldAt, field), this.textAt(this.values, valueAt, value));
      fieldAt += elementBytes(bytes, fieldAt);
      valueAt += elementBytes(bytes, valueAt);
      if (!isSame) fieldAt = valueAt;
    }
    this.behind = valueAt + elementBytes(bytes, valueAt) - start;
  }

  private textAt(cursor: ListpackCursor, place: number, into: Slice): Slice {
    const { bytes } = this;
    if (isShortText(bytes, place))
      return into.set(bytes, place + 1, (bytes[place] as number) & SHORT_TEXT_MAX);
    cursor.at = place - this.start;
    return cursor.text(into);
  }

  /** Whether the fields of a new entry are the master's. */
  hasFieldsOf(source: EntrySource, needle: Needle): boolean {
    const { bytes, field } = this;
    if (source.fieldCount !== this.masterFields) return false;
    let place = this.start + this.masterAt;
    for (let i = 0; i < this.masterFields; i++) {
      source.part(i * 2, field);
      const isSame = isShortText(bytes, place)
        ? isText(bytes, place, field)
        : needle.setSlice(field).matches(bytes, place);
      if (!isSame) return false;
      place += elementBytes(bytes, place);
    }
    return true;
  }

  private read(): void {
    const { bytes, start } = this;
    let place = start + this.at;
    this.flags = countAt(bytes, place);
    place += elementBytes(bytes, place);
    this.add(0, place);
    place += elementBytes(bytes, place);
    this.add(2, place);
    place += elementBytes(bytes, place);
    this.fieldCount = this.masterFields;
    if ((this.flags & SAME_FIELDS) === 0) {
      this.fieldCount = countAt(bytes, place);
      place += elementBytes(bytes, place);
    }
    this.fieldsAt = place - start;
    this.behind = -1;
  }

  /** The half of the id that begins with this word is that of the master id, and as much more as the element says. */
  private add(word: number, place: number): void {
    const { bytes, master } = this;
    const { words } = this.id;
    const isWide = bytes[place] === INTEGER_64;
    const low = isWide ? readInt32(bytes, place + 1) : int32Of(bytes, place);
    const high = isWide ? readInt32(bytes, place + 5) : low >> 31;
    const sum = (master.words[word + 1] as number) + (low >>> 0);
    words[word + 1] = sum;
    words[word] = (master.words[word] as number) + high + (sum > 0xffff_ffff ? 1 : 0);
  }

  /** Where the entry at `place` ends, whose fields, or their number, begin at `from`. */
  private behindFields(place: number, from: number): number {
    const { bytes } = this;
    let elements = this.masterFields + 1;
    let next = from;
    if ((countAt(bytes, place) & SAME_FIELDS) === 0) {
      elements = countAt(bytes, next) * 2 + 1;
      next += elementBytes(bytes, next);
    }
    for (; elements > 0; elements--) next += elementBytes(bytes, next);
    return next;
  }

  private endOfEntry(): number {
    const elements = (this.flags & SAME_FIELDS) === 0 ? this.fieldCount * 2 : this.fieldCount;
    return this.skip(this.fieldsAt, elements + 1);
  }

  private skip(at: number, count: number): number {
    let place = this.start + at;
    for (let left = count; left > 0; left--) place += elementBytes(this.bytes, place);
    return place - this.start;
  }
}

/** By how much an id is more than the master id: the half of it that begins with this word. */
export function differenceOf(id: StreamId, master: StreamId, word: number): number | bigint {
  const high = ((id.words[word] as number) - (master.words[word] as number)) | 0;
  const low = (id.words[word + 1] as number) - (master.words[word + 1] as number);
  return fromWords(low, low < 0 ? (high - 1) | 0 : high);
}

/** A count in a valid block, however it is kept. */
function countAt(bytes: Uint8Array, place: number): number {
  const head = bytes[place] as number;
  if (head < 0x80) return head;
  if (head !== INTEGER_64) return int32Of(bytes, place);
  return Number(fromWords(readInt32(bytes, place + 1), readInt32(bytes, place + 5)));
}

/** Whether an element is a short string, whose bytes cannot be those of an integer then. */
function isShortText(bytes: Uint8Array, place: number): boolean {
  return ((bytes[place] as number) & 0xc0) === 0x80;
}

/** Whether a short string at `place` has the bytes of the other. */
function isText(bytes: Uint8Array, place: number, { bytes: other, start, length }: Slice): boolean {
  if (bytes[place] !== 0x80 + length) return false;
  for (let i = 0; i < length; i++) if (bytes[place + 1 + i] !== other[start + i]) return false;
  return true;
}

const checked = new ListpackCursor();

/**
 * Whether a valid listpack, from wherever it comes, is a block: whether all elements are there that others say are there.
 * After that the cursor is safe on it.
 */
export function isValidBlock(bytes: Uint8Array, start: number): boolean {
  checked.attach(bytes, start);
  const live = takeCount();
  const deleted = takeCount();
  const masterFields = takeCount();
  if (live < 0 || deleted < 0 || masterFields < 0 || !takeElements(masterFields)) return false;
  if (takeCount() !== 0) return false;
  let liveFound = 0;
  let deletedFound = 0;
  while (!checked.isAtEnd()) {
    const flags = takeCount();
    if (flags < 0 || !takesInteger() || !takesInteger()) return false;
    const isSame = (flags & SAME_FIELDS) !== 0;
    const fields = isSame ? masterFields : takeCount();
    const elements = isSame ? fields : fields * 2;
    if (fields < 0 || !takeElements(elements)) return false;
    if (takeCount() !== ENTRY_HEAD + elements + (isSame ? 0 : 1)) return false;
    if ((flags & DELETED) !== 0) deletedFound++;
    else liveFound++;
  }
  return live === liveFound && deleted === deletedFound;
}

/** Goes over a count and returns it; -1 if there is none. */
function takeCount(): number {
  if (checked.isAtEnd()) return -1;
  const count = checked.integer();
  checked.next();
  return typeof count === 'number' && count >= 0 ? count : -1;
}

function takesInteger(): boolean {
  if (checked.isAtEnd() || !checked.isInteger) return false;
  checked.next();
  return true;
}

function takeElements(count: number): boolean {
  for (let left = count; left > 0; left--) {
    if (checked.isAtEnd()) return false;
    checked.next();
  }
  return true;
}
