/**
 * Patterns of SORT: `weight_*` is the key whose name has the element in the place of the star, `user_*->age` a field of
 * the hash that is there, `#` the element itself. A pattern without a star finds nothing.
 */
import type { Database, Slice } from '@redwing/store';
import { copyBytes, HASH, HashValue, STRING } from '@redwing/store';

const STAR = 42;
const HASH_SIGN = 35;
const ARROW = '->';
const NONE = -1;

const hash = new HashValue();

export class SortPattern {
  /** Whether it has a star, and so a name for each element. */
  readonly hasStar: boolean;
  private readonly pattern: Buffer;
  private readonly isElement: boolean;
  private readonly star: number;
  /** Where the part behind the star ends. */
  private readonly nameEnd: number;
  /** Where the name of a field begins, or NONE. */
  private readonly field: number;
  private name = Buffer.alloc(0);

  constructor(pattern: Uint8Array) {
    this.pattern = Buffer.from(pattern);
    this.isElement = pattern.length === 1 && pattern[0] === HASH_SIGN;
    this.star = pattern.indexOf(STAR);
    this.hasStar = this.star >= 0;
    const arrow = this.hasStar ? this.pattern.indexOf(ARROW, this.star + 1) : NONE;
    const hasField = arrow >= 0 && arrow + ARROW.length < pattern.length;
    this.nameEnd = hasField ? arrow : pattern.length;
    this.field = hasField ? arrow + ARROW.length : NONE;
  }

  /** Finds what there is for an element, good until the next write. False if nothing is there, or not of the right type. */
  find(db: Database, element: Slice, into: Slice): boolean {
    if (this.isElement) {
      into.set(element.bytes, element.start, element.length);
      return true;
    }
    if (!this.hasStar) return false;
    const length = this.fillName(element);
    const entry = db.read(this.name, 0, length);
    if (entry === 0) return false;
    if (this.field === NONE) {
      if (db.entries.type(entry) !== STRING) return false;
      db.entries.value(entry, into);
      return true;
    }
    if (db.entries.type(entry) !== HASH) return false;
    const place = hash.open(db, entry).find(this.pattern, this.field, this.pattern.length - this.field);
    if (place === 0) return false;
    hash.valueAt(place, into);
    return true;
  }

  /** Makes the name of the key for an element and returns its length. */
  private fillName({ bytes, start, length }: Slice): number {
    const { pattern, star, nameEnd } = this;
    const size = length + nameEnd - 1;
    if (this.name.length < size) this.name = Buffer.allocUnsafeSlow(size * 2);
    const { name } = this;
    copyBytes(pattern, 0, name, 0, star);
    copyBytes(bytes, start, name, star, length);
    copyBytes(pattern, star + 1, name, star + length, nameEnd - star - 1);
    return size;
  }
}
